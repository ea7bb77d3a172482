"""Finding records that may be one person."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Collate
from django.utils.translation import gettext as _

from sen.kernel.actor import Actor
from sen.registries.parties.errors import MergeNotFound
from sen.registries.parties.models import LikelyTwin, Person, PersonMerge
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.selectors.searching import hit_of
from sen.registries.parties.types import PersonHit, Twins

_NEAR = 2


def likely_twins() -> QuerySet[LikelyTwin]:
    """Pairs found by night that nobody has settled, the latest first."""
    open_pairs = LikelyTwin.objects.filter(dismissed_at__isnull=True, first__merged_into__isnull=True, second__merged_into__isnull=True)
    return open_pairs.select_related("first__unit", "second__unit").order_by("-pk")


def describe_twins(pairs: Iterable[LikelyTwin]) -> list[Twins]:
    """The pairs as people read them."""
    return [_twins(pair.first, pair.second) for pair in pairs]


def find_twins_of(person_id: int) -> list[Twins]:
    """Records that may be the same person: the same name and day of birth, the same old number, or a number a slip apart."""
    person = Person.objects.select_related("unit").get(pk=person_id)
    signs = Q(pk__isnull=True)
    if person.born_on:
        signs |= Q(born_on=person.born_on) & Q(pk__in=_same_name(person))
    if person.old_number:
        signs |= Q(old_number=person.old_number)
    rows = Person.objects.select_related("unit").filter(signs, merged_into__isnull=True).exclude(pk=person.pk)
    slips = Person.objects.select_related("unit").filter(identity_number__in=_slips(person.identity_number), merged_into__isnull=True)
    others = {other.pk: other for other in [*rows[:20], *(s for s in slips[:20] if s.name_folded == person.name_folded)]}
    return [_twins(person, other) for other in others.values()]


def _same_name(person: Person) -> list[int]:
    key = Collate("name_folded", "C")
    found = Person.objects.annotate(key=key).filter(born_on=person.born_on, key=person.name_folded)
    return list(found.values_list("pk", flat=True)[:50])


def _slips(number: str) -> list[str]:
    """Numbers that one wrong or two swapped digits of the last six would make."""
    found = set()
    for place in range(6, len(number)):
        found |= {number[:place] + digit + number[place + 1 :] for digit in "0123456789"}
        if place + 1 < len(number):
            found.add(number[:place] + number[place + 1] + number[place] + number[place + 2 :])
    return sorted(found - {number})


def _twins(first: Person, second: Person) -> Twins:
    return Twins(hit_of(first), hit_of(second), tuple(_signs(first, second)))


def _signs(first: Person, second: Person) -> list[str]:
    signs = []
    if first.name_folded == second.name_folded:
        signs.append(_("Trùng họ tên"))
    if first.born_on and first.born_on == second.born_on:
        signs.append(_("Trùng ngày sinh"))
    if first.unit_id and first.unit_id == second.unit_id:
        signs.append(_("Cùng xã, phường"))
    if first.old_number and first.old_number == second.old_number:
        signs.append(_("Trùng số CMND"))
    if first.phone and first.phone == second.phone:
        signs.append(_("Trùng điện thoại"))
    if sum(a != b for a, b in zip(first.identity_number, second.identity_number, strict=False)) <= _NEAR:
        signs.append(_("Số định danh gần giống"))
    return signs


def hits_by_ids(ids: list[int]) -> dict[int, PersonHit]:
    """Lines of people by id."""
    return {person.pk: hit_of(person) for person in Person.objects.select_related("unit").filter(pk__in=ids)}


def absorbed_ids(person_id: int) -> list[int]:
    """Records the person answers for, besides its own."""
    return list(Person.objects.filter(merged_into_id=person_id).values_list("pk", flat=True))


def list_merges(person_id: int) -> list[PersonMerge]:
    """Merges the record took part in, the latest first."""
    rows = PersonMerge.objects.filter(Q(kept_id=person_id) | Q(absorbed_id=person_id)).select_related("kept", "absorbed")
    return list(rows.order_by("-merged_at")[:20])


def access_merge(actor: Actor, merge_id: int) -> PersonMerge:
    """A merge that stands.  Raises RegistryNotAllowed, MergeNotFound."""
    access_keeping(actor)
    merge = PersonMerge.objects.select_related("kept", "absorbed").filter(pk=merge_id, undone_at__isnull=True).first()
    if merge is None:
        raise MergeNotFound
    return merge
