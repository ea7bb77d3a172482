"""Pages and the search of the register of administrative units; open to everybody."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sen.foundation.agencies.selectors import home_area
from sen.kernel import clock
from sen.registries.units import selectors
from sen.registries.units.forms import BrowseForm
from sen.registries.units.types import FIRST_KNOWN_ON, has_districts
from sen.ui.access import ActorRequest, public
from sen.ui.fields import split_date
from sen.ui.paging import ListPage, list_page, page_number
from sen.ui.responses import page

SEARCH_SIZE = 12
LIST_SIZE = 50
CACHE_SECONDS = 3600


@require_safe
@public
def search(request: ActorRequest) -> HttpResponse:
    """Answer an address box: JSON ``[{"value", "label", "detail"}]``, or a list of links with ``dang=html``.

    ``q`` words, ``ngay`` the date, ``cap`` the level (``commune`` unless given; ``all`` for every level), ``trang`` the page.
    """
    on, level, number = _date(request), request.GET.get("cap", "commune"), page_number(request.GET.get("trang"))
    found = selectors.find_units(
        request.GET.get("q", "")[:100],
        on,
        level=None if level == "all" else level,
        first_province=home_area(on),
        limit=SEARCH_SIZE + 1,
        offset=(number - 1) * SEARCH_SIZE,
    )
    units, more = found[:SEARCH_SIZE], len(found) > SEARCH_SIZE
    response: HttpResponse
    if request.GET.get("dang") == "html":
        response = render(request, "units/found.html", {"units": units, "on": on})
    else:
        rows = [{"value": str(unit.pk), "label": unit.path_name, "detail": ""} for unit in units]
        response = JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})
    if more:
        response["X-Next-Page"] = str(number + 1)
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return response


@require_safe
@public
def browse(request: ActorRequest) -> HttpResponse:
    """The provinces of a date, or what the words find in every level."""
    on = _date(request)
    words = request.GET.get("q", "")[:100].strip()
    number = page_number(request.GET.get("trang"))
    home = home_area(on)
    if words:
        start = (number - 1) * LIST_SIZE
        found = selectors.find_units(words, on, first_province=home, limit=LIST_SIZE + 1, offset=start)
        rows = ListPage(found[:LIST_SIZE], number, LIST_SIZE, len(found) > LIST_SIZE)
    else:
        rows = list_page(selectors.children_on(None, on), number, LIST_SIZE)
    context = {
        "form": BrowseForm(initial={"q": words, "ngay": on}),
        "rows": rows,
        "words": words,
        "home": selectors.unit_by_code(home, "province", on) if home else None,
        **_date_facts(on),
    }
    return page(request, "units/browse.html", context)


@require_safe
@public
def show(request: ActorRequest, unit_id: int) -> HttpResponse:
    """One unit: where it lies, what it has under it, where it came from and what became of it."""
    unit = selectors.get_unit(unit_id)
    asked = _date(request)
    inside = unit.valid_from <= asked and (unit.valid_to is None or asked <= unit.valid_to)
    on = asked if inside else unit.valid_to or unit.valid_from
    today = clock.today()
    ended = unit.valid_to is not None and unit.valid_to < today
    context = {
        "unit": unit,
        "children": list_page(selectors.children_on(unit.code, on).filter(parent=unit), request.GET.get("trang"), LIST_SIZE),
        "trail": selectors.list_ancestors(unit),
        "trace": selectors.trace_unit(unit.pk),
        "now_unit": selectors.resolve_unit(unit.pk, today) if ended else None,
        **_date_facts(on),
    }
    return page(request, "units/show.html", context)


def _date_facts(on: dt.date) -> dict[str, object]:
    return {"on": on, "three_tiers": has_districts(on), "first_known": FIRST_KNOWN_ON, "before_known": on < FIRST_KNOWN_ON}


def _date(request: HttpRequest) -> dt.date:
    """The date asked for as yyyy-mm-dd or dd/mm/yyyy; today when it is missing or no date."""
    parts = split_date(request.GET.get("ngay", "")[:20]) or ("", "", "")
    try:
        day, month, year = (int(part) for part in parts)
        return dt.date(year, month, day)
    except ValueError:
        return clock.today()
