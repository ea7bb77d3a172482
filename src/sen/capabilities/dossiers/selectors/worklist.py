"""The work list: open work of an officer, most urgent first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.models import WorkKind
from sen.capabilities.dossiers.selectors.words import channel_word, state_tag
from sen.capabilities.dossiers.states import DossierState
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import fold
from sen.ui.format import due_view
from sen.ui.paging import PAGE_SIZE, ListPage
from sen.ui.types import DueView, TagView


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What the officer narrowed the list to; empty values narrow nothing."""

    tab: str = ""
    text: str = ""
    procedure_id: int | None = None
    step: str = ""
    receiving_id: int | None = None
    state: str = ""
    only_mine: bool = False
    kinds: tuple[str, ...] = ()
    whole_agency: bool = False
    item_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the list, ready for the template."""

    item_id: int
    kind: str
    dossier_id: int
    code: str
    procedure: str
    applicant: str
    channel: str
    step: str
    hint: str
    group: str
    due: DueView
    state: TagView
    seen: int
    assignee: str
    mine: bool
    agency_id: int
    role: str

    @property
    def pair(self) -> str:
        """The work and the version of the dossier its reader saw, as one form value."""
        return f"{self.item_id}-{self.seen}"


_FROM = """
FROM dossiers_workitem w
JOIN dossiers_dossier d ON d.id = w.dossier_id
JOIN procedures_procedureversion v ON v.id = d.version_id
LEFT JOIN accounts_account a ON a.id = w.assignee_id
WHERE w.closed_at IS NULL
"""

_COLUMNS = """
SELECT w.id, w.kind, d.id, d.code, v.name, d.applicant_name, d.channel, w.name, w.due_at, w.opened_at, d.due_at, d.state,
       d.event_count, coalesce(a.name, ''), w.assignee_id, w.paused_minutes_left, w.agency_id, w.role
"""

_PAUSED = (DossierState.SUPPLEMENT.value, DossierState.FINANCIAL_DUTY.value, DossierState.WITHDRAWAL_ASKED.value)


def work_scope(actor: Actor, *, whole_agency: bool = False) -> tuple[str, list[Any]]:
    """Condition and values of the actor's work: given to the actor, or free for one of the actor's roles in its agency.

    ``whole_agency``: everything open in the agencies that the actor directs as head or leader.
    """
    if whole_agency:
        return "AND w.agency_id = ANY(%s)", [sorted(actor.agencies(Role.HEAD, Role.LEADER))]
    agencies = sorted({grant.agency_id for grant in actor.grants})
    pairs = sorted((grant.agency_id, grant.role.value) for grant in actor.grants)
    if not pairs:
        return "AND false", []
    roles = "(w.agency_id, w.role) IN (" + ", ".join(["(%s, %s)"] * len(pairs)) + ")"
    values: list[Any] = [agencies, actor.account_id]
    for pair in pairs:
        values.extend(pair)
    return f"AND w.agency_id = ANY(%s) AND (w.assignee_id = %s OR (w.assignee_id IS NULL AND {roles}))", values


def _narrow(filter_: WorkFilter, actor: Actor, now: dt.datetime) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for condition, value in (
        ("AND v.procedure_id = %s", filter_.procedure_id),
        ("AND w.name = %s", filter_.step),
        ("AND d.receiving_agency_id = %s", filter_.receiving_id),
        ("AND d.state = %s", filter_.state),
        ("AND w.kind = ANY(%s)", list(filter_.kinds)),
        ("AND w.id = ANY(%s)", list(filter_.item_ids)),
        ("AND w.assignee_id = %s", actor.account_id if filter_.only_mine else None),
    ):
        if value:
            parts.append(condition)
            values.append(value)
    if filter_.text:
        parts.append("AND (d.applicant_folded LIKE %s OR upper(d.code) LIKE %s OR v.search_text LIKE %s)")
        word = f"%{fold(filter_.text)}%"
        values.extend([word, f"%{filter_.text.strip().upper()}%", word])
    tab, tab_values = _tab(filter_.tab, now)
    return " ".join([*parts, tab]), [*values, *tab_values]


def _tab(tab: str, now: dt.datetime) -> tuple[str, list[Any]]:
    tonight = clock.at_local(clock.local(now).date() + dt.timedelta(days=1))
    tabs: dict[str, tuple[str, list[Any]]] = {
        "tre": ("AND w.due_at < %s", [now]),
        "hom-nay": ("AND w.due_at >= %s AND w.due_at < %s", [now, tonight]),
        "tiep-nhan": ("AND w.kind = %s", [WorkKind.RECEPTION.value]),
        "bo-sung": ("AND d.state = ANY(%s)", [list(_PAUSED)]),
        "y-kien": ("AND w.kind = %s", [WorkKind.CONSULTATION.value]),
        "tra": ("AND w.kind = %s", [WorkKind.RETURN.value]),
        "ky": ("AND w.kind = %s", [WorkKind.SIGNING.value]),
    }
    return tabs.get(tab, ("", []))


def list_work(actor: Actor, now: dt.datetime, filter_: WorkFilter | None = None, page: int = 1, size: int = PAGE_SIZE) -> ListPage[WorkRow]:
    """One page of the actor's work, most urgent first, in one query."""
    wanted = filter_ or WorkFilter()
    scope, scope_values = work_scope(actor, whole_agency=wanted.whole_agency)
    narrow, narrow_values = _narrow(wanted, actor, now)
    sql = f"{_COLUMNS} {_FROM} {scope} {narrow} ORDER BY w.due_at ASC NULLS LAST, w.id LIMIT %s OFFSET %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*scope_values, *narrow_values, size + 1, (page - 1) * size])
        found = cursor.fetchall()
    rows = [_row(values, actor, now) for values in found[:size]]
    return ListPage(rows, page, size, len(found) > size)


