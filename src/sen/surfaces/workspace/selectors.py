"""What the workspace shows, put together from the doors below."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.selectors import NextStep, WorkFilter, WorkRow, list_work, next_steps_of
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.accounts.types import Officer
from sen.foundation.inbox.types import BulkAction, Lane, WorkCounts, WorkLine, work_sources
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.ui.types import Tab, Tone

WORKING_ROLES = (Role.ONE_STOP, Role.SPECIALIST, Role.HEAD, Role.LEADER)
DIRECTING_ROLES = (Role.HEAD, Role.LEADER)
BULK_LIMIT = 100
DOSSIERS = "ho-so"
SIGNING = "signing"
_PAUSED = ("supplement", "financial_duty", "withdrawal_asked")


def has_work(actor: Actor) -> bool:
    """Whether one of the actor's roles takes part in handling dossiers."""
    return any(actor.has(role) for role in WORKING_ROLES)


def has_inbox(actor: Actor) -> bool:
    """Whether work of any kind regularly reaches the actor; others are shown their own places when nothing waits."""
    return has_work(actor) or actor.has(Role.CLERK) or actor.has(Role.ARCHIVE)


def directs(actor: Actor) -> bool:
    """Whether the actor is head or leader somewhere and may look at the work of the whole agency."""
    return actor.has(Role.HEAD) or actor.has(Role.LEADER)


def dossier_counts(counts: WorkCounts) -> dict[str, int]:
    """The groups of the dossier list out of the counts of the inbox."""
    kinds = {"tiep-nhan": "reception", "y-kien": "consultation", "tra": "return", "ky": SIGNING}
    return {
        "": counts.total(source=DOSSIERS),
        "tre": counts.late(source=DOSSIERS),
        "hom-nay": counts.today(source=DOSSIERS),
        "bo-sung": counts.total(source=DOSSIERS, states=_PAUSED),
        **{tab: counts.total(source=DOSSIERS, kind=kind) for tab, kind in kinds.items()},
    }


LANES = {"moi-den": Lane.ARRIVED, "quyet-dinh": Lane.DECIDE, "lam": Lane.DO, "biet": Lane.NOTE}


def inbox_tabs(counts: WorkCounts, group: str, lane: str, address: str) -> list[Tab]:
    """The groups of the inbox: all, by deadline, then what came in and what waits for a decision, when there is any."""
    late = counts.late()
    tabs = [
        Tab(_("Tất cả"), address or "?", not (group or lane), counts.total()),
        Tab(_("Trễ hạn"), _add(address, "nhom", "tre"), group == "tre", late, "triangle-alert", Tone.LATE if late else Tone.PLAIN),
        Tab(_("Hôm nay"), _add(address, "nhom", "hom-nay"), group == "hom-nay", counts.today()),
    ]
    names = {"quyet-dinh": _("Chờ quyết định"), "moi-den": _("Mới đến"), "biet": _("Để biết")}
    for word, name in names.items():
        count = counts.total(lane=LANES[word])
        if count or lane == word:
            tabs.append(Tab(name, _add(address, "viec", word), lane == word, count))
    return tabs


def _add(address: str, name: str, value: str) -> str:
    return f"{address}{'&' if address else '?'}{name}={value}"


def sources_with(counts: WorkCounts) -> list[tuple[str, str, int]]:
    """Key, name and count of every source that has something, in their order."""
    found = [(source.key, str(source.label), counts.total(source=source.key)) for source in work_sources()]
    return [one for one in found if one[2]]


@dataclass(frozen=True, slots=True)
class LineAction:
    """A bulk action as the bar offers it: ``value`` names its source and its place there."""

    value: str
    action: BulkAction


_STEPS = frozenset({"step"})
_DOSSIER_ACTIONS = (
    BulkAction(gettext_lazy("Hoàn thành bước, trình ký"), "pen-line", "workspace:bulk", "viec", _STEPS, "T", {"lam": "hoan-thanh"}),
    BulkAction(gettext_lazy("Giao người khác"), "user-plus", "workspace:bulk", "viec", _STEPS, "G", {"lam": "giao"}),
)


