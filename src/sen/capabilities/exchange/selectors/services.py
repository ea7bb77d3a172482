"""Services of the axis: for the public directory, for those who run it, for those who want to call."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sen.capabilities.exchange.adapters.openapi.reading import Operation, read_description
from sen.capabilities.exchange.models import Allowance, Description, Endpoint, Right, Service
from sen.capabilities.exchange.selectors.registry import search_services
from sen.capabilities.exchange.states import OPEN_RIGHTS, DescriptionState, RightState, ServiceState
from sen.capabilities.exchange.types import matched_operations
from sen.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Move:
    """An operation that goes on at another place; its rights go with it."""

    before: Endpoint
    after: Operation


@dataclass(frozen=True, slots=True)
class Difference:
    """What activating a description would change: operations that come, go, move and stay, and how many rights name those that go."""

    added: Sequence[Operation]
    removed: Sequence[Endpoint]
    moved: Sequence[Move]
    kept: int
    rights_lost: int

    @property
    def is_empty(self) -> bool:
        """Whether callers would notice nothing."""
        return not (self.added or self.removed or self.moved)


def list_services(q: str = "", state: str = "", personal: str = "") -> QuerySet[Service]:
    """Every service with its provider and how many rights are active; filters empty: all."""
    services = Service.objects.select_related("subsystem__member").annotate(
        callers=Count("rights", filter=Q(rights__state=RightState.ACTIVE), distinct=True)
    )
    if state:
        services = services.filter(state=state)
    if personal:
        services = services.filter(personal=personal == "yes")
    return search_services(services, q).order_by("identifier")


def public_services(q: str = "") -> QuerySet[Service]:
    """The public directory: services on offer or resting, of active members, without those kept off the list."""
    services = Service.objects.filter(
        is_listed=True, state__in=(ServiceState.ACTIVE, ServiceState.DISABLED), subsystem__is_active=True, subsystem__member__is_active=True
    )
    return search_services(services.select_related("subsystem__member"), q).order_by("subsystem__member__name_sort", "identifier")


def public_service(identifier: str) -> Service:
    """One service of the public directory; raises NotFound."""
    service = public_services().filter(identifier=identifier).first()
    if service is None:
        raise NotFound
    return service


def live_endpoints(service_id: int) -> QuerySet[Endpoint]:
    """Operations of the service as offered now."""
    return Endpoint.objects.filter(service=service_id, retired_at__isnull=True).order_by("template", "method")


def descriptions_of(service_id: int) -> QuerySet[Description]:
    """Descriptions of the service without their text, the latest first."""
    return Description.objects.filter(service=service_id).defer("text").order_by("-number")


def current_description(service_id: int) -> Description | None:
    """The description in force; None for a service that has none."""
    return Description.objects.filter(service=service_id, state=DescriptionState.CURRENT).first()


def description_of(service_id: int, number: int) -> Description:
    """One description of the service by its number; raises NotFound."""
    description = Description.objects.select_related("service__subsystem__member").filter(service=service_id, number=number).first()
    if description is None:
        raise NotFound
    return description


def difference_of(description: Description) -> Difference:
    """What activating the description would change."""
    known = list(live_endpoints(description.service_id))
    pairs = matched_operations(known, read_description(description.text.encode()).operations)
    kept = {endpoint.pk for endpoint, _operation in pairs if endpoint is not None}
    removed = [endpoint for endpoint in known if endpoint.pk not in kept and not endpoint.is_manual]
    moved = [
        Move(endpoint, operation)
        for endpoint, operation in pairs
        if endpoint is not None and (endpoint.method, endpoint.path) != (operation.method, operation.path)
    ]
    lost = Right.objects.filter(endpoints__in=removed, state__in=OPEN_RIGHTS).distinct().count() if removed else 0
    added = [operation for endpoint, operation in pairs if endpoint is None]
    return Difference(added, removed, moved, len(kept) - len(moved), lost)


def rights_of(service_id: int) -> QuerySet[Right]:
    """Rights to the service that are asked for, in force or suspended."""
    endpoints = Prefetch("endpoints", Endpoint.objects.order_by("template", "method"))
    return (
        Right.objects.filter(service=service_id, state__in=OPEN_RIGHTS)
        .select_related("subsystem__member", "group", "agreement", "service")
        .prefetch_related(endpoints)
        .order_by("state", "pk")
    )


def allowances_of(service_id: int) -> QuerySet[Allowance]:
    """Allowances of the service; the one for everybody else first."""
    return Allowance.objects.filter(service=service_id).select_related("subsystem").order_by("subsystem__identifier")


def undescribed_services(site: str) -> QuerySet[Service]:
    """Services offered by this site that have no current description."""
    current = Description.objects.filter(service=OuterRef("pk"), state=DescriptionState.CURRENT)
    return Service.objects.filter(~Exists(current), base_url__startswith=f"{site}/", state=ServiceState.ACTIVE).order_by("identifier")
