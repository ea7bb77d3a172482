"""The tag library of the design system: ``{% load sen %}``.  Signatures and examples: docs/howto/compose-a-page.md."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sen.ui.paging import ListPage
from sen.ui.parts import charts, controls, small
from sen.ui.parts.small import part

register = template.Library()

register.simple_tag(small.draw_icon, name="icon")
for _name in ("petal", "tag", "tag_state", "due", "avatar", "masked", "money", "number", "date_vn", "moment"):
    register.simple_tag(getattr(small, _name), name=_name)
register.simple_tag(charts.spark, name="spark")
register.simple_tag(charts.bar, name="bar")
register.simple_tag(controls.form_fields, name="form_fields")

_NOTICE_ICONS = {"late": "triangle-alert", "soon": "alarm-clock", "done": "circle-check"}
_FILE_STATES = {
    "received": ("done", "check", "circle-check"),
    "unscanned": ("soon", "shield-alert", "shield-alert"),
    "sending": ("", "file-up", ""),
    "refused": ("late", "circle-x", "triangle-alert"),
}


@register.simple_block_tag
def notice(content: str, tone: str = "", title: str = "", icon: str = "") -> SafeString:
    """A message: information, or the tones done, soon, late."""
    view = {"content": content, "tone": tone, "title": title, "icon": icon or _NOTICE_ICONS.get(tone, "info")}
    return render_to_string("ui/parts/notice.html", view)


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> SafeString:
    """Details that open."""
    return render_to_string("ui/parts/disclosure.html", {"content": content, "summary": summary, "open": open})


@register.simple_block_tag
def card(content: str, title: str, flush: bool = False, level: int = 2, here: bool = False, action: str = "", url: str = "") -> SafeString:
    """A section with a heading and a body."""
    view = {"content": content, "title": title, "flush": flush, "level": level, "here": here, "action": action, "url": url}
    return render_to_string("ui/parts/card.html", view)


@register.simple_block_tag
def field_set(content: str, legend: str, hint: str = "") -> SafeString:
    """Fields that belong together."""
    return render_to_string("ui/parts/field_set.html", {"content": content, "legend": legend, "hint": hint})


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", art: bool = True) -> dict[str, Any]:
    """An empty list that says what to do next."""
    return {"title": title, "text": text, "url": url, "action": action, "art": art}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong, with links to the fields; nothing when all is well."""
    return controls.summary_view(forms)


@register.simple_tag
def field(bound: BoundField, label: str = "", hint: str = "", hide_label: bool = False, legend_as: str = "") -> SafeString:
    """Any one field, drawn by its widget."""
    return controls.field(bound, label=label, hint=hint, hide_label=hide_label, legend_as=legend_as)


for _name in ("choice_group", "date_field", "address_field"):
    register.simple_tag(controls.field, name=_name)


@register.filter
def choices_of(bound: BoundField) -> list[dict[str, Any]]:
    """The choices of a group; for the templates of this library."""
    return controls.choices_of(bound)


@register.inclusion_tag("ui/parts/upload_field.html")
def upload_field(
    name: str,
    start_url: str,
    label: str = "",
    hint: str = "",
    accept: str = ".pdf,.jpg,.jpeg,.png",
    multiple: bool = False,
    max_mb: int = 20,
) -> dict[str, Any]:
    """A file field that sends in resumable pieces, or with the form when there is no JavaScript."""
    hint = hint or _("Chụp rõ nét, đủ bốn góc, đủ các trang. Nhận JPG, PNG, PDF.") + " " + controls.default_max_text(max_mb)
    label = label or _("Thả tệp vào đây hoặc chọn từ máy")
    view = {"name": name, "start_url": start_url, "label": label, "hint": hint, "accept": accept, "multiple": multiple}
    return {**view, "max_bytes": max_mb * 1024 * 1024, "max_mb": max_mb}


