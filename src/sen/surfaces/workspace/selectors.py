"""What the workspace shows, put together from the doors below."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors import NextStep, WorkFilter, WorkRow, list_work, next_steps_of
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.accounts.types import Officer
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.ui.types import Tab, Tone

WORKING_ROLES = (Role.ONE_STOP, Role.SPECIALIST, Role.HEAD, Role.LEADER)
BULK_LIMIT = 100


def has_work(actor: Actor) -> bool:
    """Whether one of the actor's roles takes part in handling dossiers."""
    return any(actor.has(role) for role in WORKING_ROLES)


def directs(actor: Actor) -> bool:
    """Whether the actor is head or leader somewhere and may look at the work of the whole agency."""
    return actor.has(Role.HEAD) or actor.has(Role.LEADER)


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
