"""What will stop working unless somebody acts: certificates, agreements, gateways that no longer fetch."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from sen.capabilities.exchange.models import Agreement, SealedSnapshot, Server
from sen.capabilities.exchange.selectors.registry import last_of_their_kind, list_agreements, list_certificates
from sen.kernel import clock

# Days before the end at which a warning grows louder.
STEPS = (60, 30, 14, 7, 1)
SILENT_AFTER = dt.timedelta(minutes=5)
_LOUD_DAYS = 30
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends: its name, whose it is, its last moment, whole days left, and the step of warning it has reached."""

    name: str
    of: str
    key: int
    ends_at: dt.datetime
    days: int

    @property
    def step(self) -> int:
        """The smallest step not yet passed: 60, 30, 14, 7, 1, or 0 when it is over."""
        reached = [step for step in STEPS if self.days <= step]
        return 0 if self.days < 0 else min(reached, default=STEPS[0])


@dataclass(frozen=True, slots=True)
class ServerHealth:
    """Why a gateway does or does not live by the present configuration."""

    server: Server
    latest_serial: int | None
    fetched_life_ends: dt.datetime | None
    now: dt.datetime

    @property
    def is_silent(self) -> bool:
        """Whether it has not fetched for a while, or never."""
        return self.server.fetched_at is None or self.now - self.server.fetched_at > SILENT_AFTER

    @property
    def is_behind(self) -> bool:
        """Whether it lives by an older configuration than the latest sealed one."""
        return self.latest_serial is not None and self.server.fetched_serial != self.latest_serial

    @property
    def life_left(self) -> dt.timedelta | None:
        """How long the configuration it took still holds; negative when it is over, None when it never took one."""
        return None if self.fetched_life_ends is None else self.fetched_life_ends - self.now


def certificates_ending(now: dt.datetime) -> list[Ending]:
    """Certificates that end within 60 days and have no successor, the first to end first."""
    rows = last_of_their_kind(list_certificates("", now).filter(valid_to__lte=now + dt.timedelta(days=STEPS[0])))[:_SHOWN]
    return [Ending(row.get_use_display(), row.subject, row.pk, row.valid_to, (row.valid_to - now).days) for row in rows]


def agreements_ending(today: dt.date) -> list[Ending]:
    """Agreements in force that end within 60 days, the first to end first."""
    rows = list_agreements("ending", today)[:_SHOWN]
    return [
        Ending(row.number, row.purpose, row.pk, clock.at_local(row.ends_on), (row.ends_on - today).days)
        for row in rows
        if row.ends_on is not None
    ]


def server_health(now: dt.datetime) -> list[ServerHealth]:
    """Every active gateway with what it last took."""
    sealed = SealedSnapshot.objects.filter(server=OuterRef("pk"))
    servers = (
        Server.objects.filter(is_active=True)
        .select_related("owner")
        .annotate(
            latest=Subquery(sealed.order_by("-serial").values("serial")[:1]),
            life_ends=Subquery(sealed.filter(serial=OuterRef("fetched_serial")).values("expires_at")[:1]),
        )
    )
    return [ServerHealth(server, server.latest, server.life_ends, now) for server in servers.order_by("identifier")]


def count_certificates_ending(now: dt.datetime) -> int:
    """How many certificates end within 30 days without a successor."""
    return last_of_their_kind(list_certificates("", now).filter(valid_to__lte=now + dt.timedelta(days=_LOUD_DAYS))).count()


def count_agreements_ending(today: dt.date) -> int:
    """How many agreements end within 30 days."""
    until = today + dt.timedelta(days=_LOUD_DAYS)
    return Agreement.objects.filter(ended_on__isnull=True, ends_on__gte=today, ends_on__lte=until).count()


def count_silent_servers(now: dt.datetime) -> int:
    """How many gateways have stopped fetching their configuration."""
    return Server.objects.filter(is_active=True, fetched_at__lt=now - SILENT_AFTER).count()