def actions_of(source: str) -> Sequence[BulkAction]:
    """What can be done to several lines of a source at once."""
    own = next((one.actions for one in work_sources() if one.key == source), ())
    return (*own, *(_DOSSIER_ACTIONS if source == DOSSIERS else ()))


def offered_actions(lines: Sequence[WorkLine]) -> list[LineAction]:
    """The bulk actions that fit at least one of the lines, each source's in its order."""
    kinds: dict[str, set[str]] = {}
    for line in lines:
        kinds.setdefault(line.source, set()).add(line.kind)
    return [
        LineAction(f"{source}:{place}", action)
        for source in kinds
        for place, action in enumerate(actions_of(source))
        if not action.kinds or action.kinds & kinds[source]
    ]


def tabs_of(counts: Mapping[str, int], current: str, address: str) -> list[Tab]:
    """The groups of the list that hold something, the first three always; ``address`` ends where the group's key follows."""
    names = (
        ("", _("Tất cả"), ""),
        ("tre", _("Trễ hạn"), "triangle-alert"),
        ("hom-nay", _("Đến hạn hôm nay"), ""),
        ("tiep-nhan", _("Chờ tiếp nhận"), ""),
        ("ky", _("Chờ ký"), ""),
        ("bo-sung", _("Tạm dừng"), ""),
        ("y-kien", _("Cho ý kiến"), ""),
        ("tra", _("Chờ trả kết quả"), ""),
    )
    always = {"", "tre", "hom-nay"}
    return [
        Tab(name, f"{address}{key}", key == current, counts[key], icon, Tone.LATE if key == "tre" and counts[key] else Tone.PLAIN)
        for key, name, icon in names
        if counts[key] or key in always or key == current
    ]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows ticked for one action, what follows each, and who can take all of them."""

    rows: Sequence[WorkRow]
    following: Mapping[int, NextStep | None]
    officers: Sequence[Officer]


def chosen_rows(actor: Actor, item_ids: Sequence[int], now: dt.datetime) -> list[WorkRow]:
    """The ticked rows that are the actor's, or of an agency the actor directs, in the order of the list."""
    wanted = tuple(dict.fromkeys(item_ids))[:BULK_LIMIT]
    if not wanted:
        return []
    rows = list(list_work(actor, now, WorkFilter(item_ids=wanted), size=BULK_LIMIT))
    if directs(actor) and len(rows) < len(wanted):
        known = {row.item_id for row in rows}
        team = list_work(actor, now, WorkFilter(item_ids=wanted, whole_agency=True), size=BULK_LIMIT)
        rows += [row for row in team if row.item_id not in known]
    return rows


def to_finish(actor: Actor, item_ids: Sequence[int], now: dt.datetime) -> Chosen:
    """The ticked rows with what follows; officers only when everyone offered can take each of the next steps."""
    rows = chosen_rows(actor, item_ids, now)
    following = next_steps_of([row.item_id for row in rows], clock.local(now).date())
    return Chosen(rows, following, _common([step.officers for step in following.values() if step is not None]))


def to_assign(actor: Actor, item_ids: Sequence[int], now: dt.datetime) -> Chosen:
    """The ticked rows and the officers who hold the role of every one of them."""
    rows = chosen_rows(actor, item_ids, now)
    on = clock.local(now).date()
    pairs = dict.fromkeys((row.agency_id, row.role) for row in rows)
    return Chosen(rows, {}, _common([tuple(list_officers(agency_id, role, on=on)) for agency_id, role in pairs]))


def _common(groups: Sequence[Sequence[Officer]]) -> list[Officer]:
    if not groups:
        return []
    ids = set.intersection(*({officer.account_id for officer in group} for group in groups))
    return [officer for officer in groups[0] if officer.account_id in ids]
