"""SCIM requests over HTTPS: short waits, no redirects, answers of a bounded size."""

import json
from collections.abc import Mapping
from typing import Any

import requests

from sen.foundation.directory.types import RemoteAnswer

WAIT = (5, 20)
MOST_BYTES = 2_000_000
_TYPE = "application/scim+json"


class HttpTransport:
    """The transport of a running installation."""

    def __init__(self) -> None:
        """Keep connections open over the pushes of one run."""
        self._session = requests.Session()

    def send(self, method: str, url: str, token: str, body: Mapping[str, Any] | None) -> RemoteAnswer:
        """Send one request; raises ConnectionError when the system cannot be reached or answers without end."""
        headers = {"Authorization": f"Bearer {token}", "Accept": _TYPE, "Content-Type": _TYPE}
        try:
            with self._session.request(
                method,
                url,
                data=json.dumps(body).encode() if body is not None else None,
                headers=headers,
                timeout=WAIT,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = response.raw.read(MOST_BYTES + 1, decode_content=True)
                status = response.status_code
        except (requests.RequestException, OSError) as error:
            raise ConnectionError(type(error).__name__) from error
        if len(content) > MOST_BYTES:
            raise ConnectionError("The answer is too long")
        return RemoteAnswer(status, _object(content))


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content) if content else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
