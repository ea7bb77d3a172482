"""The map of the axis as an SVG: callers on the left, gateways between, services on the right, traffic on the lines."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.exchange.models import Server, Service, Subsystem
from sen.capabilities.exchange.selectors import traffic
from sen.capabilities.exchange.selectors.operations import milliseconds_text, share_tag
from sen.capabilities.exchange.selectors.traffic import Figures
from sen.capabilities.exchange.states import ServiceState
from sen.ui.format import number_text
from sen.ui.types import TagView

WINDOW = dt.timedelta(minutes=5)
_ROW, _TOP, _BOX = 74, 70, 56
_X = {"client": 10, "consumer": 330, "provider": 620, "service": 920}
_WIDTH = {"client": 250, "consumer": 220, "provider": 220, "service": 290}
_SHORT = 30


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the map; ``kind`` is client, gateway or service."""

    kind: str
    x: int
    y: int
    width: int
    name: str
    note: str
    title: str
    state: str

    @property
    def middle(self) -> int:
        """Where its lines begin."""
        return self.y + _BOX // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the map: ``strength`` 0 (nothing in the last five minutes) to 4, ``bad`` where requests fail."""

    path: str
    strength: int
    bad: bool
    title: str


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A line of the table under the map: who asked whom."""

    client: str
    service: str
    owner: str
    requests: str
    share: TagView | None
    p95: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The drawn map and the same facts as a table."""

    width: int
    height: int
    box: int
    nodes: Sequence[Node]
    lines: Sequence[Line]
    flows: Sequence[FlowRow]
    heads: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is registered."""

    subsystems: Mapping[str, str]
    services: Mapping[str, tuple[str, str]]
    homes: Mapping[str, str]
    servers: Mapping[str, tuple[str, str]]
    silent: frozenset[str]
    names: Mapping[str, str]


def plan_view(now: dt.datetime) -> PlanView:
    """The map with the traffic of the last five minutes; seven queries."""
    parts = _parts(now)
    pairs = {_split(key): figures for key, figures in traffic.figures_by("pair", now - WINDOW, now + dt.timedelta(minutes=1)).items()}
    clients = sorted({client for client, _service in pairs} | set(parts.subsystems) - _owners(parts))
    services = sorted({service for _client, service in pairs} | set(parts.services))
    heights = {"client": clients, "consumer": sorted(parts.servers), "provider": sorted(parts.servers), "service": services}
    height = _TOP + _ROW * max(map(len, heights.values()), default=1)
    nodes = {
        (column, key): _node(column, key, place, len(keys), height, parts)
        for column, keys in heights.items()
        for place, key in enumerate(keys)
    }
    return PlanView(
        width=_X["service"] + _WIDTH["service"] + 10,
        height=height + 10,
        box=_BOX,
        nodes=list(nodes.values()),
        lines=_lines(pairs, parts, nodes),
        flows=_flows(pairs, parts),
        heads=_heads(),
    )


def _parts(now: dt.datetime) -> _Parts:
    subsystems = {
        sub.identifier: sub for sub in Subsystem.objects.filter(is_active=True, member__is_active=True).prefetch_related("servers")
    }
    services = Service.objects.exclude(state=ServiceState.DRAFT).values_list("identifier", "name", "state")
    servers = Server.objects.filter(is_active=True).values_list("identifier", "name", "maintenance")
    return _Parts(
        subsystems={key: sub.name for key, sub in subsystems.items()},
        services={key: (name, state) for key, name, state in services},
        homes={key: next(iter(sorted(server.identifier for server in sub.servers.all())), "") for key, sub in subsystems.items()},
        servers={key: (name, note) for key, name, note in servers},
        silent=frozenset(mark.server for mark in traffic.silent_gateways(now)),
        names={key: name for key, name, _state in services} | {key: sub.name for key, sub in subsystems.items()},
    )


def _owners(parts: _Parts) -> set[str]:
    """Subsystems that offer services and so stand on the right only."""
    return {service.rpartition("/")[0] for service in parts.services}


def _split(key: str) -> tuple[str, str]:
    client, _space, service = key.partition(" ")
    return client, service


def _node(column: str, key: str, place: int, count: int, height: int, parts: _Parts) -> Node:
    gap = (height - _TOP) / count
    name, note, state = _words(column, key, parts)
    return Node(
        kind="gateway" if column in ("consumer", "provider") else column,
        x=_X[column],
        y=int(_TOP + gap * place + (gap - _BOX) / 2),
        width=_WIDTH[column],
        name=_short(name, (_WIDTH[column] - 28) // 9),
        note=_short(note, (_WIDTH[column] - 28) // 7),
        title=f"{name} ({key})",
        state=state,
    )


def _words(column: str, key: str, parts: _Parts) -> tuple[str, str, str]:
    if column == "client":
        return parts.subsystems.get(key, key), "/".join(key.split("/")[1:]), "" if key in parts.subsystems else "unknown"
    if column == "service":
        name, state = parts.services.get(key, (key.rpartition("/")[2], ""))
        return name, "/".join(key.split("/")[2:]), "" if state == ServiceState.ACTIVE else "off"
    name, maintenance = parts.servers[key]
    state = "off" if maintenance else "silent" if key in parts.silent else ""
    words = {"off": _("đang bảo trì"), "silent": _("không đọc được số liệu"), "": ""}
    return key.rpartition("/")[2], words[state] or name, state


def _short(text: str, room: int) -> str:
    """The text cut to the letters that fit into the box; the whole stands in the title and in the table."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def _lines(pairs: Mapping[tuple[str, str], Figures], parts: _Parts, nodes: Mapping[tuple[str, str], Node]) -> list[Line]:
    """One line for each leg of the way, with everything that goes over it; registered legs without traffic are drawn thin."""
    legs: dict[tuple[tuple[str, str], tuple[str, str]], list[Figures]] = {}
    for client in parts.subsystems:
        if ("client", client) in nodes and parts.homes.get(client):
            legs[(("client", client), ("consumer", parts.homes[client]))] = []
    for service in parts.services:
        if parts.homes.get(service.rpartition("/")[0]):
            legs[(("provider", parts.homes[service.rpartition("/")[0]]), ("service", service))] = []
    for (client, service), figures in pairs.items():
        here, there = parts.homes.get(client, ""), parts.homes.get(service.rpartition("/")[0], "")
        way = [("client", client), ("consumer", here), ("provider", there), ("service", service)]
        for leg in zip(way, way[1:], strict=False):
            legs.setdefault(leg, []).append(figures)
    return [_line(nodes[start], nodes[end], traffic.add_up(all_)) for (start, end), all_ in legs.items() if start in nodes and end in nodes]


