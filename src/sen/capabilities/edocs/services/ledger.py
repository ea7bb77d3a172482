"""Packets in the reconciliation ledger of the exchange axis, where its operators look for what went wrong."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from sen.capabilities.edocs.models import Packet
from sen.capabilities.edocs.states import STATE_NAMES, PacketState
from sen.capabilities.edocs.types import MessageType
from sen.capabilities.exchange.services.ledger import RecordKey, Sight, Trouble, record_exchange
from sen.kernel.actor import SYSTEM

SENT_DOCUMENT, SENT_STATUS = "van-ban-di", "trang-thai-van-ban"


def note_in_ledger(packet: Packet, *, now: dt.datetime) -> None:
    """Write down one packet's exchange: agreed when the axis has it, in trouble when it was refused."""
    is_document = packet.kind == MessageType.DOCUMENT
    told = {"code": packet.status_code, "id": packet.document_id}
    title = packet.document_id if is_document else _("Trạng thái %(code)s của %(id)s") % told
    key = RecordKey(
        system=settings.EDOCS_SERVICE,
        kind=SENT_DOCUMENT if is_document else SENT_STATUS,
        key=str(packet.public_id),
        title=title[:200],
        agency_id=packet.agency_id,
    )
    trouble = Trouble(packet.trouble_code, packet.trouble[:300]) if packet.state != PacketState.SENT else None
    record_exchange(actor=SYSTEM, key=key, our=Sight(str(STATE_NAMES[PacketState(packet.state)]), now), now=now, trouble=trouble)
