"""Search over every field of documents and the text of their files, for what the reader may see.

One index answers "agency 12 and these words".  Words that stand in a row come first, then those that stand apart; each newest
first.  The newest two quarters are asked before the rest, so that frequent words do not lead through all years.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from sen.capabilities.correspondence.models import ContentFile, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from sen.capabilities.correspondence.selectors import lexemes
from sen.capabilities.correspondence.selectors.snippets import Piece, marked, snippet_of
from sen.capabilities.correspondence.selectors.words import incoming_tag, outgoing_tag
from sen.foundation.contents.selectors import text_of
from sen.kernel.actor import Actor, Role
from sen.ui.paging import PAGE_SIZE, ListPage
from sen.ui.types import TagView

MIN_LENGTH = 2
MAX_PAGE = 40
_BATCH = 120
_BATCH_OF_ALL = 3 * _BATCH
_MOST_SEEN_ALONE = 20_000
_QUARTERS_OF_RANGE = 40
_RECENT = dt.timedelta(days=92)
_SNIPPET_CHARACTERS = 8_000
_ASK = "SELECT id FROM sen_search_contents(%s, %s, %s, %s::bigint[], %s, %s)"
_WIDE = (Role.CLERK, Role.LEADER)


@dataclass(frozen=True, slots=True)
class DocumentSearch:
    """What is looked for.  ``direction`` is ``incoming``, ``outgoing`` or empty for both; ``state`` is a state of that direction.

    Text in quotation marks must stand in a row; a word with a stroke, ``15/QĐ``, is the beginning of number and sign.
    """

    text: str = ""
    code: str = ""
    kind_code: str = ""
    issuer: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    direction: str = ""
    state: str = ""
    agency_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked that a search could begin with."""
        spoken = max(len("".join(lexemes.words_of(each))) for each in (self.text, self.code, self.issuer))
        return spoken < MIN_LENGTH and not (self.kind_code or self.since or self.until or self.state)


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """One hit: a document in the books of one agency."""

    direction: str
    id: int
    agency_id: int
    content_id: int
    code: str
    kind_name: str
    issued_on: dt.date
    issuer_name: str
    state: TagView
    arrival: str
    due_at: dt.datetime | None
    urgency: int
    subject: Sequence[Piece] = field(default_factory=tuple)
    snippet: Sequence[Piece] = field(default_factory=tuple)


def search_documents(actor: Actor, asked: DocumentSearch, today: dt.date, page: int = 1, size: int = PAGE_SIZE) -> ListPage[FoundDocument]:
    """A page of the documents the actor may see that answer the search; nothing for an empty one."""
    number = min(max(page, 1), MAX_PAGE)
    agencies = actor.agencies() if asked.agency_id is None else actor.agencies() & {asked.agency_id}
    if asked.is_empty or not agencies:
        return ListPage([], 1, size, more=False)
    rows: list[dict[str, Any]] = []
    for content_ids in _candidates(actor, asked, agencies, today):
        rows += _visible(actor, asked, content_ids)
        if len(rows) > number * size:
            break
    cut = rows[(number - 1) * size : number * size]
    return ListPage(_found(cut, _plain_words(asked)), number, size, more=len(rows) > number * size and number < MAX_PAGE)


def _candidates(actor: Actor, asked: DocumentSearch, agencies: frozenset[int], today: dt.date) -> Iterator[list[int]]:
    """Batches of contents in the order of the answer, each content once.

    They are those of the whole agency; a reader who sees little of it is asked for what he sees once some batches were gone through.
    """
    own: list[int] | None = None
    wide = bool(actor.agencies(*_WIDE))
    # Telling what a reader of a part may see costs more than finding words, so it is asked about many at once.
    most, least = (_BATCH, 1) if wide else (_BATCH_OF_ALL, _BATCH_OF_ALL)
    seen: set[int] = set()
    waiting: list[int] = []
    for query in _queries(asked, agencies, today):
        skip = 0
        while ids := _ask(query, asked, own, most, skip):
            waiting += [content_id for content_id in ids if content_id not in seen]
            seen.update(ids)
            if len(waiting) >= least:
                yield waiting
                waiting = []
            if len(ids) < most:
                break
            if wide or own is not None:
                # Every step goes through the index from its beginning, so steps grow.
                skip, most = skip + most, most * 2
            else:
                own = _seen_alone(actor)
    yield waiting


def _ask(query: str, asked: DocumentSearch, own: list[int] | None, most: int, skip: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [query, asked.since, asked.until, own, most, skip])
        return [row[0] for row in cursor.fetchall()]


def _seen_alone(actor: Actor) -> list[int]:
    """Contents of those few documents a reader without the sight of a whole agency may see."""
    mine = [
        visible(actor).order_by("-pk").values_list("content_id", flat=True)[:_MOST_SEEN_ALONE]
        for visible in (visible_incoming, visible_outgoing)
    ]
    return sorted({content_id for rows in mine for content_id in rows})


