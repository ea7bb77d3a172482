"""The open numbers of the axis for everybody: a page, JSON and CSV."""

import csv
from io import StringIO

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sen.capabilities.exchange.selectors.openness import LICENCE, LICENCE_URL, OpenNumbers, OpenRow, open_numbers
from sen.kernel import clock
from sen.ui.access import ActorRequest, public
from sen.ui.responses import page

_FIELDS = ("requests", "failed_percent", "p50", "p95", "p99")


@public
@require_safe
def numbers(request: ActorRequest) -> HttpResponse:
    """What went over the axis in the last thirty days, rounded and an hour late."""
    found = open_numbers(clock.now())
    line = [row.requests or 0 for row in found.days]
    facts = {"numbers": found, "line": line, "licence": LICENCE, "licence_url": LICENCE_URL, "busiest": max(line, default=0)}
    return _cached(page(request, "exchange/numbers.html", facts))


@public
@require_safe
def numbers_json(request: ActorRequest) -> HttpResponse:
    """The open numbers as JSON; ``null`` stands for fewer than five."""
    found = open_numbers(clock.now())
    told = {
        "title": _("Số liệu mở của trục liên thông dữ liệu"),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "from": found.since.isoformat(),
        "to": found.until.isoformat(),
        "rounding": "requests: fewer than 5 as null, below 100 to 5, above to 10; durations in ms to 5 or 10; shares to 0.5 %",
        "total": _as_json(found.total),
        "days": [{"day": row.key, **_as_json(row)} for row in found.days],
        "services": [{"service": row.key, "name": row.name or _("Dịch vụ khác"), **_as_json(row)} for row in found.services],
    }
    return _cached(_open(JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})))


@public
@require_safe
def numbers_csv(request: ActorRequest) -> HttpResponse:
    """The open numbers as CSV, one line for each day and each service; an empty cell stands for fewer than five."""
    found = open_numbers(clock.now())
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["from", "to", "licence", "kind", "key", "name", *_FIELDS])
    for kind, row in _lines(found):
        writer.writerow([found.since.isoformat(), found.until.isoformat(), LICENCE, kind, row.key, row.name, *_as_json(row).values()])
    answer = HttpResponse("\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="truc-lien-thong-{clock.local(found.until):%Y-%m-%d}.csv"'
    return _cached(_open(answer))


def _lines(found: OpenNumbers) -> list[tuple[str, OpenRow]]:
    return [("total", found.total), *(("day", row) for row in found.days), *(("service", row) for row in found.services)]


def _as_json(row: OpenRow) -> dict[str, float | int | None]:
    return {name: getattr(row, name) for name in _FIELDS}


def _cached(answer: HttpResponse) -> HttpResponse:
    """The numbers change once an hour."""
    answer["Cache-Control"] = "public, max-age=600"
    return answer


def _open(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return answer
