"""What protects providers: limits of rate and day, calls at once, a breaker for those that no longer answer."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sen.gateway.protocol.faults import Fault
from sen.gateway.trust.snapshot import Allowance, Service

PROVINCE = dt.timezone(dt.timedelta(hours=7))
_MANY_BUCKETS = 20_000


@dataclass(slots=True)
class _Bucket:
    left: float
    seen: float


@dataclass(slots=True)
class _Day:
    date: int
    used: int


class Limits:
    """Counts calls of each client to each service.  One process counts its share when several share a server."""

    def __init__(self, workers: int = 1) -> None:
        """``workers`` processes share each allowance."""
        self._workers = workers
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._days: dict[tuple[str, str], _Day] = {}

    def charge(self, service: Service, client: str, groups: frozenset[str], now: float) -> None:
        """Count one call.  Raises Fault (429) past the rate or the day's quota."""
        allowance = _allowance_of(service, client, groups)
        if allowance is None:
            return
        self._charge_rate(allowance, (service.id, client), now)
        if allowance.per_day is not None:
            self._charge_day(allowance.per_day, (service.id, client), now)

    def share(self, most: int) -> int:
        """This process's part of what the server may do at once or in a day, never nothing."""
        return max(1, most // self._workers)

    def used_today(self, service: str, client: str, count: int, now: float) -> None:
        """Take over what was counted before this process began."""
        self._days[service, client] = _Day(_day_of(now), -(-count // self._workers))

    def _charge_rate(self, allowance: Allowance, who: tuple[str, str], now: float) -> None:
        rate, most = allowance.per_second / self._workers, max(1.0, allowance.burst / self._workers)
        bucket = self._buckets.get(who)
        if bucket is None:
            if len(self._buckets) > _MANY_BUCKETS:
                self._buckets.clear()
            bucket = self._buckets[who] = _Bucket(most, now)
        bucket.left = min(most, bucket.left + (now - bucket.seen) * rate)
        bucket.seen = now
        if bucket.left < 1:
            wait = int((1 - bucket.left) / rate) + 1 if rate > 0 else 3600
            raise Fault("Client.TooManyRequests", f"{who[0]} may be asked {allowance.per_second:g} times a second", status=429, wait=wait)
        bucket.left -= 1

    def _charge_day(self, quota: int, who: tuple[str, str], now: float) -> None:
        today = _day_of(now)
        day = self._days.get(who)
        if day is None or day.date != today:
            day = self._days[who] = _Day(today, 0)
        if day.used >= self.share(quota):
            wait = 86_400 - int(now + 7 * 3600) % 86_400
            raise Fault("Client.QuotaExceeded", f"the day's {quota} calls of {who[0]} are used up", status=429, wait=wait)
        day.used += 1


class Breaker:
    """Opens after so many failures in a row; afterwards one call tries whether the other side answers again."""

    __slots__ = ("_closed_until", "_failed", "_trying", "failures", "seconds")

    def __init__(self, failures: int, seconds: float) -> None:
        """Open after ``failures`` for ``seconds``."""
        self.failures = failures
        self.seconds = seconds
        self._failed = 0
        self._closed_until = 0.0
        self._trying = False

    def lets_through(self, now: float) -> bool:
        """Whether a call may go out now; the first one after the pause is the trial."""
        if self._failed < self.failures:
            return True
        if now < self._closed_until or self._trying:
            return False
        self._trying = True
        return True

    def is_open(self, now: float) -> bool:
        """Whether calls are being refused."""
        return self._failed >= self.failures and (now < self._closed_until or self._trying)

    def note(self, answered: bool, now: float) -> None:
        """Tell how a call ended."""
        self._trying = False
        self._failed = 0 if answered else self._failed + 1
        if self._failed >= self.failures:
            self._closed_until = now + self.seconds


class Gate:
    """How many calls of one kind run at once."""

    __slots__ = ("inside",)

    def __init__(self) -> None:
        """Nobody is inside."""
        self.inside = 0

    @contextmanager
    def enter(self, most: int, kind: str, message: str, *, status: int = 0) -> Iterator[None]:
        """Hold a place; raises the Fault so described when all are taken, so that nobody waits behind a slow one."""
        if self.inside >= most:
            raise Fault(kind, message, status=status, wait=1)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


class Guards:
    """The gates and breakers by name (a service, a peer)."""

    def __init__(self) -> None:
        """Everything is open."""
        self.gates: dict[str, Gate] = {}
        self.breakers: dict[str, Breaker] = {}

    def gate(self, name: str) -> Gate:
        """The gate of that name."""
        return self.gates.setdefault(name, Gate())

    def breaker(self, name: str, failures: int, seconds: float) -> Breaker:
        """The breaker of that name, with the limits of now."""
        breaker = self.breakers.get(name)
        if breaker is None:
            breaker = self.breakers[name] = Breaker(failures, seconds)
        breaker.failures, breaker.seconds = failures, seconds
        return breaker


def _allowance_of(service: Service, client: str, groups: frozenset[str]) -> Allowance | None:
    found = None
    for allowance in service.allowances:
        if allowance.subject == client:
            return allowance
        if allowance.subject in groups or (allowance.subject == "*" and found is None):
            found = allowance
    return found


def _day_of(now: float) -> int:
    return dt.datetime.fromtimestamp(now, PROVINCE).toordinal()
