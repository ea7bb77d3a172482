"""Which of the people a system already knows have changed: it names them, so it learns of nobody else."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.foundation.audit.services import record_read
from sen.foundation.feeds.selectors import last_number
from sen.kernel.actor import Actor
from sen.registries.parties.models import PersonChange
from sen.registries.parties.policies import access_look_up
from sen.registries.parties.types import PEOPLE_FEED, Reason


@transaction.atomic
def changed_persons(*, actor: Actor, numbers: Sequence[str], after: int, reason: Reason, now: dt.datetime) -> tuple[list[str], int]:
    """Those of the identity numbers whose records changed above a change number, and the feed's last number.

    Each hit is recorded for the person to see.  Raises LookUpNotAllowed, PurposeMissing.
    """
    access_look_up(actor)
    last = last_number(PEOPLE_FEED)
    rows = PersonChange.objects.filter(number__gt=after, number__lte=last, person__identity_number__in=list(numbers))
    found = dict(rows.order_by("person__identity_number").values_list("person__identity_number", "person_id"))
    for person_id in found.values():
        record_read(
            actor=actor,
            subject_type="person",
            subject_id=person_id,
            purpose=reason.purpose,
            now=now,
            person_id=person_id,
            detail=reason.as_detail("changed"),
        )
    return list(found), last
