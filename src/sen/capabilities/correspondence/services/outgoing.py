"""Outgoing documents: into the register with their number, under the agency's signature, and out to the recipients."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from sen.capabilities.correspondence.errors import AlreadyIssued, NoFile, NoRecipients, NotSealed, NumberGone
from sen.capabilities.correspondence.events import ContentStored, DocumentSent
from sen.capabilities.correspondence.models import Content, Delivery, OutgoingDocument, TakenNumber
from sen.capabilities.correspondence.policies import access_outgoing, check_holds, check_is_clerk
from sen.capabilities.correspondence.selectors.picking import common_names
from sen.capabilities.correspondence.services.contents import current_hash, freeze, replace_files, set_places, write_content
from sen.capabilities.correspondence.services.numbering import take_number
from sen.capabilities.correspondence.services.recipients import add_deliveries
from sen.capabilities.correspondence.services.recording import OUTGOING, move_outgoing, note
from sen.capabilities.correspondence.states import OUTGOING_STATES, DeliveryState, OutgoingAction, OutgoingState
from sen.capabilities.correspondence.types import Channel, DeliveryWay, NewContent, NewFile, NumberTaken, Recipient
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition
from sen.kernel.text import clean


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an outgoing document comes from inside the agency: who drafted and who signed, and how many paper copies go out."""

    division_id: int | None = None
    drafted_by_id: int | None = None
    signed_by_id: int | None = None
    replaces_id: int | None = None
    copies: int = 1
    note: str = ""
    is_demo: bool = False


@transaction.atomic
def register_outgoing(
    *,
    actor: Actor,
    agency_id: int,
    content: NewContent,
    recipients: Sequence[Recipient],
    taken: NumberTaken,
    now: dt.datetime,
    origin: Origin | None = None,
) -> OutgoingDocument:
    """Enter a signed document with the number taken for it; nothing leaves yet.

    Number, sign, date and issuer of the content are those of the number and the agency, whatever the content says.
    Raises NotAllowed, SecretDocument, UnknownKind, NumberGone when the number already bears a document.
    Basis: 30/2020/NĐ-CP, Articles 15 and 16.
    """
    check_holds(actor, agency_id, Role.LEADER, Role.HEAD, Role.CLERK)
    number = TakenNumber.objects.select_for_update(of=("self",)).get(pk=taken.taken_id, book__agency=agency_id)
    if OutgoingDocument.objects.filter(taken=number).exists():
        raise NumberGone(number=number.number)
    places = content.to_places or _places(agency_id, recipients, taken.issued_on)
    written = write_content(new=_numbered(content, agency_id, taken, places), now=now)
    return _enter(actor, agency_id, written, recipients, taken, origin or Origin(), now)


@transaction.atomic
def set_recipients(*, actor: Actor, outgoing_id: int, recipients: Sequence[Recipient], now: dt.datetime) -> OutgoingDocument:
    """Say anew to whom a document not yet issued will go.  Raises NotFound, NotAllowed, AlreadyIssued."""
    outgoing = _lock_for_clerk(actor, outgoing_id)
    if outgoing.state != OutgoingState.REGISTERED:
        raise AlreadyIssued
    outgoing.deliveries.all().delete()
    if outgoing.drafted_by_id is None:
        set_places(outgoing.content, _places(outgoing.agency_id, recipients, outgoing.content.issued_on))
    rows = add_deliveries(outgoing, recipients, now=now)
    _note(outgoing, "set_recipients", actor, now, recipients=len(rows))
    return outgoing


@transaction.atomic
def seal_outgoing(*, actor: Actor, outgoing_id: int, files: Sequence[NewFile], now: dt.datetime) -> OutgoingDocument:
    """Put the files that bear the agency's signature in the place of those before; the clerk does it, before issue.

    Raises NotFound, NotAllowed, AlreadyIssued, NoFile.  Basis: 30/2020/NĐ-CP, Articles 17 and 32.
    """
    outgoing = _lock_for_clerk(actor, outgoing_id)
    if not OUTGOING_STATES.allows(outgoing.state, OutgoingAction.SEAL):
        raise AlreadyIssued
    replace_files(outgoing.content, files)
    outgoing.sealed_at, outgoing.sealed_by_id = now, actor.account_id
    hashes = {"content": outgoing.content.content_hash}
    move_outgoing(outgoing, OutgoingAction.SEAL, actor=actor, now=now, payload=hashes)
    publish(ContentStored(outgoing.content_id), now=now)
    return outgoing


@transaction.atomic
def send_outgoing(*, actor: Actor, outgoing_id: int, now: dt.datetime) -> OutgoingDocument:
    """Issue a registered document: from now on nobody changes it, and every recipient gets it.

    Agencies of the platform receive it in the background within seconds, outside bodies over the document axis; paper counts
    as sent.  Raises NotFound, NotAllowed, NoFile, NotSealed, NoRecipients, IllegalTransition.
    Basis: 30/2020/NĐ-CP, Article 18: on the day of signature, at latest the next working day.
    """
    outgoing = _lock_for_clerk(actor, outgoing_id)
    if not OUTGOING_STATES.allows(outgoing.state, OutgoingAction.SEND):
        raise IllegalTransition
    deliveries = list(outgoing.deliveries.values_list("way", flat=True))
    _check_ready(outgoing, deliveries)
    packet = current_hash(outgoing.content)
    if packet != outgoing.content.content_hash:
        Content.objects.filter(pk=outgoing.content_id).update(content_hash=packet)
    freeze(outgoing.content, now=now)
    Delivery.objects.filter(outgoing=outgoing).update(packet_hash=packet, waiting_at=now)
    _send_paper(outgoing, now)
    outgoing.sent_at, outgoing.sent_by_id = now, actor.account_id
    facts = {"recipients": len(deliveries), "packet": packet}
    move_outgoing(outgoing, OutgoingAction.SEND, actor=actor, now=now, payload=facts)
    publish(DocumentSent(outgoing.pk), now=now)
    return outgoing


