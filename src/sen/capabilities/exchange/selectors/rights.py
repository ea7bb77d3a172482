"""Rights: the queues, one right with its history, and what waits for whom."""

from django.db.models import Count, QuerySet

from sen.capabilities.exchange.models import Endpoint, Right, RightEvent
from sen.capabilities.exchange.policies import is_operator, visible_rights
from sen.capabilities.exchange.states import RightState
from sen.kernel.actor import Actor, Role


def list_rights(actor: Actor, state: str = "") -> QuerySet[Right]:
    """Rights the actor may see, the latest first; ``state`` empty: all."""
    rights = visible_rights(actor)
    return (rights.filter(state=state) if state else rights).order_by("-requested_at", "-pk")


def count_by_state(actor: Actor) -> dict[str, int]:
    """How many of the visible rights stand in each state."""
    counted = visible_rights(actor).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in counted}


def count_waiting(actor: Actor) -> int:
    """How many rights wait for the actor: requests to decide, and for operators approved ones to put into force."""
    rights = visible_rights(actor).select_related(None)
    if is_operator(actor):
        return rights.filter(state__in=(RightState.REQUESTED, RightState.APPROVED)).count()
    own = actor.agencies(Role.ADMIN)
    return rights.filter(state=RightState.REQUESTED, service__subsystem__member__agency_id__in=own).count()


def events_of(right_id: int) -> QuerySet[RightEvent]:
    """What happened to the right, in order."""
    return RightEvent.objects.filter(right=right_id).order_by("sequence")


def endpoints_of(right: Right) -> QuerySet[Endpoint]:
    """The operations the right names, also those no longer offered."""
    return right.endpoints.order_by("template", "method")


def rights_of_subsystem(subsystem_id: int) -> QuerySet[Right]:
    """What a subsystem may call or has asked for."""
    return Right.objects.filter(subsystem=subsystem_id).select_related("service__subsystem__member", "agreement").order_by("state", "pk")
