"""SCIM filters (RFC 7644, Section 3.4.2.2): from text to a tree, and whether a resource fits."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sen.foundation.directory.errors import InvalidFilter, InvalidPath
from sen.foundation.directory.types import (
    EXTENSIONS,
    AttrPath,
    Both,
    Compare,
    Either,
    Filter,
    Json,
    Negated,
    PatchPath,
    ValueFilter,
)

_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"\\]|\\.)*\")|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.:-])|(?P<mark>[()\[\]])"
    r"|(?P<word>[A-Za-z$][\w$.:-]*))"
)
_OPS = frozenset({"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"})
_ORDERED = frozenset({"gt", "ge", "lt", "le"})
_PARTIAL = frozenset({"co", "sw", "ew"})
_NAME = re.compile(r"(?:(?P<urn>urn:[A-Za-z0-9:._-]+):)?(?P<name>\$?[A-Za-z][\w$-]*)(?:\.(?P<sub>\$?[A-Za-z][\w$-]*))?\Z", re.I)
# Attributes compared with attention to case; all others are not (RFC 7643, Section 4).
_CASE_EXACT = frozenset({"id", "externalid", "meta.version", "meta.location", "groups.value", "members.value"})
_DEEPEST, _LONGEST = 50, 4000


def parse_filter(text: str) -> Filter:
    """The filter as a tree; raises InvalidFilter."""
    if len(text) > _LONGEST:
        raise InvalidFilter(detail="The filter is too long.")
    reader = _Reader(text)
    tree = reader.either()
    reader.finish()
    return tree


def parse_attr(text: str) -> AttrPath:
    """An attribute name with its URN and sub-attribute; raises InvalidPath."""
    found = _NAME.match(text.strip())
    if not found:
        raise InvalidPath(detail=f"{text!r} is no attribute name.")
    return AttrPath(found["name"], found["sub"] or "", found["urn"] or "")


def parse_path(text: str) -> PatchPath:
    """The path of a PATCH operation: ``attr``, ``attr.sub``, ``attr[filter]``, ``attr[filter].sub``; raises InvalidPath."""
    before, bracket, rest = text.partition("[")
    if not bracket:
        if text.strip().lower() in {urn.lower() for urn in EXTENSIONS}:
            return PatchPath(AttrPath("", urn=text.strip()))
        return PatchPath(parse_attr(text))
    inner, closed, after = rest.rpartition("]")
    if not closed or (after and not re.fullmatch(r"\.[A-Za-z$][\w$-]*", after)):
        raise InvalidPath(detail=f"{text!r} is no path.")
    try:
        return PatchPath(parse_attr(before), parse_filter(inner), after[1:])
    except InvalidFilter as error:
        raise InvalidPath(detail=str(error.values["detail"])) from error


def write_filter(tree: Filter) -> str:
    """The tree as text again; reading it gives the same tree."""
    match tree:
        case Compare(path, "pr", _):
            return f"{path} pr"
        case Compare(path, op, value):
            return f"{path} {op} {json.dumps(value, ensure_ascii=False)}"
        case Negated(inner):
            return f"not ({write_filter(inner)})"
        case ValueFilter(path, inner):
            return f"{path}[{write_filter(inner)}]"
        case Both(left, right):
            return f"({write_filter(left)}) and ({write_filter(right)})"
        case Either(left, right):
            return f"({write_filter(left)}) or ({write_filter(right)})"


def fits(tree: Filter, resource: Json, prefix: str = "") -> bool:
    """Whether the resource (or one value of an attribute named by ``prefix``) fits the filter."""
    match tree:
        case Both(left, right):
            return fits(left, resource, prefix) and fits(right, resource, prefix)
        case Either(left, right):
            return fits(left, resource, prefix) or fits(right, resource, prefix)
        case Negated(inner):
            return not fits(inner, resource, prefix)
        case ValueFilter(path, inner):
            values = value_at(resource, AttrPath(path.name, "", path.urn))
            several = values if isinstance(values, list) else [values]
            return any(fits(inner, value, f"{path.name}.") for value in several if isinstance(value, dict))
        case Compare():
            return _compare(tree, resource, prefix)


def value_at(resource: Json, path: AttrPath) -> Any:
    """What stands at the path, names without attention to case; for several values a list; None when there is nothing."""
    holder = get(resource, path.urn) if path.urn and path.urn.lower() in {urn.lower() for urn in EXTENSIONS} else resource
    found = get(holder, path.name) if isinstance(holder, dict) else None
    if not path.sub:
        return found
    if isinstance(found, list):
        return [get(one, path.sub) for one in found if isinstance(one, dict) and get(one, path.sub) is not None]
    return get(found, path.sub) if isinstance(found, dict) else None


def get(holder: Json, name: str) -> Any:
    """The value of a name without attention to case."""
    return holder.get(key_of(holder, name))


def key_of(holder: Json, name: str) -> str:
    """How the holder writes the name, or the name as given."""
    if name in holder:
        return name
    lowered = name.lower()
    return next((key for key in holder if key.lower() == lowered), name)


def _compare(tree: Compare, resource: Json, prefix: str) -> bool:
    found = value_at(resource, tree.path)
    values = [one for one in (found if isinstance(found, list) else [found]) if one is not None]
    if not tree.path.sub and values and isinstance(values[0], dict):
        # An attribute of several parts is compared by its value.
        values = [get(one, "value") for one in values if get(one, "value") is not None] if tree.op != "pr" else values
    if tree.op == "pr":
        return any(value not in ("", {}, []) for value in values)
    if tree.op == "ne":
        return not any(_equal(value, tree.value, tree.path, prefix) for value in values)
    if tree.value is None:
        return tree.op == "eq" and not values
    return any(_one(tree.op, value, tree.value, tree.path, prefix) for value in values)


def _one(op: str, value: Any, wanted: Any, path: AttrPath, prefix: str) -> bool:
    if op == "eq":
        return _equal(value, wanted, path, prefix)
    if op in _PARTIAL:
        if not isinstance(value, str) or not isinstance(wanted, str):
            return False
        there, asked = _folded(value, path, prefix), _folded(wanted, path, prefix)
        return asked in there if op == "co" else there.startswith(asked) if op == "sw" else there.endswith(asked)
    if isinstance(value, bool) or isinstance(wanted, bool):
        raise InvalidFilter(detail=f"{op} does not apply to the boolean attribute {path}.")
    if isinstance(value, str) != isinstance(wanted, str):
        return False
    there, asked = (_folded(value, path, prefix), _folded(wanted, path, prefix)) if isinstance(value, str) else (value, wanted)
    return bool({"gt": there > asked, "ge": there >= asked, "lt": there < asked, "le": there <= asked}[op])


def _equal(value: Any, wanted: Any, path: AttrPath, prefix: str) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return _folded(value, path, prefix) == _folded(wanted, path, prefix)
    return type(value) is type(wanted) and bool(value == wanted)


def _folded(text: str, path: AttrPath, prefix: str) -> str:
    name = f"{prefix}{path.name}{'.' + path.sub if path.sub else ''}".lower()
    return text if name in _CASE_EXACT else text.casefold()


class _Reader:
    """Recursive descent over the tokens: ``or`` binds loosest, then ``and``, then ``not``."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def either(self) -> Filter:
        """``and`` terms joined by ``or``."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidFilter(detail="The filter is nested too deeply.")
        tree = self.both()
        while self._take_word("or"):
            tree = Either(tree, self.both())
        self._depth -= 1
        return tree

    def both(self) -> Filter:
        """Single terms joined by ``and``."""
        tree = self.single()
        while self._take_word("and"):
            tree = Both(tree, self.single())
        return tree

    def single(self) -> Filter:
        """A comparison, a group, a negation or a value filter."""
        if self._take("mark", "("):
            tree = self.either()
            self._need(")")
            return tree
        kind, word = self._next()
        if kind != "word":
            raise InvalidFilter(detail=f"An attribute was expected instead of {word!r}.")
        if word.lower() == "not" and self._take("mark", "("):
            tree = self.either()
            self._need(")")
            return Negated(tree)
        path = _attr(word)
        if self._take("mark", "["):
            inner = self.either()
            self._need("]")
            return ValueFilter(path, inner)
        return self._comparison(path)

    def finish(self) -> None:
        """Nothing may be left over."""
        if self._at < len(self._tokens):
            raise InvalidFilter(detail=f"{self._tokens[self._at][1]!r} was not expected.")

    def _comparison(self, path: AttrPath) -> Filter:
        kind, word = self._next()
        op = word.lower()
        if kind != "word" or op not in _OPS:
            raise InvalidFilter(detail=f"{word!r} is no operator.")
        if op == "pr":
            return Compare(path, op)
        value = self._value()
        if op in _ORDERED and (value is None or isinstance(value, bool)):
            raise InvalidFilter(detail=f"{op} needs a text or a number.")
        if op in _PARTIAL and not isinstance(value, str):
            raise InvalidFilter(detail=f"{op} needs a text.")
        return Compare(path, op, value)

    def _value(self) -> str | bool | int | float | None:
        kind, word = self._next()
        if kind in ("text", "number"):
            try:
                value: str | int | float = json.loads(word)
            except ValueError:
                raise InvalidFilter(detail=f"{word} is no value.") from None
            return value
        constants = {"true": True, "false": False, "null": None}
        if kind == "word" and word.lower() in constants:
            return constants[word.lower()]
        raise InvalidFilter(detail=f"{word!r} is no value; texts stand in quotes.")

    def _next(self) -> tuple[str, str]:
        if self._at == len(self._tokens):
            raise InvalidFilter(detail="The filter ends too early.")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, kind: str, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == (kind, word):
            self._at += 1
            return True
        return False

    def _take_word(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at][0] == "word" and self._tokens[self._at][1].lower() == word:
            self._at += 1
            return True
        return False

    def _need(self, mark: str) -> None:
        if not self._take("mark", mark):
            raise InvalidFilter(detail=f"{mark!r} is missing.")


def _attr(word: str) -> AttrPath:
    try:
        return parse_attr(word)
    except InvalidPath as error:
        raise InvalidFilter(detail=str(error.values["detail"])) from error


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if not found:
            raise InvalidFilter(detail=f"{text[at : at + 20].strip()!r} was not expected.")
        at = found.end()
        yield str(found.lastgroup), found[str(found.lastgroup)]
