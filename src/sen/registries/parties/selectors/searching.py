"""Finding people among millions: by number, by phone, by name without regard to accents, by year of birth and unit."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Collate, Concat, Reverse

from sen.kernel.text import fold
from sen.registries.parties.models import Person
from sen.registries.parties.types import PersonHit, PersonSearch
from sen.ui.paging import ListPage, page_number

PAGE_SIZE = 25
_LAST = "\U0010ffff"
_SHORT = 2
_IDENTITY, _OLD = 12, 9
_KEY = Collate("name_folded", "C")
_BACK = Collate(Reverse("name_folded"), "C")


def search_people(wanted: PersonSearch, number: int | str | None = 1, size: int = PAGE_SIZE) -> ListPage[PersonHit]:
    """One page of the people looked for, without merged records.

    Digits find a number or a phone.  A name first finds those who begin with it, then those who have it further on, so that
    a given name is enough.  Nothing wanted finds nothing.
    """
    place = number if isinstance(number, int) else page_number(number)
    start = (place - 1) * size
    words = fold(wanted.words)
    rows = _narrowed(wanted)
    if rows is None or (not words and not (wanted.born_year or wanted.unit_ids)):
        return ListPage([], place, size, False)
    digits = "".join(ch for ch in words if ch not in " .-")
    if digits.isdigit() and digits:
        found = _by_number(rows, digits, start, size + 1)
    elif words:
        found = _by_name(rows, words, start, size + 1, is_narrow=bool(wanted.unit_ids))
    else:
        found = list(rows.order_by(_KEY, "pk")[start : start + size + 1])
    return ListPage([hit_of(person) for person in found[:size]], place, size, len(found) > size)


def _narrowed(wanted: PersonSearch) -> QuerySet[Person] | None:
    rows = Person.objects.filter(merged_into__isnull=True).select_related("unit").only(*_SHOWN)
    if wanted.born_year:
        if not dt.MINYEAR < wanted.born_year < dt.MAXYEAR:
            return None
        rows = rows.filter(born_on__gte=dt.date(wanted.born_year, 1, 1), born_on__lte=dt.date(wanted.born_year, 12, 31))
    if wanted.unit_ids:
        rows = rows.filter(unit_id__in=list(wanted.unit_ids))
    return rows


_SHOWN = ("identity_number", "name", "born_on", "birth_precision", "gender", "died_on", "unit__path_name")


def _by_number(rows: QuerySet[Person], digits: str, start: int, count: int) -> list[Person]:
    if len(digits) == _IDENTITY:
        return list(rows.filter(identity_number=digits)[start : start + count])
    if len(digits) == _OLD:
        rows = rows.filter(old_number=digits)
    elif digits.startswith("0"):
        rows = rows.filter(phone=digits)
    else:
        return []
    return list(rows.order_by("pk")[start : start + count])


def _by_name(rows: QuerySet[Person], words: str, start: int, count: int, *, is_narrow: bool) -> list[Person]:
    """Names that begin with the words, then those that end with them, then those that have them in the middle.

    Each part is read in the order of an index, so a page costs a page even where a hundred thousand would match.
    """
    found: list[Person] = []
    skip = start
    for part, is_costly in _parts(rows, words, is_narrow=is_narrow):
        if is_costly and found and len(words.split()) > _SHORT:
            # Who typed a whole name and was answered does not look for it inside longer names.
            break
        page = list(part[skip : skip + count - len(found)])
        found += page
        if len(found) == count:
            break
        skip = max(0, skip - part.count()) if skip and not page else 0
    return found


def _parts(rows: QuerySet[Person], words: str, *, is_narrow: bool) -> Iterator[tuple[QuerySet[Person, Any], bool]]:
    """Each part, and whether it reads everybody who has the words anywhere."""
    keyed = rows.annotate(key=_KEY)
    begins = Q(key__gte=words, key__lt=words + _LAST)
    yield keyed.filter(begins).order_by("key", "pk"), False
    if is_narrow:
        # A commune leaves few people: its own index serves better than that of all names.
        inside = keyed.annotate(plain=Concat("name_folded", Value("")))
        yield inside.filter(plain__contains=f" {words}").exclude(begins).order_by("key", "pk"), True
        return
    turned = words[::-1]
    backwards = rows.annotate(key=_KEY, back=_BACK)
    ends = Q(back__gte=f"{turned} ", back__lt=f"{turned} {_LAST}")
    yield backwards.filter(ends).exclude(begins).order_by("back", "pk"), False
    yield backwards.filter(name_folded__contains=f" {words}").exclude(begins).exclude(ends).order_by("key", "pk"), True


def hit_of(person: Person) -> PersonHit:
    """The line of a list."""
    return PersonHit(
        person.pk,
        person.identity_number,
        person.name,
        person.born_on,
        person.birth_precision,
        person.gender,
        person.unit.path_name if person.unit else "",
        person.died_on,
    )


def visible_people() -> QuerySet[Person]:
    """Every record that answers for a person, by id: for feeds and exports that walk the whole register."""
    return Person.objects.filter(merged_into__isnull=True).order_by(F("id"))
