"""The population in figures: by commune on a map, by age and gender as a pyramid, and as a work book."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sen.kernel import clock
from sen.kernel.actor import Role
from sen.registries.parties import selectors
from sen.registries.parties.types import AgeBand, UnitCount
from sen.registries.parties.views.people import tabs_of
from sen.ui.access import ActorRequest, roles
from sen.ui.format import moment_text, number_text
from sen.ui.outlines import has_communes, province_map
from sen.ui.responses import bytes_response, page
from sen.ui.workbook import EXCEL_TYPE, list_workbook

_CLASSES = 5
_BAR_HEIGHT, _HALF, _MIDDLE = 15, 240.0, 300.0


@dataclass(frozen=True, slots=True)
class _Bar:
    """One row of the pyramid in drawing units: men to the left of the middle, women to the right."""

    label: str
    y: int
    text_y: int
    men_x: str
    men_width: str
    women_width: str
    words: str


@require_safe
@roles(Role.REGISTRY)
def population(request: ActorRequest) -> HttpResponse:
    """Figures of the whole province, or of one commune with ``xa``."""
    today = clock.today()
    chosen = request.GET.get("xa", "")
    units = selectors.units_counted_as(int(chosen), today) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else None
    counts = selectors.unit_counts(today)
    bands = selectors.ages(today, units)
    unit = next((one for one in counts if units is not None and str(one.unit_id) == chosen), None)
    context = {
        "counts": counts,
        "bands": list(reversed(bands)),
        "bars": _pyramid(bands),
        "pyramid_height": len(bands) * _BAR_HEIGHT + 4,
        "people": sum(band.men + band.women for band in bands),
        "men": sum(band.men for band in bands),
        "women": sum(band.women for band in bands),
        "unit": unit,
        "map": _map(counts),
        "tabs": tabs_of("population"),
        "now": clock.now(),
    }
    return page(request, "parties/population.html", context)


def _pyramid(bands: Sequence[AgeBand]) -> list[_Bar]:
    top = max([*(band.men for band in bands), *(band.women for band in bands), 1])
    bars = []
    for place, band in enumerate(reversed(bands)):
        men, women = band.men / top * _HALF, band.women / top * _HALF
        facts = {"age": band.label, "men": number_text(band.men), "women": number_text(band.women)}
        words = _("%(age)s tuổi: %(men)s nam, %(women)s nữ") % facts
        y = place * _BAR_HEIGHT
        bars.append(_Bar(band.label, y, y + 11, f"{_MIDDLE - 24 - men:.1f}", f"{men:.1f}", f"{women:.1f}", words))
    return bars


@dataclass(frozen=True, slots=True)
class _Map:
    width: int
    height: int
    shapes: SafeString
    legend: Sequence[tuple[str, str]]


def _map(counts: Sequence[UnitCount]) -> _Map | None:
    """Communes coloured by how many people live there; nothing for an edition without outlines of communes."""
    sheet = province_map(settings.PROVINCE) if has_communes(settings.PROVINCE) else None
    known = {one.code: one for one in counts if one.code}
    if sheet is None or not known:
        return None
    ordered = sorted(one.people for one in known.values())
    bounds = [ordered[min(len(ordered) - 1, len(ordered) * step // _CLASSES)] for step in range(1, _CLASSES)]
    shapes = format_html_join("", "{}", ((_shape(area.name, area.path, known.get(area.code), bounds),) for area in sheet.outlines))
    edges = [ordered[0], *bounds, ordered[-1]]
    legend = [(f"q{step + 1}", f"{number_text(edges[step])} – {number_text(edges[step + 1])}") for step in range(_CLASSES)]
    return _Map(sheet.width, sheet.height, shapes, legend)


def _shape(name: str, path: str, found: UnitCount | None, bounds: Sequence[int]) -> SafeString:
    if found is None:
        return format_html('<path class="q0" d="{}"><title>{}</title></path>', path, name)
    look = f"q{1 + sum(found.people >= bound for bound in bounds)}"
    words = _("%(name)s: %(people)s người") % {"name": name, "people": number_text(found.people)}
    link = '<a href="{}?xa={}" tabindex="-1" aria-label="{}"><path class="{}" d="{}"><title>{}</title></path></a>'
    return format_html(link, reverse("parties:population"), found.unit_id, words, look, path, words)


@require_safe
@roles(Role.REGISTRY)
def population_xlsx(request: ActorRequest) -> HttpResponseBase:
    """The figures by commune as a work book."""
    now = clock.now()
    counts = selectors.unit_counts(clock.today())
    columns = ((_("Mã"), 10), (_("Xã, phường"), 34), (_("Dân số"), 12), (_("Nam"), 12), (_("Nữ"), 12), (_("Dưới 15"), 12), (_("Từ 60"), 12))
    rows = [[one.code, one.name, one.people, one.men, one.women, one.young, one.old] for one in counts]
    note = _("Số người đang sống theo nơi thường trú, tính lúc %(when)s") % {"when": moment_text(now)}
    content = list_workbook(_("Dân số"), _("Dân số theo xã, phường"), note, columns, rows)
    return bytes_response(content, f"dan-so-{clock.local(now):%Y%m%d}.xlsx", EXCEL_TYPE)
