"""Cells of the table of figures, drawn in one go: a page holds hundreds of them."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.surfaces.scorecard.selectors.figures import FigureRow
from sen.ui.format import number_text
from sen.ui.parts.small import draw_icon

register = template.Library()

# Figure, head, and whether a phone leaves it out.
_CELLS = (
    ("received", gettext_lazy("Tiếp nhận"), False),
    ("awaiting", gettext_lazy("Chờ tiếp nhận"), True),
    ("open", gettext_lazy("Đang giải quyết"), False),
    ("late", gettext_lazy("Trễ hạn"), False),
    ("due_today", gettext_lazy("Đến hạn hôm nay"), True),
    ("paused", gettext_lazy("Tạm dừng"), True),
    ("finished", gettext_lazy("Đã có kết quả"), True),
    ("finished_late", gettext_lazy("Kết quả trễ"), True),
)


@register.simple_tag
def figure_cells(row: FigureRow, by_field: bool = False, only: int | None = None) -> SafeString:
    """The counts of a row; a number leads to its dossiers when the reader may open them."""
    place = {"linh-vuc": row.id} if by_field else {"co-quan": row.id}
    query = urlencode(place | ({"co-quan": only} if by_field and only else {}))
    address = reverse("scorecard:behind")
    return format_html_join("", "{}", ((_cell(row, key, str(label), hide, f"{address}?so={key}&{query}"),) for key, label, hide in _CELLS))


def _cell(row: FigureRow, key: str, label: str, hide: bool, url: str) -> SafeString:
    count: int = getattr(row.figures, key)
    text = number_text(count)
    shown = format_html('<a href="{}">{}</a>', url, text) if count and row.opens else text
    mark = draw_icon("triangle-alert", label=_("trễ hạn")) if key == "late" and count else ""
    return format_html('<td class="num{}" data-label="{}">{} {}</td>', " hide-s" if hide else "", label, shown, mark)
