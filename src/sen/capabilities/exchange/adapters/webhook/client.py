"""One POST to a subscriber: to the machine that was checked, with nothing followed and nothing of the answer read."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import urllib3
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from sen.capabilities.exchange.adapters.webhook.targets import Target

_TIMEOUT = urllib3.Timeout(connect=2.0, read=5.0)


@dataclass(frozen=True, slots=True)
class PostOutcome:
    """What came of a POST: the status, or the trouble in words for the log."""

    status: int | None
    milliseconds: int
    trouble: str = ""


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> PostOutcome:
    """Send the body to the target's machine under the target's name."""
    started = time.monotonic()
    sent = {"Host": _host(target), "Content-Type": "application/json", "User-Agent": "Sen", "Connection": "close", **headers}
    try:
        with _pool(target) as pool:
            answer = pool.urlopen("POST", target.path, body=body, headers=sent, retries=False, redirect=False, preload_content=False)
            answer.release_conn()
            answer.close()
    except urllib3.exceptions.HTTPError as error:
        return PostOutcome(None, _since(started), f"{type(error).__name__}: {error}"[:300])
    return PostOutcome(answer.status, _since(started))


def _pool(target: Target) -> urllib3.HTTPConnectionPool:
    if not target.secure:
        return urllib3.HTTPConnectionPool(target.ip, target.port, timeout=_TIMEOUT, maxsize=1)
    return urllib3.HTTPSConnectionPool(
        target.ip,
        target.port,
        timeout=_TIMEOUT,
        maxsize=1,
        cert_reqs="CERT_REQUIRED",
        ca_certs=DEFAULT_CA_BUNDLE_PATH,
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _host(target: Target) -> str:
    name = f"[{target.host}]" if ":" in target.host else target.host
    return name if target.port == (443 if target.secure else 80) else f"{name}:{target.port}"


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