@register.inclusion_tag("ui/parts/submit.html")
def submit(
    label: str, icon: str = "", kind: str = "", name: str = "", value: str = "", large: bool = False, key: str = ""
) -> dict[str, Any]:
    """A submit button, named by what will happen."""
    return {"label": label, "icon": icon, "kind": kind, "name": name, "value": value, "large": large, "key": key}


@register.inclusion_tag("ui/parts/act_link.html", takes_context=True)
def act_link(
    context: RequestContext, url: str, icon: str, label: str, hint: str = "", grave: bool = False, post: bool = False, file: bool = False
) -> dict[str, Any]:
    """One thing that can be done, a line of ``<ul class="actlist">``: ``post`` when one press does it, ``file`` when it opens a file."""
    view = {"url": url, "icon": icon, "label": label, "hint": hint, "grave": grave, "post": post, "file": file}
    return {**view, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/search_box.html", takes_context=True)
def search_box(
    context: RequestContext, label: str, button: str = "", action: str = "", name: str = "q", hint: str = "", slim: bool = False
) -> dict[str, Any]:
    """A search form of its own: one box, one button, GET; it shows what was asked before."""
    request: HttpRequest | None = context.get("request")
    value = request.GET.get(name, "") if request else ""
    view = {"label": label, "button": button or _("Tìm"), "action": action, "name": name, "hint": hint, "slim": slim}
    return {**view, "value": value}


@register.inclusion_tag("ui/parts/plain_field.html")
def plain_field(
    name: str,
    label: str,
    value: Any = "",
    kind: str = "text",
    hint: str = "",
    error: str = "",
    placeholder: str = "",
    maxlength: int | None = None,
    hide_label: bool = False,
    accept: str = "",
    multiple: bool = False,
    autofocus: bool = False,
) -> dict[str, Any]:
    """One box without a form class, for rows that only the view knows: kind text, tel, number, search, area or file."""
    view = {"name": name, "label": label, "value": value, "kind": kind, "hint": hint, "error": error, "placeholder": placeholder}
    return {**view, "limit": maxlength, "hidden": hide_label, "accept": accept, "multiple": multiple, "autofocus": autofocus}


@register.inclusion_tag("ui/parts/tick.html")
def tick(name: str, value: Any, label: str, checked: bool = False) -> dict[str, Any]:
    """The box that picks a row of a table; its label is read, not shown."""
    return {"name": name, "value": value, "label": label, "checked": checked}


@register.inclusion_tag("ui/parts/tick_all.html")
def tick_all(label: str = "") -> dict[str, Any]:
    """The box in the head of a table that picks every row; shown only with JavaScript."""
    return {"label": label or _("Chọn mọi dòng")}


@register.inclusion_tag("ui/parts/autosave_status.html")
def autosave_status(text: str = "") -> dict[str, Any]:
    """Where the page says when it last saved what was typed."""
    return {"text": text}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(*trail: Any) -> dict[str, Any]:
    """Where this page lies: label, address, label, address, …, last label; or one list of pairs."""
    if len(trail) == 1 and isinstance(trail[0], list | tuple):
        pairs = [tuple(pair) for pair in trail[0]]
    else:
        pairs = list(zip(trail[::2], [*trail[1::2], ""], strict=False))
    return {"above": pairs[:-1], "here": pairs[-1][0] if pairs else ""}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Any, label: str = "") -> dict[str, Any]:
    """Groups of a list, each with its address."""
    return {"items": items, "label": label or _("Nhóm")}


