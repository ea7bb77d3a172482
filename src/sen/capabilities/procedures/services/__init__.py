"""Use cases of the catalogue."""

from sen.capabilities.procedures.services.bases import resolve_review, review_bases
from sen.capabilities.procedures.services.competence import add_competence, edit_competence, end_competence, withdraw_competence
from sen.capabilities.procedures.services.editing import edit_bases, edit_facts, edit_filing, edit_papers, edit_results
from sen.capabilities.procedures.services.import_report import readable_report
from sen.capabilities.procedures.services.importing import import_catalogue
from sen.capabilities.procedures.services.publication import (
    abolish_version,
    approve_version,
    check_version,
    create_draft_version,
    publish_version,
    send_back,
)
from sen.capabilities.procedures.services.routes import approve_route, create_route, edit_route_steps, retire_route

__all__ = [
    "abolish_version",
    "add_competence",
    "approve_route",
    "approve_version",
    "check_version",
    "create_draft_version",
    "create_route",
    "edit_bases",
    "edit_competence",
    "edit_facts",
    "edit_filing",
    "edit_papers",
    "edit_results",
    "edit_route_steps",
    "end_competence",
    "import_catalogue",
    "publish_version",
    "readable_report",
    "resolve_review",
    "retire_route",
    "review_bases",
    "send_back",
    "withdraw_competence",
]
