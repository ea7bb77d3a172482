"""Reading what a person typed: the words of daily life become the words of the law, slips of the pen are found."""

import csv
import difflib
import functools
import itertools
import math
import os.path
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max

from sen.capabilities.procedures.models import ProcedureVersion
from sen.capabilities.procedures.selectors.wording import plain

MAX_WORDS = 12
_FILLERS = frozenset("lam xin cho toi muon can o dau thu tuc gi nhu the nao cach con em minh di nop ho so hay va voi mot cai".split())
_NEAREST = 6
_COMBINATIONS = 500
_TOGETHER = 0.15
_LIKE_ENOUGH = 0.6
_FREQUENT = 0.05
_SAME_START = 0.08


@dataclass(frozen=True)
class Query:
    """A query read: as typed, the phrases that answer it, and what its plain words mean by themselves."""

    typed: str
    phrases: tuple[str, ...]
    means: tuple[str, ...]


def read_query(text: str) -> Query:
    """The folded words typed, the same with plain words replaced by those of the law, and without filler words."""
    typed = " ".join(plain(text).split()[:MAX_WORDS])
    meant, means = typed, []
    for phrase, meaning in _synonyms():
        if f" {phrase} " in f" {meant} ":
            meant = f" {meant} ".replace(f" {phrase} ", f" {meaning} ").strip()
            means.append(meaning)
            break
    short = " ".join(word for word in meant.split() if word not in _FILLERS)
    return Query(typed, tuple(phrase for phrase in dict.fromkeys((meant, short)) if phrase), tuple(means))


def spell(phrase: str) -> str:
    """The phrase with each word unknown to the catalogue replaced by the nearest known one, written with its accents.

    Among near words those win that stand beside their neighbours somewhere in the catalogue.  Empty when nothing changes.
    """
    stamp = ProcedureVersion.objects.aggregate(count=Count("pk"), last=Max("edited_at"))
    words, pairs = _vocabulary(f"{stamp['count']} {stamp['last']}")
    choices = [_candidates(word, words) for word in phrase.split()]
    best = max(itertools.islice(itertools.product(*choices), _COMBINATIONS), key=lambda option: _score(option, pairs))
    chosen = [word for word, _ in best]
    return " ".join(words[word][0] if word in words else word for word in chosen) if chosen != phrase.split() else ""


def _candidates(word: str, words: Mapping[str, tuple[str, int]]) -> list[tuple[str, float]]:
    if word in words:
        return [(word, 1.0)]
    alike = [known for known in words if abs(len(known) - len(word)) <= 2 and len(known) > 1]
    near = difflib.get_close_matches(word, alike, _NEAREST, _LIKE_ENOUGH)
    return [(known, _likeness(word, known) + _FREQUENT * math.log(words[known][1])) for known in near] or [(word, 0.0)]


def _score(option: Sequence[tuple[str, float]], pairs: Mapping[tuple[str, str], int]) -> float:
    together = sum(math.log1p(pairs.get((left, right), 0)) for (left, _), (right, _) in itertools.pairwise(option))
    return sum(weight for _, weight in option) + _TOGETHER * together


def _likeness(word: str, known: str) -> float:
    """How alike two words are; a slip of the pen seldom falls on the first letters."""
    return difflib.SequenceMatcher(None, word, known).ratio() + _SAME_START * len(os.path.commonprefix([word, known]))


@functools.lru_cache(maxsize=2)
def _vocabulary(stamp: str) -> tuple[Mapping[str, tuple[str, int]], Mapping[tuple[str, str], int]]:
    """Every folded word of the catalogue's names with its commonest spelling and frequency, and the pairs; one query per stamp."""
    spelled: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for name, folded in ProcedureVersion.objects.values_list("name", "name_folded"):
        spelled.update({word.strip("(),.;:/-“”") for word in name.lower().split()})
        pairs.update(itertools.pairwise(folded.split()))
    words: dict[str, tuple[str, int]] = {}
    for word, count in spelled.most_common():
        key = plain(word)
        if key and " " not in key:
            known = words.get(key)
            words[key] = (known[0], known[1] + count) if known else (word, count)
    return words, pairs


@functools.cache
def _synonyms() -> tuple[tuple[str, str], ...]:
    with (settings.REFERENCE_DIR / "procedures" / "synonyms.csv").open(encoding="utf-8", newline="") as lines:
        pairs = [(plain(row["phrase"]), plain(row["means"])) for row in csv.DictReader(lines)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
