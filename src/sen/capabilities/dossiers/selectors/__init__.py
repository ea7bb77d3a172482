"""Every read of dossiers that leaves the app; visibility is applied here."""

from sen.capabilities.dossiers.selectors.control_sheet import control_sheet_pdf
from sen.capabilities.dossiers.selectors.counter import (
    CounterFigures,
    ReceivedRow,
    TransferredRow,
    count_counter,
    list_overdue,
    list_transferred,
    list_transferred_by_ids,
    list_waiting_for_applicant,
)
from sen.capabilities.dossiers.selectors.detail import DossierPage, applicant_in_full, dossier_page, last_event_count
from sen.capabilities.dossiers.selectors.forms import access_form, list_forms
from sen.capabilities.dossiers.selectors.history import list_events
from sen.capabilities.dossiers.selectors.letters import count_failed_letters
from sen.capabilities.dossiers.selectors.mine import draft_page, last_home, list_my_dossiers, list_my_drafts
from sen.capabilities.dossiers.selectors.overview import (
    AgencyFigures,
    count_by_agency,
    count_by_field,
    list_behind_number,
    province_totals,
    recount,
)
from sen.capabilities.dossiers.selectors.papers import access_dossier_file, page_of_papers
from sen.capabilities.dossiers.selectors.pauses import PauseRow, list_pauses
from sen.capabilities.dossiers.selectors.preview import Promise, codes_of_requests, dossier_of_request, preview_promise
from sen.capabilities.dossiers.selectors.register import (
    RegisterFilter,
    RegisterRow,
    count_register,
    list_register,
    register_line,
    stream_register,
)
from sen.capabilities.dossiers.selectors.report import COLUMNS as REPORT_COLUMNS
from sen.capabilities.dossiers.selectors.report import ReportRow, add_up, list_behind_report, report_06a
from sen.capabilities.dossiers.selectors.route_view import NextStep, next_step, next_steps_of, route_progress, settling_steps
from sen.capabilities.dossiers.selectors.rules import rule_set_on
from sen.capabilities.dossiers.selectors.search import search_dossiers
from sen.capabilities.dossiers.selectors.signing import ToSign, list_to_sign
from sen.capabilities.dossiers.selectors.tracking import find_by_code_and_phone, grant_dossier, tracking_page
from sen.capabilities.dossiers.selectors.verification import ResultCheck, check_result
from sen.capabilities.dossiers.selectors.watch import ALERTS, AlertRow, count_alerts, list_alert
from sen.capabilities.dossiers.selectors.work_choices import WorkChoices, work_choices
from sen.capabilities.dossiers.selectors.worklist import WorkFilter, WorkRow, count_work, list_work

__all__ = [
    "ALERTS",
    "REPORT_COLUMNS",
    "AgencyFigures",
    "AlertRow",
    "CounterFigures",
    "DossierPage",
    "NextStep",
    "PauseRow",
    "Promise",
    "ReceivedRow",
    "RegisterFilter",
    "RegisterRow",
    "ReportRow",
    "ResultCheck",
    "ToSign",
    "TransferredRow",
    "WorkChoices",
    "WorkFilter",
    "WorkRow",
    "access_dossier_file",
    "access_form",
    "add_up",
    "applicant_in_full",
    "check_result",
    "codes_of_requests",
    "control_sheet_pdf",
    "count_alerts",
    "count_by_agency",
    "count_by_field",
    "count_counter",
    "count_failed_letters",
    "count_register",
    "count_work",
    "dossier_of_request",
    "dossier_page",
    "draft_page",
    "find_by_code_and_phone",
    "grant_dossier",
    "last_event_count",
    "list_alert",
    "list_behind_number",
    "list_behind_report",
    "list_events",
    "list_forms",
    "last_home",
    "list_my_dossiers",
    "list_my_drafts",
    "list_overdue",
    "list_pauses",
    "list_register",
    "list_to_sign",
    "list_transferred",
    "list_transferred_by_ids",
    "list_waiting_for_applicant",
    "list_work",
    "next_step",
    "next_steps_of",
    "page_of_papers",
    "preview_promise",
    "province_totals",
    "recount",
    "register_line",
    "report_06a",
    "route_progress",
    "rule_set_on",
    "search_dossiers",
    "settling_steps",
    "stream_register",
    "tracking_page",
    "work_choices",
]
