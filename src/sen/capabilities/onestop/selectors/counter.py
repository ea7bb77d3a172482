"""What the counter shows about the procedure that is being handed in."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors import Promise, preview_promise
from sen.capabilities.procedures.errors import CompetenceUnknown, ProcedureNotFound
from sen.capabilities.procedures.selectors import (
    CaseRow,
    ComponentRow,
    FeeRow,
    competent_agency,
    fees_of,
    find_by_code_or_words,
    get_published,
    limit_text,
    list_cases,
    list_components,
    version_facts,
)
from sen.foundation.agencies.selectors import find_agencies, list_agencies_by_ids, list_receiving_agencies
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.registries.units.errors import UnitNotFound
from sen.registries.units.selectors import find_units, get_unit
from sen.ui.format import money_text

CHANNEL = "counter"
SUGGESTIONS = 8
Match = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProcedureInHand:
    """Everything the counter shows of the chosen procedure; ``problem`` says why it cannot be accepted yet."""

    version_id: int
    code: str
    name: str
    is_immediate: bool
    copies: int
    cases: tuple[CaseRow, ...]
    papers: tuple[ComponentRow, ...]
    shown: tuple[ComponentRow, ...]
    notes: tuple[ComponentRow, ...]
    fees: tuple[FeeRow, ...]
    fee_text: str
    competent_id: int | None
    competent: str
    term: str
    promise: Promise | None
    problem: str = ""

    @property
    def fee_due(self) -> int:
        """VND to ask for at the counter."""
        return sum(fee.chargeable for fee in self.fees)


def procedure_in_hand(
    code: str, case_id: int | None, unit_id: int | None, competent_id: int | None, now: dt.datetime
) -> ProcedureInHand | None:
    """The procedure with its papers for the case, its competent agency for the unit, and the promise; None for an unknown code."""
    today = clock.local(now).date()
    try:
        facts = get_published(code, today)
    except ProcedureNotFound:
        return None
    cases = tuple(list_cases(facts.version_id))
    chosen = case_id if any(case.id == case_id for case in cases) else None
    papers = list_components(facts.version_id, chosen)
    fees = tuple(fees_of(facts.version_id, CHANNEL, today))
    competent, problem = _competent(facts.version_id, unit_id, competent_id, today)
    term = facts.term(CHANNEL)
    promise = preview_promise(facts.version_id, CHANNEL, competent, now) if competent else None
    if promise and not promise.has_route:
        problem = _("Thủ tục này chưa có quy trình nội bộ ở cơ quan giải quyết. Báo cán bộ kiểm soát thủ tục hành chính.")
    return ProcedureInHand(
        version_id=facts.version_id,
        code=facts.code,
        name=facts.name,
        is_immediate=facts.is_immediate,
        copies=facts.version.copies,
        cases=cases,
        papers=tuple(paper for paper in papers if paper.duty == "submit"),
        shown=tuple(paper for paper in papers if paper.duty == "present"),
        notes=tuple(paper for paper in papers if paper.duty == "note"),
        fees=fees,
        fee_text=_fee_text(fees),
        competent_id=competent,
        competent=agency_label(str(competent)) if competent else "",
        term=limit_text(term.amount, term.unit) if term else "",
        promise=promise,
        problem=problem,
    )


def _competent(version_id: int, unit_id: int | None, competent_id: int | None, today: dt.date) -> tuple[int | None, str]:
    if competent_id is not None:
        return competent_id, ""
    try:
        return competent_agency(version_id, unit_id, today), ""
    except CompetenceUnknown:
        needs_place = unit_id is None and version_facts(version_id).version.done_at_commune
        return None, _("Chọn xã, phường của người nộp để biết cơ quan giải quyết.") if needs_place else CompetenceUnknown().message


def _fee_text(fees: tuple[FeeRow, ...]) -> str:
    due = sum(fee.chargeable for fee in fees)
    if any(fee.is_doubtful for fee in fees):
        return _("Đang đối chiếu mức thu, chưa thu.")
    if due:
        return money_text(due)
    return _("Không thu") if fees else _("Chưa ghi mức thu")


def find_procedures(text: str, on: dt.date) -> list[Match]:
    """The best few procedures for words or a code: code and label."""
    return [(row.code, f"{row.code} · {row.name}") for row in find_by_code_or_words(text, on, SUGGESTIONS)]


def procedure_label(code: str, on: dt.date) -> str:
    """Code and name of a procedure in force; empty for an unknown code."""
    try:
        return f"{code} · {get_published(code, on).name}"
    except ProcedureNotFound:
        return ""


def find_places(text: str, on: dt.date) -> list[Match]:
    """Communes for a text: id and full name; those of the day first, then those that were."""
    units = [unit for unit in find_units(text, on, limit=SUGGESTIONS) if unit.level == "commune"]
    return [(str(unit.pk), unit.path_name) for unit in units]


def place_label(key: str) -> str:
    """The full name of a unit; empty for an unknown id."""
    try:
        return get_unit(int(key)).path_name if key.isdigit() else ""
    except UnitNotFound:
        return ""


def find_competent(text: str, on: dt.date) -> list[Match]:
    """Agencies for a text: id and name."""
    return [(str(agency.pk), agency.name) for agency in find_agencies(text, on, limit=SUGGESTIONS)]


def agency_label(key: str) -> str:
    """The name of an agency; empty for an unknown id."""
    found = list_agencies_by_ids([int(key)]) if key.isdigit() else {}
    return next((agency.name for agency in found.values()), "")


def return_points(on: dt.date) -> list[Match]:
    """One-stops of the province where a result can be collected: agency id and name of the one-stop unit."""
    return [(str(agency.pk), agency.one_stop_name or agency.name) for agency in list_receiving_agencies(on)]


def message_of(error: DomainError) -> str:
    """The error in words, for lists of results."""
    return error.message
