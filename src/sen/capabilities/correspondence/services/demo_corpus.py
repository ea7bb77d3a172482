"""What demonstration documents say: made-up subjects and sentences, and some hundred papers that many documents share."""

import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sen.capabilities.correspondence.selectors.lexemes import lexemes_of
from sen.foundation.contents.services import keep_known_text
from sen.foundation.files.services import store_bytes
from sen.foundation.printing.services import render_pdf
from sen.kernel.actor import SYSTEM

_TEMPLATE = "correspondence/forms/demonstration.typ"
_ISSUER = "Văn bản minh họa"
_SENTENCES = 7


@dataclass(frozen=True, slots=True)
class Pattern:
    """A usual document: its kind, who issues it, how far it goes (one, few, departments, communes, all), and its subject."""

    kind: str
    levels: tuple[str, ...]
    weight: float
    reach: str
    subject: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored file that demonstration documents of a topic share, with the words it is found by."""

    file_id: int
    name: str
    sha256: str
    lexemes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything demonstration documents are put together from."""

    topics: Sequence[str]
    details: Sequence[str]
    patterns: Sequence[Pattern]
    outside: Sequence[tuple[str, str, str]]
    sentences: Sequence[str]
    directions: Sequence[str]
    results: Sequence[str]

    def subject(self, pattern: Pattern, topic: str, on: dt.date, dice: random.Random) -> str:
        """A subject (trích yếu) of the pattern about the topic."""
        return _filled(_filled(pattern.subject, topic, on, dice, dice.choice(self.details)), topic, on, dice)


@lru_cache(maxsize=1)
def demo_corpus() -> Corpus:
    """The corpus of the reference data."""
    facts: dict[str, Any] = json.loads((Path(settings.REFERENCE_DIR) / "documents" / "demo.json").read_text(encoding="utf-8"))
    patterns = [Pattern(row["kind"], tuple(row["levels"]), float(row["weight"]), row["reach"], row["subject"]) for row in facts["patterns"]]
    outside = [(row[0], row[1], row[2]) for row in facts["outside"]]
    return Corpus(facts["topics"], facts["details"], patterns, outside, facts["sentences"], facts["directions"], facts["results"])


def store_papers(corpus: Corpus, per_topic: int, on: dt.date, now: dt.datetime) -> dict[str, list[Paper]]:
    """Print and store some papers about each topic, by topic; printing the same again stores no second copy of the bytes."""
    dice = random.Random(30)  # noqa: S311 - demonstration data
    return {topic: [_paper(corpus, topic, number, on, now, dice) for number in range(per_topic)] for topic in corpus.topics}


def _paper(corpus: Corpus, topic: str, number: int, on: dt.date, now: dt.datetime, dice: random.Random) -> Paper:
    lines = [_filled(line, topic, on, dice) for line in dice.sample(list(corpus.sentences), _SENTENCES)]
    title = f"Về {topic}"
    facts = {"form": {"title": title.upper(), "basis": ""}, "issuer": {"unit": _ISSUER}, "demo": True, "lines": lines}
    name = f"van-ban-minh-hoa-{number + 1}.pdf"
    file = store_bytes(name=name, content=render_pdf(_TEMPLATE, facts), actor=SYSTEM, now=now, media_type="application/pdf")
    text = "\n".join([title, *lines])
    keep_known_text(file_id=file.pk, text=text, pages=1, now=now)
    words = lexemes_of(holders=(), kind_code="", issued_on=on, code_text="", issuer_name="", short_texts=(), text=text)
    return Paper(file.pk, name, file.sha256, frozenset(word for word in words if word[0].isalnum()))


def _filled(text: str, topic: str, on: dt.date, dice: random.Random, detail: str = "") -> str:
    values = {
        "{chu_de}": topic,
        "{chi_tiet}": detail,
        "{nam}": str(on.year),
        "{thang}": str(on.month),
        "{quy}": str((on.month + 2) // 3),
        "{dot}": str(dice.randint(1, 3)),
        "{so}": str(dice.randint(11, 980)),
        "{so2}": str(dice.randint(2, 90)),
        "{ngay}": str(dice.randint(5, 25)),
    }
    for name, value in values.items():
        text = text.replace(name, value)
    return text
