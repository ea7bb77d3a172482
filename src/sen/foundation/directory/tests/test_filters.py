"""SCIM filters: the examples of RFC 7644, precedence, and that writing and reading give the same tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sen.foundation.directory.errors import InvalidFilter, InvalidPath
from sen.foundation.directory.selectors.filters import fits, parse_filter, parse_path, write_filter
from sen.foundation.directory.types import AttrPath, Both, Compare, Either, Filter, Negated, ValueFilter

BABS = {
    "id": "2819c223",
    "userName": "bjensen@example.com",
    "name": {"familyName": "O'Malley", "givenName": "Barbara"},
    "title": "Tour Guide",
    "userType": "Employee",
    "active": True,
    "emails": [{"value": "bjensen@example.com", "type": "work"}, {"value": "babs@jensen.org", "type": "home"}],
    "meta": {"lastModified": "2011-05-13T04:42:34Z"},
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"organization": "Universal Studios"},
}


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ('userName eq "bjensen@example.com"', True),
        ('userName Eq "BJENSEN@example.com"', True),
        ('name.familyName co "O\'Malley"', True),
        ('userName sw "J"', False),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bj"', True),
        ("title pr", True),
        ("nickName pr", False),
        ('meta.lastModified gt "2011-05-13T04:42:34Z"', False),
        ('meta.lastModified ge "2011-05-13T04:42:34Z"', True),
        ('meta.lastModified lt "2012-01-01T00:00:00Z"', True),
        ('title pr and userType eq "Employee"', True),
        ('title pr or userType eq "Intern"', True),
        ('schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', True),
        ('userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', True),
        ('userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', False),
        ('userType eq "Employee" and (emails.type eq "work")', True),
        ('userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', True),
        ('emails[type eq "home" and value co "@example.com"]', False),
        ('emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]', True),
        ("active eq true", True),
        ("active eq True", True),
        ('id eq "2819C223"', False),
        ('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization ew "studios"', True),
        ("nickName eq null", True),
        ('userName ew ".org"', False),
    ],
)
def test_the_examples_of_the_standard(text: str, fit: bool) -> None:
    assert fits(parse_filter(text), BABS) is fit


def test_and_binds_closer_than_or_and_not_closest() -> None:
    a, b, c = (Compare(AttrPath(name), "pr") for name in "abc")
    assert parse_filter("a pr or b pr and c pr") == Either(a, Both(b, c))
    assert parse_filter("not (a pr) and b pr") == Both(Negated(a), b)
    assert parse_filter("(a pr or b pr) and c pr") == Both(Either(a, b), c)


@pytest.mark.parametrize(
    "text",
    ["", "userName", "userName eq", "userName is 5", "userName eq bjensen", "(a pr", "a pr)", "a pr b pr", "emails[type pr", 'a eq "x', "a gt true",
     "a co 5", "1a pr", 'a eq "\\x"', "(" * 60 + "a pr" + ")" * 60, "a pr and", "not a pr"],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(InvalidFilter):
        parse_filter(text)


def test_ordering_a_boolean_is_refused() -> None:
    with pytest.raises(InvalidFilter):
        fits(parse_filter('active gt "a"'), BABS)


@pytest.mark.parametrize("text", ["emails[type", "emails[type pr]x", "a b", "members[value eq 5", ""])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(InvalidPath):
        parse_path(text)


names = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True).filter(lambda word: word.lower() not in {"not", "and", "or"})
paths = st.builds(AttrPath, names, st.just("") | names, st.sampled_from(["", "urn:ietf:params:scim:schemas:core:2.0:User"]))
texts = st.text(max_size=12).filter(lambda text: "\ud800" not in text)
comparisons = (
    st.builds(Compare, paths, st.sampled_from(["eq", "ne"]), texts | st.booleans() | st.none() | st.integers(-1000, 1000))
    | st.builds(Compare, paths, st.sampled_from(["co", "sw", "ew", "gt", "ge", "lt", "le"]), texts)
    | st.builds(Compare, paths, st.just("pr"))
)
trees: st.SearchStrategy[Filter] = st.recursive(
    comparisons,
    lambda inner: (
        st.builds(Both, inner, inner) | st.builds(Either, inner, inner) | st.builds(Negated, inner) | st.builds(ValueFilter, paths, inner)
    ),
    max_leaves=6,
)


@given(trees)
@settings(max_examples=200, deadline=None)
def test_a_tree_written_and_read_is_the_same(tree: Filter) -> None:
    assert parse_filter(write_filter(tree)) == tree


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_filter_or_is_refused(text: str) -> None:
    try:
        tree = parse_filter(text)
    except InvalidFilter:
        return
    assert parse_filter(write_filter(tree)) == tree
