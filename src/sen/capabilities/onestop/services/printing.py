"""Printing and exporting what holds personal data: each is a recorded read with its purpose."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from sen.capabilities.dossiers.selectors import RegisterFilter, RegisterRow, count_register, register_line, rule_set_on, stream_register
from sen.capabilities.dossiers.selectors.form_facts.frame import place_of, wall
from sen.capabilities.onestop.errors import RegisterTooLong
from sen.capabilities.onestop.policies import access_report_agency
from sen.capabilities.onestop.selectors.handover import list_handover_rows
from sen.capabilities.onestop.selectors.sheets import register_sheet
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.audit.services import record_read
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.format import date_text

if TYPE_CHECKING:
    from sen.capabilities.dossiers.models import Dossier
    from sen.capabilities.onestop.models import HandOver

MOST_PRINTED = 3000
IS_DEMO = True


def print_register(*, actor: Actor, wanted: RegisterFilter, period: str, field_name: str, now: dt.datetime) -> bytes:
    """The register (form 07) as PDF, A4 landscape; the read is recorded.  Raises NotFound, RegisterTooLong."""
    count = count_register(wanted)
    if count > MOST_PRINTED:
        raise RegisterTooLong(count=count)
    _record(actor, wanted, period, "in sổ theo dõi hồ sơ", now)
    facts = _register_facts(actor, wanted.agency_ids[0], list(stream_register(wanted)), period, now) | {
        "field_name": field_name,
        "total": count,
    }
    return render_pdf("dossiers/forms/register.typ", facts)


def export_register(*, actor: Actor, wanted: RegisterFilter, period: str, now: dt.datetime) -> bytes:
    """The register as an Excel work book; the read is recorded.  Raises NotFound."""
    _record(actor, wanted, period, "xuất sổ theo dõi hồ sơ", now)
    wording = rule_set_on(clock.local(now).date()).forms.get("register", {})
    name = get_agency(wanted.agency_ids[0]).name
    return register_sheet(stream_register(wanted), title=f"{wording.get('title', 'Sổ theo dõi hồ sơ')} - {name}", period=period)


def print_signature_line(*, actor: Actor, dossier: "Dossier", now: dt.datetime) -> bytes:
    """The dossier's own line of the register, to be signed by whoever collects the result; the read is recorded."""
    record_read(
        actor=actor,
        subject_type="dossier",
        subject_id=dossier.pk,
        purpose="In dòng ký nhận kết quả",
        now=now,
        person_id=dossier.applicant_person_id,
        detail={"code": dossier.code},
    )
    facts = _register_facts(actor, dossier.return_agency_id, [register_line(dossier)], f"Ký nhận kết quả hồ sơ {dossier.code}", now)
    return render_pdf("dossiers/forms/register.typ", facts)


def print_handover(*, record: "HandOver") -> bytes:
    """The hand-over record as PDF."""
    made = clock.local(record.made_at)
    facts = {
        "form": {"list_number": "", "title": "Danh mục hồ sơ bàn giao", "basis": ""},
        "issuer": {"parent": record.giver.name, "unit": record.giver.one_stop_name or record.giver.name},
        "number": record.number,
        "place": place_of(record.giver.name),
        "date": made.date().isoformat(),
        "demo": IS_DEMO,
        "handed_at": wall(record.made_at),
        "giver": {"unit": record.giver.one_stop_name or record.giver.name, "person": record.made_by.name},
        "receiver": {"unit": record.receiver.name, "person": record.received_by},
        "rows": [
            {
                "code": row.code,
                "procedure": row.procedure,
                "applicant": row.applicant,
                "due_at": wall(row.due_at),
                "paper_count": row.paper_count,
                "note": "",
            }
            for row in list_handover_rows(record)
        ],
    }
    return render_pdf("dossiers/forms/handover.typ", facts)


def _record(actor: Actor, wanted: RegisterFilter, period: str, purpose: str, now: dt.datetime) -> None:
    for agency_id in wanted.agency_ids:
        access_report_agency(actor, agency_id)
        detail = {"period": period, "field": wanted.field_id}
        record_read(
            actor=actor, subject_type="register", subject_id=agency_id, purpose=purpose, now=now, agency_id=agency_id, detail=detail
        )


def _register_facts(actor: Actor, agency_id: int, rows: list[RegisterRow], period: str, now: dt.datetime) -> dict[str, Any]:
    agency, today = get_agency(agency_id), clock.local(now).date()
    wording = rule_set_on(today).forms.get("register", {})
    return {
        "form": {
            "title": wording.get("title", "Sổ theo dõi hồ sơ"),
            "list_number": wording.get("list_number", ""),
            "basis": wording.get("basis", ""),
        },
        "issuer": {"parent": agency.name, "unit": agency.one_stop_name or agency.name},
        "number": "",
        "place": place_of(agency.name),
        "date": today.isoformat(),
        "demo": IS_DEMO,
        "period_label": period,
        "keeper": {"role": "Người giữ sổ", "name": actor.name},
        "rows": [_line(row) for row in rows],
        "total": len(rows),
    }


def _line(row: RegisterRow) -> dict[str, Any]:
    return {
        "entry": row.entry,
        "code": row.code,
        "procedure": row.procedure,
        "applicant": row.applicant,
        "address": row.address,
        "phone": row.phone,
        "agency": row.agency,
        "received_at": wall(row.received_at),
        "due_at": wall(row.due_at),
        "returned_at": wall(row.returned_at),
        "receipt_way": row.receipt_way,
        "received_sign": row.received_sign,
    }


def period_text(since: dt.date, until: dt.date) -> str:
    """The period as the register prints it."""
    return f"Từ ngày {date_text(since)} đến ngày {date_text(until)}"
