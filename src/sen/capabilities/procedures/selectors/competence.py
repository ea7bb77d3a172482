"""Which agency settles a dossier."""

import datetime as dt

from django.db.models import Q

from sen.capabilities.procedures.errors import CompetenceUnknown
from sen.capabilities.procedures.models import CompetenceRule, ProcedureVersion
from sen.capabilities.procedures.selectors.kept import kept_facts
from sen.foundation.agencies.errors import AgencyNotFound
from sen.foundation.agencies.selectors import commune_agency, current_successor, district_agency, province_agency
from sen.registries.units.selectors import get_unit, resolve_unit


def competent_agency(version_id: int, unit_id: int | None, on: dt.date) -> int:
    """The agency that settles the procedure for someone of the administrative unit on the date.

    The lowest executing level that fits wins: the commune of the (resolved) unit, its district while districts exist,
    otherwise the department of the field.  A rule of the procedure itself comes before the field's.
    Raises VersionNotFound, CompetenceUnknown.
    """
    version = kept_facts(version_id).version
    rule = _rule(version, on)
    if rule and (rule.covers_all_levels or rule.procedure_id):
        return current_successor(rule.agency_id, on).pk
    if unit_id is not None and (version.done_at_commune or version.done_at_district):
        local = _local_agency(version, unit_id, on)
        if local is not None:
            return local
    if rule is None or not version.done_at_province:
        return _province_fallback(version, on)
    return current_successor(rule.agency_id, on).pk


def _rule(version: ProcedureVersion, on: dt.date) -> CompetenceRule | None:
    until = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rules = CompetenceRule.objects.filter(until, Q(procedure=version.procedure_id) | Q(field=version.field_id), valid_from__lte=on)
    found = sorted(rules, key=lambda rule: (rule.procedure_id is not None, rule.valid_from))
    return found[-1] if found else None


def _local_agency(version: ProcedureVersion, unit_id: int, on: dt.date) -> int | None:
    unit = resolve_unit(unit_id, on)
    try:
        if version.done_at_commune:
            return commune_agency(unit.code, on).pk
        district = get_unit(unit.parent_id) if unit.parent_id and unit.level == "commune" else unit
        return district_agency(district.code, on).pk
    except AgencyNotFound:
        return None


def _province_fallback(version: ProcedureVersion, on: dt.date) -> int:
    if not version.done_at_province:
        raise CompetenceUnknown(field="unit")
    try:
        return province_agency(on).pk
    except AgencyNotFound:
        raise CompetenceUnknown(field="unit") from None
