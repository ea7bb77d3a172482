"""Share of work files processed online, by level of government and agency, against the target of the day.

A closed file counts as processed online when it was opened with a code of the yearly list, every incoming document in it was registered
in the system, every outgoing one signed by person and agency and issued by the system, and no step was taken on paper only.  Share: such
files among all files closed in the period.  Secret files never enter the platform and are not counted.
Basis: 17/NQ-CP (2019), 749/QĐ-TTg, 942/QĐ-TTg.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q

from sen.capabilities.workfiles.models import WorkFile
from sen.capabilities.workfiles.selectors.rules import online_targets
from sen.capabilities.workfiles.states import WorkFileState
from sen.foundation.agencies.selectors import names_of_agencies
from sen.kernel import clock

LEVELS = ("province", "department", "district", "commune")


@dataclass(frozen=True, slots=True)
class OnlineShare:
    """One line: a level or an agency, how many files were closed, how many of them online, the share in per cent and the target."""

    key: str
    name: str
    closed: int
    online: int
    target: int | None
    open_files: int = 0
    handed_over_late: int = 0

    @property
    def share(self) -> Decimal | None:
        """Online files per hundred closed ones; None when nothing was closed."""
        return Decimal(self.online * 100) / self.closed if self.closed else None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without target or files."""
        share = self.share
        return None if share is None or self.target is None else share >= self.target


def shares_by_level(since: dt.date, until: dt.date, agency_ids: frozenset[int] | None = None) -> list[OnlineShare]:
    """One line for each level that closed files from the first day to the last, the levels in their order; two queries."""
    targets = online_targets(until)
    found = {row["level"]: row for row in _counted(since, until, agency_ids, level=F("agency__level"))}
    shown = [level for level in LEVELS if level in found or (level in targets and agency_ids is None)]
    return [_share(level, level, found.get(level, {}), targets[level].share if level in targets else None) for level in shown]


def shares_by_agency(since: dt.date, until: dt.date, level: str = "", agency_ids: frozenset[int] | None = None) -> list[OnlineShare]:
    """One line for each agency of the level, the lowest share first; three queries."""
    targets = online_targets(until)
    rows = [row for row in _counted(since, until, agency_ids, owner=F("agency"), level=F("agency__level")) if level in ("", row["level"])]
    names = names_of_agencies(row["owner"] for row in rows)
    lines = [_share(str(r["owner"]), names[r["owner"]], r, targets[r["level"]].share if r["level"] in targets else None) for r in rows]
    return sorted(lines, key=lambda line: (line.share if line.share is not None else Decimal(101), line.name))


def paper_files(since: dt.date, until: dt.date, agency_ids: frozenset[int]) -> list[WorkFile]:
    """Files of the agencies closed in the period that do not count, with their reasons; at most two hundred."""
    rows = WorkFile.objects.filter(_period(since, until), agency__in=agency_ids, is_online=False)
    return list(rows.exclude(state=WorkFileState.DROPPED).order_by("-closed_at")[:200])


def _counted(since: dt.date, until: dt.date, agency_ids: frozenset[int] | None, **keys: Any) -> Sequence[dict[str, Any]]:
    rows = WorkFile.objects.exclude(state=WorkFileState.DROPPED)
    if agency_ids is not None:
        rows = rows.filter(agency__in=agency_ids)
    closed = _period(since, until)
    late = Q(state=WorkFileState.CLOSED, hand_over_due_on__lt=until, keep_consented_at__isnull=True)
    counted: Any = (
        rows.annotate(**{f"by_{name}": value for name, value in keys.items()})
        .values(**{name: F(f"by_{name}") for name in keys})
        .annotate(
            closed=Count("pk", filter=closed),
            online=Count("pk", filter=closed & Q(is_online=True)),
            open_files=Count("pk", filter=Q(state=WorkFileState.OPEN)),
            late=Count("pk", filter=late),
        )
        .order_by()
    )
    return list(counted)


def _period(since: dt.date, until: dt.date) -> Q:
    return Q(closed_at__gte=clock.at_local(since), closed_at__lt=clock.at_local(until + dt.timedelta(days=1)))


def _share(key: str, name: str, row: dict[str, Any], target: int | None) -> OnlineShare:
    return OnlineShare(key, name, row.get("closed", 0), row.get("online", 0), target, row.get("open_files", 0), row.get("late", 0))
