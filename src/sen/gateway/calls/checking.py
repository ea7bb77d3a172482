"""Messages against the OpenAPI description of their service: not at all, with a note in the record, or with refusal."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from referencing.exceptions import Unresolvable

from sen.gateway.calls.answers import Course
from sen.gateway.calls.core import Gateway
from sen.gateway.calls.descriptions import Description, description_of
from sen.gateway.calls.outward import Reply
from sen.gateway.protocol.faults import CLIENT, THERE, Fault
from sen.gateway.protocol.identifiers import Target
from sen.gateway.protocol.messages import Head
from sen.gateway.protocol.spool import Body
from sen.gateway.trust.snapshot import Service

_MOST_CHECKED = 4 * 1024 * 1024
_IN_LINE = 65_536
_MOST_TOLD = 3
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json\b", re.IGNORECASE)
_READERS: dict[str, Any] = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}


async def check_request(gateway: Gateway, service: Service, head: Head, target: Target, body: Body, course: Course) -> None:
    """Compare a request with its description; raises Fault where the service refuses what does not fit."""
    if service.check == "off":
        return
    described = await description_of(gateway, service)
    problems = await _aside(body, lambda: list(request_problems(described, head, course.path, target.query, body)))
    if problems and service.check == "refuse":
        raise Fault(f"{CLIENT}.SchemaInvalid", "; ".join(problems))
    if problems:
        course.note = f"schema: {'; '.join(problems)}"


async def check_answer(gateway: Gateway, service: Service, method: str, target: Target, reply: Reply, course: Course) -> None:
    """Compare an answer with its description; raises Fault where the service refuses what does not fit."""
    if service.check == "off":
        return
    described = await description_of(gateway, service)
    problems = await _aside(reply.body, lambda: list(answer_problems(described, method, course.path, reply)))
    if problems and service.check == "refuse":
        reply.body.drop()
        raise Fault(f"{THERE}.ServiceFailed.SchemaInvalid", "; ".join(problems))
    if problems:
        course.note = f"{course.note} answer schema: {'; '.join(problems)}".strip()


def request_problems(described: Description, head: Head, path: str, query: str, body: Body) -> Iterator[str]:
    """What does not fit in a request, at most a few."""
    found = described.operation(head.first, path)
    if found is None:
        yield f"{head.first} {path or '/'} is not described"
        return
    operation, values = found
    for parameter in operation.parameters:
        yield from _parameter_problems(described, parameter, values, query, head)
    asked = described.resolve(operation.content.get("requestBody", {}))
    if not body.size:
        if asked.get("required"):
            yield "a body is required"
        return
    schema = _json_schema(asked, head.get(b"content-type"))
    if schema is not None:
        yield from _body_problems(described, schema, body)


def answer_problems(described: Description, method: str, path: str, reply: Reply) -> Iterator[str]:
    """What does not fit in an answer, at most a few."""
    found = described.operation(method, path)
    if found is None or not reply.body.size:
        return
    operation, _ = found
    answers = operation.content.get("responses", {})
    status = str(reply.status)
    key = next((each for each in (status, f"{status[0]}XX", f"{status[0]}xx", "default") if each in answers), None)
    if key is None:
        yield f"the status {status} is not described"
        return
    media = next((value.decode("latin-1") for name, value in reply.headers if name.lower() == b"content-type"), "")
    schema = _json_schema(described.resolve(answers[key]), media)
    if schema is not None:
        yield from _body_problems(described, schema, reply.body)


async def _aside(body: Body, work: Any) -> list[str]:
    """Check a small body at once, a large one beside the loop so that nobody else waits."""
    found: list[str] = work() if body.size <= _IN_LINE else await asyncio.to_thread(work)
    return found[:_MOST_TOLD]


def _json_schema(holder: Mapping[str, Any], media: str) -> Any:
    """The schema of a JSON body; None when the description asks for nothing."""
    if not _JSON.match(media):
        return None
    for kind, content in holder.get("content", {}).items():
        if _JSON.match(kind) or kind in ("*/*", "application/*"):
            return content.get("schema")
    return None


def _body_problems(described: Description, schema: Any, body: Body) -> Iterator[str]:
    if body.size > _MOST_CHECKED:
        yield "the body is too large to be checked"
        return
    try:
        value = json.loads(body.bytes())
    except ValueError:
        yield "the body is not JSON"
        return
    yield from _value_problems(described, schema, value, "body")


def _parameter_problems(
    described: Description, parameter: Mapping[str, Any], values: dict[str, str], query: str, head: Head
) -> Iterator[str]:
    name, place = str(parameter.get("name", "")), parameter.get("in")
    if place == "path":
        given = values.get(name)
    elif place == "query":
        given = next((value for key, value in parse_qsl(query, keep_blank_values=True) if key == name), None)
    elif place == "header":
        given = head.get(name.lower().encode()) or None
    else:
        return
    if given is None:
        if parameter.get("required"):
            yield f"{place} parameter {name} is missing"
        return
    schema = described.resolve(parameter.get("schema", {}))
    try:
        value = _READERS.get(str(schema.get("type")), str)(given)
    except (ValueError, KeyError):
        value = given
    if schema.get("type") not in ("array", "object"):
        yield from _value_problems(described, schema, value, f"{place} parameter {name}")


def _value_problems(described: Description, schema: Any, value: Any, what: str) -> Iterator[str]:
    try:
        for number, error in enumerate(described.validator(schema).iter_errors(value)):
            yield f"{what} {error.json_path}: {error.message[:200]}"
            if number + 1 == _MOST_TOLD:
                return
    except Unresolvable as error:
        yield f"the description points to something it does not hold: {error}"