def _queries(asked: DocumentSearch, agencies: frozenset[int], today: dt.date) -> Iterator[str]:
    base = [lexemes.either(map(lexemes.holder, sorted(agencies)))]
    if asked.kind_code:
        base.append(lexemes.quoted(lexemes.kind(asked.kind_code)))
    if issuer := [lexemes.issuer_word(word) for word in lexemes.words_of(asked.issuer)]:
        base.append(lexemes.all_words(issuer))
    spoken, codes = _split(asked.text)
    base += [lexemes.quoted(lexemes.code(each), unfinished=True) for each in [*codes, *asked.code.split()] if "/" in each]
    base += [lexemes.all_words([word]) for each in asked.code.split() if "/" not in each for word in lexemes.words_of(each)]
    for told in _tellings(spoken, strict=asked.text.strip().startswith('"')):
        for period in _periods(asked, today):
            yield " & ".join(part for part in [*base, told, period] if part)


def _tellings(words: Sequence[str], *, strict: bool) -> list[str]:
    if not words:
        return [""]
    if len(words) == 1:
        return [lexemes.all_words(words)]
    return [lexemes.in_a_row(words)] if strict else [lexemes.in_a_row(words), lexemes.all_words(words, unfinished=False)]


def _periods(asked: DocumentSearch, today: dt.date) -> list[str]:
    if asked.since or asked.until:
        quarters = lexemes.quarters(asked.since or dt.date(1990, 1, 1), asked.until or today)
        return [lexemes.either(quarters)] if 0 < len(quarters) <= _QUARTERS_OF_RANGE else [""]
    recent = lexemes.either({lexemes.quarter(today): None, lexemes.quarter(today - _RECENT): None})
    return [recent, f"!{recent}"]


def _split(text: str) -> tuple[list[str], list[str]]:
    """The words of the text, and what looks like number and sign."""
    codes = [part for part in text.replace('"', " ").split() if "/" in part and any(ch.isdigit() for ch in part) and len(part) > MIN_LENGTH]
    rest = " ".join(part for part in text.split() if part not in codes)
    return lexemes.words_of(rest), codes


def _plain_words(asked: DocumentSearch) -> list[str]:
    return _split(asked.text)[0]


_SHARED = (
    "content_id", "content__code", "content__kind_name", "content__issued_on", "content__issuer_name", "content__subject",
    "content__urgency", "id", "agency_id", "state",
)  # fmt: skip


def _visible(actor: Actor, asked: DocumentSearch, content_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of the contents in the actor's books, in the order of the contents."""
    rows: list[dict[str, Any]] = []
    if asked.direction != "outgoing":
        incoming: QuerySet[IncomingDocument] = visible_incoming(actor).filter(content_id__in=content_ids)
        rows += [
            {**row, "direction": "incoming"}
            for row in _narrowed(incoming, asked).values(*_SHARED, "arrival_number", "arrival_year", "due_at")
        ]
    if asked.direction != "incoming":
        outgoing: QuerySet[OutgoingDocument] = visible_outgoing(actor).filter(content_id__in=content_ids)
        rows += [{**row, "direction": "outgoing"} for row in _narrowed(outgoing, asked).values(*_SHARED)]
    place = {content_id: at for at, content_id in enumerate(content_ids)}
    return sorted(rows, key=lambda row: (place[row["content_id"]], row["direction"], row["id"]))


def _narrowed(rows: Any, asked: DocumentSearch) -> Any:
    if asked.state:
        rows = rows.filter(state=asked.state)
    return rows if asked.agency_id is None else rows.filter(agency_id=asked.agency_id)


def _found(rows: Sequence[dict[str, Any]], words: Sequence[str]) -> list[FoundDocument]:
    texts = _texts([row["content_id"] for row in rows]) if words else {}
    return [_hit(row, words, texts.get(row["content_id"], "")) for row in rows]


def _hit(row: dict[str, Any], words: Sequence[str], text: str) -> FoundDocument:
    incoming = row["direction"] == "incoming"
    return FoundDocument(
        direction=row["direction"],
        id=row["id"],
        agency_id=row["agency_id"],
        content_id=row["content_id"],
        code=row["content__code"],
        kind_name=row["content__kind_name"],
        issued_on=row["content__issued_on"],
        issuer_name=row["content__issuer_name"],
        state=incoming_tag(row["state"]) if incoming else outgoing_tag(row["state"]),
        arrival=f"{row['arrival_number']}/{row['arrival_year']}" if incoming and row["arrival_number"] else "",
        due_at=row.get("due_at"),
        urgency=row["content__urgency"],
        subject=marked(row["content__subject"], words),
        snippet=snippet_of(text, words),
    )


def _texts(content_ids: Sequence[int]) -> dict[int, str]:
    files = list(ContentFile.objects.filter(content_id__in=content_ids).order_by("position", "pk").values_list("content_id", "file_id"))
    texts = text_of([file_id for _content, file_id in files], most=_SNIPPET_CHARACTERS)
    found: dict[int, str] = {}
    for content_id, file_id in files:
        found[content_id] = (found.get(content_id, "") + "\n" + texts.get(file_id, "")).strip()
    return found
