"""The calls in docs/interfaces are run as they stand there, against an installation with its axis."""

import json
import re
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from sen.config.instance import Instance
from tests.instance import ROOT, Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SECONDS = 120
_STRICT = 'curl() { command curl --silent --show-error --fail-with-body "$@" && echo; }\n'
# The document shows these to be refused.
_REFUSED = ("unknown:secret", "khong-co", "client_id=unknown")


def _blocks(name: str) -> list[str]:
    return _BLOCK.findall((ROOT / "docs" / "interfaces" / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ports(site: Site) -> dict[str, str]:
    """The addresses of the documents and those of this installation, once its gateways have their configuration."""
    parts = urlsplit(site.url)
    gateway = f"http://{parts.hostname}:{(parts.port or 80) + 3}"
    deadline = time.monotonic() + _SECONDS
    while not _fit(gateway):
        assert time.monotonic() < deadline, f"the gateway did not come up; see {site.folder}/log"
        time.sleep(1)
    return {"http://localhost:8003": gateway, "http://localhost:8000": site.url}


def _fit(gateway: str) -> bool:
    address = f"{gateway}/r1/VN-DT/GOV/H20/CSDL/allowedMethods"
    try:
        answer = requests.get(address, headers={"X-Road-Client": "VN-DT/GOV/SO/PHANMEM"}, timeout=5)
    except requests.RequestException:
        return False
    return answer.ok and any(one["service_code"] == "dan-cu" for one in answer.json()["service"])


def _run(block: str, ports: dict[str, str], site: Site, folder: Path) -> subprocess.CompletedProcess[str]:
    for written, meant in ports.items():
        block = block.replace(written, meant)
    secrets = {"SEN_SERVICE_CREDENTIAL": Instance(site.folder).secret("service"), "PATH": "/usr/bin:/bin"}
    return subprocess.run(["bash", "-c", block], env=secrets, cwd=folder, check=False, capture_output=True, text=True, timeout=_SECONDS)


@pytest.mark.parametrize("block", [block for block in _blocks("axis.md") if not any(word in block for word in _REFUSED)])
def test_calls_of_the_axis_are_answered(block: str, ports: dict[str, str], site: Site, tmp_path: Path) -> None:
    ran = _run(f"set -e\n{_STRICT}{block}", ports, site, tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.strip()


@pytest.mark.parametrize("block", [block for block in _blocks("axis.md") if any(word in block for word in _REFUSED)])
def test_what_the_axis_refuses_says_why(block: str, ports: dict[str, str], site: Site, tmp_path: Path) -> None:
    ran = _run(block, ports, site, tmp_path)
    assert ran.returncode == 0
    assert re.search(r"invalid_client|UnknownService|BadRequest|AccessDenied", ran.stdout), ran.stdout


@pytest.mark.parametrize("block", _blocks("registries.md"))
def test_calls_of_the_registries_are_answered(block: str, ports: dict[str, str], site: Site, tmp_path: Path) -> None:
    ran = _run(f"set -e\n{_STRICT}{block}", ports, site, tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for line in filter(None, ran.stdout.splitlines()):
        if line.startswith("{"):
            assert json.loads(line).get("status", 200) not in (400, 401, 403, 404, 422, 500), line
