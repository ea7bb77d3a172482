"""Reads of households."""

from django.db.models import QuerySet

from sen.kernel.actor import Actor
from sen.registries.parties.errors import HouseholdNotFound
from sen.registries.parties.models import Household
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.types import HouseholdFacts, MemberFacts

# The order in which a household is drawn: the elders above the head, the children below.
RANKS = {"Chủ hộ": 1, "Vợ": 1, "Chồng": 1, "Cha": 0, "Mẹ": 0, "Ông": 0, "Bà": 0, "Con": 2, "Con dâu": 2, "Con rể": 2, "Cháu": 3}


def get_household(household_id: int) -> HouseholdFacts:
    """The household with its members, the head first, then the eldest first; two queries.  Raises HouseholdNotFound."""
    household = Household.objects.select_related("unit").filter(pk=household_id).first()
    if household is None:
        raise HouseholdNotFound
    rows = household.members.filter(merged_into__isnull=True).order_by("born_on", "pk")
    members = [
        MemberFacts(p.pk, p.identity_number, p.name, p.born_on, p.gender, p.head_relation, p.pk == household.head_id, p.died_on)
        for p in rows
    ]
    members.sort(key=lambda member: not member.is_head)
    return HouseholdFacts(household.pk, household.code, household.address, household.unit.path_name, tuple(members))


def household_by_code(code: str) -> int | None:
    """The id of the household with the code."""
    return Household.objects.filter(code=code).values_list("pk", flat=True).first()


def visible_households(actor: Actor) -> QuerySet[Household]:
    """Every household, for those who keep the register.  Raises RegistryNotAllowed."""
    access_keeping(actor)
    return Household.objects.select_related("unit", "head").order_by("code")