def count_work(actor: Actor, now: dt.datetime, *, whole_agency: bool = False) -> dict[str, int]:
    """How much is waiting, per tab, in one query."""
    scope, values = work_scope(actor, whole_agency=whole_agency)
    tonight = clock.at_local(clock.local(now).date() + dt.timedelta(days=1))
    sql = f"""
        SELECT count(*), count(*) FILTER (WHERE w.due_at < %s), count(*) FILTER (WHERE w.due_at >= %s AND w.due_at < %s),
               count(*) FILTER (WHERE w.kind = 'reception'), count(*) FILTER (WHERE d.state = ANY(%s)),
               count(*) FILTER (WHERE w.kind = 'consultation'), count(*) FILTER (WHERE w.kind = 'return'),
               count(*) FILTER (WHERE w.kind = 'signing')
        FROM dossiers_workitem w JOIN dossiers_dossier d ON d.id = w.dossier_id
        WHERE w.closed_at IS NULL {scope}
    """  # noqa: S608 - assembled from constants of this module, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, now, tonight, list(_PAUSED), *values])
        counts = cursor.fetchone()
    return dict(zip(("", "tre", "hom-nay", "tiep-nhan", "bo-sung", "y-kien", "tra", "ky"), counts, strict=True))


def _row(values: tuple[Any, ...], actor: Actor, now: dt.datetime) -> WorkRow:
    (item, kind, dossier, code, name, applicant, channel, step, due_at, opened_at, dossier_due, state, seen, *holder) = values
    assignee, assignee_id, left, agency_id, role = holder
    paused = opened_at if left is not None else None
    return WorkRow(
        item_id=item,
        kind=kind,
        dossier_id=dossier,
        code=code,
        procedure=name,
        applicant=applicant,
        channel=channel_word(channel),
        step=step,
        hint=work_hint(kind, assignee, assignee_id == actor.account_id, dossier_due, now),
        group=_group(due_at, left, now),
        due=due_view(due_at, now, paused_since=paused),
        state=state_tag(state),
        seen=seen,
        assignee=assignee,
        mine=assignee_id == actor.account_id,
        agency_id=agency_id,
        role=role,
    )


def work_hint(kind: str, assignee: str, mine: bool, dossier_due: dt.datetime | None, now: dt.datetime) -> str:
    """Who holds the work, or that the promise to the applicant is broken already."""
    if kind != WorkKind.RECEPTION and dossier_due is not None and dossier_due < now:
        return _("Hồ sơ đã quá hạn trả")
    if mine:
        return _("Giao cho bạn")
    if assignee:
        return assignee
    return _("Chờ người nhận việc")


def _group(due_at: dt.datetime | None, left: int | None, now: dt.datetime) -> str:
    if left is not None or due_at is None:
        return _("Tạm dừng, chưa có hạn")
    if due_at < now:
        return _("Trễ hạn")
    if clock.local(due_at).date() == clock.local(now).date():
        return _("Hôm nay")
    return _("Sắp tới")