@transaction.atomic
def add_recipients(*, actor: Actor, outgoing_id: int, recipients: Sequence[Recipient], now: dt.datetime) -> list[Delivery]:
    """Give the document to further recipients, before or after issue.  Raises NotFound, NotAllowed, NoRecipients, IllegalTransition."""
    outgoing = _lock_for_clerk(actor, outgoing_id)
    if not OUTGOING_STATES.allows(outgoing.state, OutgoingAction.EXTEND):
        raise IllegalTransition
    rows = add_deliveries(outgoing, recipients, now=now)
    if not rows:
        raise NoRecipients("recipients")
    move_outgoing(outgoing, OutgoingAction.EXTEND, actor=actor, now=now, payload={"recipients": [row.organ_name for row in rows]})
    if outgoing.state == OutgoingState.SENT:
        _send_paper(outgoing, now)
        publish(DocumentSent(outgoing.pk), now=now)
    return rows


@transaction.atomic
def issue_document(
    *,
    actor: Actor,
    agency_id: int,
    content: NewContent,
    recipients: Sequence[Recipient],
    book_id: int,
    now: dt.datetime,
    unit_sign: str = "",
    sealed: bool = False,
    origin: Origin | None = None,
) -> OutgoingDocument:
    """Number, register and issue a document in one go: its files are already signed (``sealed``), or it goes on paper.

    Raises what take_number, register_outgoing and send_outgoing raise.
    """
    taken = take_number(
        actor=actor, agency_id=agency_id, book_id=book_id, kind_code=content.kind_code, on=content.issued_on, now=now, unit_sign=unit_sign
    )
    outgoing = register_outgoing(
        actor=actor, agency_id=agency_id, content=content, recipients=recipients, taken=taken, now=now, origin=origin
    )
    if sealed:
        seal_outgoing(actor=actor, outgoing_id=outgoing.pk, files=content.files, now=now)
    return send_outgoing(actor=actor, outgoing_id=outgoing.pk, now=now)


def _places(agency_id: int, recipients: Sequence[Recipient], on: dt.date) -> str:
    """What the register says of the recipients of a document whose own list the platform does not know."""
    return "; ".join(common_names(agency_id, recipients, on))


def _numbered(content: NewContent, agency_id: int, taken: NumberTaken, places: str) -> NewContent:
    return NewContent(
        kind_code=content.kind_code,
        number=taken.number,
        number_suffix=taken.suffix,
        notation=taken.notation,
        code=taken.code,
        issued_on=taken.issued_on,
        issuer_agency_id=agency_id,
        issuer_name=content.issuer_name,
        subject=content.subject,
        signer_name=content.signer_name,
        signer_title=content.signer_title,
        signer_competence=content.signer_competence,
        urgency=content.urgency,
        secrecy=content.secrecy,
        due_on=content.due_on,
        pages=content.pages,
        language=content.language,
        to_places=places,
        replies_to=content.replies_to,
        files=content.files,
        signed_at=content.signed_at,
        source=Channel.INTERNAL,
        is_demo=content.is_demo,
    )


def _enter(
    actor: Actor,
    agency_id: int,
    content: Content,
    recipients: Sequence[Recipient],
    taken: NumberTaken,
    origin: Origin,
    now: dt.datetime,
) -> OutgoingDocument:
    outgoing = OutgoingDocument.objects.create(
        agency_id=agency_id,
        content=content,
        book_id=taken.book_id,
        taken_id=taken.taken_id,
        state=OutgoingState.REGISTERED,
        division_id=origin.division_id,
        drafted_by_id=origin.drafted_by_id,
        signed_by_id=origin.signed_by_id,
        replaces_id=origin.replaces_id,
        copies=origin.copies,
        note=clean(origin.note)[:500],
        registered_at=now,
        registered_by_id=actor.account_id,
        is_demo=origin.is_demo,
    )
    add_deliveries(outgoing, recipients, now=now)
    _note(outgoing, OutgoingAction.REGISTER, actor, now, code=content.code)
    return outgoing


def _check_ready(outgoing: OutgoingDocument, ways: Sequence[str]) -> None:
    electronic = any(way != DeliveryWay.PAPER for way in ways)
    if electronic and not outgoing.content.files.exists():
        raise NoFile("files")
    if electronic and outgoing.sealed_at is None:
        raise NotSealed
    if not ways and not outgoing.content.to_places:
        raise NoRecipients("recipients")


def _send_paper(outgoing: OutgoingDocument, now: dt.datetime) -> None:
    paper = Delivery.objects.filter(outgoing=outgoing, way=DeliveryWay.PAPER, state=DeliveryState.WAITING)
    paper.update(state=DeliveryState.SENT, sent_at=now)


def _lock_for_clerk(actor: Actor, outgoing_id: int) -> OutgoingDocument:
    outgoing = access_outgoing(actor, outgoing_id, lock=True)
    check_is_clerk(actor, outgoing.agency_id)
    return outgoing


def _note(outgoing: OutgoingDocument, action: str, actor: Actor, now: dt.datetime, **payload: object) -> None:
    note(OUTGOING, outgoing.pk, action, actor=actor, now=now, agency_id=outgoing.agency_id, state=outgoing.state, payload=payload)
