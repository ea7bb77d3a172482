"""What every form shares: header, code, applicant, QR address."""

import datetime as dt
from typing import Any

from django.conf import settings

from sen.capabilities.dossiers.models import Dossier, FormKind
from sen.foundation.agencies.selectors import get_agency
from sen.kernel import clock
from sen.registries.units.selectors import get_unit

Facts = dict[str, Any]


def frame(dossier: Dossier, kind: FormKind, *, agency_id: int, at: dt.datetime, number: str = "") -> Facts:
    """The header and the foot of a form of the kind, issued by the agency at the instant."""
    agency = get_agency(agency_id)
    wording = dossier.rule_set.forms.get(kind, {})
    unit = agency.one_stop_name or agency.name
    return {
        "form": {
            "title": wording.get("title", kind.label),
            "list_number": wording.get("list_number", ""),
            "basis": wording.get("basis", dossier.rule_set.basis),
        },
        "issuer": {"parent": agency.name if agency.one_stop_name else _parent_name(agency.parent_id), "unit": unit},
        "number": number,
        "place": place_of(agency.name),
        "date": clock.local(at).date().isoformat(),
        "dossier_code": dossier.code,
        "demo": True,
        "qr_text": f"{settings.SITE_URL}/tra-cuu/?ma={dossier.code}",
        "tracking_site": settings.SITE_URL.split("://")[-1],
        "request": dossier.version.name,
        "desk": unit,
        "agency": agency.name,
        "applicant": applicant(dossier),
        "agent": dossier.agent,
    }


def _parent_name(parent_id: int | None) -> str:
    return get_agency(parent_id).name if parent_id else ""


def place_of(agency_name: str) -> str:
    """The place name in the header: the agency's own area, or the province for its departments."""
    for start in (
        "Ủy ban nhân dân xã ",
        "Ủy ban nhân dân phường ",
        "Ủy ban nhân dân thị trấn ",
        "Ủy ban nhân dân huyện ",
        "Ủy ban nhân dân thành phố ",
    ):
        if agency_name.lower().startswith(start.lower()):
            return agency_name[len(start) :].split(",")[0].strip()
    return "Đồng Tháp"


def applicant(dossier: Dossier) -> Facts:
    """Who applied, in full: the paper goes to that person."""
    unit = get_unit(dossier.applicant_unit_id) if dossier.applicant_unit_id else None
    parts = [dossier.applicant_address, unit.path_name if unit else ""]
    return {
        "name": dossier.applicant_name,
        "number": dossier.applicant_number,
        "address": ", ".join(part for part in parts if part),
        "phone": dossier.applicant_phone,
        "email": dossier.applicant_email,
    }


def wall(instant: dt.datetime | str | None) -> str:
    """An instant as forms take it: the province's wall clock to the minute."""
    if not instant:
        return ""
    moment = dt.datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")
