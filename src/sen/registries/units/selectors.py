"""Every read of administrative units."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from sen.kernel.text import fold
from sen.registries.units.errors import UnitNotFound
from sen.registries.units.models import AdministrativeUnit, UnitLevel, UnitSuccession
from sen.registries.units.types import FIRST_KNOWN_ON, TraceStep, UnitTrace

if TYPE_CHECKING:
    from django.contrib.postgres.search import CombinedSearchQuery

MAX_WORDS = 12
_SHORT_FORMS = {"tp": "thanh pho", "tx": "thi xa", "tt": "thi tran", "hcm": "ho chi minh", "tphcm": "thanh pho ho chi minh", "hn": "ha noi"}
_NUMBERED = re.compile(r"([pq])(\d{1,2})")
_VECTOR = SearchVector("path_folded", config="simple")
_LEVEL_RANK = Case(
    When(level=UnitLevel.COMMUNE, then=Value(0)),
    When(level=UnitLevel.DISTRICT, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def units_on(on: dt.date) -> QuerySet[AdministrativeUnit]:
    """Units that exist on the date; a date before the first known list reads that list."""
    on = max(on, FIRST_KNOWN_ON)
    return AdministrativeUnit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def find_units(
    q: str,
    on: dt.date,
    *,
    province_code: str | None = None,
    level: str | None = None,
    first_province: str = "",
    limit: int = 20,
    offset: int = 0,
) -> list[AdministrativeUnit]:
    """Units whose path has every typed word, each as the beginning of a word, without regard to accents.

    Names that hold the words whole come first, then those of ``first_province``, then communes before districts before provinces.
    ``tp``, ``tx``, ``tt``, ``p1``, ``q5`` are understood.
    """
    words = search_words(q)
    if not words:
        return []
    units = units_on(on).annotate(words=_VECTOR).filter(words=_prefix_query(words))
    if province_code:
        units = units.filter(province_code=province_code)
    if level:
        units = units.filter(level=level)
    name = " ".join(words)
    rank = Case(
        When(path_folded__startswith=name, then=Value(0)),
        When(name_folded__endswith=" " + name, then=Value(1)),
        When(words=SearchQuery(name, config="simple"), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    home = Case(When(province_code=first_province, then=Value(0)), default=Value(1), output_field=IntegerField())
    ranked = units.annotate(rank=rank, home=home, level_rank=_LEVEL_RANK)
    return list(
        ranked.order_by("rank", "home", "level_rank", "name_sort", "pk").defer("path_folded", "name_folded")[offset : offset + limit]
    )


def search_words(q: str) -> list[str]:
    """The folded words of a query with the usual short forms written out."""
    words: list[str] = []
    for word in re.findall(r"\w+", fold(q).replace("_", " ")):
        numbered = _NUMBERED.fullmatch(word)
        if numbered:
            words += ["phuong" if numbered[1] == "p" else "quan", str(int(numbered[2]))]
        else:
            words += _SHORT_FORMS.get(word, word).split()
    return words[:MAX_WORDS]


def _prefix_query(words: Sequence[str]) -> "SearchQuery | CombinedSearchQuery":
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


def list_children(parent_code: str | None, on: dt.date) -> list[AdministrativeUnit]:
    """The units directly under a province or district on the date, or the provinces when no code is given, in dictionary order."""
    return list(children_on(parent_code, on))


def children_on(parent_code: str | None, on: dt.date) -> QuerySet[AdministrativeUnit]:
    """The same as a queryset, for paging."""
    units = units_on(on)
    units = units.filter(parent__code=parent_code) if parent_code else units.filter(level=UnitLevel.PROVINCE)
    return units.order_by("name_sort")


def get_unit(id: int) -> AdministrativeUnit:
    """The unit as it was in its period; raises UnitNotFound."""
    unit = AdministrativeUnit.objects.filter(pk=id).first()
    if unit is None:
        raise UnitNotFound
    return unit


def units_by_ids(ids: Iterable[int]) -> dict[int, AdministrativeUnit]:
    """The units by id, in one query; unknown ids are left out."""
    return AdministrativeUnit.objects.in_bulk({i for i in ids if i})


def unit_by_code(code: str, level: str, on: dt.date) -> AdministrativeUnit | None:
    """The unit that bears the code on the date; None when no unit does."""
    return units_on(on).filter(code=code, level=level).first()


def list_communes(province_code: str, on: dt.date) -> list[AdministrativeUnit]:
    """Every commune of a province on the date, in dictionary order."""
    return list(units_on(on).filter(level=UnitLevel.COMMUNE, province_code=province_code).order_by("name_sort"))


def resolve_unit(unit_id: int, on: dt.date) -> AdministrativeUnit:
    """The unit as it is on the date: the unit itself while it lasts, otherwise its main successor, and so on."""
    unit = get_unit(unit_id)
    if unit.valid_to is None or unit.valid_to >= on:
        return unit
    return resolve_units([unit_id], on).get(unit_id) or unit


_RESOLVE = """
    WITH RECURSIVE chain(start_id, unit_id, depth) AS (
        SELECT id, id, 0 FROM units_administrativeunit WHERE id = ANY(%s)
        UNION ALL
        SELECT chain.start_id, step.new_id, depth + 1
        FROM chain JOIN units_unitsuccession step ON step.old_id = chain.unit_id AND step.is_main AND step.effective_on <= %s
        WHERE depth < 9
    )
    SELECT DISTINCT ON (start_id) start_id, unit_id FROM chain ORDER BY start_id, depth DESC
