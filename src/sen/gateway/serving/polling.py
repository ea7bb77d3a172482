"""The configuration from the control plane: fetched from its sources in turn, verified, kept on disk, lived by until its end."""

import asyncio
import logging
import os
import random
import ssl
import time
from collections.abc import Sequence

import aiohttp
from cryptography import x509

from sen.gateway.calls.core import Gateway
from sen.gateway.errors import HomeUnusable, SnapshotRefused
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.home import Home, open_home
from sen.gateway.trust.snapshot import Snapshot, unseal

log = logging.getLogger("sen.gateway.polling")

_LARGEST = 64 * 1024 * 1024
_PIECE = 64 * 1024
_FETCH = aiohttp.ClientTimeout(total=10, connect=3)


class Poller:
    """Keeps one process's directory fresh."""

    def __init__(self, gateway: Gateway, listening: Sequence[ssl.SSLContext]) -> None:
        """``listening`` are the contexts of the faces; they learn new authorities and keys in place."""
        self._gateway = gateway
        self._listening = listening
        self._authorities: tuple[str, ...] | None = None
        self._tags: dict[str, str] = {}
        self._last = ""
        self._keys_seen = _keys_changed_at(gateway.home)
        self.fetched_at = 0.0
        self.failed = ""

    def load(self) -> None:
        """Begin with the last snapshot on disk, expired or not: an expired one refuses calls but still knows its serial."""
        try:
            sealed = self._gateway.home.snapshot.read_text(encoding="ascii")
            self._take(sealed, now=0)
        except (OSError, ValueError, SnapshotRefused) as error:
            log.warning("no snapshot on disk: %s", error)
        self._renew_tls()

    async def run(self) -> None:
        """Fetch, wait, fetch again."""
        async with aiohttp.ClientSession(timeout=_FETCH, trust_env=False) as session:
            while True:
                await self.fetch(session)
                self._renew_keys()
                # Servers that started together must not ask together for ever.
                await asyncio.sleep(self._gateway.home.configuration.poll_seconds * random.uniform(0.9, 1.1))  # noqa: S311 — no secret

    async def fetch(self, session: aiohttp.ClientSession) -> None:
        """Ask the sources in turn until one gives a configuration that may be taken."""
        failed = []
        for source in self._gateway.home.configuration.sources:
            try:
                sealed = await self._ask(session, source)
                if sealed and sealed != self._last:
                    self._take(sealed, now=int(time.time()))
                    self._store(sealed)
                    self._last = sealed
                self.fetched_at, self.failed = time.time(), ""
                return
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError, SnapshotRefused) as error:
                self._tags.pop(source, None)
                failed.append(f"{_without_key(source)}: {error or type(error).__name__}")
        self.failed = "; ".join(failed)
        log.warning("no configuration: %s", self.failed)

    async def _ask(self, session: aiohttp.ClientSession, source: str) -> str:
        headers = {"If-None-Match": self._tags[source]} if source in self._tags else {}
        async with session.get(source, headers=headers, allow_redirects=False) as response:
            if response.status == 304:
                return ""
            if response.status != 200:
                raise ValueError(f"answered {response.status}")
            sealed = bytearray()
            async for piece in response.content.iter_chunked(_PIECE):
                sealed += piece
                if len(sealed) > _LARGEST:
                    raise ValueError("larger than any configuration")
            if response.headers.get("ETag"):
                self._tags[source] = response.headers["ETag"]
            return sealed.decode("ascii").strip()

    def _take(self, sealed: str, *, now: int) -> None:
        """Live by the snapshot, if it is sealed, ours, and not older than the one known.  Raises SnapshotRefused."""
        gateway = self._gateway
        known: Snapshot | None = gateway.directory.snapshot if gateway.directory else None
        least = known.serial if known else 0
        snapshot = unseal(sealed, gateway.home.keys, server=gateway.home.server, now=now, least_serial=least)
        if snapshot != known:
            gateway.directory = Directory(snapshot)
            log.info("configuration %s taken, valid until %s", snapshot.serial, snapshot.expires_at)
            self._renew_tls()

    def _store(self, sealed: str) -> None:
        place = self._gateway.home.snapshot
        fresh = place.with_suffix(f".{os.getpid()}")
        fresh.write_text(sealed, encoding="ascii")
        fresh.replace(place)

    def _renew_keys(self) -> None:
        """Read keys and certificates again when their files have changed."""
        seen = _keys_changed_at(self._gateway.home)
        if seen == self._keys_seen:
            return
        try:
            self._gateway.home = open_home(self._gateway.home.folder)
        except HomeUnusable as error:
            log.error("new keys are not used: %s", error)
            return
        self._keys_seen, self._authorities = seen, None
        log.info("keys and certificates were read again")
        self._renew_tls()

    def _renew_tls(self) -> None:
        directory = self._gateway.directory
        authorities = directory.snapshot.directory.authorities if directory else ()
        if authorities == self._authorities:
            return
        self._authorities = authorities
        trusted = "\n".join(authorities)
        pair = self._gateway.home.configuration.tls
        files = (self._gateway.home.path(pair.certificate), self._gateway.home.path(pair.key))
        outgoing = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        outgoing.minimum_version = ssl.TLSVersion.TLSv1_3
        # The directory says which certificate a server has; its host name says nothing.
        outgoing.check_hostname = False
        for tls in (outgoing, *self._listening):
            tls.load_cert_chain(*files)
            if trusted:
                tls.load_verify_locations(cadata=trusted)
        own = x509.load_pem_x509_certificate(files[0].read_bytes())
        self._gateway.links.trust(outgoing, own.not_valid_after_utc.timestamp())


def provider_tls() -> ssl.SSLContext:
    """The context of the provider face: TLS 1.3, and nobody without a certificate of the axis's authorities."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.minimum_version = ssl.TLSVersion.TLSv1_3
    tls.verify_mode = ssl.CERT_REQUIRED
    return tls


def _keys_changed_at(home: Home) -> tuple[int, ...]:
    pairs = [home.configuration.tls, *home.configuration.signing.values()]
    files = [home.path(name) for pair in pairs for name in (pair.key, pair.certificate)]
    return tuple(file.stat().st_mtime_ns for file in files if file.exists())


def _without_key(source: str) -> str:
    """The address for the log, without the key it may carry."""
    scheme, _, rest = source.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
