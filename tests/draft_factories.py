"""Drafts for tests: an agency that may number documents, and a draft brought to a step of its way."""

from sen.capabilities.drafting import services
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.types import DraftContent
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.document_factories import make_book
from tests.factories import MONDAY

BODY = "Kính mời các đơn vị dự họp.\nThời gian: 08 giờ 00.\nĐịa điểm: Hội trường tầng hai.\nĐề nghị đến dự đúng giờ."


def text_of(signer: Actor | None, to: Agency | None = None, **values: object) -> DraftContent:
    """A complete letter for the signer to the agency."""
    facts: dict[str, object] = {
        "kind_code": "cong-van",
        "subject": "Mời họp giao ban quý IV",
        "body": BODY,
        "addressees": "Các đơn vị trực thuộc",
        "places": "Như trên",
        "signer_id": signer.account_id if signer else None,
        "recipients": [{"agency_id": to.pk}] if to else [],
    }
    return DraftContent(**{**facts, **values})  # type: ignore[arg-type]


def make_draft(author: Actor, agency: Agency, signer: Actor | None, to: Agency | None, **values: object) -> Draft:
    """A draft as its author wrote it."""
    make_book(agency)
    return services.create_draft(actor=author, agency_id=agency.pk, content=text_of(signer, to, **values), now=MONDAY)


def submitted(draft: Draft, author: Actor) -> Draft:
    """The draft with the head."""
    return services.submit_draft(actor=author, draft_id=draft.pk, seen=draft.revision, now=MONDAY)


def approved(draft: Draft, author: Actor, head: Actor) -> Draft:
    """The draft with the clerk of documents."""
    submitted(draft, author)
    return services.approve_draft(actor=head, draft_id=draft.pk, seen=draft.revision, now=MONDAY)


def at_signature(draft: Draft, author: Actor, head: Actor, registrar: Actor) -> Draft:
    """The draft with its signer."""
    approved(draft, author, head)
    return services.check_form(actor=registrar, draft_id=draft.pk, seen=draft.revision, now=MONDAY)
