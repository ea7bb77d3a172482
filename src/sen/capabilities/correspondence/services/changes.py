"""What a sender may still do to an issued document: recall it, correct its particulars, put another in its place."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields

from django.db import transaction
from django.db.models import Q

from sen.capabilities.correspondence.errors import NothingToChange, ReasonMissing
from sen.capabilities.correspondence.events import ChangeAsked, RecallAsked
from sen.capabilities.correspondence.models import (
    ChangeAnswer,
    ChangeRequest,
    Content,
    ContentFile,
    Delivery,
    IncomingDocument,
    OutgoingDocument,
)
from sen.capabilities.correspondence.policies import access_outgoing, check_holds
from sen.capabilities.correspondence.selectors.reading import paper_copies
from sen.capabilities.correspondence.services.answers import accept_at_once, close_recall
from sen.capabilities.correspondence.services.contents import hash_of, replies_of, save_content
from sen.capabilities.correspondence.services.recording import move_outgoing
from sen.capabilities.correspondence.states import (
    ENDED_DELIVERY,
    OUTGOING_STATES,
    ChangeKind,
    DeliveryState,
    IncomingState,
    OutgoingAction,
    OutgoingState,
)
from sen.capabilities.correspondence.types import ContentChanges, DeliveryWay
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotFound
from sen.kernel.text import clean, fold


@transaction.atomic
def recall_outgoing(*, actor: Actor, outgoing_id: int, reason: str, now: dt.datetime) -> ChangeRequest | None:
    """Take an outgoing document back; leaders and the clerk.

    Not yet issued, it is cancelled and nothing is returned; its number stays in the register.  Issued, it is frozen and every
    recipient is asked: where it was not yet registered it goes at once, elsewhere the recipient answers.
    Raises NotFound, NotAllowed, ReasonMissing, IllegalTransition.
    Basis: 30/2020/NĐ-CP, Article 18(3) and Appendix VI part III.8.
    """
    outgoing, why = _lock(actor, outgoing_id, reason)
    outgoing.reason = why
    if outgoing.state == OutgoingState.REGISTERED:
        outgoing.recalled_at = now
        outgoing.deliveries.update(state=DeliveryState.RECALLED, recalled_at=now)
        move_outgoing(outgoing, OutgoingAction.CANCEL, actor=actor, now=now, reason=why)
        return None
    _check(outgoing, OutgoingAction.ASK_RECALL)
    move_outgoing(outgoing, OutgoingAction.ASK_RECALL, actor=actor, now=now, reason=why)
    change = _ask(ChangeKind.RECALL, outgoing, why, actor, now)
    deliveries = _lock_deliveries(outgoing)
    unsent = [each.pk for each in deliveries if each.state == DeliveryState.WAITING]
    Delivery.objects.filter(pk__in=unsent).update(state=DeliveryState.RECALLED, recalled_at=now)
    asked = [each for each in deliveries if each.state not in ENDED_DELIVERY and each.pk not in set(unsent)]
    Delivery.objects.filter(pk__in=[each.pk for each in asked]).update(state=DeliveryState.RECALL_ASKED, recall_asked_at=now)
    _ask_each(change, asked, actor, now)
    close_recall(change, actor=actor, now=now)
    publish(RecallAsked(outgoing.pk), now=now)
    return change


@transaction.atomic
def update_outgoing(*, actor: Actor, outgoing_id: int, changes: ContentChanges, reason: str, now: dt.datetime) -> ChangeRequest:
    """Correct particulars of an issued document; the signed files stay what they are and the version before is kept.

    Recipients who have not registered it get the new version at once, the others agree or refuse.
    Raises NotFound, NotAllowed, ReasonMissing, NothingToChange, IllegalTransition.
    """
    outgoing, why = _lock(actor, outgoing_id, reason)
    _check(outgoing, OutgoingAction.UPDATE)
    corrected = _corrected(outgoing.content, changes, now)
    deliveries = _lock_deliveries(outgoing)
    before, outgoing.content = outgoing.content, corrected
    move_outgoing(outgoing, OutgoingAction.UPDATE, actor=actor, now=now, reason=why, payload=_differences(before, corrected))
    outgoing.deliveries.filter(state=DeliveryState.WAITING).update(packet_hash=corrected.content_hash)
    change = _ask(ChangeKind.UPDATE, outgoing, why, actor, now, content=corrected)
    _ask_each(change, _reached(deliveries), actor, now)
    return change


@transaction.atomic
def replace_outgoing(*, actor: Actor, outgoing_id: int, by_id: int, reason: str, now: dt.datetime) -> ChangeRequest:
    """Put an issued document of the agency in the place of another; recipients are asked to cancel the old one.

    Raises NotFound, NotAllowed, ReasonMissing, IllegalTransition when either is not issued.
    Basis: 30/2020/NĐ-CP, Article 18(3): wrong content is replaced by a document of equal form.
    """
    outgoing, why = _lock(actor, outgoing_id, reason)
    other = access_outgoing(actor, by_id, lock=True)
    if other.agency_id != outgoing.agency_id or other.pk == outgoing.pk:
        raise NotFound
    if other.state != OutgoingState.SENT:
        raise IllegalTransition
    _check(outgoing, OutgoingAction.REPLACE)
    deliveries = _lock_deliveries(outgoing)
    outgoing.reason = why
    move_outgoing(outgoing, OutgoingAction.REPLACE, actor=actor, now=now, reason=why, payload={"by": other.content.code})
    other.replaces = outgoing
    other.save(update_fields=["replaces"])
    unsent = [each.pk for each in deliveries if each.state == DeliveryState.WAITING]
    Delivery.objects.filter(pk__in=unsent).update(state=DeliveryState.RECALLED, recalled_at=now)
    change = _ask(ChangeKind.REPLACE, outgoing, why, actor, now, content=other.content, replacement=other)
    _ask_each(change, _reached(deliveries), actor, now)
    return change


def _lock(actor: Actor, outgoing_id: int, reason: str) -> tuple[OutgoingDocument, str]:
    outgoing = access_outgoing(actor, outgoing_id, lock=True)
    check_holds(actor, outgoing.agency_id, Role.CLERK, Role.LEADER)
    why = clean(reason)[:1000]
    if not why:
        raise ReasonMissing("reason")
    return outgoing, why


def _check(outgoing: OutgoingDocument, action: OutgoingAction) -> None:
    OUTGOING_STATES.next(outgoing.state, action)


def _lock_deliveries(outgoing: OutgoingDocument) -> list[Delivery]:
    """Deliveries as they are now, locked after the documents they arrived as: the order every other use case takes."""
    arrived = IncomingDocument.objects.filter(Q(delivery__outgoing=outgoing) | Q(pk__in=paper_copies(outgoing)))
    list(arrived.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    rows = Delivery.objects.filter(outgoing=outgoing).order_by("pk").select_related("incoming__content")
    return list(rows.select_for_update(of=("self",)))


def _reached(deliveries: Sequence[Delivery]) -> list[Delivery]:
    skipped = {*ENDED_DELIVERY, DeliveryState.WAITING}
    return [each for each in deliveries if each.state not in skipped]


def _ask(
    kind: ChangeKind,
    outgoing: OutgoingDocument,
    reason: str,
    actor: Actor,
    now: dt.datetime,
    *,
    content: Content | None = None,
    replacement: OutgoingDocument | None = None,
) -> ChangeRequest:
    change = ChangeRequest.objects.create(
        kind=kind,
        outgoing=outgoing,
        reason=reason,
        content=content,
        replacement=replacement,
        asked_at=now,
        asked_by_id=actor.account_id,
        asked_by_name=actor.name[:200],
    )
    publish(ChangeAsked(change.pk, outgoing.pk, kind), now=now)
    return change


def _ask_each(change: ChangeRequest, deliveries: Sequence[Delivery], actor: Actor, now: dt.datetime) -> None:
    """One waiting answer for each recipient; where the document was not registered yet, the answer is yes at once.

    Agencies of the platform that entered a paper copy by hand are asked as well.  An update corrects no paper.
    """
    copies = [] if change.kind == ChangeKind.UPDATE or change.outgoing is None else list(paper_copies(change.outgoing))
    answers = []
    for each in deliveries:
        incoming = getattr(each, "incoming", None) or _take_copy(each, copies)
        place = incoming.agency_id if incoming is not None else each.agency_id
        answers.append(ChangeAnswer(change=change, delivery=each, incoming=incoming, agency_id=place))
    answers += [ChangeAnswer(change=change, incoming=copy, agency_id=copy.agency_id) for copy in copies]
    ChangeAnswer.objects.bulk_create(answers)
    at_once = [each for each in answers if each.incoming is not None and each.incoming.state == IncomingState.ARRIVED]
    accept_at_once(change, at_once, actor=actor, now=now)


def _take_copy(delivery: Delivery, copies: list[IncomingDocument]) -> IncomingDocument | None:
    """The copy a paper delivery became, taken out of those not yet matched: of the same agency, or of the agency with that name."""
    if delivery.way != DeliveryWay.PAPER:
        return None
    name = fold(delivery.organ_name)
    found = next((copy for copy in copies if copy.agency_id == delivery.agency_id or fold(copy.agency.name) == name), None)
    if found is not None:
        copies.remove(found)
    return found


def _corrected(content: Content, changes: ContentChanges, now: dt.datetime) -> Content:
    wanted = {each.name: getattr(changes, each.name) for each in fields(changes)}
    texts = ("subject", "to_places")
    new = {name: clean(value) if name in texts else value for name, value in wanted.items() if value is not None}
    if all(getattr(content, name) == value for name, value in new.items()):
        raise NothingToChange
    newest = Content.objects.filter(document_id=content.document_id).order_by("-version").values_list("version", flat=True).first()
    files = [
        ContentFile(file_id=each.file_id, role=each.role, name=each.name, sha256=each.sha256, position=each.position)
        for each in content.files.all()
    ]
    replies = replies_of(content)
    copy = Content.objects.get(pk=content.pk)
    copy.pk, copy.search, copy.frozen_at = None, None, None
    copy._state.adding = True
    copy.previous_id, copy.version = content.pk, (newest or content.version) + 1
    for name, value in new.items():
        setattr(copy, name, value)
    copy.content_hash = hash_of(copy, files, replies)
    return save_content(copy, files, replies, now=now, frozen=True)


def _differences(before: Content, after: Content) -> dict[str, list[str]]:
    names = ("subject", "due_on", "urgency", "pages", "to_places")
    pairs = {name: [str(getattr(before, name) or ""), str(getattr(after, name) or "")] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
