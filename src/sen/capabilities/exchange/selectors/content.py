"""What a gateway's configuration says now, read from the registry; sealing it is a service's work."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from sen.capabilities.exchange.models import (
    Certificate,
    CertificateUse,
    ClientCertificate,
    Description,
    Endpoint,
    Group,
    Member,
    Right,
    Server,
    Service,
    Subsystem,
)
from sen.capabilities.exchange.states import DescriptionState, RightState, ServiceState
from sen.gateway.trust import snapshot as wire
from sen.kernel import clock


def machine_time(instant: dt.datetime) -> int:
    """The instant in epoch seconds of the machine's own clock, which gateways and TLS live by."""
    return int((instant - clock.clock_shift()).timestamp())


def directory_of(*, authorities: tuple[str, ...], stampers: tuple[str, ...], now: dt.datetime) -> wire.Directory:
    """What every gateway knows: active members with their systems and certificates, servers, groups, revoked serials."""
    live = Certificate.objects.filter(revoked_at__isnull=True, valid_to__gt=now)
    revoked = Certificate.objects.filter(revoked_at__isnull=False, valid_to__gt=now).order_by("serial").values_list("serial", flat=True)
    signing = live.filter(use=CertificateUse.SIGNING).order_by("pk")
    return wire.Directory(
        authorities=authorities,
        revoked=tuple(revoked),
        stampers=stampers,
        members=tuple(_member(member) for member in _members(signing)),
        servers=tuple(_server(server) for server in _servers(live)),
        groups=tuple(_group(group) for group in Group.objects.order_by("code").prefetch_related(_active_subsystems())),
        readings=_readings(),
    )


def services_of(server: Server, credentials: dict[int, str], now: dt.datetime) -> tuple[wire.Service, ...]:
    """What the server offers to whom; ``credentials`` are the opened ones by service id."""
    today = clock.local(now).date()
    services = list(hosted_services(server))
    rights = _rights_by_service([service.pk for service in services], today)
    return tuple(_service(service, rights[service.pk], credentials.get(service.pk, "")) for service in services)


def clients_of(server: Server) -> tuple[wire.Client, ...]:
    """The systems that speak through the server, and how they prove it."""
    kept = Prefetch("client_certificates", ClientCertificate.objects.filter(removed_at__isnull=True).order_by("fingerprint"))
    hosted = _live(Subsystem.objects.filter(servers=server)).select_related("client_access").prefetch_related(kept).order_by("identifier")
    return tuple(_client(subsystem) for subsystem in hosted)


def hosted_services(server: Server) -> QuerySet[Service]:
    """Services of the server's active systems that callers know of, also the disabled ones."""
    current = Description.objects.filter(state=DescriptionState.CURRENT)
    endpoints = Endpoint.objects.filter(retired_at__isnull=True).order_by("path", "method")
    subsystems = _live(Subsystem.objects.filter(servers=server))
    return (
        Service.objects.filter(subsystem__in=subsystems)
        .exclude(state=ServiceState.DRAFT)
        .select_related("subsystem__member")
        .prefetch_related(
            Prefetch("descriptions", current, to_attr="current"),
            Prefetch("endpoints", endpoints, to_attr="live_endpoints"),
            "allowances__subsystem",
        )
        .order_by("identifier")
    )


def rights_in_force(today: dt.date) -> QuerySet[Right]:
    """Active rights whose agreement holds on the day and whose subject takes part."""
    held = Q(agreement__ends_on__isnull=True) | Q(agreement__ends_on__gte=today)
    subject = Q(group__isnull=False) | Q(subsystem__is_active=True, subsystem__member__is_active=True)
    return Right.objects.filter(
        held, subject, state=RightState.ACTIVE, agreement__ended_on__isnull=True, agreement__valid_from__lte=today
    ).select_related("subsystem", "group", "agreement")


def _rights_by_service(service_ids: Iterable[int], today: dt.date) -> defaultdict[int, list[Right]]:
    endpoints = Prefetch("endpoints", Endpoint.objects.filter(retired_at__isnull=True).order_by("path", "method"))
    found: defaultdict[int, list[Right]] = defaultdict(list)
    for right in rights_in_force(today).filter(service__in=service_ids).prefetch_related(endpoints).order_by("pk"):
        found[right.service_id].append(right)
    return found


def _members(signing: QuerySet[Certificate]) -> QuerySet[Member]:
    subsystems = (
        Subsystem.objects.filter(is_active=True)
        .order_by("identifier")
        .prefetch_related(Prefetch("servers", Server.objects.filter(is_active=True).order_by("identifier")))
    )
    return (
        Member.objects.filter(is_active=True)
        .order_by("identifier")
        .prefetch_related(Prefetch("certificates", signing), Prefetch("subsystems", subsystems))
    )


