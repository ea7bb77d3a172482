"""The members every installation begins with: the province and its departments."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from sen.capabilities.exchange.models import Member
from sen.capabilities.exchange.services.members import register_member
from sen.capabilities.exchange.services.naming import join
from sen.foundation.agencies.selectors import agencies_on, province_agency, province_one_stop
from sen.kernel.actor import SYSTEM

MEMBER_CLASS = "GOV"
PROVINCE_CODE = "H20"


@transaction.atomic
def load_members(*, on: dt.date, now: dt.datetime) -> dict[str, int]:
    """Admit the province and its departments of the date; a second run changes nothing.

    A department's code is its official identification code, or its provisional part of dossier codes while that is unknown.
    """
    province = province_agency(on)
    made = _admit(PROVINCE_CODE, province.name, office_id(on), now)
    for agency in agencies_on(on).filter(level="department", parent=province).order_by("key"):
        made += _admit(agency.identification_code or agency.dossier_prefix, agency.name, agency.pk, now)
    return {"members": Member.objects.count(), "new": made}


def office_id(on: dt.date) -> int:
    """The office that runs the province's systems: the agency above the one-stop centre."""
    centre = province_one_stop(on)
    return centre.parent_id or centre.pk


def _admit(code: str, name: str, agency_id: int, now: dt.datetime) -> int:
    if Member.objects.filter(identifier=join(settings.AXIS_INSTANCE, MEMBER_CLASS, code)).exists():
        return 0
    register_member(actor=SYSTEM, member_class=MEMBER_CLASS, code=code, name=name, agency_id=agency_id, now=now)
    return 1