def _line(start: Node, end: Node, figures: Figures) -> Line:
    left, right = start.x + start.width, end.x
    bend = (right - left) // 2
    path = f"M{left} {start.middle}C{left + bend} {start.middle} {right - bend} {end.middle} {right} {end.middle}"
    words = _("%(count)s lời gọi trong 5 phút, %(failed)s lỗi") % {
        "count": number_text(figures.requests),
        "failed": number_text(figures.failed),
    }
    return Line(path, strength_of(figures.requests), (figures.failed_share or 0) >= 1, f"{start.title} → {end.title}: {words}")


def strength_of(requests: int) -> int:
    """How strong a line is drawn: one step for each power of ten of requests in five minutes, four at most."""
    return min(len(str(requests)), 4) if requests else 0


def _flows(pairs: Mapping[tuple[str, str], Figures], parts: _Parts) -> list[FlowRow]:
    busiest = sorted(pairs.items(), key=lambda pair: (-pair[1].requests, pair[0]))
    return [
        FlowRow(
            client=parts.names.get(client, client) or _("Không nêu tên"),
            service=parts.names.get(service, service) or _("Không nêu tên"),
            owner=parts.names.get(service.rpartition("/")[0], ""),
            requests=number_text(figures.requests),
            share=share_tag(figures),
            p95=milliseconds_text(figures.p95),
        )
        for (client, service), figures in busiest[:_SHORT]
    ]


def _heads() -> list[tuple[int, str]]:
    words = {"client": _("Nơi gọi"), "consumer": _("Máy chủ bên gọi"), "provider": _("Máy chủ bên cung cấp"), "service": _("Dịch vụ")}
    return [(_X[column] + _WIDTH[column] // 2, word) for column, word in words.items()]
