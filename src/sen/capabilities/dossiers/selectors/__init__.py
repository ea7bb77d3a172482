"""Every read of dossiers that leaves the app; visibility is applied here."""

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
from sen.capabilities.dossiers.selectors.detail import DossierPage, applicant_in_full, dossier_page, last_event_count, list_events
from sen.capabilities.dossiers.selectors.forms import access_form, list_forms
from sen.capabilities.dossiers.selectors.mine import draft_page, list_my_dossiers, list_my_drafts
from sen.capabilities.dossiers.selectors.overview import AgencyFigures, count_by_agency, count_by_field, list_behind_number, province_totals, recount
from sen.capabilities.dossiers.selectors.papers import access_dossier_file, page_of_papers
from sen.capabilities.dossiers.selectors.pauses import PauseRow, list_pauses
from sen.capabilities.dossiers.selectors.preview import Promise, dossier_of_request, preview_promise
from sen.capabilities.dossiers.selectors.register import RegisterFilter, RegisterRow, count_register, list_register, register_line, stream_register
from sen.capabilities.dossiers.selectors.report import COLUMNS as REPORT_COLUMNS
from sen.capabilities.dossiers.selectors.report import ReportRow, add_up, list_behind_report, report_06a
from sen.capabilities.dossiers.selectors.route_view import NextStep, next_step, route_progress, settling_steps
from sen.capabilities.dossiers.selectors.rules import rule_set_on
from sen.capabilities.dossiers.selectors.search import search_dossiers
from sen.capabilities.dossiers.selectors.tracking import find_by_code_and_phone, grant_dossier, tracking_page
from sen.capabilities.dossiers.selectors.verification import ResultCheck, check_result
from sen.capabilities.dossiers.selectors.watch import ALERTS, AlertRow, count_alerts, list_alert
from sen.capabilities.dossiers.selectors.work_choices import WorkChoices, work_choices
from sen.capabilities.dossiers.selectors.worklist import WorkFilter, WorkRow, count_work, list_work

__all__ = [
    "list_behind_report",
    "add_up",
    "REPORT_COLUMNS",
    "stream_register",
    "register_line",
    "count_register",
    "RegisterRow",
    "RegisterFilter",
    "preview_promise",
    "dossier_of_request",
    "Promise",
    "list_waiting_for_applicant",
    "list_transferred_by_ids",
    "list_transferred",
    "list_overdue",
    "count_counter",
    "TransferredRow",
    "ReceivedRow",
    "CounterFigures",
    "ALERTS",
    "AgencyFigures",
    "AlertRow",
    "DossierPage",
    "NextStep",
    "PauseRow",
    "ReportRow",
    "ResultCheck",
    "WorkChoices",
    "WorkFilter",
    "WorkRow",
    "access_dossier_file",
    "access_form",
    "applicant_in_full",
    "check_result",
    "count_alerts",
    "count_by_agency",
    "count_by_field",
    "count_work",
    "dossier_page",
    "draft_page",
    "find_by_code_and_phone",
    "grant_dossier",
    "last_event_count",
    "list_alert",
    "list_behind_number",
    "list_events",
    "list_forms",
    "list_my_dossiers",
    "list_my_drafts",
    "list_pauses",
    "list_register",
    "list_work",
    "next_step",
    "page_of_papers",
    "province_totals",
    "recount",
    "report_06a",
    "route_progress",
    "rule_set_on",
    "search_dossiers",
    "settling_steps",
    "tracking_page",
    "work_choices",
]
