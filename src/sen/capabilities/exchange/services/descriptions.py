"""Descriptions of services: uploading, seeing what would change, activating.  Rights follow the operationId."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.exchange.adapters.openapi.reading import METHODS, Operation, glob_of, read_description
from sen.capabilities.exchange.errors import BadAddress, CodeTaken
from sen.capabilities.exchange.models import Description, Endpoint, Service, ServiceKind
from sen.capabilities.exchange.policies import require_operator
from sen.capabilities.exchange.services.offering import locked_service
from sen.capabilities.exchange.services.recording import record
from sen.capabilities.exchange.states import DescriptionState
from sen.capabilities.exchange.types import matched_operations
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotFound
from sen.kernel.hashing import content_hash


@transaction.atomic
def upload_description(*, actor: Actor, service_id: int, content: bytes, file_name: str, now: dt.datetime) -> Description:
    """Take in a description for comparison; nothing changes for callers until it is activated.

    The same text twice returns the waiting or current one.  Raises NotAllowed, NotFound, DescriptionRefused.
    """
    require_operator(actor)
    service = locked_service(service_id)
    read = read_description(content)
    digest = content_hash(read.text.encode())
    waiting = service.descriptions.filter(digest=digest, state__in=(DescriptionState.UPLOADED, DescriptionState.CURRENT)).first()
    if waiting is not None:
        return waiting
    service.descriptions.filter(state=DescriptionState.UPLOADED).update(state=DescriptionState.DISCARDED)
    last = service.descriptions.order_by("-number").values_list("number", flat=True).first()
    description = Description.objects.create(
        service=service,
        number=(last or 0) + 1,
        title=read.title,
        version=read.version,
        text=read.text,
        digest=digest,
        file_name=file_name[:200],
        uploaded_by_id=actor.account_id,
        uploaded_by_name=actor.name[:120],
        uploaded_at=now,
    )
    record("description.upload", service, actor=actor, now=now, number=description.number, digest=digest)
    return description


@transaction.atomic
def activate_description(*, actor: Actor, description_id: int, now: dt.datetime) -> Description:
    """Make an uploaded description the current one; operations keep their rights by operationId, otherwise by method and path.

    Raises NotAllowed, NotFound, IllegalTransition.
    """
    require_operator(actor)
    description = Description.objects.filter(pk=description_id).first()
    if description is None:
        raise NotFound
    service = locked_service(description.service_id)
    description = Description.objects.select_for_update().get(pk=description_id)
    if description.state != DescriptionState.UPLOADED:
        raise IllegalTransition
    service.descriptions.filter(state=DescriptionState.CURRENT).update(state=DescriptionState.REPLACED)
    description.state, description.activated_at = DescriptionState.CURRENT, now
    description.save(update_fields=["state", "activated_at"])
    told = _apply(service, read_description(description.text.encode()).operations, now)
    service.kind, service.changed_at = ServiceKind.OPENAPI, now
    service.save(update_fields=["kind", "changed_at"])
    record("description.activate", service, actor=actor, now=now, number=description.number, **told)
    return description


@transaction.atomic
def discard_description(*, actor: Actor, description_id: int, now: dt.datetime) -> None:
    """Put an uploaded description aside.  Raises NotAllowed, NotFound, IllegalTransition."""
    require_operator(actor)
    description = Description.objects.select_for_update().filter(pk=description_id).first()
    if description is None:
        raise NotFound
    if description.state != DescriptionState.UPLOADED:
        raise IllegalTransition
    description.state = DescriptionState.DISCARDED
    description.save(update_fields=["state"])
    record("description.discard", locked_service(description.service_id), actor=actor, now=now, number=description.number)


@transaction.atomic
def add_endpoint(*, actor: Actor, service_id: int, method: str, template: str, summary: str, now: dt.datetime) -> Endpoint:
    """Enter an operation by hand, for a service without a description.  Raises NotAllowed, NotFound, BadAddress, CodeTaken."""
    require_operator(actor)
    service = locked_service(service_id)
    if method.lower() not in METHODS and method != "*":
        raise BadAddress("method", reason="phương thức này không có")
    if not template.startswith("/") or ".." in template.split("/"):
        raise BadAddress("template", reason="đường dẫn bắt đầu bằng dấu / và không có ..")
    path = glob_of(template)
    if service.endpoints.filter(method=method.upper(), path=path, retired_at=None).exists():
        raise CodeTaken("template", code=f"{method} {template}")
    endpoint = Endpoint.objects.create(
        service=service, method=method.upper(), path=path, template=template, summary=summary, is_manual=True
    )
    record("endpoint.add", service, actor=actor, now=now, endpoint=str(endpoint))
    return endpoint


@transaction.atomic
def retire_endpoint(*, actor: Actor, endpoint_id: int, now: dt.datetime) -> None:
    """Take back an operation entered by hand.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    endpoint = Endpoint.objects.select_for_update().filter(pk=endpoint_id, is_manual=True, retired_at=None).first()
    if endpoint is None:
        raise NotFound
    endpoint.retired_at = now
    endpoint.save(update_fields=["retired_at"])
    record("endpoint.retire", locked_service(endpoint.service_id), actor=actor, now=now, endpoint=str(endpoint))


def _apply(service: Service, operations: Sequence[Operation], now: dt.datetime) -> dict[str, int]:
    """Bring the service's endpoints to the operations; returns how many came, went and moved."""
    known = list(service.endpoints.filter(retired_at=None))
    pairs = matched_operations(known, operations)
    kept = {endpoint.pk for endpoint, _operation in pairs if endpoint is not None}
    described = [endpoint for endpoint in known if not endpoint.is_manual or endpoint.pk in kept]
    # Retired first, then brought back one by one: two operations may have swapped their paths.
    Endpoint.objects.filter(pk__in=[endpoint.pk for endpoint in described]).update(retired_at=now)
    moved = 0
    for endpoint, operation in pairs:
        row = endpoint or Endpoint(service=service)
        moved += bool(endpoint) and (row.method, row.path) != (operation.method, operation.path)
        row.method, row.path, row.template = operation.method, operation.path, operation.template
        row.operation_id, row.summary, row.only_reads = operation.operation_id, operation.summary, operation.only_reads
        row.retired_at, row.is_manual = None, False
        row.save()
    added = sum(1 for endpoint, _operation in pairs if endpoint is None)
    return {"added": added, "removed": sum(1 for endpoint in described if endpoint.pk not in kept), "moved": moved}
