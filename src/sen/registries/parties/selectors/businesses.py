"""Reads of businesses."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Collate

from sen.kernel.identifiers import normal_business_number
from sen.kernel.text import fold
from sen.registries.codelists.selectors import choices_of
from sen.registries.parties.errors import BusinessNotFound
from sen.registries.parties.models import Business
from sen.registries.parties.types import BUSINESS_KINDS, BUSINESS_LINES, BusinessFacts

_LAST = "\U0010ffff"


def business_facts(business_id: int) -> BusinessFacts:
    """The business by id, in three queries.  Raises BusinessNotFound."""
    business = _rows().filter(pk=business_id).first()
    if business is None:
        raise BusinessNotFound
    return business_facts_of(business)


def business_by_number(number: str) -> BusinessFacts | None:
    """The business by number, however it is written; None when unknown."""
    business = _rows().filter(number=normal_business_number(number)).first()
    return business_facts_of(business) if business else None


def _rows() -> QuerySet[Business]:
    return Business.objects.select_related("unit", "parent").prefetch_related("lines")


def business_facts_of(business: Business) -> BusinessFacts:
    """The value of a row; the names of its lines take one query."""
    lines = sorted(business.lines.all(), key=lambda line: (not line.is_main, line.code))
    names = dict(choices_of(BUSINESS_LINES)) if lines else {}
    same = ("number", "name", "foreign_name", "short_name", "kind", "state", "address", "unit_id", "phone", "email", "website", "capital")
    dates = ("registered_on", "changed_on", "change_count", "closed_on", "representative_id", "representative_name")
    rest = ("representative_number", "representative_title", "is_demo")
    return BusinessFacts(
        id=business.pk,
        **{name: getattr(business, name) for name in (*same, *dates, *rest)},
        parent_number=business.parent.number if business.parent else "",
        unit_code=business.unit.code if business.unit else "",
        unit_name=business.unit.path_name if business.unit else "",
        lines=tuple((line.code, names.get(line.code, ""), line.is_main) for line in lines),
    )


def visible_businesses(
    words: str = "", *, state: str = "", kind: str = "", unit_id: int | None = None, line: str = ""
) -> QuerySet[Business]:
    """Businesses by words of the name or by number, narrowed; in the order of their names."""
    rows = Business.objects.select_related("unit").order_by(Collate("name_folded", "C"), "pk")
    exact = {"state": state, "kind": kind, "unit_id": unit_id}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if line:
        rows = rows.filter(pk__in=Business.objects.filter(lines__code__startswith=line).values("pk"))
    number = normal_business_number(words) if words else ""
    if number:
        return rows.filter(number=number)
    for word in fold(words).split():
        rows = rows.filter(Q(name_folded__contains=word) | Q(number__startswith=word))
    return rows


def list_branches(business_id: int) -> list[Business]:
    """Branches, representative offices and places of business, by number."""
    return list(Business.objects.filter(parent_id=business_id).select_related("unit").order_by("number")[:100])


def list_businesses_of(person_id: int) -> list[Business]:
    """Businesses the person represents."""
    return list(Business.objects.filter(representative_id=person_id).order_by("number")[:50])


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of businesses with their names."""
    return choices_of(BUSINESS_KINDS)


def count_businesses() -> int:
    """Every business kept."""
    return Business.objects.count()
