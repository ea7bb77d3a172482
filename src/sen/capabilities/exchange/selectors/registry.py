"""Lists of the registry: members, their systems, groups, agreements, certificates."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sen.capabilities.exchange.models import (
    Agreement,
    Certificate,
    ClientCertificate,
    Group,
    Member,
    Server,
    Service,
    Subsystem,
)
from sen.capabilities.exchange.states import RightState
from sen.kernel.text import fold


def list_members(q: str = "", state: str = "") -> QuerySet[Member]:
    """Members by name with how many systems and services they have; ``state`` is ``active``, ``disabled`` or empty."""
    members = Member.objects.select_related("agency").annotate(
        system_count=Count("subsystems", distinct=True), service_count=Count("subsystems__services", distinct=True)
    )
    if state:
        members = members.filter(is_active=state == "active")
    for word in q.split()[:6]:
        members = members.filter(Q(name__icontains=word) | Q(identifier__icontains=word))
    return members.order_by("name_sort", "pk")


def systems_of(member_id: int) -> QuerySet[Subsystem]:
    """A member's systems with their servers and services."""
    services = Service.objects.order_by("identifier")
    return (
        Subsystem.objects.filter(member=member_id)
        .prefetch_related(Prefetch("servers", Server.objects.order_by("identifier")), Prefetch("services", services))
        .order_by("identifier")
    )


def servers_of(member_id: int) -> QuerySet[Server]:
    """Gateways of a member."""
    return Server.objects.filter(owner=member_id).order_by("identifier")


def client_certificates_of(subsystem_id: int) -> QuerySet[ClientCertificate]:
    """Certificates a subsystem's systems may show."""
    return ClientCertificate.objects.filter(subsystem=subsystem_id, removed_at__isnull=True).order_by("label", "pk")


def list_groups() -> QuerySet[Group]:
    """Groups with their systems."""
    return Group.objects.prefetch_related(Prefetch("subsystems", Subsystem.objects.order_by("identifier"))).order_by("code")


def list_agreements(which: str, today: dt.date) -> QuerySet[Agreement]:
    """Agreements by their last day: ``ending`` within 60 days, ``over``, otherwise those in force; with the rights under them."""
    agreements = Agreement.objects.select_related("provider", "consumer").annotate(
        right_count=Count("rights", filter=Q(rights__state__in=(RightState.ACTIVE, RightState.SUSPENDED)), distinct=True)
    )
    over = Q(ended_on__isnull=False) | Q(ends_on__lt=today)
    if which == "over":
        return agreements.filter(over).order_by("-ends_on", "-pk")
    agreements = agreements.exclude(ended_on__isnull=False).exclude(ends_on__lt=today)
    if which == "ending":
        agreements = agreements.filter(ends_on__lte=today + dt.timedelta(days=60))
    return agreements.order_by("ends_on", "pk")


def agreements_for(provider_id: int, consumer_id: int | None, today: dt.date) -> QuerySet[Agreement]:
    """Agreements under which the provider's data may go to the consumer today or later."""
    fitting = Agreement.objects.filter(provider=provider_id, ended_on__isnull=True).exclude(ends_on__lt=today)
    return fitting.filter(Q(consumer__isnull=True) | Q(consumer=consumer_id)).order_by("number")


def list_certificates(which: str, now: dt.datetime) -> QuerySet[Certificate]:
    """Certificates by their end: ``over`` those expired or revoked, otherwise those that count; with whether a successor waits."""
    certificates = Certificate.objects.select_related("server", "member").annotate(has_successor=_successor())
    over = Q(revoked_at__isnull=False) | Q(valid_to__lte=now)
    if which == "over":
        return certificates.filter(over).order_by("-valid_to", "-pk")
    return certificates.exclude(over).order_by("valid_to", "pk")


def last_of_their_kind(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those of the certificates that no later one of the same server or member takes over from."""
    return certificates.filter(~_successor())


def _successor() -> Exists:
    later = Certificate.objects.filter(
        Q(server=OuterRef("server"), server__isnull=False) | Q(member=OuterRef("member"), member__isnull=False),
        use=OuterRef("use"),
        revoked_at__isnull=True,
        valid_to__gt=OuterRef("valid_to"),
    )
    return Exists(later)


def search_services(services: QuerySet[Service], q: str) -> QuerySet[Service]:
    """The services whose name, code or provider has every typed word."""
    for word in q.split()[:6]:
        services = services.filter(
            Q(name_folded__contains=fold(word)) | Q(identifier__icontains=word) | Q(subsystem__member__name__icontains=word)
        )
    return services
