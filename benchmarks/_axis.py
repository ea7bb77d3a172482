"""The demonstration's two gateways beside a measured web server, each with its own journal, as ``./sen run`` starts them."""

import http.client
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from benchmarks._web import ROOT, Web
from sen.config.command.axis import Axis
from sen.config.instance import Instance

CLIENT = "VN-DT/GOV/SO/PHANMEM"
_CONSUMER = 3
_START_SECONDS = 60


def own_credential() -> str:
    """What the gateways show the platform's services; the web server must be told before it starts."""
    return Instance(Path(settings.DATA_DIR)).secret("service")


@contextmanager
def gateways(web: Web) -> Iterator[str]:
    """Where the sample department asks, as ``host:port``, until the block ends; needs four free ports after the web server's."""
    axis = Axis(Instance(Path(settings.DATA_DIR)), web.port, wanted=True)
    environment = {**os.environ, **axis.environment(dict(os.environ))}
    log = Path(settings.DATA_DIR) / "log" / "axis.log"
    axis.preparation.launch(environment, ROOT, log)
    if axis.preparation.wait() != 0:
        raise RuntimeError(f"the axis could not be prepared: see {log}")
    children = [child for child in axis.children() if child.name.startswith("gateway-")]
    try:
        for child in children:
            child.launch(environment, ROOT, log)
        yield axis.url(_CONSUMER).removeprefix("http://")
    finally:
        for child in children:
            child.signal(signal.SIGTERM)
        for child in children:
            child.wait()


def wait_for_service(place: str, service: str) -> None:
    """Until the gateway has its configuration and knows that its client may use the service."""
    deadline = time.monotonic() + _START_SECONDS
    owner = service.rpartition("/")[0]
    while time.monotonic() < deadline:
        link = http.client.HTTPConnection(place, timeout=5)
        try:
            link.request("GET", f"/r1/{owner}/allowedMethods", headers={"X-Road-Client": CLIENT})
            if link.getresponse().status == http.client.OK:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            link.close()
        time.sleep(0.2)
    raise RuntimeError(f"the gateway at {place} did not get its configuration")
