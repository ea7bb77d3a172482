"""Form controls: what each field needs to know about itself before its template draws it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.ui.fields import DateBoxes, PlaceBox

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_TEMPLATES: tuple[tuple[tuple[type[forms.Widget], ...], str], ...] = (
    (_CHOICES, "ui/parts/choice_group.html"),
    ((DateBoxes,), "ui/parts/date_field.html"),
    ((PlaceBox,), "ui/parts/address_field.html"),
    ((forms.CheckboxInput,), "ui/parts/check.html"),
    ((forms.FileInput,), "ui/parts/file_field.html"),
)
_PLAIN = "ui/parts/field.html"
_OWN_TEMPLATES = TemplatesSetting()


def field_view(bound: BoundField, *, label: str = "", hint: str = "", hide_label: bool = False, legend_as: str = "") -> dict[str, Any]:
    """Everything a field's template shows."""
    hint = hint or str(bound.help_text or "")
    errors = [str(error) for error in bound.errors]
    described = [f"{bound.auto_id}_hint"] if hint else []
    described += [f"{bound.auto_id}_error"] if errors else []
    widget = bound.field.widget
    style = "" if isinstance(widget, forms.CheckboxInput) else "input "
    classes = f"{style}{widget.attrs.get('class', '')}".strip()
    # False leaves an attribute out; None would be written as the word.
    attrs: dict[str, Any] = {"class": classes or False, "aria-describedby": " ".join(described) or False}
    if errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint,
        "errors": errors,
        "bad_parts": [error.code for error in bound.form.errors.as_data().get(bound.name, [])] if errors else [],
        "described": attrs["aria-describedby"] or "",
        "target": target_id(bound),
        "optional": not bound.field.required and not isinstance(widget, forms.CheckboxInput),
        "hide_label": hide_label,
        "legend_as": legend_as,
        "attrs": attrs,
    }


def target_id(bound: BoundField) -> str:
    """The id of the control that a label or an error link leads to."""
    widget = bound.field.widget
    if isinstance(widget, DateBoxes) and widget.boxes:
        codes = [error.code for error in bound.form.errors.as_data().get(bound.name, [])] if bound.errors else []
        part = next((code for code in codes if code in ("day", "month", "year")), "day")
        return f"{bound.auto_id}_{part}"
    if isinstance(widget, _CHOICES):
        return f"{bound.auto_id}_0"
    return str(bound.auto_id)


def field(bound: BoundField, **options: Any) -> SafeString:
    """Draw a field by its widget."""
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    widget = bound.field.widget
    template = next((name for kinds, name in _TEMPLATES if isinstance(widget, kinds)), _PLAIN)
    view = field_view(bound, **options)
    view["control"] = _control(bound, view["attrs"])
    return render_to_string(template, view)


def _control(bound: BoundField, attrs: dict[str, Any]) -> SafeString | str:
    if isinstance(bound.field.widget, _CHOICES):
        return ""
    if isinstance(bound.field.widget, DateBoxes | PlaceBox):
        attrs = {**attrs, "id": bound.auto_id, "parts": _parts(bound)}
        return bound.field.widget.render(bound.html_name, bound.value(), attrs, _OWN_TEMPLATES)
    return bound.as_widget(attrs=attrs)


def _parts(bound: BoundField) -> str:
    """Which boxes of a date are wrong; all of them when the date as a whole is."""
    if not bound.errors:
        return ""
    codes = {error.code for error in bound.form.errors.as_data().get(bound.name, [])}
    return " ".join(part for part in ("day", "month", "year") if part in codes) or "day month year"


def form_fields(form: forms.BaseForm, only: str = "", skip: str = "") -> SafeString:
    """Draw all fields of a form in order, or those named."""
    wanted, unwanted = only.split(), skip.split()
    shown = [bound for bound in form if (not wanted or bound.name in wanted or bound.is_hidden) and bound.name not in unwanted]
    return SafeString("\n".join(field(bound) for bound in shown))


def summary_view(forms_: Iterable[Any]) -> dict[str, Any]:
    """Every error of the forms and formsets, with the control each belongs to."""
    items = [item for form in forms_ if form is not None for item in _form_items(form)]
    title = ngettext("Có %(n)d chỗ cần sửa", "Có %(n)d chỗ cần sửa", len(items)) % {"n": len(items)}
    return {"items": items, "title": title}


def _form_items(form: Any) -> Iterator[tuple[str, str]]:
    if isinstance(form, BaseFormSet):
        yield from (("", str(error)) for error in form.non_form_errors())
        for member in form.forms:
            yield from _form_items(member)
        return
    if not form.is_bound:
        return
    yield from (("", str(error)) for error in form.non_field_errors())
    for bound in form:
        for error in bound.errors:
            yield ("" if bound.is_hidden else target_id(bound), strip_tags(str(error)))


def choices_of(bound: BoundField) -> list[dict[str, Any]]:
    """The choices of a radio or check box group with their hints."""
    value = bound.value()
    chosen = {str(item) for item in value} if isinstance(value, list | tuple | set) else {str(value) if value is not None else ""}
    rows = []
    for place, (key, label) in enumerate(_flat(bound.field.choices)):  # type: ignore[attr-defined]
        hint = getattr(label, "hint", "")
        text = "" if key is None else str(key)
        rows.append({"id": f"{bound.auto_id}_{place}", "value": text, "label": str(label), "hint": hint, "checked": text in chosen})
    return rows


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def bar_field(bound: BoundField) -> dict[str, Any]:
    """A field of a filter bar: label and control only, because nothing there is required."""
    view = field_view(bound)
    return {**view, "control": _control(bound, view["attrs"])}


def default_max_text(max_mb: int) -> str:
    """The sentence about the size of a file."""
    return _("Mỗi tệp không quá %(size)d MB.") % {"size": max_mb}
