"""Submitting a sheet: its answers become an application."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.policies import access_draft
from sen.capabilities.dossiers.services import submit_draft
from sen.capabilities.dossiers.types import Applicant
from sen.foundation.accounts.policies import check_may_submit
from sen.kernel import clock
from sen.kernel.actor import Actor, Represented
from sen.surfaces.portal.errors import AnswersMissing
from sen.surfaces.portal.forms import CHOSEN, authority_names
from sen.surfaces.portal.selectors.place import commune_of
from sen.surfaces.portal.selectors.sheet import ABOUT, AGENCY, AUTHORITY, DETAILS, HOME, OTHER, RECEIPT, Sheet, read_sheet

if TYPE_CHECKING:
    from sen.capabilities.dossiers.models import Dossier


@transaction.atomic
def submit_sheet(*, actor: Actor, public_id: uuid.UUID, now: dt.datetime) -> "Dossier":
    """Submit the draft with the applicant and agencies its answers name; a second press finds the same dossier.

    Raises AnswersMissing with the questions still open, and what submit_draft raises.
    """
    check_may_submit(actor)
    draft = access_draft(actor, public_id)
    sheet = read_sheet(actor, draft, clock.local(now).date())
    if draft.dossier_id is None and (missing := sheet.missing()):
        raise AnswersMissing(names="; ".join(question.title for question in missing))
    receipt = sheet.cleaned(RECEIPT)
    return submit_draft(
        actor=actor,
        public_id=public_id,
        applicant=applicant_of(sheet),
        receipt_way=receipt.get("way", "online"),
        receipt_address=receipt.get("address", ""),
        competent_agency_id=agency_of(sheet),
        return_agency_id=int(receipt["desk"]) if receipt.get("way") == "counter" and receipt.get("desk") else None,
        note=sheet.cleaned(DETAILS).get("note", ""),
        now=now,
    )


def applicant_of(sheet: Sheet) -> Applicant:
    """Who applies, by the answers; the account's owner is the agent when the application is for another or under a mandate."""
    if sheet.principal is not None:
        return _by_mandate(sheet, sheet.principal)
    own, home = sheet.cleaned(ABOUT), sheet.cleaned(HOME)
    person = sheet.cleaned(OTHER) if sheet.for_other else own
    is_owner = not sheet.for_other and person.get("number") == sheet.account.login
    return Applicant(
        name=person.get("name", ""),
        number=person.get("number", ""),
        born_on=person.get("born_on"),
        phone=own.get("phone", ""),
        email=own.get("email", ""),
        address=home.get("address", ""),
        unit_id=int(home["place"]) if home.get("place") else None,
        account_id=sheet.actor.account_id,
        person_id=sheet.actor.person_id if is_owner else None,
        agent=_agent(sheet, own) if sheet.for_other else None,
    )


def _by_mandate(sheet: Sheet, principal: Represented) -> Applicant:
    """The business or person behind the mandate applies; the account's owner is named beside it."""
    own, home = sheet.cleaned(ABOUT), sheet.cleaned(HOME)
    return Applicant(
        name=principal.name,
        number=principal.code,
        phone=own.get("phone", ""),
        email=own.get("email", ""),
        address=home.get("address", ""),
        unit_id=int(home["place"]) if home.get("place") else None,
        account_id=sheet.actor.account_id,
        person_id=principal.id if principal.kind == "person" else None,
        agent={
            "name": own.get("name", "") or sheet.account.name,
            "number": sheet.account.login,
            "phone": own.get("phone", ""),
            "email": own.get("email", ""),
            "address": "",
            "paper": _("Đại diện trên cổng dịch vụ công, số {number}").format(number=principal.mandate_id),
        },
    )


def _agent(sheet: Sheet, own: dict[str, str]) -> dict[str, str]:
    right = sheet.cleaned(AUTHORITY)
    words = authority_names().get(right.get("basis", ""), "")
    paper = ", ".join(part for part in (words, right.get("paper", "")) if part)
    return {
        "name": own.get("name", ""),
        "number": own.get("number", ""),
        "phone": own.get("phone", ""),
        "email": own.get("email", ""),
        "address": "",
        "paper": paper,
    }


def agency_of(sheet: Sheet) -> int | None:
    """The agency chosen where the law leaves a choice, otherwise the computed one."""
    choice = sheet.cleaned(AGENCY)
    if choice.get("choice") == CHOSEN and choice.get("place"):
        return commune_of(int(choice["place"]), sheet.today)
    return sheet.place.agency_id
