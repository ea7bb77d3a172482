"""The signature of the authorised person, with number and date from the system; then the agency's signature, and out.

Basis: 30/2020/NĐ-CP, Articles 13, 15(3), 17, 18 and 32.
"""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO

from django.db import transaction
from pyhanko.pdf_utils.reader import PdfFileReader

from sen.capabilities.correspondence.selectors.reading import books_for, list_content_files
from sen.capabilities.correspondence.services.handling import note_answer
from sen.capabilities.correspondence.services.numbering import take_number
from sen.capabilities.correspondence.services.outgoing import Origin, register_outgoing, send_outgoing
from sen.capabilities.correspondence.services.sealing import seal_files
from sen.capabilities.correspondence.types import Competence, FileRole, NewContent, NewFile, NumberTaken
from sen.capabilities.drafting.errors import BookMissing, NotTheSigner
from sen.capabilities.drafting.events import DraftSigned
from sen.capabilities.drafting.models import Draft, DraftFile
from sen.capabilities.drafting.policies import is_signer
from sen.capabilities.drafting.selectors.receiving import recipients_of
from sen.capabilities.drafting.selectors.signers import signing_of
from sen.capabilities.drafting.services.approving import check_complete
from sen.capabilities.drafting.services.loading import lock_draft, move
from sen.capabilities.drafting.services.naming import all_places
from sen.capabilities.drafting.services.papers import render_draft, sign_agency, sign_annex, sign_person
from sen.capabilities.drafting.states import DRAFT_STATES, DraftAction, DraftState, SigningPower
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.files.services import store_bytes
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor, Role
from sen.kernel.errors import DomainError, IllegalTransition, NotAllowed
from sen.kernel.text import clean

Refusals = list[tuple[int, DomainError | None]]


@transaction.atomic
def sign_draft(*, actor: Actor, draft_id: int, seen: int, now: dt.datetime, note: str = "") -> Draft:
    """The person the draft was submitted to signs what they read (``seen``).

    In the same transaction the system gives number and date, makes the PDF in the layout of the kind, signs it in the person's
    name and enters the document among the outgoing ones.  Afterwards its text never changes.
    Raises NotFound, NotTheSigner, DraftChanged, DraftIncomplete, BookMissing, IllegalTransition, NotSignable.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now, seen=seen)
    if not DRAFT_STATES.allows(draft.state, DraftAction.SIGN):
        raise IllegalTransition
    if not is_signer(actor, draft):
        raise NotTheSigner(who=draft.signer.name if draft.signer else "")
    on = clock.local(now).date()
    check_complete(draft, on)
    taken = _take_number(draft, actor, on, now)
    draft.number, draft.notation, draft.code, draft.taken_id = taken.number, taken.notation, taken.code, taken.taken_id
    draft.issued_on, draft.signed_at, draft.signed_by_name = on, now, actor.name
    signing = signing_of(draft, on)
    draft.signer_competence, draft.signer_title = signing.power or SigningPower.OWN, signing.title or actor.title
    pdf = sign_person(render_draft(draft, on=on, sign=draft.code), draft=draft, actor=actor, now=now)
    stored = store_bytes(name=_file_name(draft), content=pdf, actor=actor, now=now, media_type="application/pdf", produced=True)
    draft.file_id = stored.pk
    files = [NewFile(stored.pk, FileRole.MAIN), *(NewFile(one.file_id, FileRole.ANNEX, one.name) for one in _annexes(draft))]
    outgoing = register_outgoing(
        actor=actor,
        agency_id=draft.agency_id,
        content=_content(draft, signing.power, files, _pages(pdf)),
        recipients=recipients_of(draft),
        taken=taken,
        now=now,
        origin=Origin(division_id=draft.division_id, drafted_by_id=draft.author_id, signed_by_id=actor.account_id, is_demo=draft.is_demo),
    )
    draft.outgoing_id = outgoing.pk
    facts = {"code": draft.code, "sha256": stored.sha256, "outgoing": outgoing.pk}
    move(draft, DraftAction.SIGN, actor=actor, now=now, reason=clean(note), payload=facts)
    publish(DraftSigned(draft.pk, outgoing.pk), now=now)
    return draft


def sign_drafts(*, actor: Actor, picks: Sequence[tuple[int, int]], now: dt.datetime) -> Refusals:
    """Sign many, given as (draft, revision read); each stands alone, so one failure leaves the others signed.

    Returns the error per draft, or None.
    """
    results: Refusals = []
    for draft_id, seen in picks:
        try:
            sign_draft(actor=actor, draft_id=draft_id, seen=seen, now=now)
            results.append((draft_id, None))
        except DomainError as error:
            results.append((draft_id, error))
    return results


@transaction.atomic
def issue_draft(*, actor: Actor, draft_id: int, now: dt.datetime) -> Draft:
    """The clerk adds the agency's signature to the document and to each annex, and sends it to everybody it names.

    The incoming document it answers is told of its answer.
    Raises NotFound, NotAllowed, IllegalTransition, NotSignable, and what sending refuses.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    if not actor.has(Role.CLERK, draft.agency_id):
        raise NotAllowed
    if draft.state != DraftState.SIGNED or draft.outgoing_id is None:
        raise IllegalTransition
    seal_files(actor=actor, outgoing_id=draft.outgoing_id, now=now)
    send_outgoing(actor=actor, outgoing_id=draft.outgoing_id, now=now)
    _issued(draft, actor, now)
    return draft


