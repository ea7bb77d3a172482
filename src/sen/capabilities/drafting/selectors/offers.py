"""What drafting adds to the page of a document: an answer, and a certified copy."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.states import IncomingState, OutgoingState
from sen.capabilities.correspondence.types import OfferedAction
from sen.kernel.actor import Actor, Role

_ANSWERED = frozenset({IncomingState.REGISTERED, IncomingState.ASSIGNED, IncomingState.DOING})
_COPIED = _ANSWERED | {IncomingState.DONE}
_SHORT = {"incoming": "den", "outgoing": "di"}


def offer_on_document(actor: Actor, *, kind: str, record_id: int, agency_id: int, state: str) -> list[OfferedAction]:
    """Answering an incoming document that is being handled; copying one that is registered or issued, for the clerk."""
    found = []
    if kind == "incoming" and state in _ANSWERED and agency_id in actor.agencies(Role.SPECIALIST, Role.HEAD):
        address = reverse("drafting:reply", args=[record_id])
        found.append(OfferedAction(_("Soạn văn bản trả lời"), address, "file-pen-line", _("Dự thảo có sẵn nơi nhận và căn cứ")))
    may_copy = state in _COPIED if kind == "incoming" else state == OutgoingState.SENT
    if may_copy and actor.has(Role.CLERK, agency_id):
        address = reverse("drafting:new_copy", args=[_SHORT[kind], record_id])
        found.append(OfferedAction(_("Sao văn bản"), address, "copy", _("Sao y, sao lục, trích sao; lấy số trong sổ sao")))
    return found
