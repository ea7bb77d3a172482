"""Catalogue facts kept in the process, for opening dossiers by the hundred.

One cheap statement tells whether the catalogue has changed since; a published version itself never changes.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection

from sen.capabilities.procedures.selectors.papers import list_all_components, list_cases
from sen.capabilities.procedures.selectors.routes import routes_by_agency
from sen.capabilities.procedures.selectors.versions import VersionFacts, version_facts
from sen.capabilities.procedures.types import CaseRow, ComponentRow
from sen.kernel.statements import planned

_STAMP = "SELECT (SELECT max(id) FROM procedures_catalogueevent), (SELECT max(id) FROM procedures_catalogueimport)"
_MOST = 20_000


@dataclass(slots=True)
class _Memory:
    stamp: tuple[int | None, int | None] = (None, None)
    versions: dict[int, VersionFacts] = field(default_factory=dict)
    routes: dict[tuple[int, dt.date], dict[int | None, int]] = field(default_factory=dict)
    papers: dict[int, tuple[list[CaseRow], list[ComponentRow]]] = field(default_factory=dict)


_memory = _Memory()


def opening_facts(version_id: int, agency_id: int, on: dt.date) -> tuple[VersionFacts, int | None]:
    """The version and the route a dossier of the agency would follow on the date; one statement once both are known.

    Raises VersionNotFound.
    """
    memory = _current()
    facts = _facts(memory, version_id)
    key = (facts.procedure_id, on)
    routes = memory.routes.get(key)
    if routes is None:
        routes = memory.routes[key] = routes_by_agency(facts.procedure_id, on)
    return facts, routes.get(agency_id) or routes.get(None)


def kept_facts(version_id: int) -> VersionFacts:
    """What ``version_facts`` gives; one small statement once known.  Raises VersionNotFound."""
    return _facts(_current(), version_id)


def papers_of(version_id: int, case_id: int | None) -> tuple[list[CaseRow], list[ComponentRow]]:
    """Cases of the version and papers of one case, as ``list_cases`` and ``list_components`` have them; one statement once known."""
    memory = _current()
    known = memory.papers.get(version_id)
    if known is None:
        known = list_cases(version_id), list_all_components(version_id)
        if version_id in memory.versions:
            memory.papers[version_id] = known
    cases, components = known
    return cases, [row for row in components if row.case_id in (None, case_id)]


def _facts(memory: _Memory, version_id: int) -> VersionFacts:
    facts = memory.versions.get(version_id)
    if facts is None:
        facts = version_facts(version_id)
        if facts.is_open:
            memory.versions[version_id] = facts
    return facts


def _current() -> _Memory:
    with planned(connection) as cursor:
        cursor.execute(_STAMP)
        stamp = cursor.fetchone()
    if stamp != _memory.stamp or len(_memory.routes) > _MOST:
        _memory.stamp = stamp
        _memory.versions.clear()
        _memory.routes.clear()
        _memory.papers.clear()
    return _memory
