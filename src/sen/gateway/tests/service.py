"""A small information system: it echoes, waits, fails and counts."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

_SEEN: dict[str, Any] = {"count": 0, "last": {}}
_JSON = (b"content-type", b"application/json")


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI."""
    if scope["type"] != "http":
        return
    path, query = scope["path"], {key: values[-1] for key, values in parse_qs(scope["query_string"].decode()).items()}
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    if path == "/count":
        return await _give(send, 200, json.dumps(_SEEN).encode())
    _SEEN["count"] += 1
    if path == "/slow":
        await asyncio.sleep(float(query["seconds"]))
    status, answer, *headers = _answer(scope, path, query, body)
    await _give(send, status, answer, *headers)


def _answer(scope: dict[str, Any], path: str, query: dict[str, str], body: bytes) -> tuple[Any, ...]:
    fixed = {
        "/small": (200, b'{"ok": true}'), "/moved": (302, b"", (b"location", b"http://127.0.0.1:1/elsewhere")),
        "/openapi.json": (200, json.dumps(DESCRIPTION).encode()), "/people/7": (200, b'{"birth": 2001}'), "/people/8": (200, b"{}"),
    }  # fmt: skip
    if path in fixed:
        return fixed[path]
    if path == "/big":
        return 200, b"x" * int(query["size"])
    facts = {
        "method": scope["method"], "path": scope["raw_path"].decode(), "query": scope["query_string"].decode(),
        "headers": [(name.decode(), value.decode("latin-1")) for name, value in scope["headers"]],
        "size": len(body), "body": body[:200].decode("latin-1"),
    }  # fmt: skip
    _SEEN["last"] = facts
    return int(query.get("status", 200)), json.dumps(facts).encode()


async def _give(send: Any, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [_JSON, (b"x-own", b"1"), *headers]})
    await send({"type": "http.response.body", "body": body})


_NAME = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"$ref": "#/components/schemas/Name"}},
    "additionalProperties": False,
}
DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "People", "version": "1"},
    "servers": [{"url": "http://inner.example/"}],
    "paths": {
        "/people": {
            "post": {"requestBody": {"required": True, "content": {"application/json": {"schema": _NAME}}}, "responses": {"default": {}}}
        },
        "/people/{number}": {
            "get": {
                "parameters": [{"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {"200": {"content": {"application/json": {"schema": {"type": "object", "required": ["birth"]}}}}},
            }
        },
    },
    "components": {"schemas": {"Name": {"type": "string", "minLength": 2}}},
}
