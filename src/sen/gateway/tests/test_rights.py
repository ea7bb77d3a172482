import pytest

from sen.gateway.trust.rights import PathRefused, glob, judge, matches, plain_path
from sen.gateway.trust.snapshot import Right


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/foo/*/bar/", "/foo/x/bar/", True),
        ("/foo/*/bar/", "/foo//bar/", True),
        ("/foo/*/bar/", "/foo/x/y/bar/", False),
        ("/foo/**", "/foo/x/y", True),
        ("/foo/**", "/foo", False),
        ("**", "", True),
        ("*", "a", True),
        ("*", "a/b", False),
        ("/a.c", "/abc", False),
        ("/a\\*b", "/a*b", True),
        ("/a\\*b", "/axb", False),
        ("/a\\\\b", "/a\\b", True),
        ("/ho-so/*", "/ho-so/hồ sơ", True),
        ("/x", "/x/y", False),
        ("/x", "/x\n", False),
    ],
)
def test_globs_match_as_agreed(pattern: str, path: str, fits: bool) -> None:
    assert (glob(pattern).fullmatch(path) is not None) is fits


def test_methods_match_without_regard_to_case_or_all_of_them() -> None:
    assert matches("get", "/a", "GET", "/a")
    assert matches("*", "**", "DELETE", "")
    assert not matches("GET", "**", "POST", "/a")


@pytest.mark.parametrize(
    ("raw", "plain"), [("", ""), ("/", "/"), ("/a/b/", "/a/b/"), ("/h%E1%BB%93", "/hồ"), ("/a%20b", "/a b"), ("/a;v=1", "/a;v=1")]
)
def test_a_path_with_one_reading_is_decoded(raw: str, plain: str) -> None:
    assert plain_path(raw) == plain


@pytest.mark.parametrize(
    "raw",
    [
        "/a/../b", "/a/./b", "/%2e%2e/b", "/a/%2E%2E", "/a/..;x=1/b", "/a%2Fb", "/a%5Cb", "/a\\b", "/a//b", "//a", "/%252e%252e/b", "/a%252fb",
        "/a%00", "/a%0d%0a", "/a%zz", "/%ff",
    ],
)  # fmt: skip
def test_a_path_with_two_readings_is_refused(raw: str) -> None:
    with pytest.raises(PathRefused):
        plain_path(raw)


def test_one_right_that_covers_the_call_is_enough() -> None:
    rights = (Right(subject="s", method="GET", path="/a/*"), Right(subject="s", method="POST", path="/b"))
    assert judge(rights, "POST", "/b", 0).allowed
    assert judge(rights, "GET", "/a/1", 0).allowed
    assert not judge(rights, "POST", "/a/1", 0).allowed
    assert not judge((), "GET", "/a/1", 0).allowed


def test_a_right_ends_with_its_agreement() -> None:
    rights = (Right(subject="s", agreement="12/TT", until=100),)
    assert judge(rights, "GET", "/", 99).allowed
    verdict = judge(rights, "GET", "/", 100)
    assert (verdict.allowed, verdict.ended) == (False, "12/TT")
