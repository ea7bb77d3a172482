"""The exchange axis of a demonstration: its gateways and sandboxes, started beside the platform once the first page is there."""

import argparse
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from sen.config.command.session import ROOT
from sen.config.console import say
from sen.config.instance import Instance, Record
from sen.config.supervisor import Child, Supervisor

# Name, identifier and place of the consumer's port after the web server's; the provider's port follows it.
GATEWAYS = (("tinh", "VN-DT/GOV/H20/TINH", 1), ("songanh", "VN-DT/GOV/SO/SONGANH", 3))
SANDBOXES = (("department", 5), ("population", 6), ("business", 7), ("legislation", 8), ("identity", 9), ("documents", 10))
_DJANGO = (sys.executable, "-m", "django")


@dataclass
class Axis:
    """What runs beside the web server; ``wanted`` is false for an empty installation, with SEN_AXIS=off, or when a port is taken."""

    instance: Instance
    port: int
    wanted: bool
    preparation: Child = field(default_factory=lambda: Child("axis", [*_DJANGO, "prepare_axis"]))
    site: str = ""
    _begun: bool = False
    _running: bool = False

    def environment(self, surroundings: dict[str, str]) -> dict[str, str]:
        """What the platform, the gateways and the sandboxes find in their environment because of the axis."""
        own = {
            "SEN_SERVICE_CREDENTIAL": self.instance.secret("service"),
            "SEN_AXIS_MONITOR_CREDENTIAL": self.instance.secret("monitor"),
        }
        if not self.wanted:
            return {**own, "SEN_AXIS_URL": "", "SEN_AXIS_FIRST_PORT": "0"}
        journals = [f"{server}={journal(surroundings, f'sen_gateway_{name}')}" for name, server, _place in GATEWAYS]
        sandboxes = {f"SEN_SANDBOX_{name.upper()}_URL": self.url(place) for name, place in present_sandboxes()}
        return {
            **own,
            **sandboxes,
            "SEN_AXIS_URL": self.url(1),
            "SEN_AXIS_DEPARTMENT_URL": self.url(3),
            "SEN_AXIS_FIRST_PORT": str(self.port + 1),
            "SEN_AXIS_JOURNALS": "\n".join(journals),
            "SEN_WEBHOOK_NETWORKS": surroundings.get("SEN_WEBHOOK_NETWORKS") or "127.0.0.1/32",
            **self._sign_on(surroundings),
        }

    def _sign_on(self, surroundings: dict[str, str]) -> dict[str, str]:
        """Systems on this machine may share the sign-in; the sandbox plays the national identity provider unless a real one is named."""
        self.site = surroundings.get("SEN_SITE_URL", self.site)
        own = {"SEN_SSO_LOOPBACK_CLIENTS": "1", "SEN_DEPARTMENT_SECRET": self.instance.secret("department")}
        if surroundings.get("SEN_NATIONAL_ISSUER") or "identity" not in dict(present_sandboxes()):
            return own
        self.instance.secret("national")
        return {
            **own,
            "SEN_NATIONAL_ISSUER": self.url(9),
            "SEN_NATIONAL_CLIENT_ID": "sen-dong-thap",
            "SEN_NATIONAL_CLIENT_SECRET_FILE": str(self.instance.folder / "national.secret"),
            "SEN_NATIONAL_IS_SANDBOX": "1",
        }

    @property
    def settled(self) -> bool:
        """Whether nothing more of the axis is about to start; never before ``begin``."""
        return self._begun and (self._running or not self.wanted)

    def begin(self, surroundings: dict[str, str]) -> None:
        """Start preparing the gateways' databases and folders; the rest follows in ``look``."""
        if self._begun:
            return
        self._begun = True
        if self.wanted:
            self.preparation.launch(surroundings, ROOT, self.instance.folder / "log" / "axis.log")

    def look(self, supervisor: Supervisor) -> None:
        """Once the folders are prepared, hand the gateways and sandboxes to the supervisor."""
        if self._running or not self.preparation.died():
            return
        self._running = True
        if self.preparation.wait() != 0:
            say(f"Trục liên thông chưa chạy được. Xem {self.instance.folder / 'log' / 'axis.log'}")
            return
        supervisor.adopt(self.children())
        say("\n".join(self.addresses()))

    def stop(self) -> None:
        """End the preparation if it still runs; the supervisor ends the rest."""
        self.preparation.signal(signal.SIGTERM)

    def children(self) -> list[Child]:
        """The gateways and the sandboxes whose program exists."""
        homes = self.instance.folder / "gateways"
        gateways = [
            Child(f"gateway-{name}", [sys.executable, "-m", "sen.gateway", "--home", str(homes / name)])
            for name, _server, _place in GATEWAYS
        ]
        return gateways + [
            Child(f"sandbox-{name}", [sys.executable, "-m", f"sandbox.{name}", "--port", str(self.port + place), *self._more(name)])
            for name, place in present_sandboxes()
        ]

    def _more(self, name: str) -> list[str]:
        """What a sandbox must know of the platform."""
        if name == "department":
            secret = str(self.instance.folder / "department.secret")
            return ["--issuer", self.site, "--client-secret-file", secret, "--gateway", self.url(3)]
        if name == "identity":
            return ["--client-secret-file", str(self.instance.folder / "national.secret")]
        return []

    def addresses(self) -> list[str]:
        """Where the gateways and sandboxes are found, for people."""
        lines = ["Trục liên thông:"]
        lines += [f"  Máy chủ {server:<24} {self.url(place)}" for _name, server, place in GATEWAYS]
        return lines + [f"  Mô phỏng {name:<23} {self.url(place)}" for name, place in present_sandboxes()]

    def url(self, place: int) -> str:
        """The address so many ports after the web server's."""
        return f"http://127.0.0.1:{self.port + place}"


def plan_axis(instance: Instance, record: Record, options: argparse.Namespace, patience: float) -> Axis:
    """Whether this start has an axis; a taken port is said, and everything else starts without."""
    wanted = not record.empty and os.environ.get("SEN_AXIS", "on") != "off"
    if wanted:
        places = sorted({place + more for _name, _server, place in GATEWAYS for more in (0, 1)} | {place for _name, place in SANDBOXES})
        taken = _taken([options.port + place for place in places], patience)
        if taken:
            say(f"Trục liên thông không chạy lần này: cổng {', '.join(map(str, taken))} đang có chương trình khác dùng.")
            wanted = False
    return Axis(instance, options.port, wanted)


def present_sandboxes() -> list[tuple[str, int]]:
    """Sandboxes whose program exists, with their place after the web server's port."""
    folder = ROOT / "sandbox"
    return [(name, place) for name, place in SANDBOXES if _program(folder / name)]


def journal(surroundings: dict[str, str], name: str) -> str:
    """How a gateway reaches its own database beside the platform's."""
    url = surroundings.get("SEN_DATABASE_URL", "")
    if url:
        return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    facts = {"host": "SEN_DB_HOST", "port": "SEN_DB_PORT", "user": "SEN_DB_USER", "password": "SEN_DB_PASSWORD"}
    pairs = [f"{word}={surroundings[variable]}" for word, variable in facts.items() if surroundings.get(variable)]
    return " ".join([*pairs, f"dbname={name}"])


def _program(place: Path) -> bool:
    return place.with_suffix(".py").exists() or (place / "__main__.py").exists()


def _taken(ports: list[int], patience: float) -> list[int]:
    deadline = time.monotonic() + patience
    while taken := [port for port in ports if not _free(port)]:
        if time.monotonic() >= deadline:
            break
        time.sleep(0.2)
    return taken


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True
