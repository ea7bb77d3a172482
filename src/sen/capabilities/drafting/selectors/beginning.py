"""What a draft begins with."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import WRITERS
from sen.capabilities.drafting.selectors.kinds import list_templates
from sen.capabilities.drafting.selectors.signers import signers_of
from sen.capabilities.drafting.types import LETTER, DraftContent
from sen.foundation.agencies.selectors import list_divisions, names_of_agencies
from sen.kernel.actor import Actor, Role
from sen.ui.format import date_text

if TYPE_CHECKING:
    from sen.capabilities.correspondence.models import IncomingDocument

_SUBJECT_LENGTH = 500


def writing_agencies(actor: Actor) -> list[tuple[str, str]]:
    """Agencies the actor may draft for, its own first, as choices."""
    ids = actor.agencies(*WRITERS)
    names = names_of_agencies(ids)
    return [(str(pk), names[pk]) for pk in sorted(ids, key=lambda pk: (pk != actor.agency_id, names.get(pk, ""))) if pk in names]


def first_template(agency_id: int, kind_code: str) -> int | None:
    """The template to begin with: the agency's own, otherwise the province's."""
    found = list_templates(agency_id, kind_code)
    return found[0].pk if found else None


def reply_content(incoming: "IncomingDocument", on: dt.date) -> DraftContent:
    """A letter to the issuer of an incoming document, naming number, date and subject of what it answers."""
    document = incoming.content
    subject = _("Trả lời %(code)s của %(issuer)s về %(subject)s") % {
        "code": f"{document.kind_name} số {document.code}".strip() if document.code else document.kind_name,
        "issuer": document.issuer_name,
        "subject": document.subject[:1].lower() + document.subject[1:],
    }
    opening = _("Phúc đáp %(kind)s số %(code)s ngày %(date)s của %(issuer)s về %(subject)s, %(agency)s có ý kiến như sau:") % {
        "kind": document.kind_name,
        "code": document.code,
        "date": date_text(document.issued_on),
        "issuer": document.issuer_name,
        "subject": document.subject[:1].lower() + document.subject[1:],
        "agency": incoming.agency.name,
    }
    return DraftContent(
        kind_code=LETTER,
        subject=subject[:_SUBJECT_LENGTH],
        body=opening,
        addressees=document.issuer_name,
        places=_("Như trên"),
        recipients=[_recipient(incoming)],
        urgency=document.urgency,
    )


def _recipient(incoming: "IncomingDocument") -> dict[str, object]:
    document = incoming.content
    return {"agency_id": document.issuer_agency_id, "organ_code": document.issuer_code, "organ_name": document.issuer_name}


def proposals(agency_id: int, division_id: int | None, author_id: int | None, on: dt.date) -> dict[str, Any]:
    """What a new draft begins with where its writer typed nothing: the signer, and the division's part of the sign."""
    return {"signer_id": _usual_signer(agency_id, author_id, on), "unit_sign": _unit_sign(agency_id, division_id) if division_id else ""}


def _usual_signer(agency_id: int, author_id: int | None, on: dt.date) -> int | None:
    """Who signed what the author wrote last, if still entitled; otherwise the leader of an agency with a single one."""
    signers = {one.account_id: one for one in signers_of(agency_id, on)}
    last = Draft.objects.filter(author=author_id, agency=agency_id, signer__in=signers).order_by("-pk").values_list("signer_id", flat=True)
    leaders = [one.account_id for one in signers.values() if one.role == Role.LEADER]
    return last.first() or (leaders[0] if len(leaders) == 1 else None)


def _unit_sign(agency_id: int, division_id: int) -> str:
    """The sign the division used last, otherwise its abbreviation."""
    used = Draft.objects.filter(division=division_id).exclude(unit_sign="").order_by("-pk").values_list("unit_sign", flat=True).first()
    name = next((one.name for one in list_divisions(agency_id) if one.pk == division_id), "")
    return used or abbreviation_of(name)


def abbreviation_of(name: str) -> str:
    """The initials of a division as signs of letters use them: ``VHXH`` for Phòng Văn hóa - Xã hội, ``VP`` for the office.

    Basis: 30/2020/NĐ-CP, Appendix I, Part I, II.3c (the division or field that drafts).
    """
    name = name.removeprefix("Phòng ")
    if name.startswith("Lãnh đạo"):
        return ""
    if name == "Văn phòng" or name.startswith(("Văn phòng Hội đồng", "Văn phòng Ủy ban")):
        return "VP"
    words = [word for word in name.replace("-", " ").split() if word not in ("và", "các", "–")]
    return "".join(word[0].upper() for word in words)[:20]
