"""Catalogue facts kept in the process, for opening dossiers by the hundred.

One cheap statement tells whether the catalogue has changed since; a published version itself never changes.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection

from sen.capabilities.procedures.selectors.routes import route_for
from sen.capabilities.procedures.selectors.versions import VersionFacts, version_facts
from sen.kernel.statements import planned

_STAMP = "SELECT (SELECT max(id) FROM procedures_catalogueevent), (SELECT max(id) FROM procedures_catalogueimport)"
_MOST = 20_000


@dataclass(slots=True)
class _Memory:
    stamp: tuple[int | None, int | None] = (None, None)
    versions: dict[int, VersionFacts] = field(default_factory=dict)
    routes: dict[tuple[int, int, dt.date], int | None] = field(default_factory=dict)


_memory = _Memory()


def opening_facts(version_id: int, agency_id: int, on: dt.date) -> tuple[VersionFacts, int | None]:
    """The version and the route a dossier of the agency would follow on the date; one statement once both are known.

    Raises VersionNotFound.
    """
    memory = _current()
    facts = memory.versions.get(version_id)
    if facts is None:
        facts = version_facts(version_id)
        if facts.is_open:
            memory.versions[version_id] = facts
    key = (facts.procedure_id, agency_id, on)
    route_id = memory.routes.get(key)
    if route_id is None:
        route_id = memory.routes[key] = route_for(facts.procedure_id, agency_id, on)
    return facts, route_id


def _current() -> _Memory:
    with planned(connection) as cursor:
        cursor.execute(_STAMP)
        stamp = cursor.fetchone()
    if stamp != _memory.stamp or len(_memory.routes) > _MOST:
        _memory.stamp = stamp
        _memory.versions.clear()
        _memory.routes.clear()
    return _memory
