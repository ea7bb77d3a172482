"""Who receives for an agency: decided from a day on, never for days gone by."""

import datetime as dt

from django.db import transaction

from sen.foundation.agencies.errors import ReceivesNothing, ReceptionInThePast, ReceptionWithoutBasis
from sen.foundation.agencies.models import ReceptionPlace
from sen.foundation.agencies.policies import access_management
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.agencies.services.calendar import start_calendar_edition
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean


@transaction.atomic
def assign_reception(
    *, actor: Actor, agency_id: int, receiver_id: int, valid_from: dt.date, basis: str, now: dt.datetime
) -> ReceptionPlace:
    """Have the receiver's one-stop take the agency's dossiers from the day on; the same day again corrects it.

    Dossiers already handed in stay where they are.  Raises NotAllowed, AgencyNotFound, ReceivesNothing, ReceptionInThePast,
    ReceptionWithoutBasis.  Basis: 61/2018/NĐ-CP, Article 14(5).
    """
    access_management(actor)
    agency, receiver = get_agency(agency_id), get_agency(receiver_id)
    if not receiver.receives:
        raise ReceivesNothing("receiver", agency=receiver.name)
    if valid_from < clock.local(now).date():
        raise ReceptionInThePast("valid_from")
    if not clean(basis):
        raise ReceptionWithoutBasis("basis")
    place, _new = ReceptionPlace.objects.update_or_create(
        agency=agency, valid_from=valid_from, defaults={"receiver": receiver, "basis": clean(basis)}
    )
    detail = {"receiver": receiver.name, "from": valid_from.isoformat(), "basis": place.basis}
    record_change(
        actor=actor,
        action="agency.assign_reception",
        subject_type="agency",
        subject_id=agency.pk,
        now=now,
        agency_id=agency.pk,
        detail=detail,
    )
    start_calendar_edition()
    return place
