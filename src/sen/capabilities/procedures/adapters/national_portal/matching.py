"""Rules of the data files: a field, words in the name, and what follows from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sen.capabilities.procedures.selectors.wording import plain


@dataclass(frozen=True)
class Rule:
    """One line of a rule file; an empty part matches everything."""

    field: str
    ministry: str
    contains: tuple[str, ...]
    excludes: tuple[str, ...]
    value: str

    def matches(self, field: str, ministry: str, name: str) -> bool:
        """Whether a procedure with these folded texts falls under the rule."""
        if self.field not in ("", field) or self.ministry not in ("", ministry):
            return False
        if any(words in name for words in self.excludes):
            return False
        return not self.contains or any(words in name for words in self.contains)


def read_rules(rows: Iterable[Mapping[str, str]], value: str) -> tuple[Rule, ...]:
    """Rules from lines with ``field``, ``ministry``, ``name_contains``, ``name_excludes`` and a value column."""
    return tuple(
        Rule(
            plain(r.get("field", "")),
            plain(r.get("ministry", "")),
            _words(r.get("name_contains", "")),
            _words(r.get("name_excludes", "")),
            r[value],
        )
        for r in rows
    )


def first_match(rules: Iterable[Rule], field: str, ministry: str, name: str) -> Rule | None:
    """The first rule the procedure falls under."""
    return next(iter(contains_all(rules, field, ministry, name)), None)


def contains_all(rules: Iterable[Rule], field: str, ministry: str, name: str) -> list[Rule]:
    """Every rule the procedure falls under."""
    texts = plain(field), plain(ministry), plain(name)
    return [rule for rule in rules if rule.matches(*texts)]


def _words(text: str) -> tuple[str, ...]:
    return tuple(part for part in (plain(piece) for piece in text.split("|")) if part)
