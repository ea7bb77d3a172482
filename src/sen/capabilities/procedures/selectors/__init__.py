"""Every read of the catalogue that leaves it."""

from sen.capabilities.procedures.selectors.competence import competent_agency
from sen.capabilities.procedures.selectors.completeness import PART_NAMES, missing_parts
from sen.capabilities.procedures.selectors.kept import opening_facts, papers_of
from sen.capabilities.procedures.selectors.limits import fees_of, limit_text, term_of
from sen.capabilities.procedures.selectors.papers import list_all_components, list_cases, list_components
from sen.capabilities.procedures.selectors.routes import StepFacts, route_for, route_plan, route_steps
from sen.capabilities.procedures.selectors.search import find_by_code_or_words, list_fields, list_life_events, search_procedures
from sen.capabilities.procedures.selectors.versions import (
    VersionFacts,
    VersionPage,
    assurance_for,
    get_published,
    list_versions,
    version_facts,
    version_page,
)
from sen.capabilities.procedures.types import CaseRow, ComponentRow, FeeRow, SearchPage, SearchRow

__all__ = [
    "assurance_for",
    "PART_NAMES",
    "CaseRow",
    "ComponentRow",
    "FeeRow",
    "SearchPage",
    "SearchRow",
    "StepFacts",
    "VersionFacts",
    "VersionPage",
    "competent_agency",
    "fees_of",
    "find_by_code_or_words",
    "get_published",
    "limit_text",
    "list_all_components",
    "list_cases",
    "list_components",
    "list_fields",
    "list_life_events",
    "list_versions",
    "missing_parts",
    "opening_facts",
    "papers_of",
    "route_for",
    "route_plan",
    "route_steps",
    "search_procedures",
    "term_of",
    "version_facts",
    "version_page",
]
