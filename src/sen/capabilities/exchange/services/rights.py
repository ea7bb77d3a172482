"""Rights to call services: asked for, approved by the offering side, active under an agreement, suspended, ended; allowances."""

import datetime as dt

from django.db import transaction

from sen.capabilities.exchange.errors import AgreementUnfit, NoticeMissing, OwnRequest, RequestExists
from sen.capabilities.exchange.models import Agreement, Allowance, Group, Right, Service, Subsystem
from sen.capabilities.exchange.policies import decides_on, own_subsystems, require_operator, require_reader, speaks_for
from sen.capabilities.exchange.services.recording import record, record_right
from sen.capabilities.exchange.states import OPEN_RIGHTS, RIGHT_STATES, RightAction, RightState
from sen.capabilities.exchange.types import Scope
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed, NotFound


@transaction.atomic
def request_right(
    *,
    actor: Actor,
    service_id: int,
    subsystem_id: int | None,
    scope: Scope,
    purpose: str,
    legal_basis: str,
    now: dt.datetime,
    group_id: int | None = None,
) -> Right:
    """Ask for a right to a service or to some of its operations, for an own subsystem; only operators may ask for a group.

    Raises NotAllowed, NotFound, RequestExists.
    """
    require_reader(actor)
    service = Service.objects.select_related("subsystem__member").filter(pk=service_id).first()
    subject = _subject(actor, subsystem_id, group_id)
    if service is None:
        raise NotFound
    endpoints = list(service.endpoints.filter(pk__in=scope.endpoint_ids, retired_at=None))
    if len(endpoints) != len(set(scope.endpoint_ids)) or (not scope.covers_all and not endpoints):
        raise NotFound
    _refuse_double(service, subject, scope)
    right = Right.objects.create(
        service=service,
        **subject,
        covers_all=scope.covers_all,
        purpose=purpose,
        legal_basis=legal_basis,
        requested_by_id=actor.account_id,
        requested_by_name=actor.name[:120],
        requested_at=now,
        changed_at=now,
    )
    right.endpoints.set([] if scope.covers_all else endpoints)
    record_right("request", right, actor=actor, before="", now=now, purpose=purpose, endpoints=[str(one) for one in endpoints])
    return right


@transaction.atomic
def approve_right(*, actor: Actor, right_id: int, now: dt.datetime, reason: str = "") -> Right:
    """Agree to a request, for the offering side; who asked cannot.  Raises NotFound, NotAllowed, OwnRequest, IllegalTransition."""
    right = _locked(actor, right_id)
    return _decide(actor, right, RightAction.APPROVE, reason, now)


@transaction.atomic
def refuse_right(*, actor: Actor, right_id: int, reason: str, now: dt.datetime) -> Right:
    """Refuse a request and say why.  Raises NotFound, NotAllowed, OwnRequest, NoticeMissing, IllegalTransition.

    Basis: 194/2025/NĐ-CP, Article 16 (data is shared on request; a refusal is in writing with its ground).
    """
    if not reason.strip():
        raise NoticeMissing("reason")
    right = _locked(actor, right_id)
    return _decide(actor, right, RightAction.REFUSE, reason, now)


@transaction.atomic
def activate_right(*, actor: Actor, right_id: int, agreement_id: int, now: dt.datetime) -> Right:
    """Put an approved right into force under an agreement; it reaches the gateways with their next snapshot.

    Raises NotFound, NotAllowed, AgreementUnfit, IllegalTransition.
    """
    require_operator(actor)
    right = _locked(actor, right_id)
    agreement = Agreement.objects.filter(pk=agreement_id).first()
    if agreement is None:
        raise NotFound
    _check_fits(agreement, right, clock.local(now).date())
    right.agreement = agreement
    return _move(actor, right, RightAction.ACTIVATE, "", now, agreement=agreement.number)


@transaction.atomic
def suspend_right(*, actor: Actor, right_id: int, reason: str, now: dt.datetime) -> Right:
    """Stop a right for now and say why.  Raises NotFound, NotAllowed, NoticeMissing, IllegalTransition."""
    if not reason.strip():
        raise NoticeMissing("reason")
    right = _locked(actor, right_id)
    _require_offering(actor, right)
    return _move(actor, right, RightAction.SUSPEND, reason, now)


@transaction.atomic
def resume_right(*, actor: Actor, right_id: int, now: dt.datetime, reason: str = "") -> Right:
    """Let a suspended right count again.  Raises NotFound, NotAllowed, IllegalTransition."""
    right = _locked(actor, right_id)
    _require_offering(actor, right)
    return _move(actor, right, RightAction.RESUME, reason, now)


