"""Services a member offers: parameters, credential, switching on and off."""

import datetime as dt
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.db import transaction

from sen.capabilities.exchange.errors import BadAddress, CodeTaken, NothingDescribed, NoticeMissing
from sen.capabilities.exchange.models import Service, ServiceKind, Subsystem
from sen.capabilities.exchange.policies import require_operator
from sen.capabilities.exchange.services import keys
from sen.capabilities.exchange.services.naming import checked_code, join
from sen.capabilities.exchange.services.recording import record
from sen.capabilities.exchange.states import SERVICE_STATES, DescriptionState, ServiceAction
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Parameters:
    """How gateways treat calls to a service."""

    base_url: str
    timeout_seconds: float = 30.0
    verify_tls: bool = True
    max_request_bytes: int = 10_485_760
    max_answer_bytes: int = 104_857_600
    check_mode: str = "off"
    personal: bool = False
    log_body: bool = True
    is_listed: bool = True


@transaction.atomic
def create_service(
    *,
    actor: Actor,
    subsystem_id: int,
    code: str,
    name: str,
    summary: str,
    kind: str,
    parameters: Parameters,
    now: dt.datetime,
) -> Service:
    """Enter a service as a draft; gateways learn of it when it is activated.

    Raises NotAllowed, NotFound, BadCode, BadAddress, CodeTaken.
    """
    require_operator(actor)
    subsystem = Subsystem.objects.filter(pk=subsystem_id).first()
    if subsystem is None:
        raise NotFound
    identifier = join(subsystem.identifier, checked_code(code))
    if Service.objects.filter(identifier=identifier).exists():
        raise CodeTaken("code", code=identifier)
    checked_url(parameters.base_url)
    service = Service.objects.create(
        identifier=identifier,
        subsystem=subsystem,
        code=code,
        name=name,
        name_folded=fold(name)[:200],
        summary=summary,
        kind=kind,
        created_at=now,
        changed_at=now,
        **asdict(parameters),
    )
    record("service.create", service, actor=actor, now=now, name=name)
    return service


@transaction.atomic
def edit_service(*, actor: Actor, service_id: int, name: str, summary: str, kind: str, parameters: Parameters, now: dt.datetime) -> Service:
    """Change a service's words and parameters; its code never changes.  Raises NotAllowed, NotFound, BadAddress."""
    require_operator(actor)
    checked_url(parameters.base_url)
    service = locked_service(service_id)
    wanted = {"name": name, "summary": summary, "kind": kind, **asdict(parameters)}
    changed = {field: [getattr(service, field), value] for field, value in wanted.items() if getattr(service, field) != value}
    if not changed:
        return service
    for field, value in wanted.items():
        setattr(service, field, value)
    service.name_folded, service.changed_at = fold(name)[:200], now
    service.save()
    record("service.edit", service, actor=actor, now=now, changed=changed)
    return service


@transaction.atomic
def set_credential(*, actor: Actor, service_id: int, credential: str, now: dt.datetime) -> Service:
    """Set what gateways send to the provider as ``Authorization``; empty removes it.  It is kept encrypted and never shown.

    Raises NotAllowed, NotFound.
    """
    require_operator(actor)
    service = locked_service(service_id)
    if keys.open_text(service.sealed_credential) == credential:
        return service
    service.sealed_credential, service.changed_at = keys.seal_text(credential), now
    service.save(update_fields=["sealed_credential", "changed_at"])
    record("service.credential", service, actor=actor, now=now, removed=not credential)
    return service


@transaction.atomic
def activate_service(*, actor: Actor, service_id: int, now: dt.datetime) -> Service:
    """Offer a draft service on the axis.  Raises NotAllowed, NotFound, IllegalTransition, NothingDescribed."""
    require_operator(actor)
    service = locked_service(service_id)
    described = service.descriptions.filter(state=DescriptionState.CURRENT).exists()
    if service.kind == ServiceKind.OPENAPI and not described:
        raise NothingDescribed
    return _move(service, ServiceAction.ACTIVATE, "", actor, now)


@transaction.atomic
def disable_service(*, actor: Actor, service_id: int, notice: str, now: dt.datetime) -> Service:
    """Stop a service for now; callers are told the notice.  Raises NotAllowed, NotFound, NoticeMissing, IllegalTransition."""
    require_operator(actor)
    if not notice.strip():
        raise NoticeMissing("notice")
    return _move(locked_service(service_id), ServiceAction.DISABLE, notice, actor, now)


@transaction.atomic
def enable_service(*, actor: Actor, service_id: int, now: dt.datetime) -> Service:
    """Offer a disabled service again.  Raises NotAllowed, NotFound, IllegalTransition."""
    require_operator(actor)
    return _move(locked_service(service_id), ServiceAction.ENABLE, "", actor, now)


def checked_url(url: str) -> str:
    """An address a gateway may call: http or https, with a host, without credentials, query or fragment.  Raises BadAddress."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise BadAddress("base_url", reason="viết chưa đúng") from error
    if not usable or parts.username or parts.query or parts.fragment:
        raise BadAddress("base_url", reason="cần bắt đầu bằng http:// hoặc https://, không kèm mật khẩu, dấu ? hay #")
    return url


def locked_service(service_id: int) -> Service:
    """The service with its row locked; raises NotFound."""
    service = Service.objects.select_for_update(of=("self",)).select_related("subsystem__member").filter(pk=service_id).first()
    if service is None:
        raise NotFound
    return service


def _move(service: Service, action: ServiceAction, notice: str, actor: Actor, now: dt.datetime) -> Service:
    before = service.state
    service.state = SERVICE_STATES.next(before, action)
    service.notice, service.changed_at = notice, now
    service.save(update_fields=["state", "notice", "changed_at"])
    record(f"service.{action}", service, actor=actor, now=now, before=before, notice=notice)
    return service
