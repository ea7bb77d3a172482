"""Every read of dossiers that leaves the app; visibility is applied here."""

from sen.capabilities.dossiers.selectors.detail import DossierPage, applicant_in_full, dossier_page, last_event_count, list_events
from sen.capabilities.dossiers.selectors.forms import access_form, list_forms
from sen.capabilities.dossiers.selectors.mine import draft_page, list_my_dossiers, list_my_drafts
from sen.capabilities.dossiers.selectors.overview import AgencyFigures, count_by_agency, count_by_field, list_behind_number, province_totals, recount
from sen.capabilities.dossiers.selectors.register import ReportRow, list_register, report_06a
from sen.capabilities.dossiers.selectors.rules import rule_set_on
from sen.capabilities.dossiers.selectors.search import search_dossiers
from sen.capabilities.dossiers.selectors.tracking import find_by_code_and_phone, grant_dossier, tracking_page
from sen.capabilities.dossiers.selectors.verification import ResultCheck, check_result
from sen.capabilities.dossiers.selectors.worklist import WorkFilter, WorkRow, count_work, list_work

__all__ = [
    "AgencyFigures",
    "DossierPage",
    "ReportRow",
    "ResultCheck",
    "WorkFilter",
    "WorkRow",
    "access_form",
    "applicant_in_full",
    "check_result",
    "count_by_agency",
    "count_by_field",
    "count_work",
    "dossier_page",
    "draft_page",
    "find_by_code_and_phone",
    "grant_dossier",
    "last_event_count",
    "list_behind_number",
    "list_events",
    "list_forms",
    "list_my_dossiers",
    "list_my_drafts",
    "list_register",
    "list_work",
    "province_totals",
    "recount",
    "report_06a",
    "rule_set_on",
    "search_dossiers",
    "tracking_page",
]