@transaction.atomic
def end_right(*, actor: Actor, right_id: int, reason: str, now: dt.datetime) -> Right:
    """End a right for good and say why; either side may.  Raises NotFound, NoticeMissing, IllegalTransition."""
    if not reason.strip():
        raise NoticeMissing("reason")
    right = _locked(actor, right_id)
    return _move(actor, right, RightAction.END, reason, now)


@transaction.atomic
def set_allowance(
    *,
    actor: Actor,
    service_id: int,
    subsystem_id: int | None,
    per_second: float,
    burst: int,
    per_day: int | None,
    now: dt.datetime,
) -> Allowance:
    """Set how much a subsystem, or without one each of the others, may ask of a service.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    service = Service.objects.select_for_update(of=("self",)).filter(pk=service_id).first()
    subsystem = Subsystem.objects.filter(pk=subsystem_id).first() if subsystem_id is not None else None
    if service is None or (subsystem_id is not None and subsystem is None):
        raise NotFound
    allowance, _made = Allowance.objects.update_or_create(
        service=service, subsystem=subsystem, defaults={"per_second": per_second, "burst": burst, "per_day": per_day}
    )
    whom = str(allowance.subsystem or "*")
    record("allowance.set", service, actor=actor, now=now, whom=whom, per_second=per_second, burst=burst, per_day=per_day)
    return allowance


@transaction.atomic
def remove_allowance(*, actor: Actor, allowance_id: int, now: dt.datetime) -> None:
    """Return a subsystem to the allowance of the others.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    allowance = Allowance.objects.select_related("service", "subsystem").filter(pk=allowance_id).first()
    if allowance is None:
        raise NotFound
    record("allowance.remove", allowance.service, actor=actor, now=now, whom=str(allowance.subsystem or "*"))
    allowance.delete()


def _subject(actor: Actor, subsystem_id: int | None, group_id: int | None) -> dict[str, Subsystem | Group]:
    if group_id is not None:
        require_operator(actor)
        group = Group.objects.filter(pk=group_id).first()
        if group is None:
            raise NotFound
        return {"group": group}
    subsystem = own_subsystems(actor).filter(pk=subsystem_id).first() if subsystem_id is not None else None
    if subsystem is None:
        raise NotFound
    return {"subsystem": subsystem}


def _refuse_double(service: Service, subject: dict[str, Subsystem | Group], scope: Scope) -> None:
    for right in Right.objects.filter(service=service, state__in=OPEN_RIGHTS, **subject).prefetch_related("endpoints"):
        if right.covers_all or (not scope.covers_all and set(scope.endpoint_ids) <= {one.pk for one in right.endpoints.all()}):
            raise RequestExists


def _locked(actor: Actor, right_id: int) -> Right:
    right = (
        Right.objects.select_for_update(of=("self",))
        .select_related("service__subsystem__member", "subsystem__member", "group")
        .filter(pk=right_id)
        .first()
    )
    if right is None or not _concerns(actor, right):
        raise NotFound
    return right


def _concerns(actor: Actor, right: Right) -> bool:
    if speaks_for(actor, right.service.subsystem.member):
        return True
    return right.subsystem is not None and speaks_for(actor, right.subsystem.member)


def _require_offering(actor: Actor, right: Right) -> None:
    if not speaks_for(actor, right.service.subsystem.member):
        raise NotAllowed


def _decide(actor: Actor, right: Right, action: RightAction, reason: str, now: dt.datetime) -> Right:
    _require_offering(actor, right)
    if not decides_on(actor, right):
        raise OwnRequest
    return _move(actor, right, action, reason, now)


def _move(actor: Actor, right: Right, action: RightAction, reason: str, now: dt.datetime, **detail: str) -> Right:
    before = right.state
    right.state = RIGHT_STATES.next(RightState(before), action)
    right.changed_at = now
    right.save(update_fields=["state", "agreement", "changed_at"])
    record_right(action, right, actor=actor, before=before, now=now, reason=reason, **detail)
    return right


def _check_fits(agreement: Agreement, right: Right, today: dt.date) -> None:
    reasons = {
        "nó thuộc bên cung cấp khác": agreement.provider_id != right.service.subsystem.member_id,
        "nó được ký với đơn vị khác": agreement.consumer_id is not None
        and (right.subsystem is None or right.subsystem.member_id != agreement.consumer_id),
        "nó đã kết thúc": agreement.ended_on is not None,
        "nó đã hết hạn": agreement.ends_on is not None and agreement.ends_on < today,
    }
    for reason, applies in reasons.items():
        if applies:
            raise AgreementUnfit("agreement", reason=reason)