@register.inclusion_tag("ui/parts/filters.html", takes_context=True)
def filters(context: RequestContext, form: BaseForm, label: str = "", submit: str = "") -> dict[str, Any]:
    """A GET form in a bar above a list."""
    request = context.get("request")
    views = [controls.bar_field(bound) for bound in form]
    shown = [view for view in views if not view["field"].is_hidden]
    hidden = [view["control"] for view in views if view["field"].is_hidden]
    asked = bool(request and any(request.GET.get(view["field"].html_name) for view in shown))
    address = request.path if request else ""
    words = {"label": label or _("Lọc danh sách"), "submit": submit or _("Lọc")}
    return {**words, "fields": shown, "hidden": hidden, "clear": address if asked else ""}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: RequestContext, page: Any, noun: str = "", param: str = "trang", label: str = "") -> dict[str, Any]:
    """Previous and next page, keeping the other query parameters; ``label`` says of what, where a page has two of them."""
    request: HttpRequest | None = context.get("request")
    start, end, total, before, after = _page_facts(page)
    view = {"start": start, "end": end, "total": total, "noun": noun, "label": label, "number": page.number if page else 1}
    view["previous"] = _query(request, **{param: str(page.number - 1)}) if before else ""
    view["next"] = _query(request, **{param: str(page.number + 1)}) if after else ""
    return view


def _page_facts(page: Any) -> tuple[int, int, int | None, bool, bool]:
    if isinstance(page, ListPage):
        return page.start, page.end, page.total, page.number > 1, page.more
    if isinstance(page, Page):
        return page.start_index(), page.end_index(), page.paginator.count, page.has_previous(), page.has_next()
    return 0, 0, None, False, False


def _query(request: HttpRequest | None, **changes: str) -> str:
    if request is None:
        return "?" + "&".join(f"{name}={value}" for name, value in changes.items())
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/parts/sort_head.html", takes_context=True)
def sort_head(context: RequestContext, key: str, label: str, param: str = "xep", numeric: bool = False) -> dict[str, Any]:
    """A head cell whose link sorts the list, the second time the other way."""
    request: HttpRequest | None = context.get("request")
    current = request.GET.get(param, "") if request else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query = _query(request, **{param: f"-{key}" if current == key else key, "trang": "1"})
    return {"label": label, "direction": direction, "url": query, "numeric": numeric}


@register.inclusion_tag("ui/parts/steps.html")
def steps(items: Any, label: str = "") -> dict[str, Any]:
    """Steps of a form or a route."""
    return {"items": items, "label": label or _("Các bước")}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(items: Any) -> dict[str, Any]:
    """What happened, what happens now, what comes."""
    return {"items": items}


@register.inclusion_tag("ui/parts/facts.html")
def facts(rows: Any, kind: str = "") -> dict[str, Any]:
    """Names and values; pairs or Fact objects."""
    views = [{"label": row[0], "value": row[1]} if isinstance(row, tuple) else row for row in rows]
    change = any(part(view, "change_url") for view in views)
    return {"rows": views, "kind": kind or ("change" if change else "")}


@register.inclusion_tag("ui/parts/key_help.html", takes_context=True)
def key_help(context: RequestContext) -> dict[str, Any]:
    """The dialog of shortcuts, with the switch for single letters."""
    return {"ui": context.get("ui"), "request": context.get("request"), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/figure.html")
def figure(
    name: str, value: str, unit: str = "", url: str = "", note: str = "", tag: Any = None, points: Any = None, goal: float | None = None
) -> dict[str, Any]:
    """One number with its unit, state, note and past."""
    line = charts.spark(points, name, goal=goal) if points else ""
    return {"name": name, "value": value, "unit": unit, "url": url, "note": note, "tag": tag, "line": line}


@register.inclusion_tag("ui/parts/receipt_file.html")
def receipt_file(file: Any) -> dict[str, Any]:
    """A file the server has, is getting or has refused."""
    tone, sign, mark = _FILE_STATES.get(part(file, "state", "received"), _FILE_STATES["received"])
    return {"file": file, "state": part(file, "state", "received"), "tone": tone, "sign": sign, "mark": mark}


@register.inclusion_tag("ui/parts/htmx.html")
def htmx() -> dict[str, Any]:
    """Load HTMX, on pages that use it."""
    return {}


@register.inclusion_tag("ui/parts/mark.html")
def mark() -> dict[str, Any]:
    """The mark: five petals, one line of water."""
    return {}


@register.filter
def attr(values: dict[str, Any], name: str) -> Any:
    """A member whose name a template cannot write, such as ``aria-invalid``."""
    return values.get(name, "")