def _servers(live: QuerySet[Certificate]) -> QuerySet[Server]:
    certificates = live.filter(use=CertificateUse.TLS).order_by("pk")
    servers = Server.objects.filter(is_active=True, owner__is_active=True)
    return servers.order_by("identifier").prefetch_related(Prefetch("certificates", certificates))


def _active_subsystems() -> "Prefetch[str]":
    return Prefetch("subsystems", _live(Subsystem.objects.all()).order_by("identifier"))


def _readings() -> tuple[wire.Reading, ...]:
    """The operations marked as reading only, also for the callers' gateways."""
    marked = Endpoint.objects.filter(only_reads=True, retired_at__isnull=True, service__subsystem__in=_live(Subsystem.objects.all()))
    found: defaultdict[str, list[wire.Endpoint]] = defaultdict(list)
    for service, method, path in marked.order_by("path", "method").values_list("service__identifier", "method", "path"):
        found[service].append(wire.Endpoint(method=method, path=path))
    return tuple(wire.Reading(service=service, operations=tuple(found[service])) for service in sorted(found))


def _live(subsystems: QuerySet[Subsystem]) -> QuerySet[Subsystem]:
    return subsystems.filter(is_active=True, member__is_active=True)


def _member(member: Member) -> wire.Member:
    return wire.Member(
        id=member.identifier,
        name=member.name,
        signing_certificates=tuple(certificate.pem for certificate in member.certificates.all()),
        subsystems=tuple(
            wire.Subsystem(
                id=subsystem.identifier, name=subsystem.name, servers=tuple(server.identifier for server in subsystem.servers.all())
            )
            for subsystem in member.subsystems.all()
        ),
    )


def _server(server: Server) -> wire.Server:
    fingerprints = tuple(certificate.fingerprint for certificate in server.certificates.all())
    return wire.Server(id=server.identifier, address=server.address, certificates=fingerprints, maintenance=server.maintenance)


def _group(group: Group) -> wire.Group:
    return wire.Group(code=group.code, members=tuple(subsystem.identifier for subsystem in group.subsystems.all()))


def _service(service: Service, rights: list[Right], credential: str) -> wire.Service:
    current: list[Description] = service.current  # type: ignore[attr-defined]
    endpoints: list[Endpoint] = service.live_endpoints  # type: ignore[attr-defined]
    return wire.Service(
        id=service.identifier,
        name=service.name,
        base_url=service.base_url,
        kind="OPENAPI3" if service.kind == "OPENAPI3" else "REST",
        description=current[0].text if current else "",
        enabled=service.state == ServiceState.ACTIVE,
        notice=service.notice,
        credential=credential,
        timeout_seconds=service.timeout_seconds,
        verify_tls=service.verify_tls,
        max_request_bytes=service.max_request_bytes,
        max_answer_bytes=service.max_answer_bytes,
        check=_CHECKS[service.check_mode],
        personal=service.personal,
        log_body=service.log_body,
        endpoints=tuple(wire.Endpoint(method=one.method, path=one.path) for one in endpoints),
        rights=tuple(line for right in rights for line in _right_lines(right)),
        allowances=tuple(
            wire.Allowance(
                subject=allowance.subsystem.identifier if allowance.subsystem else "*",
                per_second=allowance.per_second,
                burst=allowance.burst,
                per_day=allowance.per_day,
            )
            for allowance in service.allowances.all()
        ),
    )


_CHECKS: dict[str, wire.Check] = {"off": "off", "warn": "warn", "refuse": "refuse"}


def _right_lines(right: Right) -> list[wire.Right]:
    subject = right.subsystem.identifier if right.subsystem else right.group.code if right.group else ""
    agreement = right.agreement
    if agreement is None:
        return []
    until = None if agreement.ends_on is None else machine_time(clock.at_local(agreement.ends_on + dt.timedelta(days=1)))
    places = [("*", "**")] if right.covers_all else [(endpoint.method, endpoint.path) for endpoint in right.endpoints.all()]
    return [wire.Right(subject=subject, method=method, path=path, agreement=agreement.number, until=until) for method, path in places]


def _client(subsystem: Subsystem) -> wire.Client:
    access = getattr(subsystem, "client_access", None)
    secret = access.secret_hash if access else ""
    return wire.Client(
        id=subsystem.identifier,
        client_id=(access.client_id or "") if access and secret else "",
        secret_hash=secret,
        certificates=tuple(certificate.fingerprint for certificate in subsystem.client_certificates.all()),
        open=bool(access and access.open),
    )
