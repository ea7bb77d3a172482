"""The live page of the axis, in words: figures of a span, by service and by client, and the latest failures."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.exchange.models import TrafficFault
from sen.capabilities.exchange.selectors import traffic
from sen.capabilities.exchange.selectors.faults import SIDE_NAMES, Explanation, explain, side_of
from sen.capabilities.exchange.selectors.traffic import Figures
from sen.ui.format import moment_text, number_text, size_text
from sen.ui.types import Tab, TagView

SPANS = {
    "15-phut": dt.timedelta(minutes=15),
    "1-gio": dt.timedelta(hours=1),
    "24-gio": dt.timedelta(hours=24),
    "7-ngay": dt.timedelta(days=7),
}
FAULTS_SHOWN = 8
_LINE_MINUTES = 30
_WORRY_SHARE = 1.0
_SECOND = 1000


@dataclass(frozen=True, slots=True)
class TrafficRow:
    """One service or client of the live page."""

    identifier: str
    name: str
    owner: str
    requests: str
    failed: str
    share: TagView | None
    p50: str
    p95: str
    p99: str
    prompt: str
    bytes: str
    url: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One failure with what it means."""

    at: str
    iso: str
    service: str
    client: str
    side: str
    title: str
    code: str
    next_step: str
    told: str
    request_id: str
    explanation_url: str
    message_url: str


@dataclass(frozen=True, slots=True)
class LiveView:
    """Everything the live page shows."""

    span: str
    tabs: Sequence[Tab]
    rate: str
    line: Sequence[int]
    total: TrafficRow
    services: Sequence[TrafficRow]
    clients: Sequence[TrafficRow]
    faults: Sequence[FaultRow]
    silent: Sequence[str]
    read_at: str


def live_view(span: str, now: dt.datetime) -> LiveView:
    """The live page for one of the spans; an unknown span is the shortest.  Nine queries, however many services there are."""
    span = span if span in SPANS else "15-phut"
    since = now - SPANS[span]
    names = traffic.names_of_parts()
    minutes = traffic.figures_by("minute", now - dt.timedelta(minutes=_LINE_MINUTES + 2), now + dt.timedelta(minutes=1))
    by_service = traffic.figures_by("service", since, now + dt.timedelta(minutes=1))
    by_client = traffic.figures_by("client", since, now + dt.timedelta(minutes=1))
    read_at = traffic.read_until()
    return LiveView(
        span=span,
        tabs=_tabs(span),
        rate=number_text(traffic.rate_per_second(minutes, now), 1),
        line=traffic.per_minute(minutes, now, _LINE_MINUTES),
        total=_row("", traffic.add_up(by_service.values()), names, ""),
        services=_rows(by_service, names, "dich-vu"),
        clients=_rows(by_client, names, "noi-goi"),
        faults=fault_rows(list(traffic.list_faults(since=since)[:FAULTS_SHOWN]), now, names),
        silent=[names.get(mark.server, mark.server) for mark in traffic.silent_gateways(now)],
        read_at=moment_text(read_at, now),
    )


def fault_rows(faults: Sequence[TrafficFault], now: dt.datetime, names: dict[str, str]) -> list[FaultRow]:
    """The failures in words."""
    return [_fault_row(fault, now, names) for fault in faults]


def milliseconds_text(value: float) -> str:
    """A duration as people read it: ``12 ms``, ``1,4 giây``."""
    if not value:
        return "–"
    if value >= _SECOND:
        return _("%(seconds)s giây") % {"seconds": number_text(value / _SECOND, 1)}
    return f"{number_text(value, 1 if value < 10 else 0)} ms"


def share_tag(figures: Figures) -> TagView | None:
    """How many of a hundred failed, as a tag; None without requests."""
    share = figures.failed_share
    if share is None:
        return None
    word = f"{number_text(share, 0 if share in (0, 100) else 1)} %"
    if not figures.failed:
        return TagView(word, "done", "circle-check")
    return TagView(word, "late" if share >= _WORRY_SHARE else "soon", "triangle-alert")


def _tabs(span: str) -> list[Tab]:
    words = {"15-phut": _("15 phút"), "1-gio": _("1 giờ"), "24-gio": _("24 giờ"), "7-ngay": _("7 ngày")}
    return [Tab(words[key], f"?khoang={key}", key == span) for key in SPANS]


def _rows(figures: dict[str, Figures], names: dict[str, str], param: str) -> list[TrafficRow]:
    busiest = sorted(figures.items(), key=lambda pair: (-pair[1].requests, pair[0]))
    return [_row(identifier, each, names, param) for identifier, each in busiest]


def _row(identifier: str, figures: Figures, names: dict[str, str], param: str) -> TrafficRow:
    prompt = figures.share_below(traffic.PROMPT_MILLISECONDS)
    return TrafficRow(
        identifier=identifier,
        name=names.get(identifier, identifier) or _("Không nêu tên"),
        owner=names.get(identifier.rpartition("/")[0], "") if param == "dich-vu" else "",
        requests=number_text(figures.requests),
        failed=number_text(figures.failed),
        share=share_tag(figures),
        p50=milliseconds_text(figures.p50),
        p95=milliseconds_text(figures.p95),
        p99=milliseconds_text(figures.p99),
        prompt="–" if prompt is None else f"{number_text(prompt, 0 if prompt == 100 else 1)} %",
        bytes=size_text(figures.bytes_in + figures.bytes_out),
        url=f"{reverse('exchange:faults')}?{param}={identifier}" if param else reverse("exchange:faults"),
    )


def _fault_row(fault: TrafficFault, now: dt.datetime, names: dict[str, str]) -> FaultRow:
    known: Explanation = explain(fault.fault, fault.status)
    return FaultRow(
        at=moment_text(fault.happened_at, now),
        iso=fault.happened_at.isoformat(),
        service=names.get(fault.service, fault.service) or _("Không nêu tên"),
        client=names.get(fault.client, fault.client) or _("Không nêu tên"),
        side=str(SIDE_NAMES[side_of(fault.fault, known)]),
        title=str(known.title),
        code=fault.fault or f"HTTP {fault.status}",
        next_step=str(known.next_step),
        told=fault.fault_text,
        request_id=fault.request_id,
        explanation_url=reverse("exchange:explanation", args=[known.code]),
        message_url=f"{reverse('exchange:message')}?ma={fault.request_id}",
    )
