"""Trying out a gateway step by step: name, connection, TLS, certificate, configuration, and a signed call through the own gateway."""

import datetime as dt
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from sen.capabilities.exchange.models import Certificate, CertificateUse, ConnectionTest, SealedSnapshot, Server, Subsystem
from sen.capabilities.exchange.policies import access_server
from sen.capabilities.exchange.selectors.warnings import SILENT_AFTER
from sen.capabilities.exchange.services.asking import current_carrier
from sen.capabilities.exchange.services.authority import authority_pem
from sen.capabilities.exchange.types import NoCarriage, Question
from sen.kernel.actor import Actor

_SECONDS = 3.0
_KEPT = 50


@dataclass(frozen=True, slots=True)
class StepResult:
    """How one step went: ``ok``, ``failed`` or ``skipped``, in how many milliseconds, and what was seen."""

    step: str
    state: str
    milliseconds: int
    detail: str


class _Failed(Exception):
    """The step did not pass; the text says what was seen."""


Step = tuple[str, Callable[[], str]]


@transaction.atomic
def try_connection(*, actor: Actor, server_id: int, now: dt.datetime) -> ConnectionTest:
    """Try the server, keep what was seen, and return it; a step that needs a failed one is skipped.

    Raises NotAllowed, NotFound.
    """
    server = access_server(actor, server_id)
    trial = _Trial(server, now)
    steps = _run(trial.steps())
    test = ConnectionTest.objects.create(
        server=server,
        made_at=now,
        made_by_name=actor.name[:120],
        passed=all(step.state == "ok" for step in steps),
        steps=[asdict(step) for step in steps],
    )
    old = ConnectionTest.objects.filter(server=server).order_by("-made_at", "-pk").values_list("pk", flat=True)[_KEPT:]
    ConnectionTest.objects.filter(pk__in=list(old)).delete()
    return test


def _run(steps: list[Step]) -> list[StepResult]:
    results: list[StepResult] = []
    for name, do in steps:
        if any(result.state == "failed" for result in results):
            results.append(StepResult(name, "skipped", 0, ""))
            continue
        started = time.monotonic()
        try:
            state, detail = "ok", do()
        except (_Failed, OSError, ValueError) as error:
            state, detail = "failed", str(error) or type(error).__name__
        results.append(StepResult(name, state, round((time.monotonic() - started) * 1000), detail[:300]))
    return results


class _Trial:
    """One trial of one server; each step leaves what the next one needs."""

    def __init__(self, server: Server, now: dt.datetime) -> None:
        host, _, port = server.address.rpartition(":")
        self._server, self._now = server, now
        self._host, self._port = host.strip("[]"), int(port)
        self._address = ""
        self._shown = b""

    def steps(self) -> list[Step]:
        """The steps in order."""
        return [
            ("dns", self._resolve),
            ("tcp", self._connect),
            ("tls", self._greet),
            ("certificate", self._certificate),
            ("status", self._status),
            ("methods", self._methods),
            ("echo", self._echo),
        ]

    def _resolve(self) -> str:
        found = sorted({str(info[4][0]) for info in socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)})
        self._address = found[0]
        return ", ".join(found)

    def _connect(self) -> str:
        with socket.create_connection((self._address, self._port), timeout=_SECONDS):
            return f"{self._address}:{self._port}"

    def _greet(self) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        # The directory says which certificate a server has; its host name says nothing.
        context.check_hostname = False
        context.load_verify_locations(cadata=authority_pem())
        with socket.create_connection((self._address, self._port), timeout=_SECONDS) as plain:
            with context.wrap_socket(plain, server_hostname=self._host) as secured:
                self._shown = secured.getpeercert(binary_form=True) or b""
                cipher = secured.cipher()
                return f"{secured.version()} {cipher[0] if cipher else ''}"

    def _certificate(self) -> str:
        shown = x509.load_der_x509_certificate(self._shown).fingerprint(hashes.SHA256()).hex()
        known = Certificate.objects.filter(fingerprint=shown, use=CertificateUse.TLS).first()
        if known is None or known.server_id != self._server.pk:
            raise _Failed(_("Máy chủ đưa ra chứng thư %(seen)s… không đăng ký cho nó.") % {"seen": shown[:16]})
        if known.revoked_at is not None:
            raise _Failed(_("Chứng thư đã bị thu hồi."))
        return _("Còn %(days)d ngày, số sê-ri %(serial)s…") % {"days": (known.valid_to - self._now).days, "serial": known.serial[:16]}

    def _status(self) -> str:
        latest = SealedSnapshot.objects.filter(server=self._server).order_by("-serial").values_list("serial", flat=True).first()
        if self._server.fetched_at is None:
            raise _Failed(_("Máy chủ chưa lấy cấu hình lần nào."))
        seconds = round((self._now - self._server.fetched_at).total_seconds())
        told = {"serial": self._server.fetched_serial, "latest": latest, "seconds": seconds}
        said = _("Đang dùng bản %(serial)s, mới nhất là %(latest)s, lấy cách đây %(seconds)s giây.") % told
        if self._now - self._server.fetched_at > SILENT_AFTER:
            raise _Failed(said)
        return said

    def _methods(self) -> str:
        told = self._ask("/listMethods").get("service", [])
        return ", ".join(str(service.get("service_code", "")) for service in told)[:280] or "–"

    def _echo(self) -> str:
        started = time.monotonic()
        self._ask("/allowedMethods")
        return _("Đi và về trong %(n)d mili giây, có chữ ký hai đầu.") % {"n": round((time.monotonic() - started) * 1000)}

    def _ask(self, service: str) -> dict[str, list[dict[str, object]]]:
        """A signed question to the busiest system on the server, through the own gateway and this very server."""
        systems = Subsystem.objects.filter(servers=self._server, is_active=True).annotate(offered=Count("services"))
        system = systems.order_by("-offered", "identifier").first()
        if system is None:
            raise _Failed(_("Chưa có hệ thống nào đăng ký trên máy chủ này."))
        headers = {"X-Road-Security-Server": self._server.identifier}
        question = Question(
            client=settings.AXIS_CLIENT,
            service=system.identifier + service,
            method="GET",
            path="",
            headers=headers,
            timeout_seconds=_SECONDS,
        )
        try:
            answer = current_carrier().carry(question)
        except NoCarriage as error:
            raise _Failed(str(error)) from error
        if answer.fault:
            raise _Failed(f"{answer.fault}: {answer.fault_text}")
        told = answer.json()
        return told if isinstance(told, dict) else {}
