"""What went over the axis: figures of a span by service, client, member or minute.

An exchange is seen by two gateways.  It is counted once: as the consumer's gateway saw it, or as the provider's did where
the consumer's is not read.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from sen.capabilities.exchange.models import Server, Service, Subsystem, TrafficFault, TrafficMark
from sen.gateway.serving.traffic import BUCKETS_PER_DOUBLING, percentile

PROMPT_MILLISECONDS = 2000
_QUIET_AFTER = dt.timedelta(minutes=2)
_KEYS = {
    "all": "''",
    "service": "service",
    "client": "client",
    "pair": "client || ' ' || service",
    "minute": "to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI')",
    "hour": "to_char(date_trunc('hour', starts_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI')",
    "day": "to_char(starts_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')",
}
_FIGURES = """
WITH seen AS (
  SELECT *, {key} AS key, min(side) OVER (PARTITION BY starts_at, seconds, client, service) AS best
  FROM exchange_traffic WHERE starts_at >= %(since)s AND starts_at < %(until)s
    AND (%(service)s::text = '' OR service = %(service)s) AND (%(client)s::text = '' OR client = %(client)s)
), cells AS (SELECT * FROM seen WHERE side = best
), counts AS (
  SELECT key, sum(requests) AS requests, sum(failed) AS failed, sum(faulted) AS faulted,
    sum(bytes_in) AS bytes_in, sum(bytes_out) AS bytes_out, sum(milliseconds) AS milliseconds
  FROM cells GROUP BY key
), spread AS (
  SELECT cells.key, bucket.key AS exponent, sum(bucket.value::bigint) AS number FROM cells, jsonb_each_text(buckets) AS bucket GROUP BY 1, 2
)
SELECT c.*, (SELECT jsonb_object_agg(exponent, number) FROM spread s WHERE s.key = c.key)::text AS buckets FROM counts c ORDER BY c.key
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests of a span and how long they took, in milliseconds; durations are at most nine per cent too high."""

    requests: int = 0
    failed: int = 0
    faulted: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    milliseconds: int = 0
    buckets: Mapping[int, int] = field(default_factory=dict)

    def share_below(self, milliseconds: float) -> float | None:
        """The share (0–100) of requests answered within the duration; None without requests."""
        total = sum(self.buckets.values())
        within = sum(number for exponent, number in self.buckets.items() if 2 ** (exponent / BUCKETS_PER_DOUBLING) <= milliseconds)
        return within / total * 100 if total else None

    @property
    def failed_share(self) -> float | None:
        """The share (0–100) of requests that failed; None without requests."""
        return self.failed / self.requests * 100 if self.requests else None

    @property
    def p50(self) -> float:
        """The duration half of the requests stayed below."""
        return percentile(self.buckets, 0.5)

    @property
    def p95(self) -> float:
        """The duration 95 of 100 requests stayed below."""
        return percentile(self.buckets, 0.95)

    @property
    def p99(self) -> float:
        """The duration 99 of 100 requests stayed below."""
        return percentile(self.buckets, 0.99)


def figures_by(key: str, since: dt.datetime, until: dt.datetime, *, service: str = "", client: str = "") -> dict[str, Figures]:
    """The figures of the span, by ``service``, ``client``, ``pair``, ``minute``, ``hour``, ``day`` or ``all``; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES.format(key=_KEYS[key]), {"since": since, "until": until, "service": service, "client": client})
        return {row[0]: _figures(row[1:]) for row in cursor.fetchall()}


def total_of(since: dt.datetime, until: dt.datetime, *, service: str = "", client: str = "") -> Figures:
    """The figures of everything in the span."""
    return figures_by("all", since, until, service=service, client=client).get("", Figures())


def rate_per_second(minutes: Mapping[str, Figures], now: dt.datetime) -> float:
    """Requests a second over the last sixty seconds, from the running minute and its share of the one before."""
    this = now.replace(second=0, microsecond=0)
    before = this - dt.timedelta(minutes=1)
    passed = (now - this).total_seconds()
    running = minutes.get(_minute(this), Figures()).requests
    whole = minutes.get(_minute(before), Figures()).requests
    return (running + whole * (1 - passed / 60)) / 60


def per_minute(minutes: Mapping[str, Figures], now: dt.datetime, count: int) -> list[int]:
    """Requests of each of the last whole minutes, oldest first."""
    this = now.replace(second=0, microsecond=0)
    return [minutes.get(_minute(this - dt.timedelta(minutes=back)), Figures()).requests for back in range(count, 0, -1)]


def list_faults(*, service: str = "", client: str = "", since: dt.datetime | None = None) -> QuerySet[TrafficFault]:
    """The failures kept, newest first; of the two gateways that saw one, the consumer's tells it, if it is read."""
    told = TrafficFault.objects.filter(request_id=OuterRef("request_id"), side="c")
    faults = TrafficFault.objects.filter(Q(side="c") | ~Exists(told)).order_by("-happened_at", "-pk")
    if service:
        faults = faults.filter(service=service)
    if client:
        faults = faults.filter(client=client)
    return faults.filter(happened_at__gte=since) if since else faults


def names_of_parts() -> dict[str, str]:
    """How people call subsystems, services and servers, by identifier; three queries."""
    names: dict[str, str] = dict(Subsystem.objects.values_list("identifier", "name"))
    names.update(Service.objects.values_list("identifier", "name"))
    names.update(Server.objects.values_list("identifier", "name"))
    return names


def silent_gateways(now: dt.datetime) -> list[TrafficMark]:
    """Gateways whose figures could not be read for two minutes."""
    return list(TrafficMark.objects.filter(trouble_since__lt=now - _QUIET_AFTER).order_by("server"))


def read_until() -> dt.datetime | None:
    """When the figures were last read from any gateway; None when never."""
    return TrafficMark.objects.order_by("-read_at").exclude(read_at=None).values_list("read_at", flat=True).first()


def add_up(figures: Iterable[Figures]) -> Figures:
    """The figures together."""
    buckets: dict[int, int] = {}
    sums = [0] * 6
    for one in figures:
        for exponent, number in one.buckets.items():
            buckets[exponent] = buckets.get(exponent, 0) + number
        for place, value in enumerate((one.requests, one.failed, one.faulted, one.bytes_in, one.bytes_out, one.milliseconds)):
            sums[place] += value
    requests, failed, faulted, bytes_in, bytes_out, milliseconds = sums
    return Figures(requests, failed, faulted, bytes_in, bytes_out, milliseconds, buckets)


def _figures(row: tuple[Any, ...]) -> Figures:
    requests, failed, faulted, bytes_in, bytes_out, milliseconds, buckets = row
    spread = {int(exponent): int(number) for exponent, number in (json.loads(buckets) if buckets else {}).items()}
    return Figures(int(requests), int(failed), int(faulted), int(bytes_in), int(bytes_out), int(milliseconds), spread)


def _minute(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M")
