"""All sources merged: one statement for a page of lines, one for the counts."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from sen.foundation.inbox.types import (
    COLUMNS,
    CountRow,
    Group,
    WorkCounts,
    WorkFilter,
    WorkLine,
    WorkQuery,
    WorkRecord,
    WorkSource,
    work_sources,
)
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import fold
from sen.ui.format import due_view
from sen.ui.paging import PAGE_SIZE, ListPage

_KINDS = ("text", "text", "bigint", *["text"] * 5, "timestamptz", "timestamptz", "text", "smallint", "text", "jsonb")
_CAST = ", ".join(f"s.{name}::{kind} AS {name}" for name, kind in zip(COLUMNS, _KINDS, strict=True) if name != "words")
_COUNTED = "s.lane::text AS lane, s.kind::text AS kind, s.state::text AS state, s.due_at::timestamptz AS due_at"
_SHAPE = f"s({', '.join(COLUMNS)})"
_ORDER = "due_at ASC NULLS LAST, urgency DESC, opened_at ASC NULLS LAST, record"

Asked = list[tuple[WorkSource, WorkQuery]]


def group_names() -> dict[str, str]:
    """The groups of the one deadline model in their order, by key."""
    return {Group.LATE: _("Trễ hạn"), Group.TODAY: _("Hôm nay"), Group.COMING: _("Sắp tới"), Group.OPEN: _("Chưa có hạn")}


def list_work(actor: Actor, now: dt.datetime, wanted: WorkFilter | None = None, page: int = 1, size: int = PAGE_SIZE) -> ListPage[WorkLine]:
    """One page of what waits for the actor in every source, most urgent first; with ``wanted.below`` of those the actor directs.

    One statement whatever the number of sources.
    """
    asked_for = wanted or WorkFilter()
    asked = _asked(actor, now, below=asked_for.below, source=asked_for.source)
    if not asked:
        return ListPage([], page, size, more=False)
    narrow, narrow_values = _narrow(asked_for, now)
    reach = page * size + 1
    parts, values = [], []
    for source, query in asked:
        parts.append(f"(SELECT %s::text AS source, {_CAST} FROM ({query.sql}) AS {_SHAPE} WHERE true {narrow} ORDER BY {_ORDER} LIMIT %s)")  # noqa: S608
        values += [source.key, *query.values, *narrow_values, reach]
    with connection.cursor() as cursor:
        sql = f"SELECT * FROM ({' UNION ALL '.join(parts)}) merged ORDER BY {_ORDER} LIMIT %s OFFSET %s"  # noqa: S608
        cursor.execute(sql, [*values, size + 1, (page - 1) * size])
        found = cursor.fetchall()
    by_key = {source.key: source for source, _query in asked}
    lines = [_line(by_key[row[0]], row, actor, now) for row in found[:size]]
    return ListPage(lines, page, size, len(found) > size)


def count_work(actor: Actor, now: dt.datetime, *, below: bool = False) -> WorkCounts:
    """How much waits for the actor, or below it, by source, lane, kind and state; one statement whatever the number of sources."""
    asked = _asked(actor, now, below=below)
    if not asked:
        return WorkCounts()
    parts, values = [], []
    for source, query in asked:
        parts.append(f"SELECT %s::text AS source, {_COUNTED} FROM ({query.sql}) AS {_SHAPE}")  # noqa: S608
        values += [source.key, *query.values]
    sql = f"""
        SELECT source, lane, kind, state, count(*),
               count(*) FILTER (WHERE due_at < %s), count(*) FILTER (WHERE due_at >= %s AND due_at < %s)
        FROM ({" UNION ALL ".join(parts)}) waiting GROUP BY 1, 2, 3, 4
    """  # noqa: S608 - put together from the sources' own constants, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, now, _tonight(now), *values])
        return WorkCounts([CountRow(*row) for row in cursor.fetchall()])


def count_late_by_holder(actor: Actor, now: dt.datetime, *, limit: int = 10) -> list[tuple[str, int]]:
    """Who below the actor holds the most late work, and how much; one statement."""
    asked = _asked(actor, now, below=True)
    if not asked:
        return []
    parts, values = [], []
    for _source, query in asked:
        parts.append(f"SELECT s.holder::text AS holder FROM ({query.sql}) AS {_SHAPE} WHERE s.due_at < %s")  # noqa: S608
        values += [*query.values, now]
    sql = f"SELECT holder, count(*) FROM ({' UNION ALL '.join(parts)}) late WHERE holder <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, limit])
        return [(holder, count) for holder, count in cursor.fetchall()]


def _asked(actor: Actor, now: dt.datetime, *, below: bool, source: str = "") -> Asked:
    asked: Asked = []
    for one in work_sources():
        if source and one.key != source:
            continue
        query = one.below(actor, now) if below else one.mine(actor, now)
        if query is not None:
            asked.append((one, query))
    return asked


def _tonight(now: dt.datetime) -> dt.datetime:
    return clock.at_local(clock.local(now).date() + dt.timedelta(days=1))


def _narrow(wanted: WorkFilter, now: dt.datetime) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    groups: dict[str, tuple[str, Sequence[Any]]] = {
        Group.LATE: ("AND s.due_at < %s", [now]),
        Group.TODAY: ("AND s.due_at >= %s AND s.due_at < %s", [now, _tonight(now)]),
        Group.COMING: ("AND s.due_at >= %s", [_tonight(now)]),
        Group.OPEN: ("AND s.due_at IS NULL", []),
    }
    for condition, found in _conditions(wanted):
        parts.append(condition)
        values += found
    if wanted.group in groups:
        condition, found = groups[wanted.group]
        parts.append(condition)
        values += found
    return " ".join(parts), values


def _conditions(wanted: WorkFilter) -> Iterable[tuple[str, Sequence[Any]]]:
    if wanted.lanes:
        yield "AND s.lane = ANY(%s)", [list(wanted.lanes)]
    if wanted.kinds:
        yield "AND s.kind = ANY(%s)", [list(wanted.kinds)]
    if wanted.urgent:
        yield "AND s.urgency > 0", []
    if wanted.since:
        yield "AND s.opened_at >= %s", [wanted.since]
    for word in fold(wanted.text).split():
        # Accents are taken off in the statement: only the reader's own open work is looked through.
        yield "AND unaccent(lower(concat_ws(' ', s.title, s.code, s.words))) LIKE %s", [f"%{_plain(word)}%"]


def _plain(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _line(source: WorkSource, row: Sequence[Any], actor: Actor, now: dt.datetime) -> WorkLine:
    facts = json.loads(row[-1]) if isinstance(row[-1], str) else row[-1]
    record = WorkRecord(*(*row[:-1], facts or {}))
    line = source.line(record, actor, now)
    late = record.due_at is not None and record.due_at < now
    return replace(
        line,
        due_at=record.due_at,
        opened_at=record.opened_at,
        urgency=record.urgency,
        lane=record.lane,
        is_late=late,
        due=line.due or due_view(record.due_at, now),
        group=group_names()[_group(record.due_at, now)],
        source_label=line.source_label or str(source.label),
        icon=line.icon or source.icon,
        holder=line.holder or record.holder,
        from_whom=line.from_whom or record.from_whom,
    )


def _group(due_at: dt.datetime | None, now: dt.datetime) -> str:
    if due_at is None:
        return Group.OPEN
    if due_at < now:
        return Group.LATE
    return Group.TODAY if due_at < _tonight(now) else Group.COMING