"""


def resolve_units(unit_ids: Iterable[int], on: dt.date) -> dict[int, AdministrativeUnit]:
    """Each unit as it is on the date, by the id asked for, in two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE, [list(set(unit_ids)), on])
        pairs: dict[int, int] = dict(cursor.fetchall())
    units = units_by_ids(pairs.values())
    return {start: units[end] for start, end in pairs.items()}


def search_places(text: str, on: dt.date, *, first_province: str = "", level: str = UnitLevel.COMMUNE) -> list[tuple[str, str]]:
    """Matches for a place box: pairs of unit id (as text) and path; communes unless another level is asked for."""
    return [(str(unit.pk), unit.path_name) for unit in find_units(text, on, level=level, first_province=first_province, limit=12)]


def place_label(key: str) -> str:
    """The path of the unit behind a place box's key; empty when the key is unknown."""
    if not key.isdigit():
        return ""
    return AdministrativeUnit.objects.filter(pk=int(key)).values_list("path_name", flat=True).first() or ""


def trace_unit(unit_id: int) -> UnitTrace:
    """What the unit came from and what it was continued by, one step each way, main parts first."""
    steps = (
        UnitSuccession.objects.filter(Q(old=unit_id) | Q(new=unit_id))
        .select_related("old", "new")
        .order_by("-is_main", "new__name_sort", "old__name_sort")
    )
    origins: list[TraceStep] = []
    successors: list[TraceStep] = []
    for step in steps:
        forward = step.old_id == unit_id
        other = step.new if forward else step.old
        found = TraceStep(other.pk, other.path_name, step.kind, step.is_main, step.effective_on, step.basis, other.code, other.level)
        (successors if forward else origins).append(found)
    return UnitTrace(tuple(origins), tuple(successors))


def address_text(address: str, unit: AdministrativeUnit | None, on: dt.date) -> str:
    """The address as it was written, and in brackets the unit it belongs to now when that one has changed.

    ``Số 5, đường Nguyễn Huệ, Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp (nay là Phường Cao Lãnh, Tỉnh Đồng Tháp)``
    """
    if unit is None:
        return address
    written = ", ".join(part for part in (address, unit.path_name) if part)
    if unit.valid_to is None or unit.valid_to >= on:
        return written
    today = resolve_unit(unit.pk, on)
    return written if today.path_name == unit.path_name else f"{written} (nay là {today.path_name})"


def list_ancestors(unit: AdministrativeUnit) -> list[AdministrativeUnit]:
    """The units above, the highest first; at most two queries."""
    above: list[AdministrativeUnit] = []
    parent_id = unit.parent_id
    while parent_id is not None:
        parent = get_unit(parent_id)
        above.insert(0, parent)
        parent_id = parent.parent_id
    return above


def unit_with_parent(record: int) -> AdministrativeUnit | None:
    """The unit by its key with the unit above it; None when there is none."""
    return AdministrativeUnit.objects.select_related("parent").filter(pk=record).first()


def unit_of_code(code: str, on: dt.date, *, level: str | None = None) -> AdministrativeUnit | None:
    """The unit that bears the code on the date with the unit above it; the lowest level first when no level is named."""
    units = units_on(on).select_related("parent").filter(code=code)
    if level:
        units = units.filter(level=level)
    return units.annotate(level_rank=_LEVEL_RANK).order_by("level_rank").first()


def filter_units(
    on: dt.date, *, q: str = "", level: str | None = None, province: str | None = None, parent: str | None = None
) -> QuerySet[AdministrativeUnit]:
    """Units of the date that fit every part given, by level and code, with the units above them."""
    units = units_on(on).select_related("parent")
    words = search_words(q)
    if words:
        units = units.annotate(words=_VECTOR).filter(words=_prefix_query(words))
    wanted = {"level": level, "province_code": province, "parent__code": parent}
    return units.filter(**{name: value for name, value in wanted.items() if value}).order_by("-level", "code")


def successions_until(on: dt.date) -> QuerySet[UnitSuccession]:
    """Successions in effect on the date, oldest first."""
    return UnitSuccession.objects.filter(effective_on__lte=on).order_by("effective_on", "pk")
