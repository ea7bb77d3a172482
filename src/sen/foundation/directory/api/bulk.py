"""Many operations in one request (RFC 7644, Section 3.7)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from sen.foundation.directory.api.frame import ScimRequest, answer, error_body, root, scim
from sen.foundation.directory.errors import InvalidSyntax, InvalidValue, NotOffered, ResourceMissing, TooLarge, VersionStale
from sen.foundation.directory.models import ScimClient
from sen.foundation.directory.schemas import MOST_OPERATIONS, read_body
from sen.foundation.directory.selectors.filters import get
from sen.foundation.directory.selectors.resources import access_group, access_user
from sen.foundation.directory.services import groups, users
from sen.foundation.directory.types import MESSAGES, Json
from sen.kernel import clock
from sen.kernel.errors import DomainError


@dataclass
class _Run:
    """One bulk request: what was made under which ``bulkId``, what waits for it, what failed."""

    client: ScimClient
    made: dict[str, str] = field(default_factory=dict)
    errors: int = 0


@scim("POST")
def bulk(request: ScimRequest) -> HttpResponse:
    """Carry operations out one by one, each by itself; stop after ``failOnErrors`` failures."""
    body = read_body(request)
    operations = get(body, "Operations")
    if f"{MESSAGES}BulkRequest" not in body["schemas"] or not isinstance(operations, list):
        raise InvalidSyntax(detail="A BulkRequest with Operations was expected.")
    if len(operations) > MOST_OPERATIONS:
        raise TooLarge(detail=f"At most {MOST_OPERATIONS} operations.")
    most = get(body, "failOnErrors")
    run, done = _Run(request.client), []
    for operation in _in_order(operations):
        done.append(_one(run, operation))
        if isinstance(most, int) and most > 0 and run.errors >= most:
            break
    return answer({"schemas": [f"{MESSAGES}BulkResponse"], "Operations": done})


def _in_order(operations: list[Any]) -> list[Json]:
    """Operations that refer to a resource made later in the request stand after it."""
    if not all(isinstance(one, dict) for one in operations):
        raise InvalidSyntax(detail="An operation is an object.")
    waiting, ready = list(operations), []
    made: set[str] = set()
    known = {str(get(one, "bulkId")) for one in operations if get(one, "bulkId")}
    while waiting:
        now = next((one for one in waiting if not (_refers_to(one, known) - made)), waiting[0])
        waiting.remove(now)
        ready.append(now)
        made.add(str(get(now, "bulkId")))
    return ready


def _refers_to(operation: Json, known: set[str]) -> set[str]:
    text = json.dumps([get(operation, "path"), get(operation, "data")])
    return {one for one in known if f'bulkId:{one}"' in text or f"bulkId:{one}/" in text}


def _one(run: _Run, operation: Json) -> Json:
    method, bulk_id = str(get(operation, "method") or "").upper(), get(operation, "bulkId")
    told: Json = {"method": method, **({"bulkId": bulk_id} if bulk_id else {})}
    try:
        with transaction.atomic():
            resource, status = _carry_out(run, operation, method)
    except DomainError as error:
        run.errors += 1
        return {**told, "status": str(error.status), "response": error_body(error)}
    if resource is None:
        return {**told, "location": f"{root()}{get(operation, 'path')}", "status": str(status)}
    if bulk_id:
        run.made[str(bulk_id)] = str(resource["id"])
    return {**told, "location": resource["meta"]["location"], "version": resource["meta"]["version"], "status": str(status)}


def _carry_out(run: _Run, operation: Json, method: str) -> tuple[Json | None, int]:
    path = _resolved(run, str(get(operation, "path") or ""))
    data = json.loads(_resolved(run, json.dumps(get(operation, "data") or {})))
    parts = [part for part in path.split("/") if part]
    if parts == ["Users"] and method == "POST":
        if not get(operation, "bulkId"):
            raise InvalidSyntax(detail="POST needs a bulkId.")
        return users.create_user(client=run.client, resource=data, now=clock.now(), root=root()), 201
    if len(parts) != 2 or (parts[0], method) not in _CHANGES:
        raise (NotOffered if parts[:1] == ["Groups"] else ResourceMissing)(detail=f"{method} {path} is not offered.")
    _check_version(run, parts, get(operation, "version"))
    return _CHANGES[parts[0], method](run.client, parts[1], data)


def _check_version(run: _Run, parts: list[str], version: Any) -> None:
    if version:
        today = clock.today()
        present = access_user(run.client, parts[1], today) if parts[0] == "Users" else access_group(parts[1], today)
        if present["meta"]["version"] != version:
            raise VersionStale(detail="The resource has changed since.")


def _resolved(run: _Run, text: str) -> str:
    for name, key in run.made.items():
        text = text.replace(f'bulkId:{name}"', f'{key}"').replace(f"bulkId:{name}/", f"{key}/")
        text = text.removesuffix(f"bulkId:{name}") + (key if text.endswith(f"bulkId:{name}") else "")
    if "bulkId:" in text:
        raise InvalidValue(detail="A bulkId that is not known.")
    return text


Change = Callable[[ScimClient, str, Json], tuple[Json | None, int]]


def _put_user(client: ScimClient, key: str, data: Json) -> tuple[Json | None, int]:
    return users.replace_user(client=client, user_id=key, resource=data, now=clock.now(), root=root()), 200


def _patch_user(client: ScimClient, key: str, data: Json) -> tuple[Json | None, int]:
    return users.patch_user(client=client, user_id=key, request=data, now=clock.now(), root=root()), 200


def _delete_user(client: ScimClient, key: str, data: Json) -> tuple[Json | None, int]:
    users.delete_user(client=client, user_id=key, now=clock.now())
    return None, 204


def _put_group(client: ScimClient, key: str, data: Json) -> tuple[Json | None, int]:
    return groups.replace_group(client=client, group_id=key, resource=data, now=clock.now(), root=root()), 200


def _patch_group(client: ScimClient, key: str, data: Json) -> tuple[Json | None, int]:
    return groups.patch_group(client=client, group_id=key, request=data, now=clock.now(), root=root()), 200


_CHANGES: dict[tuple[str, str], Change] = {
    ("Users", "PUT"): _put_user,
    ("Users", "PATCH"): _patch_user,
    ("Users", "DELETE"): _delete_user,
    ("Groups", "PUT"): _put_group,
    ("Groups", "PATCH"): _patch_group,
}
