"""Handing the day's papers to the agencies that settle the dossiers.

Basis: 61/2018/NĐ-CP, Article 18: on the day of reception, or in the first hour of the next working day.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.dossiers.selectors import TransferredRow
from sen.capabilities.onestop.errors import AlreadyHandedOver, NothingToHandOver, ReceiverMissing
from sen.capabilities.onestop.models import HandOver, HandOverLine
from sen.capabilities.onestop.policies import check_one_stop
from sen.capabilities.onestop.selectors.handover import list_to_hand_over
from sen.foundation.audit.services import record_change
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from sen.kernel.text import clean


@transaction.atomic
def make_handover(
    *,
    actor: Actor,
    giver_id: int,
    receiver_id: int,
    dossier_ids: Sequence[int],
    day: dt.date,
    received_by: str,
    now: dt.datetime,
    note: str = "",
) -> HandOver:
    """Record that the papers of the dossiers transferred on ``day`` went to the receiver.

    Raises NotAllowed, NothingToHandOver, ReceiverMissing, AlreadyHandedOver when one of them is not waiting any more.
    """
    check_one_stop(actor, giver_id)
    if actor.account_id is None:
        raise NotAllowed
    if not clean(received_by):
        raise ReceiverMissing(field="received_by")
    if not dossier_ids:
        raise NothingToHandOver(field="dossiers")
    year = clock.local(now).year
    # The counter row stays locked until the end, so two officers making the same record come one after the other.
    number = next_number(f"handover:{giver_id}", str(year))
    waiting = {row.dossier_id: row for row in list_to_hand_over(giver_id, day, receiver_id)}
    if any(dossier_id not in waiting for dossier_id in dossier_ids):
        raise AlreadyHandedOver(field="dossiers")
    record = HandOver.objects.create(
        giver_id=giver_id,
        receiver_id=receiver_id,
        number=f"{number}/{year}",
        made_at=now,
        made_by_id=actor.account_id,
        received_by=clean(received_by),
        note=clean(note),
    )
    _put_lines(record, [row for dossier_id, row in waiting.items() if dossier_id in set(dossier_ids)], actor, now)
    return record


def _put_lines(record: HandOver, rows: list[TransferredRow], actor: Actor, now: dt.datetime) -> None:
    HandOverLine.objects.bulk_create(
        [
            HandOverLine(handover=record, dossier_id=row.dossier_id, position=place, paper_count=row.paper_count)
            for place, row in enumerate(rows)
        ]
    )
    record_change(
        actor=actor,
        action="handover.make",
        subject_type="handover",
        subject_id=record.pk,
        now=now,
        agency_id=record.giver_id,
        detail={"number": record.number, "receiver": record.receiver_id, "dossiers": [row.code for row in rows]},
    )
