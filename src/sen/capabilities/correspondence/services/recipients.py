"""To whom a document goes: one delivery for each recipient, inside the platform whenever the recipient is one of its agencies."""

import datetime as dt
from collections.abc import Sequence

from sen.capabilities.correspondence.errors import AgencyOutside
from sen.capabilities.correspondence.models import Delivery, OutgoingDocument
from sen.capabilities.correspondence.selectors.reading import agencies_by_code
from sen.capabilities.correspondence.states import DeliveryState
from sen.capabilities.correspondence.types import DeliveryWay, Recipient
from sen.foundation.agencies.selectors import list_agencies_by_ids
from sen.kernel import clock
from sen.kernel.text import clean

_Key = tuple[int | None, str]


def add_deliveries(outgoing: OutgoingDocument, recipients: Sequence[Recipient], *, now: dt.datetime) -> list[Delivery]:
    """Write one waiting delivery for each recipient not yet there; the agency itself is left out.  Raises AgencyOutside.

    A code that belongs to an agency of the platform is delivered inside, so that nothing comes back over the axis.
    """
    have = {_key(row) for row in outgoing.deliveries.all()}
    rows: dict[_Key, Delivery] = {}
    for row in _rows(outgoing, recipients, now):
        if _key(row) not in have and row.agency_id != outgoing.agency_id:
            rows.setdefault(_key(row), row)
    return Delivery.objects.bulk_create(list(rows.values()))


def _rows(outgoing: OutgoingDocument, recipients: Sequence[Recipient], now: dt.datetime) -> list[Delivery]:
    own = list_agencies_by_ids(each.agency_id for each in recipients)
    coded = agencies_by_code([each.organ_code for each in recipients if each.agency_id is None], clock.local(now).date())
    rows = []
    for each in recipients:
        agency_id, code, name = each.agency_id, each.organ_code.strip()[:35], clean(each.organ_name)[:200]
        if agency_id is None and code in coded:
            agency_id, name = coded[code]
        if agency_id is not None:
            if agency_id in own:
                name = own[agency_id].name
            elif code not in coded:
                raise AgencyOutside("recipients")
        elif not name:
            name = code
        rows.append(
            Delivery(
                outgoing=outgoing,
                agency_id=agency_id,
                organ_code="" if agency_id is not None else code,
                organ_name=name,
                way=_way(each, agency_id, code),
                role=each.role,
                state=DeliveryState.WAITING,
                waiting_at=now,
                packet_hash=outgoing.content.content_hash,
            )
        )
    return [row for row in rows if row.organ_name]


def _way(recipient: Recipient, agency_id: int | None, code: str) -> DeliveryWay:
    if recipient.paper or (agency_id is None and not code):
        return DeliveryWay.PAPER
    return DeliveryWay.INSIDE if agency_id is not None else DeliveryWay.AXIS


def _key(row: Delivery) -> _Key:
    if row.agency_id is not None:
        return row.agency_id, ""
    return None, row.organ_code or f"\n{row.organ_name}"
