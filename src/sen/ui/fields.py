"""Fields that know how people in Viet Nam write: names, phones, identity numbers, dates, places."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sen.kernel import clock
from sen.kernel.identifiers import is_citizen_number, normal_phone
from sen.kernel.text import fold

DateParts = tuple[str, str, str]
Match = tuple[str, str]

IDENTITY_LENGTH = 12
_DATE = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{1,4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SOLID_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})")
_FIRST_YEAR = 1900
_LAST_MONTH = 12
_YEAR_DIGITS = 4


class NameField(forms.CharField):
    """A person's name: letters of any script, spaces, hyphens, apostrophes and full stops."""

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        """Accept the options of a text field."""
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "name")
        self.widget.attrs.setdefault("spellcheck", "false")

    def validate(self, value: Any) -> None:
        """Refuse digits, emoji and other signs, naming the first of them."""
        super().validate(value)
        strange = next((ch for ch in value or "" if not (ch.isalpha() or ch in " -.'’")), None)
        if strange:
            raise ValidationError(_("Họ tên chỉ gồm chữ cái. Hãy bỏ ký tự “%(sign)s”.") % {"sign": strange}, code="strange_sign")


class PhoneField(forms.CharField):
    """A Vietnamese phone number; the value is in national form without separators."""

    def __init__(self, **kwargs: Any) -> None:
        """Accept the options of a text field."""
        super().__init__(**kwargs)
        self.widget.attrs |= {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> str:
        """The number in national form, or an error that says what is wrong with it."""
        text = super().clean(value)
        if not text or (phone := normal_phone(text)):
            return phone if text else ""
        letters = "".join(ch for ch in text if ch.isalpha())
        if letters:
            raise ValidationError(_("Số điện thoại chỉ gồm chữ số. Hãy bỏ “%(letters)s”.") % {"letters": letters}, code="letters")
        raise ValidationError(_("Số điện thoại chưa đúng. Số di động có 10 chữ số, ví dụ 0907 123 456."), code="invalid")


class IdentityNumberField(forms.CharField):
    """A 12-digit personal identity number; spaces and dots are dropped."""

    def __init__(self, **kwargs: Any) -> None:
        """Accept the options of a text field."""
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        """The twelve digits, or an error that counts them."""
        number = re.sub(r"[\s.\-]", "", super().clean(value) or "")
        if not number or is_citizen_number(number):
            return number
        if not (number.isascii() and number.isdigit()):
            raise ValidationError(_("Số định danh chỉ gồm chữ số."), code="letters")
        if len(number) < IDENTITY_LENGTH:
            message = _("Số định danh phải đủ 12 chữ số. Bạn mới nhập %(count)d.")
        else:
            message = _("Số định danh chỉ có 12 chữ số. Bạn đã nhập %(count)d.")
        raise ValidationError(message % {"count": len(number)}, code="length")


class DateBoxes(forms.Widget):
    """Three boxes for day, month and year, or one for dd/mm/yyyy."""

    template_name = "ui/parts/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, boxes: bool = True) -> None:
        """Choose between three boxes and one."""
        super().__init__(dict(attrs or {}))
        self.boxes = boxes
        self.use_fieldset = boxes

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts | None:
        """What was typed, as three texts; a single text is taken apart."""
        if any(f"{name}_{part}" in data for part in ("day", "month", "year")):
            return (data.get(f"{name}_day") or "", data.get(f"{name}_month") or "", data.get(f"{name}_year") or "")
        return split_date(data.get(name))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form did not carry this date at all."""
        return self.value_from_datadict(data, files, name) is None

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}_day" if self.boxes and id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The parts of the value for the boxes."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        parts = date_parts(value)
        context["widget"] |= {"parts": parts, "boxes": self.boxes, "text": "/".join(parts) if all(parts) else "".join(parts)}
        return context


def split_date(text: Any) -> DateParts | None:
    """Day, month and year of a typed date; a text of another shape stays whole in the first part."""
    if not text:
        return None
    typed = str(text).strip()
    for shape, order in ((_DATE, (0, 1, 2)), (_ISO_DATE, (2, 1, 0)), (_SOLID_DATE, (0, 1, 2))):
        if found := shape.fullmatch(typed):
            return tuple(found.groups()[place] for place in order)  # type: ignore[return-value]
    return (typed, "", "")


def date_parts(value: Any) -> DateParts:
    """The three texts behind an initial or typed value."""
    if isinstance(value, dt.date):
        return (f"{value.day:02d}", f"{value.month:02d}", f"{value.year}")
    if isinstance(value, tuple | list) and len(value) == 3:
        return (str(value[0] or ""), str(value[1] or ""), str(value[2] or ""))
    return split_date(value) or ("", "", "")


_NOUNS = {
    "sinh": pgettext_lazy("date of", "sinh"),
    "hẹn": pgettext_lazy("date of", "hẹn"),
    "bắt đầu": pgettext_lazy("date of", "bắt đầu"),
    "kết thúc": pgettext_lazy("date of", "kết thúc"),
}


class VietnameseDateField(forms.Field):
    """A date in three boxes or as dd/mm/yyyy.

    ``past`` refuses dates after today, ``future`` dates before it; ``noun`` names the date in errors: ``sinh`` gives "Tháng sinh".
    """

    widget = DateBoxes

    def __init__(self, *, past: bool = False, future: bool = False, boxes: bool = True, noun: str = "", **kwargs: Any) -> None:
        """Choose bounds, boxes and the noun."""
        kwargs.setdefault("widget", DateBoxes(boxes=boxes))
        super().__init__(**kwargs)
        self.past, self.future, self.noun = past, future, noun

    def to_python(self, value: Any) -> dt.date | None:
        """The date, or one error for each part that is wrong."""
        if isinstance(value, dt.date):
            return value
        parts = date_parts(value)
        if not any(parts):
            return None
        errors = self._part_errors(parts)
        if errors:
            raise ValidationError(errors)
        day, month, year = (int(part) for part in parts)
        last = calendar.monthrange(year, month)[1]
        if day > last:
            message = _("Tháng %(month)d năm %(year)d chỉ có %(last)d ngày.") % {"month": month, "year": year, "last": last}
            raise ValidationError(message, code="day")
        return dt.date(year, month, day)

    def _part_errors(self, parts: DateParts) -> list[ValidationError]:
        day, month, year = parts
        noun = f" {_NOUNS.get(self.noun, self.noun)}" if self.noun else ""
        errors = []
        if not _within(day, 1, 31):
            errors.append(ValidationError(_("Ngày%(noun)s phải từ 1 đến 31.") % {"noun": noun}, code="day"))
        if not _within(month, 1, _LAST_MONTH):
            errors.append(ValidationError(_("Tháng%(noun)s phải từ 1 đến 12.") % {"noun": noun}, code="month"))
        if len(year) != _YEAR_DIGITS or not _within(year, _FIRST_YEAR, 9998):
            example = {"noun": noun, "year": clock.today().year}
            errors.append(ValidationError(_("Năm%(noun)s phải có đủ 4 chữ số, ví dụ %(year)d.") % example, code="year"))
        return errors

    def validate(self, value: Any) -> None:
        """Refuse a date on the wrong side of today."""
        super().validate(value)
        if value is None:
            return
        noun = f" {_NOUNS.get(self.noun, self.noun)}" if self.noun else ""
        if self.past and value > clock.today():
            raise ValidationError(_("Ngày%(noun)s không thể sau hôm nay.") % {"noun": noun}, code="future")
        if self.future and value < clock.today():
            raise ValidationError(_("Ngày%(noun)s không thể trước hôm nay.") % {"noun": noun}, code="past")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the typed parts differ from the initial date."""
        return date_parts(initial) != date_parts(data)


def _within(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _YEAR_DIGITS and least <= int(text) <= most


class PlaceBox(forms.Widget):
    """A text box whose suggestions come from the server; without JavaScript the matches return as choices."""

    template_name = "ui/parts/place_box.html"
    # A box that finds something other than places says so in its own words.
    none_text: str | Promise = ""
    found_text: str | Promise = ""

    def __init__(self, search_url: str | Promise = "", attrs: Mapping[str, Any] | None = None) -> None:
        """Name the address that answers ``?q=`` with a JSON list of ``{"value", "label", "detail"}``."""
        super().__init__(dict(attrs or {}))
        self.search_url = search_url
        self.matches: Sequence[Match] = ()
        self.chosen = ("", "")
        self.label_of: Callable[[str], str] = str

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Match | None:
        """The chosen key and the typed text."""
        if name not in data and f"{name}_text" not in data:
            return None
        return (data.get(name) or "", data.get(f"{name}_text") or "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form did not carry this place at all."""
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The key, the text and the matches found by the server."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        key, text = value if isinstance(value, tuple | list) else (str(value or ""), "")
        key, text = self.chosen if self.chosen[0] else (key, text or (self.label_of(key) if key else ""))
        context["widget"] |= {"key": key, "text": text, "matches": self.matches, "search_url": self.search_url}
        context["widget"] |= {"none_text": self.none_text, "found_text": self.found_text}
        return context


class PlaceField(forms.Field):
    """A place chosen by typing, with or without accents.  The value is its key.

    ``search`` answers a text with pairs of key and label; ``label_of`` gives the label of a key, empty when the key is unknown.
    """

    widget = PlaceBox

    def __init__(self, *, search: Callable[[str], Sequence[Match]], label_of: Callable[[str], str], search_url: str = "", **kwargs: Any):
        """Connect the box with the registry of places."""
        kwargs.setdefault("widget", PlaceBox(search_url))
        super().__init__(**kwargs)
        self.search, self.label_of = search, label_of
        self.widget.label_of = label_of

    def __deepcopy__(self, memo: dict[int, Any]) -> "PlaceField":
        """Copy for one form, keeping the widget's way to labels."""
        copy = super().__deepcopy__(memo)
        copy.widget.matches, copy.widget.chosen = (), ("", "")
        return copy

    def clean(self, value: Any) -> str:
        """The key of the place: the chosen one, or the only match of the text; the box then shows its full name."""
        key = self._key_of(value)
        self.widget.chosen = (key, self.label_of(key) if key else "")
        return key

    def _key_of(self, value: Any) -> str:
        key, text = value if isinstance(value, tuple | list) else (str(value or ""), "")
        key, text = str(key), str(text)
        label = self.label_of(key) if key else ""
        if label and (not text or fold(text) == fold(label)):
            return key
        if not text:
            return str(super().clean("") or "")
        found = list(self.search(text))
        if len(found) == 1 or (found and fold(found[0][1]) == fold(text) != fold(found[1][1])):
            return found[0][0]
        if label and any(match[0] == key for match in found):
            return key
        self.widget.matches = found
        if found:
            raise ValidationError(_("Có %(count)d nơi tên gần như vậy. Hãy chọn một nơi.") % {"count": len(found)}, code="several")
        raise ValidationError(_("Chưa thấy nơi nào tên “%(text)s”. Hãy thử gõ tên xã, phường.") % {"text": text}, code="unknown")
