"""Reads of agencies."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from sen.foundation.agencies.errors import AgencyNotFound
from sen.foundation.agencies.models import Agency, AgencyLevel, Division, ReceptionPlace
from sen.kernel.text import fold

_LEVEL_RANK = Case(
    When(level=AgencyLevel.PROVINCE, then=Value(0)),
    When(level=AgencyLevel.DEPARTMENT, then=Value(1)),
    When(level=AgencyLevel.DISTRICT, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


def agencies_on(on: dt.date) -> QuerySet[Agency]:
    """Agencies that exist on the date."""
    return Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def get_agency(id: int) -> Agency:
    """The agency, whether or not it still exists; raises AgencyNotFound."""
    agency = Agency.objects.filter(pk=id).first()
    if agency is None:
        raise AgencyNotFound
    return agency


def agency_by_key(key: str) -> Agency:
    """The agency by its stable key; raises AgencyNotFound."""
    agency = Agency.objects.filter(key=key).first()
    if agency is None:
        raise AgencyNotFound
    return agency


def list_agencies_by_ids(ids: Iterable[int | None]) -> dict[int, Agency]:
    """The agencies by id, in one query; unknown ids are left out."""
    return Agency.objects.in_bulk({i for i in ids if i})


def find_agencies(q: str, on: dt.date, *, level: str | None = None, limit: int = 20, offset: int = 0) -> list[Agency]:
    """Agencies of the date whose name has every typed word as the beginning of a word, or whose code begins so; by level, then name."""
    return list(matching_agencies(q, on, level=level)[offset : offset + limit])


def matching_agencies(q: str, on: dt.date, *, level: str | None = None) -> QuerySet[Agency]:
    """The same search as a queryset, for counting and paging."""
    agencies = agencies_on(on).annotate(rank=_LEVEL_RANK).order_by("rank", "name_sort")
    if level:
        agencies = agencies.filter(level=level)
    named = Q()
    for word in fold(q).split()[:10]:
        named &= Q(name_folded__startswith=word) | Q(name_folded__contains=f" {word}")
    code = q.strip()
    return agencies.filter(named | Q(identification_code__istartswith=code) | Q(dossier_prefix__istartswith=code)) if code else agencies


def list_receiving_agencies(on: dt.date) -> list[Agency]:
    """Agencies with a one-stop unit on the date: the province's centre first, then districts, then communes."""
    return list(agencies_on(on).exclude(one_stop_name="").annotate(rank=_LEVEL_RANK).order_by("rank", "name_sort"))


def province_agency(on: dt.date) -> Agency:
    """The People's Committee of the province on the date; raises AgencyNotFound."""
    return _one(agencies_on(on).filter(level=AgencyLevel.PROVINCE))


def province_one_stop(on: dt.date) -> Agency:
    """The province's one-stop centre, a unit inside the office of the People's Committee; raises AgencyNotFound.

    Basis: 61/2018/NĐ-CP, Article 7(1).
    """
    return _one(agencies_on(on).filter(level=AgencyLevel.DEPARTMENT, parent__level=AgencyLevel.DEPARTMENT).exclude(one_stop_name=""))


def district_agency(unit_code: str, on: dt.date) -> Agency:
    """The People's Committee of the district with the unit code on the date; raises AgencyNotFound."""
    return _one(agencies_on(on).filter(level=AgencyLevel.DISTRICT, area_code=unit_code))


def list_divisions(agency_id: int) -> list[Division]:
    """Divisions of an agency in the order they were set up."""
    return list(Division.objects.filter(agency=agency_id).order_by("pk"))


def divisions_named(agency_id: int, name: str) -> QuerySet[Division]:
    """The division of an agency by its name, as a queryset for use in SQL."""
    return Division.objects.filter(agency=agency_id, name=name)


def divisions_by_agency() -> dict[int, list[Division]]:
    """Every division by agency, in the order they were set up."""
    found: dict[int, list[Division]] = {}
    for division in Division.objects.order_by("pk"):
        found.setdefault(division.agency_id, []).append(division)
    return found


def names_of_agencies(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by agency id, in one query; unknown ids are left out."""
    return dict(Agency.objects.filter(pk__in={i for i in ids if i}).values_list("pk", "name"))


def current_successor(agency_id: int, on: dt.date) -> Agency:
    """The agency that carries on the work on the date: the agency itself while it lasts, otherwise its successor, and so on."""
    agency = get_agency(agency_id)
    while agency.valid_to is not None and agency.valid_to < on and agency.successor_id is not None:
        agency = get_agency(agency.successor_id)
    return agency


def agencies_below(tops: Iterable[int], on: dt.date) -> frozenset[int]:
    """Agencies of the date under the given ones, at any depth; those given are not among them."""
    children: dict[int, list[int]] = {}
    for pk, parent in agencies_on(on).filter(parent__isnull=False).values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    given = frozenset(tops)
    found: set[int] = set()
    waiting = list(given)
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), []) if child not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found - given)


def list_reception_places(agency_id: int) -> list[ReceptionPlace]:
    """Decisions on who receives for the agency, the newest first."""
    return list(ReceptionPlace.objects.filter(agency=agency_id).select_related("receiver"))


def predecessor_keys(agency_id: int) -> list[str]:
    """Keys of the agencies the agency continues, in their order."""
    return list(Agency.objects.filter(successor=agency_id).order_by("key").values_list("key", flat=True))


def _one(agencies: QuerySet[Agency]) -> Agency:
    agency = agencies.order_by("pk").first()
    if agency is None:
        raise AgencyNotFound
    return agency
