"""What a draft begins with."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sen.capabilities.drafting.policies import WRITERS
from sen.capabilities.drafting.selectors.kinds import list_templates
from sen.capabilities.drafting.types import LETTER, DraftContent
from sen.foundation.agencies.selectors import names_of_agencies
from sen.kernel.actor import Actor
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
