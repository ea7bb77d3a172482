"""The registry of the axis as one text: GovStack Information Mediator, Configuration Management API 1.0.1."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db.models import Q

from sen.capabilities.exchange.models import Member, Right, Service, Subsystem
from sen.capabilities.exchange.states import RightState, ServiceState

_Pairs = dict[int, list[Subsystem]]


def get_configuration() -> dict[str, Any]:
    """The whole configuration: active members, subsystems, services and who may call them; five queries."""
    callers = _callers(Service.objects.filter(state=ServiceState.ACTIVE).values("pk"))
    services: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for service in Service.objects.filter(state=ServiceState.ACTIVE).order_by("identifier"):
        services[service.subsystem_id].append(_service(service, callers.get(service.pk, [])))
    systems: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for system in Subsystem.objects.filter(is_active=True).select_related("client_access").order_by("identifier"):
        access = getattr(system, "client_access", None)
        connection = "http" if access is not None and access.open else "https"
        systems[system.member_id].append({"id": system.code, "connection": connection, "services": services.get(system.pk, [])})
    return {
        "domain": settings.SITE_URL,
        "instance": settings.AXIS_INSTANCE,
        "members": [
            {"name": member.name, "class": member.member_class, "code": member.code, "applications": systems.get(member.pk, [])}
            for member in Member.objects.filter(is_active=True).order_by("identifier")
        ],
    }


def page_of_rights(wanted: dict[str, str], size: int, after: int) -> tuple[list[dict[str, Any]], int | None]:
    """The rights of the filtered services; one entry of the page is one pair of service and subsystem.

    ``after`` is the token of the page before, 0 for the first; the second value is the next token.
    """
    rows = Right.objects.filter(state=RightState.ACTIVE, subsystem__isnull=False, service__state=ServiceState.ACTIVE, pk__gt=after)
    names = {
        "memberClass": "service__subsystem__member__member_class",
        "memberCode": "service__subsystem__member__code",
        "applicationId": "service__subsystem__code",
        "serviceId": "service__code",
    }
    rows = rows.filter(**{names[name]: value for name, value in wanted.items() if value})
    found = list(rows.select_related("service__subsystem__member", "subsystem__member").order_by("pk")[: size + 1])
    allowed: dict[str, dict[str, Any]] = {}
    for right in found[:size]:
        service = right.service
        entry = allowed.setdefault(service.identifier, {**_party(service.subsystem), "serviceId": service.code, "rights": []})
        if right.subsystem is not None:
            entry["rights"].append(_party(right.subsystem))
    return list(allowed.values()), found[size - 1].pk if len(found) > size else None


def _callers(services: Any) -> _Pairs:
    """Who may call each service: subsystems with a right of their own or by a group."""
    held = Right.objects.filter(Q(subsystem__isnull=False) | Q(group__isnull=False), state=RightState.ACTIVE, service__in=services)
    found: dict[int, dict[int, Subsystem]] = defaultdict(dict)
    for right in held.select_related("subsystem__member").prefetch_related("group__subsystems__member"):
        systems = [right.subsystem] if right.subsystem is not None else list(right.group.subsystems.all()) if right.group else []
        found[right.service_id].update({system.pk: system for system in systems})
    return {service: list(systems.values()) for service, systems in found.items()}


def _service(service: Service, callers: list[Subsystem]) -> dict[str, Any]:
    return {
        "id": service.code,
        "specUrl": f"{settings.SITE_URL}/dich-vu-chia-se/{service.identifier}/openapi.json",
        "serviceUrl": service.base_url,
        "rights": [{"member": system.member.code, "application": system.code} for system in callers],
    }


def _party(system: Subsystem) -> dict[str, str]:
    return {"memberClass": system.member.member_class, "memberCode": system.member.code, "applicationId": system.code}
