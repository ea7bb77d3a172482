"""The follow-up register (form 07).

Basis: 01/2018/TT-VPCP and 03/2025/TT-VPCP: an electronic register need not be printed but holds every column.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sen.capabilities.dossiers.models import Dossier, DossierEvent, ReceiptWay
from sen.capabilities.dossiers.states import DossierAction, DossierState
from sen.kernel.text import mask
from sen.registries.units.selectors import units_by_ids
from sen.ui.paging import PAGE_SIZE, ListPage, list_page

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register, with every column of the form."""

    entry: int
    dossier_id: int
    code: str
    procedure: str
    applicant: str
    address: str
    phone: str
    agency: str
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    returned_at: dt.datetime | None
    receipt_way: str
    received_sign: str


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which part of the register: agencies that received, from ``start`` until before ``end``, one field or all."""

    agency_ids: tuple[int, ...]
    start: dt.datetime
    end: dt.datetime
    field_id: int | None = None


def list_register(wanted: RegisterFilter, page: int = 1, size: int = PAGE_SIZE) -> ListPage[RegisterRow]:
    """One page of the register in order of acceptance, phones masked; four queries."""
    found = list_page(_rows(wanted), page, size)
    return ListPage(_lines(list(found), (page - 1) * size + 1, masked=True), found.number, found.size, found.more)


def count_register(wanted: RegisterFilter) -> int:
    """How many lines the part of the register has."""
    return _rows(wanted).count()


def stream_register(wanted: RegisterFilter) -> Iterator[RegisterRow]:
    """Every line with full addresses and phones, a thousand at a time.  The caller records the read."""
    entry, last = 1, None
    while True:
        rows = _rows(wanted)
        if last is not None:
            moment, pk = last
            rows = rows.filter(accepted_at__gte=moment).exclude(accepted_at=moment, pk__lte=pk)
        chunk = list(rows[:CHUNK])
        yield from _lines(chunk, entry, masked=False)
        if len(chunk) < CHUNK:
            return
        entry, last = entry + len(chunk), (chunk[-1].accepted_at, chunk[-1].pk)


def register_line(dossier: Dossier) -> RegisterRow:
    """The line of one dossier with full address and phone, to be signed by whoever collects the result."""
    return _lines([dossier], 1, masked=False)[0]


def _rows(wanted: RegisterFilter) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(receiving_agency_id__in=wanted.agency_ids, accepted_at__gte=wanted.start, accepted_at__lt=wanted.end)
    if wanted.field_id is not None:
        rows = rows.filter(version__field_id=wanted.field_id)
    return rows.select_related("version", "competent_agency").order_by("accepted_at", "id")


def _lines(dossiers: Sequence[Dossier], first: int, *, masked: bool) -> list[RegisterRow]:
    units = units_by_ids({d.applicant_unit_id for d in dossiers if d.applicant_unit_id})
    signs = _signs([d.pk for d in dossiers if d.state == DossierState.RETURNED])
    lines = []
    for entry, d in enumerate(dossiers, first):
        unit = units.get(d.applicant_unit_id or 0)
        lines.append(
            RegisterRow(
                entry=entry,
                dossier_id=d.pk,
                code=d.code,
                procedure=d.version.name,
                applicant=d.applicant_name,
                address=", ".join(part for part in (d.applicant_address, unit.path_name if unit else "") if part),
                phone=mask(d.applicant_phone, head=4, tail=3) if masked else d.applicant_phone,
                agency=d.competent_agency.name,
                received_at=d.accepted_at,
                due_at=d.due_at,
                returned_at=d.closed_at if d.state == DossierState.RETURNED else None,
                receipt_way=str(ReceiptWay(d.receipt_way).label),
                received_sign=signs.get(d.pk, ""),
            )
        )
    return lines


def _signs(dossier_ids: Sequence[int]) -> dict[int, str]:
    """Who took each result: the last return of each dossier counts."""
    if not dossier_ids:
        return {}
    events = DossierEvent.objects.filter(dossier_id__in=dossier_ids, action=DossierAction.RETURN_RESULT).order_by("sequence")
    return {dossier_id: str(payload.get("collected_by", "")) for dossier_id, payload in events.values_list("dossier_id", "payload")}
