"""Papers that wait to be handed over, and the records made."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sen.capabilities.dossiers.selectors import TransferredRow, list_transferred, list_transferred_by_ids
from sen.capabilities.onestop.models import HandOver, HandOverLine
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.paging import ListPage, list_page


@dataclass(frozen=True, slots=True)
class ReceiverGroup:
    """The papers of one day that go to one agency."""

    receiver_id: int
    receiver: str
    rows: list[TransferredRow]


def list_to_hand_over(giver_id: int, day: dt.date, receiver_id: int | None = None) -> list[TransferredRow]:
    """Dossiers the one-stop transferred on the day whose papers are on no record since; three queries."""
    start = clock.at_local(day)
    rows = list_transferred([giver_id], start, start + dt.timedelta(days=1))
    lines = HandOverLine.objects.filter(dossier__in=[row.dossier_id for row in rows], handover__giver=giver_id)
    given = dict(lines.order_by("handover__made_at").values_list("dossier_id", "handover__made_at"))
    return [
        row
        for row in rows
        if receiver_id in (None, row.competent_id) and (row.dossier_id not in given or given[row.dossier_id] < row.transferred_at)
    ]


def group_by_receiver(rows: Iterable[TransferredRow]) -> list[ReceiverGroup]:
    """The rows by receiving agency, in dictionary order of its name."""
    groups: dict[int, ReceiverGroup] = {}
    for row in rows:
        groups.setdefault(row.competent_id, ReceiverGroup(row.competent_id, row.competent, [])).rows.append(row)
    return sorted(groups.values(), key=lambda group: group.receiver)


def list_handovers(actor: Actor, agency_ids: Sequence[int], page: int = 1) -> ListPage[HandOver]:
    """Records given by the agencies, newest first; only those of the actor's own agencies."""
    own = [id_ for id_ in agency_ids if id_ in actor.agencies()]
    return list_page(HandOver.objects.filter(giver__in=own).select_related("receiver", "made_by").order_by("-made_at", "-id"), page)


def list_handover_rows(record: HandOver) -> list[TransferredRow]:
    """The dossiers on a record, in its order."""
    return list_transferred_by_ids(HandOverLine.objects.filter(handover=record).order_by("position").values_list("dossier_id", flat=True))
