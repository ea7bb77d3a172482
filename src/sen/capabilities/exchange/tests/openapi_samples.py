"""Small OpenAPI descriptions for tests."""

import json
from typing import Any


def description(**paths: dict[str, str]) -> bytes:
    """A description with the operations; ``people={"get": "listPeople"}`` offers ``GET /people``."""
    found: dict[str, Any] = {
        "/" + name.replace("__", "/{id}"): {verb: {"operationId": key, "summary": key, "responses": {}} for verb, key in verbs.items()}
        for name, verbs in paths.items()
    }
    return as_bytes(found)


def as_bytes(paths: dict[str, Any], **more: Any) -> bytes:
    """A description with the given ``paths`` object."""
    return json.dumps({"openapi": "3.0.3", "info": {"title": "Mẫu", "version": "1"}, "paths": paths, **more}).encode()
