"""The words a document is found by: its holders, particulars and text as one set of lexemes, so that one index answers all.

Folded words stand as they are.  Neighbouring words also stand as pairs, because a Vietnamese word is mostly two syllables and
each syllable alone is common.  What is no word begins with a sign no word holds: ``@12`` an agency that holds the document,
``=bao-cao`` its kind, ``~2026q4`` the quarter it was issued in, ``<noi`` a word of its issuer, ``#15/qd-ubnd`` number and sign.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from sen.kernel.text import fold

WORDS_OF_TEXT = 20_000
PAIRS_OF_TEXT = 4_000
LEXEMES = 12_000
_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 40
_FIRST_YEAR = 1990


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word for word in _WORD.findall(fold(text)) if len(word) <= _LONGEST]


def holder(agency_id: int) -> str:
    """The lexeme of an agency that holds the document."""
    return f"@{agency_id}"


def kind(code: str) -> str:
    """The lexeme of a kind of document."""
    return f"={code}"


def quarter(on: dt.date) -> str:
    """The lexeme of the quarter a day lies in."""
    return f"~{on.year}q{(on.month + 2) // 3}"


def quarters(since: dt.date, until: dt.date) -> list[str]:
    """The lexemes of all quarters from one day to another."""
    first, last = (max(on.year, _FIRST_YEAR) * 4 + (on.month - 1) // 3 for on in (since, until))
    return [f"~{place // 4}q{place % 4 + 1}" for place in range(first, last + 1)]


def code(text: str) -> str:
    """The lexeme of a number and sign, ``15/QĐ-UBND``."""
    return "#" + fold(text).replace(" ", "")[:80]


def issuer_word(word: str) -> str:
    """The lexeme of a word of the issuer's name."""
    return f"<{word}"


def lexemes_of(
    *, holders: Iterable[int], kind_code: str, issued_on: dt.date, code_text: str, issuer_name: str, short_texts: Iterable[str], text: str
) -> list[str]:
    """Everything the document is found by.

    ``short_texts`` are subject, signer, places; ``text`` is what its files say, of which the beginning counts.
    """
    issuer = words_of(issuer_name)
    found = {*map(holder, holders), kind(kind_code), quarter(issued_on), *map(issuer_word, issuer)}
    if code_text:
        found |= {code(code_text), *words_of(code_text)}
    for short in (issuer_name, *short_texts):
        found.update(_words_and_pairs(words_of(short)))
    for lexeme in _words_and_pairs(words_of(text)[:WORDS_OF_TEXT]):
        if len(found) >= LEXEMES:
            break
        found.add(lexeme)
    return list(found)


def _words_and_pairs(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words[:PAIRS_OF_TEXT]))


def quoted(lexeme: str, *, unfinished: bool = False) -> str:
    """The lexeme as a term of a query; ``unfinished`` when it may go on."""
    plain = lexeme.replace("\\", "").replace("'", "")
    return f"'{plain}':*" if unfinished else f"'{plain}'"


def either(lexemes: Iterable[str]) -> str:
    """A term that any of the lexemes fulfils."""
    return "(" + " | ".join(map(quoted, lexemes)) + ")"


def all_words(words: Sequence[str], *, unfinished: bool = True) -> str:
    """A query for texts that hold every word, the last perhaps unfinished."""
    return " & ".join([*map(quoted, words[:-1]), quoted(words[-1], unfinished=unfinished)])


def in_a_row(words: Sequence[str]) -> str:
    """A query for texts that hold the words one after the other, the last perhaps unfinished."""
    if len(words) == 1:
        return all_words(words)
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return all_words(pairs)
