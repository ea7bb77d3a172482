"""Facts of the printed forms: registers, the stamp of arrival, the handling slip.  Basis: 30/2020/NĐ-CP, Appendix IV."""

import datetime as dt
import re
from typing import Any

from django.conf import settings

from sen.capabilities.assignments.selectors import tasks_of_source
from sen.capabilities.assignments.states import TaskRole
from sen.capabilities.assignments.types import TaskBrief
from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.correspondence.selectors.registers import Line, RegisterAsked, RegisterKind
from sen.capabilities.correspondence.selectors.words import day
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.agencies.selectors import get_agency
from sen.kernel import clock
from sen.kernel.actor import Role

_PLACE = re.compile(r"(?:phường|xã|thị trấn|huyện|thị xã|thành phố|tỉnh)\s+(.+)$")


def issuer_facts(agency_id: int) -> dict[str, str]:
    """The head of a form: the agency above and the agency itself."""
    agency = get_agency(agency_id)
    parent = get_agency(agency.parent_id).name if agency.parent_id else ""
    return {"parent": parent, "unit": agency.name}


def register_facts(kind: RegisterKind, asked: RegisterAsked, lines: list[Line], *, keeper: str, book: str, is_demo: bool) -> dict[str, Any]:
    """A part of a register as its form wants it; the first and the last number stand on the cover."""
    column = next((place for place, head in enumerate(kind.heads) if head.head in ("Số đến", "Số, ký hiệu văn bản")), 0)
    numbers = [line[column] for line in lines if line[column]]
    return {
        "form": {"title": kind.title, "list_number": "", "basis": f"{kind.form} kèm theo Nghị định số 30/2020/NĐ-CP"},
        "issuer": issuer_facts(asked.agency_id),
        "year": str(asked.since.year) if asked.since.year == asked.until.year else f"{asked.since.year}–{asked.until.year}",
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "first": numbers[0] if numbers else "",
        "last": numbers[-1] if numbers else "",
        "volume": "",
        "book": book,
        "columns": [{"head": head.head, "width": head.width, "centred": head.centred} for head in kind.heads],
        "rows": lines,
        "noun": kind.noun,
        "keeper": {"role": "Văn thư cơ quan", "name": keeper},
        "cover": not kind.is_report,
        "demo": is_demo,
    }


def document_line(document: IncomingDocument) -> str:
    """Kind; number and sign; date; issuer and subject in one line, as the forms want it."""
    content = document.content
    return f"{content.kind_name} số {content.code or 'không số'} ngày {day(content.issued_on)} của {content.issuer_name}: {content.subject}"


def arrival_stamp_facts(document: IncomingDocument) -> dict[str, Any]:
    """What the stamp says."""
    return {
        "form": {"title": "Dấu đến", "list_number": "", "basis": ""},
        "issuer": issuer_facts(document.agency_id),
        "number": str(document.arrival_number or ""),
        "arrived_on": clock.local(document.arrived_at).date().isoformat(),
        "passed_to": document.receiver,
        "work_file": "",
        "document": document_line(document),
        "demo": document.is_demo,
    }


def handling_slip_facts(document: IncomingDocument, now: dt.datetime) -> dict[str, Any]:
    """What leaders, heads and handlers have said, in the three parts of the slip."""
    tasks = tasks_of_source("incoming", document.pk)
    on = clock.local(now).date()
    leading = {officer.name for officer in list_officers(document.agency_id, Role.LEADER, on=on)}
    by_leaders = [task for task in tasks if task.given_by_name in leading]
    by_heads = [task for task in tasks if task.given_by_name not in leading]
    return {
        "form": {"title": "Phiếu giải quyết văn bản đến", "list_number": "", "basis": "Phụ lục IV kèm theo Nghị định số 30/2020/NĐ-CP"},
        "issuer": issuer_facts(document.agency_id),
        "place": place_of(document.agency.name),
        "date": on.isoformat(),
        "document": document_line(document),
        "leaders": _opinions(by_leaders, document.direction) or _word_alone(document),
        "heads": _opinions(by_heads, ""),
        "handlers": [_report(task) for task in tasks if task.result],
        "demo": document.is_demo,
    }


def place_of(name: str) -> str:
    """The place a paper of an agency is dated at: the commune or the province it is named after."""
    found = _PLACE.search(name)
    return found.group(1) if found else str(getattr(settings, "PROVINCE_NAME", "Đồng Tháp"))


def _word_alone(document: IncomingDocument) -> list[dict[str, Any]]:
    """A leader's word that gave no task."""
    if not document.direction:
        return []
    on = clock.local(document.directed_at).date().isoformat() if document.directed_at else ""
    return [{"who": document.directed_by.name if document.directed_by else "", "on": on, "words": document.direction}]


def _opinions(tasks: list[TaskBrief], word: str) -> list[dict[str, Any]]:
    """One opinion for each time somebody spoke: who leads, who assists, until when."""
    found: dict[tuple[str, dt.datetime], list[TaskBrief]] = {}
    for task in tasks:
        found.setdefault((task.given_by_name, task.opened_at), []).append(task)
    return [
        {
            "who": who,
            "on": clock.local(at).date().isoformat(),
            "lead": ", ".join(task.receiver for task in given if task.role == TaskRole.LEAD),
            "lead_due": next((day(task.due_at) for task in given if task.role == TaskRole.LEAD and task.due_at), ""),
            "assist": [{"name": task.receiver, "due": day(task.due_at)} for task in given if task.role == TaskRole.ASSIST],
            "words": word or next((task.instruction for task in given if task.instruction), ""),
        }
        for (who, at), given in found.items()
    ]


def _report(task: TaskBrief) -> dict[str, str]:
    on = clock.local(task.closed_at).date().isoformat() if task.closed_at else ""
    return {"who": task.receiver, "on": on, "words": task.result}