@transaction.atomic
def follow_issue(*, outgoing_id: int, now: dt.datetime) -> bool:
    """Mark the draft of a document that the clerk sent from the register as issued; safe to run twice."""
    draft = Draft.objects.select_for_update(of=("self",)).filter(outgoing=outgoing_id, state=DraftState.SIGNED).first()
    if draft is None:
        return False
    sent_by = draft.outgoing.sent_by_id if draft.outgoing else None
    _issued(draft, actor_of(sent_by, clock.local(now).date()) if sent_by else SYSTEM, now)
    return True


def _issued(draft: Draft, actor: Actor, now: dt.datetime) -> None:
    outgoing = draft.outgoing
    files = list_content_files([outgoing.content_id])[outgoing.content_id] if outgoing else []
    main = next((one for one in files if one.role == FileRole.MAIN), None)
    draft.file_id, draft.issued_at = main.file_id if main else draft.file_id, now
    facts = {"sha256": main.sha256 if main else "", "recipients": len(draft.recipients)}
    if draft.incoming_id is not None and outgoing is not None and actor.has(Role.CLERK, draft.agency_id):
        note_answer(actor=actor, incoming_id=draft.incoming_id, outgoing_id=outgoing.pk, now=now)
    move(draft, DraftAction.ISSUE, actor=actor, now=now, payload=facts)


def seal_paper(pdf: bytes, *, outgoing_id: int, role: str, actor: Actor, now: dt.datetime) -> bytes | None:
    """The agency's signature on a document that was drafted here: the red seal on the text, words on an annex; None for others."""
    draft = Draft.objects.filter(outgoing=outgoing_id).first()
    if draft is None:
        return None
    if role == FileRole.ANNEX:
        return sign_annex(pdf, draft=draft, now=now)
    return sign_agency(pdf, draft=draft, actor=actor, now=now)


def issue_drafts(*, actor: Actor, draft_ids: Sequence[int], now: dt.datetime) -> Refusals:
    """Issue many, each on its own.  Returns the error per draft, or None."""
    results: Refusals = []
    for draft_id in draft_ids:
        try:
            issue_draft(actor=actor, draft_id=draft_id, now=now)
            results.append((draft_id, None))
        except DomainError as error:
            results.append((draft_id, error))
    return results


def _take_number(draft: Draft, actor: Actor, on: dt.date, now: dt.datetime) -> NumberTaken:
    books = books_for(draft.agency_id, draft.kind_code, on)
    book_id = draft.book_id or (books[0].pk if books else None)
    if book_id is None:
        raise BookMissing
    return take_number(
        actor=actor,
        agency_id=draft.agency_id,
        book_id=book_id,
        kind_code=draft.kind_code,
        on=on,
        now=now,
        unit_sign=draft.unit_sign,
    )


def _content(draft: Draft, power: Competence, files: Sequence[NewFile], pages: int) -> NewContent:
    answered = draft.incoming.content.document_id if draft.incoming else ""
    return NewContent(
        kind_code=draft.kind_code,
        number=draft.number,
        notation=draft.notation,
        issued_on=draft.issued_on or draft.created_at.date(),
        subject=draft.subject,
        is_demo=draft.is_demo,
        issuer_agency_id=draft.agency_id,
        issuer_name=draft.agency.name,
        signer_name=draft.signed_by_name,
        signer_title=draft.signer_title,
        signer_competence=power,
        urgency=draft.urgency,
        due_on=draft.answer_due_on,
        pages=pages,
        to_places=all_places(draft),
        replies_to=[answered] if answered else [],
        files=files,
        signed_at=draft.signed_at,
    )


def _annexes(draft: Draft) -> list[DraftFile]:
    return list(DraftFile.objects.filter(draft=draft, role=DraftFile.Role.ANNEX, removed_at__isnull=True).select_related("file"))


def _file_name(draft: Draft) -> str:
    return f"{draft.code.replace('/', '-')}.pdf"


def _pages(pdf: bytes) -> int:
    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])
