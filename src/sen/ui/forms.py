"""Forms of Sen: text in NFC, errors in plain Vietnamese, domain errors on the field they name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.kernel.errors import DomainError, NotAllowed, NotFound
from sen.kernel.text import clean
from sen.ui.fields import DateBoxes, IdentityNumberField, NameField, PhoneField, PlaceBox, PlaceField, VietnameseDateField
from sen.ui.responses import error_text

__all__ = [
    "DateBoxes",
    "IdentityNumberField",
    "NameField",
    "PhoneField",
    "PlaceBox",
    "PlaceField",
    "SenForm",
    "VietnameseDateField",
    "domain_errors",
]

_ANY = {
    "max_length": gettext_lazy("Tối đa %(limit_value)d ký tự. Bạn đã nhập %(show_value)d."),
    "min_length": gettext_lazy("Ít nhất %(limit_value)d ký tự. Bạn mới nhập %(show_value)d."),
    "min_value": gettext_lazy("Số này phải từ %(limit_value)s trở lên."),
    "max_value": gettext_lazy("Số này không được quá %(limit_value)s."),
    "invalid_choice": gettext_lazy("Lựa chọn này không có trong danh sách. Hãy chọn lại."),
    "invalid_list": gettext_lazy("Lựa chọn này không có trong danh sách. Hãy chọn lại."),
    "empty": gettext_lazy("Tệp này trống. Hãy mở tệp kiểm tra rồi chọn lại."),
    "missing": gettext_lazy("Chưa có tệp nào được chọn."),
}
_INVALID = (
    (forms.EmailField, gettext_lazy("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@hopthu.vn")),
    (forms.URLField, gettext_lazy("Địa chỉ trang chưa đúng. Ví dụ: https://dongthap.gov.vn")),
    (forms.DecimalField, gettext_lazy("Hãy nhập một số, ví dụ 1,5.")),
    (forms.IntegerField, gettext_lazy("Chỉ nhập chữ số.")),
    (forms.TimeField, gettext_lazy("Giờ có dạng 09:30.")),
    (forms.FileField, gettext_lazy("Tệp chưa được gửi lên. Hãy chọn lại tệp.")),
)
_CHOOSING = (forms.ChoiceField, forms.FileField)


class SenForm(forms.Form):
    """The form every form of Sen derives from."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Accept what Django forms accept; give every field its Vietnamese errors."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)

    @classmethod
    def from_request(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """The form of a page: bound to what a POST carried, even an empty one; otherwise blank with its ``initial``."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, **kwargs)
        return cls(**kwargs)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        # Django reads every submitted value through this method, so one place normalises them all.
        value = widget.value_from_datadict(self.data, self.files, html_name)
        return value if isinstance(widget, forms.PasswordInput) else _normal(value)


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, UploadedFile):
        return value
    if isinstance(value, list | tuple):
        return type(value)(_normal(item) for item in value)
    return value


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's own messages; those a form or field class chose itself stay."""
    stock: dict[str, Any] = {}
    for parent in reversed(type(field).__mro__):
        if parent.__module__.startswith("django."):
            stock |= getattr(parent, "default_error_messages", {})
    ours = {**_ANY, "required": _required_text(field)}
    invalid = next((text for kind, text in _INVALID if isinstance(field, kind)), None)
    if invalid:
        ours["invalid"] = invalid
    for code, text in ours.items():
        if field.error_messages.get(code) is stock.get(code):
            field.error_messages[code] = text  # type: ignore[assignment]


def _required_text(field: forms.Field) -> str:
    label = str(field.label or "").strip().rstrip(".")
    if not label:
        return _("Hãy trả lời câu này.")
    if label.endswith("?"):
        return _("Hãy trả lời câu “%(label)s”") % {"label": label}
    name = label if label[1:2].isupper() else label[0].lower() + label[1:]
    if isinstance(field, forms.BooleanField):
        return _("Hãy đánh dấu ô “%(label)s”.") % {"label": label}
    if isinstance(field, _CHOOSING):
        return _("Hãy chọn %(name)s.") % {"name": name}
    return _("Hãy nhập %(name)s.") % {"name": name}


@contextmanager
def domain_errors(form: forms.BaseForm) -> Iterator[None]:
    """Run one service; when it refuses, put its message on the field the error names, otherwise on the whole form.

    NotFound and NotAllowed pass through.  What the service wrote is undone by its own savepoint, not here: what it means to keep,
    such as a failed sign-in, stays.
    """
    try:
        yield
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, ValidationError(error_text(error), code=error.code))
