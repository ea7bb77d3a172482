"""Documents that come in from outside the platform: over the document axis, by post, by mail."""

import datetime as dt

from django.db import transaction

from sen.capabilities.correspondence.errors import AlreadyReceived, DuplicateDocument
from sen.capabilities.correspondence.events import IncomingMoved
from sen.capabilities.correspondence.models import Content, IncomingDocument
from sen.capabilities.correspondence.policies import check_is_clerk
from sen.capabilities.correspondence.selectors.reading import find_duplicates
from sen.capabilities.correspondence.services.contents import write_content
from sen.capabilities.correspondence.services.delivering import end_of
from sen.capabilities.correspondence.services.recording import INCOMING, note
from sen.capabilities.correspondence.services.registering import enter_register
from sen.capabilities.correspondence.states import LIVE_INCOMING, IncomingAction, IncomingState
from sen.capabilities.correspondence.types import Channel, NewContent, Received
from sen.foundation.jobs.services import publish
from sen.kernel.actor import SYSTEM, Actor


@transaction.atomic
def receive_from_outside(
    *,
    content: NewContent,
    agency_id: int,
    channel: str,
    source_key: str,
    now: dt.datetime,
    packet_hash: str = "",
    actor: Actor = SYSTEM,
) -> Received:
    """Have a packet arrive at an agency; the same key, or the same document again, gives the row already there.

    ``source_key`` is the packet's own identifier on its axis.  ``packet_hash`` is what came with it; without one, what is
    kept is computed here.  A document that only looks the same is taken in with a warning.  Raises SecretDocument, UnknownKind.
    Basis: 30/2020/NĐ-CP, Article 21 and Appendix VI part III.1.
    """
    known = IncomingDocument.objects.filter(agency=agency_id, channel=channel, source_key=source_key).first() if source_key else None
    if known is not None:
        return Received(known.pk, False, known.duplicate_of_id)
    written = write_content(new=content, now=now)
    # One agency's arrivals of one document are told apart under the content's lock.
    Content.objects.select_for_update(no_key=True).get(pk=written.pk)
    same = IncomingDocument.objects.filter(agency=agency_id, content=written, state__in=LIVE_INCOMING).first()
    if same is not None:
        return Received(same.pk, False, same.duplicate_of_id)
    incoming = _arrive(written, agency_id, channel, now, now, source_key=source_key, packet_hash=packet_hash, actor=actor)
    publish(IncomingMoved(incoming.pk, incoming.state), now=now)
    return Received(incoming.pk, True, incoming.duplicate_of_id)


@transaction.atomic
def receive_by_hand(
    *,
    actor: Actor,
    agency_id: int,
    content: NewContent,
    channel: str,
    arrived_at: dt.datetime,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    note_text: str = "",
    even_if_duplicate: bool = False,
) -> IncomingDocument:
    """Enter a paper or a mail the clerk holds in hand, with the year's next number.

    Raises NotAllowed, SecretDocument, UnknownKind, AlreadyReceived for the very same document, and DuplicateDocument when one
    of the same number, sign and issuer is there and the clerk has not said that it is another.
    Basis: 30/2020/NĐ-CP, Articles 21 and 22.
    """
    check_is_clerk(actor, agency_id)
    written = write_content(new=content, now=now)
    Content.objects.select_for_update(no_key=True).get(pk=written.pk)
    if IncomingDocument.objects.filter(agency=agency_id, content=written, state__in=LIVE_INCOMING).exists():
        raise AlreadyReceived
    incoming = _arrive(written, agency_id, Channel(channel), arrived_at, now, actor=actor, due_at=due_at, note_text=note_text)
    if incoming.duplicate_of is not None and not even_if_duplicate:
        raise DuplicateDocument(number=incoming.duplicate_of.arrival_number or "–")
    enter_register(incoming, actor=actor, now=now)
    return incoming


def _arrive(
    content: Content,
    agency_id: int,
    channel: str,
    arrived_at: dt.datetime,
    now: dt.datetime,
    *,
    actor: Actor,
    source_key: str = "",
    packet_hash: str = "",
    due_at: dt.datetime | None = None,
    note_text: str = "",
) -> IncomingDocument:
    doubles = find_duplicates(
        agency_id=agency_id,
        document_id=content.document_id,
        code=content.code,
        issuer_name=content.issuer_name,
        but_content_id=content.pk,
    )
    incoming = IncomingDocument.objects.create(
        agency_id=agency_id,
        content=content,
        channel=channel,
        source_key=source_key[:100],
        state=IncomingState.ARRIVED,
        arrived_at=arrived_at,
        due_at=due_at or end_of(content.due_on),
        duplicate_of=doubles[0] if doubles else None,
        packet_hash=packet_hash or content.content_hash,
        note=note_text[:500],
        is_demo=content.is_demo,
    )
    facts = {"from": content.issuer_name, "packet": incoming.packet_hash, "channel": str(channel), "source": source_key}
    note(INCOMING, incoming.pk, IncomingAction.ARRIVE, actor=actor, now=now, agency_id=agency_id, state=incoming.state, payload=facts)
    return incoming
