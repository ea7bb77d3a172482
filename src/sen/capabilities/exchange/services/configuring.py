"""Configuration from outside: members, subsystems, services and rights as one text, through the ordinary use cases."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from sen.capabilities.exchange.errors import AgreementUnfit, OtherInstance
from sen.capabilities.exchange.models import Agreement, Member, Right, Server, Service, Subsystem
from sen.capabilities.exchange.services import members, offering, rights
from sen.capabilities.exchange.services.offering import Parameters
from sen.capabilities.exchange.states import OPEN_RIGHTS, RightState, ServiceState
from sen.capabilities.exchange.types import Scope
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

_REASON = "Qua giao diện quản lý cấu hình"


@dataclass(frozen=True, slots=True)
class WantedService:
    """A service and the subsystems (pairs of member code and subsystem code) that may call it."""

    code: str
    url: str
    callers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class WantedSystem:
    """A subsystem and its services."""

    code: str
    services: Sequence[WantedService] = ()


@dataclass(frozen=True, slots=True)
class WantedMember:
    """A member and its subsystems."""

    member_class: str
    code: str
    name: str
    systems: Sequence[WantedSystem] = ()


@dataclass(slots=True)
class _Named:
    """Everything the text named, so that the rest can be switched off."""

    members: set[int] = field(default_factory=set)
    systems: set[int] = field(default_factory=set)
    services: set[int] = field(default_factory=set)


@transaction.atomic
def apply_configuration(*, actor: Actor, instance: str, wanted: Iterable[WantedMember], whole: bool, now: dt.datetime) -> None:
    """Bring members, subsystems, services and rights to what is wanted; with ``whole`` whatever is not named is switched off.

    Nothing is deleted: what goes is disabled, with its history.  A right needs a live agreement between the two members.
    Raises OtherInstance, AgreementUnfit, NotFound, and what the single use cases raise; then nothing has changed.
    """
    check_instance(instance)
    named = _Named()
    texts = list(wanted)
    for member in texts:
        _member(actor, member, named, now)
    for member in texts:
        for system in member.systems:
            for service in system.services:
                found = Service.objects.get(identifier=f"{instance}/{member.member_class}/{member.code}/{system.code}/{service.code}")
                _callers(actor, found, service.callers, whole=whole, now=now)
    if whole:
        _switch_off(actor, named, now)


@transaction.atomic
def allow_callers(*, actor: Actor, service: str, callers: Iterable[str], now: dt.datetime) -> None:
    """Let the subsystems call the whole service, under the live agreement of the two members.

    Raises NotFound, AgreementUnfit.
    """
    offered = _service(service)
    for caller in callers:
        _allow(actor, offered, _system(caller), now)


@transaction.atomic
def deny_callers(*, actor: Actor, service: str, callers: Iterable[str], now: dt.datetime) -> None:
    """End every right of the subsystems to the service.  Raises NotFound."""
    offered = _service(service)
    for caller in callers:
        for right in Right.objects.filter(service=offered, subsystem=_system(caller), state__in=OPEN_RIGHTS):
            _end(actor, right, now)


def check_instance(instance: str) -> None:
    """Raise OtherInstance unless this platform controls the instance."""
    if instance != settings.AXIS_INSTANCE:
        raise OtherInstance("instance", own=settings.AXIS_INSTANCE)


def _member(actor: Actor, wanted: WantedMember, named: _Named, now: dt.datetime) -> None:
    found = Member.objects.filter(instance=settings.AXIS_INSTANCE, member_class=wanted.member_class, code=wanted.code).first()
    if found is None:
        found = members.register_member(
            actor=actor, member_class=wanted.member_class, code=wanted.code, name=wanted.name, agency_id=None, now=now
        )
    elif not found.is_active:
        members.enable_member(actor=actor, member_id=found.pk, now=now)
    named.members.add(found.pk)
    for system in wanted.systems:
        _subsystem(actor, found, system, named, now)


def _subsystem(actor: Actor, member: Member, wanted: WantedSystem, named: _Named, now: dt.datetime) -> None:
    found = Subsystem.objects.filter(member=member, code=wanted.code).first()
    if found is None:
        servers = list(Server.objects.filter(owner=member, is_active=True).values_list("pk", flat=True))
        found = members.register_subsystem(
            actor=actor, member_id=member.pk, code=wanted.code, name=wanted.code, server_ids=servers, now=now
        )
    elif not found.is_active:
        members.enable_subsystem(actor=actor, subsystem_id=found.pk, now=now)
    named.systems.add(found.pk)
    for service in wanted.services:
        named.services.add(_offered(actor, found, service, now).pk)


def _offered(actor: Actor, subsystem: Subsystem, wanted: WantedService, now: dt.datetime) -> Service:
    """The service; a new one is offered at once, described by whoever uploads its description later."""
    found = Service.objects.filter(subsystem=subsystem, code=wanted.code).first()
    if found is None:
        found = offering.create_service(
            actor=actor,
            subsystem_id=subsystem.pk,
            code=wanted.code,
            name=wanted.code,
            summary="",
            kind="REST",
            parameters=Parameters(base_url=wanted.url),
            now=now,
        )
        return offering.activate_service(actor=actor, service_id=found.pk, now=now)
    if found.base_url != wanted.url:
        parameters = Parameters(
            wanted.url,
            found.timeout_seconds,
            found.verify_tls,
            found.max_request_bytes,
            found.max_answer_bytes,
            found.check_mode,
            found.personal,
            found.log_body,
            found.is_listed,
        )
        found = offering.edit_service(
            actor=actor, service_id=found.pk, name=found.name, summary=found.summary, kind=found.kind, parameters=parameters, now=now
        )
    if found.state == ServiceState.DISABLED:
        return offering.enable_service(actor=actor, service_id=found.pk, now=now)
    return found


def _callers(actor: Actor, service: Service, callers: Iterable[tuple[str, str]], *, whole: bool, now: dt.datetime) -> None:
    wanted = [_caller(member, system) for member, system in callers]
    for caller in wanted:
        _allow(actor, service, caller, now)
    if whole:
        for right in Right.objects.filter(service=service, state__in=OPEN_RIGHTS).exclude(subsystem__in=wanted):
            _end(actor, right, now)


def _caller(member: str, system: str) -> Subsystem:
    """The subsystem by the code of its member, which the text names without its class; raises NotFound unless it is one."""
    found = list(Subsystem.objects.filter(member__instance=settings.AXIS_INSTANCE, member__code=member, code=system)[:2])
    if len(found) != 1:
        raise NotFound
    return found[0]


def _allow(actor: Actor, service: Service, caller: Subsystem, now: dt.datetime) -> None:
    held = Right.objects.filter(service=service, subsystem=caller, covers_all=True, state__in=OPEN_RIGHTS).first()
    if held is not None and held.state == RightState.ACTIVE:
        return
    agreement = _agreement(service.subsystem.member_id, caller.member_id, clock.local(now).date())
    if held is None:
        held = rights.request_right(
            actor=actor,
            service_id=service.pk,
            subsystem_id=caller.pk,
            scope=Scope(),
            purpose=agreement.purpose,
            legal_basis=agreement.legal_basis,
            now=now,
        )
    if held.state == RightState.REQUESTED:
        held = rights.approve_right(actor=actor, right_id=held.pk, reason=_REASON, now=now)
    if held.state == RightState.SUSPENDED:
        rights.resume_right(actor=actor, right_id=held.pk, reason=_REASON, now=now)
    elif held.state == RightState.APPROVED:
        rights.activate_right(actor=actor, right_id=held.pk, agreement_id=agreement.pk, now=now)


def _agreement(provider_id: int, consumer_id: int, today: dt.date) -> Agreement:
    """The live agreement that lasts longest; raises AgreementUnfit when there is none."""
    live = Agreement.objects.filter(provider_id=provider_id, ended_on=None, valid_from__lte=today)
    live = live.filter(Q(consumer_id=consumer_id) | Q(consumer=None), Q(ends_on=None) | Q(ends_on__gte=today))
    found = max(live, key=lambda each: (each.ends_on is None, each.ends_on or today, each.pk), default=None)
    if found is None:
        raise AgreementUnfit("rights", reason="hai bên chưa có thỏa thuận còn hiệu lực")
    return found


def _end(actor: Actor, right: Right, now: dt.datetime) -> None:
    if right.state == RightState.REQUESTED:
        rights.refuse_right(actor=actor, right_id=right.pk, reason=_REASON, now=now)
    elif right.state == RightState.APPROVED:
        rights.refuse_right(actor=actor, right_id=right.pk, reason=_REASON, now=now)
    else:
        rights.end_right(actor=actor, right_id=right.pk, reason=_REASON, now=now)


def _switch_off(actor: Actor, named: _Named, now: dt.datetime) -> None:
    for service in Service.objects.filter(state=ServiceState.ACTIVE).exclude(pk__in=named.services):
        offering.disable_service(actor=actor, service_id=service.pk, notice=_REASON, now=now)
    for system in Subsystem.objects.filter(is_active=True).exclude(pk__in=named.systems):
        members.disable_subsystem(actor=actor, subsystem_id=system.pk, notice=_REASON, now=now)
    for member in Member.objects.filter(is_active=True).exclude(pk__in=named.members):
        members.disable_member(actor=actor, member_id=member.pk, notice=_REASON, now=now)


def _service(identifier: str) -> Service:
    found = Service.objects.select_related("subsystem").filter(identifier=identifier).first()
    if found is None:
        raise NotFound
    return found


def _system(identifier: str) -> Subsystem:
    found = Subsystem.objects.filter(identifier=identifier).first()
    if found is None:
        raise NotFound
    return found
