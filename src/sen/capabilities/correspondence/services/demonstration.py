"""Demonstration documents: a year of them between all agencies, with numbers, deliveries, arrivals and papers, marked as demo."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction

from sen.capabilities.assignments.services.demonstration import PastTask, load_past_tasks
from sen.capabilities.correspondence.models import (
    Content,
    ContentFile,
    Delivery,
    IncomingDocument,
    IncomingPass,
    OutgoingDocument,
    TakenNumber,
)
from sen.capabilities.correspondence.selectors.lexemes import lexemes_of, quoted
from sen.capabilities.correspondence.selectors.reading import kinds_on
from sen.capabilities.correspondence.services.contents import hash_of, printed_number
from sen.capabilities.correspondence.services.demo_corpus import Corpus, Paper, demo_corpus, store_papers
from sen.capabilities.correspondence.services.demo_plan import DIRECTED, Fate, Place, Planned, places_on, plan_year
from sen.capabilities.correspondence.services.demo_rows import (
    check_keys_now,
    copy_rows,
    current_counts,
    indexes_at_the_end,
    next_ids,
    set_counts,
)
from sen.capabilities.correspondence.services.demo_story import Arrival, incoming_lines, outgoing_lines, tasks_of
from sen.capabilities.correspondence.services.numbering import notation_of
from sen.capabilities.correspondence.states import DELIVERY_OF, PROGRESS, DeliveryState, IncomingState
from sen.capabilities.correspondence.types import Channel, DeliveryWay
from sen.foundation.history.services import append_past
from sen.foundation.history.types import PastEvent
from sen.kernel import clock
from sen.kernel.text import fold

_SAMPLE = 500
_BATCH = 4_000
_MANY = 50_000
_FRESH_SHARE = 0.12
_BIG = (Content, ContentFile, TakenNumber, OutgoingDocument, Delivery, IncomingDocument, IncomingPass)
_S = IncomingState
_NUMBERED = frozenset({_S.REGISTERED, *DIRECTED})


@transaction.atomic
def load_demo_documents(*, count: int, per_topic: int, now: dt.datetime, with_story: bool = True) -> dict[str, int]:
    """Make about so many documents in the books of all agencies, over the year before now; nothing when there are some already.

    ``per_topic`` papers are printed about each topic and shared.  Numbers go on where the books stand.  Without ``with_story``
    the registers only: no histories and no tasks.
    """
    corpus, today = demo_corpus(), clock.local(now).date()
    # What a first visitor issues today, before the demonstration is there, does not keep it away.
    if Content.objects.filter(is_demo=True, issued_on__lt=today).exists():
        return {"created": 0}
    writer = _Writer(corpus, places_on(today), store_papers(corpus, per_topic, today, now), now, with_story=with_story)
    fresh = _FRESH_SHARE if count < _MANY else 0.0
    documents = plan_year(
        corpus, writer.places, max(1, round(count / _rows_per_content(corpus, writer.places, now))), now, fresh_share=fresh
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    with indexes_at_the_end(_BIG, apply=count >= _MANY):
        while batch := list(islice(documents, _BATCH)):
            writer.write(batch)
    set_counts(writer.counts)
    return {
        "created": writer.outgoing + writer.incoming,
        "outgoing": writer.outgoing,
        "incoming": writer.incoming,
        "tasks": writer.tasks,
        "agencies": len(writer.places),
    }


def _rows_per_content(corpus: Corpus, places: Sequence[Place], now: dt.datetime) -> float:
    """How many rows in the books one document makes on average, by a sample."""
    rows = sum(len(planned.fates) + (planned.issuer is not None) for planned in plan_year(corpus, places, _SAMPLE, now, seed=1))
    return max(1.0, rows / _SAMPLE)


class _Writer:
    """Writes planned documents in batches and keeps count of the numbers given."""

    def __init__(
        self, corpus: Corpus, places: Sequence[Place], papers: dict[str, list[Paper]], now: dt.datetime, *, with_story: bool
    ) -> None:
        self.corpus, self.places, self.papers, self.now, self.with_story = corpus, places, papers, now, with_story
        self.kinds = {kind.code: kind for kind in kinds_on(clock.local(now).date())}
        years = {str(clock.local(now).year - back) for back in (0, 1)}
        books = [place.book.series for place in places if place.book]
        names = [(series, year) for series in [*books, *(_arrivals(place) for place in places)] for year in years]
        self.counts = current_counts(names)
        self.outgoing = self.incoming = self.tasks = 0

    def write(self, batch: Sequence[Planned]) -> None:
        """Write one batch into all tables, and have its foreign keys looked at."""
        contents = [self._content(key, planned) for key, planned in zip(next_ids(Content, len(batch)), batch, strict=True)]
        self._write_contents(contents, batch)
        own = [(planned, content) for planned, content in zip(batch, contents, strict=True) if planned.issuer]
        deliveries = self._write_outgoing(own)
        self._write_incoming(batch, contents, deliveries)
        check_keys_now()

    def _content(self, key: int, planned: Planned) -> Content:
        on, kind = clock.local(planned.at).date(), self.kinds[planned.pattern.kind]
        if planned.issuer is not None and planned.issuer.book is not None:
            number = self._next(planned.issuer.book.series, on)
            notation, code, name = notation_of(kind, planned.issuer.book, on.year), planned.issuer.code, planned.issuer.name
        else:
            name, code, sign = planned.outside or ("", "", "")
            # Numbers of outside bodies are made up from the key, so that no two are alike.
            number, notation = key % 99_991 + 1, f"{kind.abbreviation}-{sign.partition('-')[0]}" if kind.abbreviation else sign
        printed = f"{printed_number(number)}/{notation}"
        signer = planned.issuer.leader if planned.issuer else None
        return Content(
            pk=key, document_id=f"{code},{on:%Y/%m/%d},{printed}", source=Channel.INTERNAL if planned.issuer else Channel.AXIS,
            kind_code=kind.code, kind_name=kind.name.partition(" (")[0], number=number, notation=notation, code=printed,
            code_folded=fold(printed)[:80], issued_on=on, signed_at=planned.at,
            issuer_agency_id=planned.issuer.id if planned.issuer else None,
            issuer_code=code, issuer_name=name, issuer_folded=fold(name)[:200], subject=planned.subject,
            signer_name=signer.name if signer else "", signer_title=signer.title if signer else "", urgency=planned.urgency,
            due_on=planned.due_on, pages=1, frozen_at=planned.at, to_places=_places(planned), created_at=planned.at, is_demo=True,
        )  # fmt: skip

    def _next(self, series: str, on: dt.date) -> int:
        self.counts[series, str(on.year)] += 1
        return self.counts[series, str(on.year)]

    def _write_contents(self, contents: Sequence[Content], batch: Sequence[Planned]) -> None:
        own = {field.name: field.attname for field in Content._meta.concrete_fields if field.name not in ("search", "previous")}
        files, rows = [], []
        for content, planned in zip(contents, batch, strict=True):
            choice = self.papers[planned.topic]
            paper = choice[content.pk % len(choice)]
            file = ContentFile(content_id=content.pk, file_id=paper.file_id, name=paper.name, sha256=paper.sha256)
            content.content_hash = hash_of(content, [file], [])
            files.append((content.pk, paper.file_id, file.role, paper.name, paper.sha256, 0))
            rows.append((*(content.__dict__[name] for name in own.values()), _search(content, planned, paper)))
        # Files first: issued documents, as these are, take no further ones.
        copy_rows(ContentFile, ("content", "file", "role", "name", "sha256", "position"), files)
        copy_rows(Content, [*own, "search"], rows)

    def _write_outgoing(self, own: Sequence[tuple[Planned, Content]]) -> dict[tuple[int, int], int]:
        """Numbers, outgoing documents and deliveries; the keys of the deliveries by content and agency."""
        numbers, keys = next_ids(TakenNumber, len(own)), next_ids(OutgoingDocument, len(own))
        copy_rows(
            TakenNumber,
            ("id", "book", "year", "number", "state", "dated_on", "code", "taken_by", "taken_at"),
            [_number_row(number, planned, content) for number, (planned, content) in zip(numbers, own, strict=True)],
        )
        copy_rows(
            OutgoingDocument,
            ("id", "agency", "content", "book", "taken", "state", "division", "drafted_by", "signed_by", "registered_at", "registered_by",
             "sealed_at", "sealed_by", "sent_at", "sent_by", "is_demo"),
            [_outgoing_row(key, number, planned, content) for key, number, (planned, content) in zip(keys, numbers, own, strict=True)],
        )  # fmt: skip
        ways = [(key, planned, content, fate) for key, (planned, content) in zip(keys, own, strict=True) for fate in planned.fates]
        ids = next_ids(Delivery, len(ways))
        steps = [f"{step}_at" for step in PROGRESS]
        names = ("id", "outgoing", "agency", "organ_name", "way", "state", "packet_hash", *steps, "recalled_at")
        copy_rows(Delivery, names, (_delivery_row(id_, *way) for id_, way in zip(ids, ways, strict=True)))
        self.outgoing += len(own)
        if self.with_story:
            rows = zip(keys, own, strict=True)
            self._tell(line for key, (planned, content) in rows if planned.issuer
                       for line in outgoing_lines(key, content, planned.issuer, planned.at, planned.fates))  # fmt: skip
        return {(content.pk, fate.place.id): id_ for id_, (_key, _planned, content, fate) in zip(ids, ways, strict=True)}

    def _write_incoming(self, batch: Sequence[Planned], contents: Sequence[Content], deliveries: dict[tuple[int, int], int]) -> None:
        arrivals = [(content, fate, deliveries.get((content.pk, fate.place.id))) for planned, content in zip(batch, contents, strict=True)
                    for fate in planned.fates]  # fmt: skip
        ids = next_ids(IncomingDocument, len(arrivals))
        names = (
            "id", "agency", "content", "delivery", "channel", "source_key", "state", "arrival_number", "arrival_year", "arrived_at",
            "registered_at", "registered_by", "due_at", "passed_on_at", "receiver", "direction", "directed_at", "directed_by",
            "finished_at", "finished_by", "result", "reason", "packet_hash", "closed_at", "is_demo",
        )  # fmt: skip
        rows = [
            Arrival(id_, content, fate, self._arrival_number(fate)) for id_, (content, fate, _delivery) in zip(ids, arrivals, strict=True)
        ]
        copy_rows(IncomingDocument, names, (self._incoming_row(row, each[2]) for row, each in zip(rows, arrivals, strict=True)))
        columns = ("incoming", "division", "officer", "role", "passed_by", "passed_at")
        copy_rows(IncomingPass, columns, (passed for row in rows for passed in _pass_rows(row.key, row.fate)))
        self.incoming += len(ids)
        if self.with_story:
            self._tell(line for row in rows for line in incoming_lines(row, self._direction(row.key), self._result(row.key)))
            self.tasks += load_past_tasks(self._tasks(rows), now=self.now)

    def _tell(self, lines: Iterable[PastEvent]) -> None:
        append_past(list(lines), now=self.now)

    def _tasks(self, rows: Sequence[Arrival]) -> list[PastTask]:
        found = (tasks_of(row, self.corpus, self._direction(row.key), self._result(row.key), self.now) for row in rows)
        return [task for tasks in found for task in tasks]

    def _direction(self, key: int) -> str:
        return self.corpus.directions[key % len(self.corpus.directions)]

    def _result(self, key: int) -> str:
        return self.corpus.results[key % len(self.corpus.results)]

    def _arrival_number(self, fate: Fate) -> int | None:
        return self._next(_arrivals(fate.place), clock.local(fate.registered_at).date()) if fate.state in _NUMBERED else None

    def _incoming_row(self, row: Arrival, delivery: int | None) -> tuple[Any, ...]:
        key, content, fate, place = row.key, row.content, row.fate, row.fate.place
        registered, directed, done = row.number is not None, fate.state in DIRECTED, fate.state is _S.DONE
        outside = content.issuer_agency_id is None
        channel = (Channel.PAPER if fate.by_paper else Channel.AXIS) if outside else Channel.INTERNAL
        closed = fate.registered_at if fate.state in (_S.REFUSED, _S.RECALLED) else None
        return (
            key, place.id, content.pk, delivery, channel, f"demo-{key}" if outside else "", fate.state, row.number,
            clock.local(fate.registered_at).year if registered else None, fate.arrived_at, fate.registered_at if registered else None,
            place.clerk.account_id if registered else None, fate.due_at, fate.passed_at,
            fate.handler.name if directed else place.leader.name if fate.passed_at else "", self._direction(key) if directed else "",
            fate.directed_at if directed else None, place.leader.account_id if directed else None, fate.finished_at if done else None,
            fate.handler.account_id if done else None, self._result(key) if done else "",
            "Gửi nhầm nơi nhận" if closed else "", content.content_hash, closed, True,
        )  # fmt: skip


def _pass_rows(key: int, fate: Fate) -> Iterator[tuple[Any, ...]]:
    """To the leader by the clerk, and on to the handler by the leader."""
    place, handler = fate.place, fate.handler
    if fate.passed_at:
        yield (key, None, place.leader.account_id, "lead", place.clerk.account_id, fate.passed_at)
    if fate.state in DIRECTED:
        yield (key, place.division_of(handler), handler.account_id, "lead", place.leader.account_id, fate.directed_at)


def _arrivals(place: Place) -> str:
    return f"arrivals:{place.id}"


def _places(planned: Planned) -> str:
    names = [fate.place.name for fate in planned.fates]
    return "; ".join(names) if len(names) < 6 else f"{len(names)} cơ quan, đơn vị"


def _search(content: Content, planned: Planned, paper: Paper) -> str:
    holders = {fate.place.id for fate in planned.fates} | ({planned.issuer.id} if planned.issuer else set())
    own = lexemes_of(
        holders=holders,
        kind_code=content.kind_code,
        issued_on=content.issued_on,
        code_text=content.code,
        issuer_name=content.issuer_name,
        short_texts=(content.subject, content.signer_name, content.kind_name),
        text="",
    )
    return " ".join(map(quoted, paper.lexemes.union(own)))


def _number_row(key: int, planned: Planned, content: Content) -> tuple[Any, ...]:
    place = planned.issuer
    book = place.book if place else None
    clerk = place.clerk.account_id if place else None
    on = content.issued_on
    return (key, book.pk if book else None, on.year, content.number, "used", on, content.code, clerk, planned.at)


def _outgoing_row(key: int, number: int, planned: Planned, content: Content) -> tuple[Any, ...]:
    place = planned.issuer
    if place is None or place.book is None:
        raise ValueError("an outgoing document has an issuer with a book")
    drafter = place.specialists[key % len(place.specialists)]
    at, clerk = planned.at, place.clerk.account_id
    return (
        key, place.id, content.pk, place.book.pk, number, "sent", place.division_of(drafter), drafter.account_id,
        place.leader.account_id, at, clerk, at, clerk, at, clerk, True,
    )  # fmt: skip


def _delivery_row(key: int, outgoing: int, planned: Planned, content: Content, fate: Fate) -> tuple[Any, ...]:
    state = DELIVERY_OF[fate.state]
    refused = state in (DeliveryState.REFUSED, DeliveryState.RECALLED)
    reached = PROGRESS.index(DeliveryState.ARRIVED if refused else state)
    moments = {
        DeliveryState.WAITING: planned.at,
        DeliveryState.SENT: planned.at,
        DeliveryState.ARRIVED: fate.arrived_at,
        DeliveryState.REFUSED: fate.registered_at if state is DeliveryState.REFUSED else None,
        DeliveryState.ACCEPTED: fate.registered_at,
        DeliveryState.ASSIGNED: fate.directed_at,
        DeliveryState.DOING: fate.directed_at,
        DeliveryState.DONE: fate.finished_at,
    }
    steps = [moments[step] if at <= reached or step is DeliveryState.REFUSED else None for at, step in enumerate(PROGRESS)]
    if not refused:
        steps[PROGRESS.index(DeliveryState.REFUSED)] = None
    recalled = fate.registered_at if state is DeliveryState.RECALLED else None
    return (key, outgoing, fate.place.id, fate.place.name, DeliveryWay.INSIDE, state, content.content_hash, *steps, recalled)
