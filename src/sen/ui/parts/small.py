"""Small parts drawn many times on a page, therefore without a template file each."""

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sen.kernel.clock import local
from sen.kernel.text import mask
from sen.ui.format import date_text, moment_text, money_text, number_text

SPRITE = "ui/icons.svg"
_HIDDEN = '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>'
_NAMED = '<svg class="{}" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>'


def part(value: Any, key: str, default: Any = "") -> Any:
    """A member of a dict or an attribute of an object."""
    return value.get(key, default) if isinstance(value, dict) else getattr(value, key, default)


@cache
def sprite_url() -> str:
    """The address of the sprite; asked thousands of times a minute, it does not change while a process lives."""
    return static(SPRITE)


def draw_icon(name: str, large: bool = False, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration beside a word."""
    classes = "icon icon--l" if large else "icon"
    if label:
        return format_html(_NAMED, classes, label, sprite_url(), name)
    return format_html(_HIDDEN, classes, sprite_url(), name)


def petal(name: str, tone: str = "") -> SafeString:
    """An icon in a petal."""
    return format_html('<span class="petal{}" aria-hidden="true">{}</span>', _modifier("petal", tone), draw_icon(name, large=True))


def _modifier(block: str, tone: str) -> SafeString:
    return format_html(" {}--{}", block, str(tone)) if tone else mark_safe("")


def tag(word: str, tone: str = "", icon: str = "") -> SafeString:
    """A state: icon and word on a quiet ground."""
    return format_html('<span class="tag{}">{}{}</span>', _modifier("tag", tone), draw_icon(icon) if icon else "", word)


def tag_state(view: Any) -> SafeString:
    """A tag from an object with ``word``, ``tone`` and ``icon``; nothing for None."""
    return tag(part(view, "word"), part(view, "tone"), part(view, "icon")) if view else mark_safe("")


def due(view: Any) -> SafeString:
    """A deadline: what is left or lost, and the exact time under it."""
    if not view:
        return mark_safe("")
    detail, at = part(view, "detail"), part(view, "at")
    badge = tag(part(view, "label"), part(view, "tone"), part(view, "icon"))
    if not detail:
        return format_html('<div class="due">{}</div>', badge)
    if at:
        return format_html('<div class="due">{}<small><time datetime="{}">{}</time></small></div>', badge, at, detail)
    return format_html('<div class="due">{}<small>{}</small></div>', badge, detail)


def avatar(name: str) -> SafeString:
    """The first letters of the last two words of a name; decoration beside the name itself."""
    letters = "".join(word[0] for word in str(name).split()[-2:]).upper()
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', letters)


def masked(value: str, head: int = 3, tail: int = 4) -> SafeString:
    """A number with its middle hidden; screen readers hear that it is hidden, not a row of dots."""
    if not value:
        return mark_safe("")
    return format_html('<span class="code">{}</span><span class="vh"> {}</span>', mask(value, head=head, tail=tail), _("(đã che)"))


def money(amount: Decimal | int | None, free: bool = False) -> SafeString:
    """An amount of đồng that does not break over two lines."""
    return format_html('<span class="nowrap">{}</span>', money_text(amount, free=free)) if amount is not None else mark_safe("")


def number(value: Decimal | int | float | None, places: int = 0) -> str:
    """A number with Vietnamese separators."""
    return number_text(value, places)


def date_vn(date: dt.date | dt.datetime | None, weekday: bool = False) -> SafeString:
    """A date as people write it, with the machine's form behind it."""
    if not date:
        return mark_safe("")
    day = local(date).date() if isinstance(date, dt.datetime) else date
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_text(day, weekday=weekday))


def moment(instant: dt.datetime | None, now: dt.datetime | None = None) -> SafeString:
    """An instant as people say it, with the machine's form behind it."""
    if not instant:
        return mark_safe("")
    return format_html('<time datetime="{}">{}</time>', local(instant).isoformat(timespec="minutes"), moment_text(instant, now))
