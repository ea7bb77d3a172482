"""Forms of the portal: the questions of an application, tracking, checking."""

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.foundation.agencies.selectors import home_area
from sen.kernel.actor import Represented
from sen.registries.units.selectors import find_units, units_by_ids
from sen.ui.forms import IdentityNumberField, NameField, PhoneField, PlaceField, SenForm, VietnameseDateField
from sen.ui.types import Option

Choices = Sequence[tuple[str, str]]

SELF, OTHER = "self", "other"
SUGGESTED = "goi-y"
CHOSEN = "khac"
_NOTE_LENGTH = 2000
_KEY_LENGTH = 10


def place_field(on: dt.date, *, province_code: str | None = None, **kwargs: Any) -> PlaceField:
    """A commune of the date, typed with or without accents."""

    def search(text: str) -> list[tuple[str, str]]:
        units = find_units(text, on, level="commune", province_code=province_code, first_province=home_area(on), limit=8)
        return [(str(unit.pk), unit.path_name) for unit in units]

    @functools.cache
    def label_of(key: str) -> str:
        units = units_by_ids([int(key)]) if key.isascii() and key.isdigit() and len(key) < _KEY_LENGTH else {}
        return next((unit.path_name for unit in units.values() if unit.level == "commune"), "")

    kwargs.setdefault("error_messages", {"required": _("Hãy gõ tên xã, phường rồi chọn trong danh sách.")})
    return PlaceField(search=search, label_of=label_of, search_url=reverse("units:search"), **kwargs)


class WhoForm(SenForm):
    """For whom the application is: under a mandate for nobody but its giver, so that a draft never changes hands unseen."""

    who = forms.ChoiceField(label=gettext_lazy("Bạn nộp hồ sơ cho ai?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, principal: Represented | None = None, **kwargs: Any) -> None:
        """Name the answers in the reader's language; ``principal`` is in whose name the session acts."""
        super().__init__(*args, **kwargs)
        choices = [self._principal(principal)] if principal else self._usual()
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        self.fields["who"].initial = choices[0][0] if principal else None

    @staticmethod
    def _principal(principal: Represented) -> tuple[str, Option]:
        hint = _("Theo quyền đại diện ghi nhận trên cổng. Muốn nộp cho chính mình, hãy bấm Thôi thay mặt.")
        return f"uy-quyen-{principal.mandate_id}", Option(principal.name, hint)

    @staticmethod
    def _usual() -> list[tuple[str, Option]]:
        return [
            (SELF, Option(_("Cho chính tôi"), _("Thông tin lấy từ tài khoản của bạn, bạn chỉ kiểm tra."))),
            (OTHER, Option(_("Thay cho người khác"), _("Bạn là người đại diện theo pháp luật hoặc được người đó ủy quyền."))),
        ]


class PersonForm(SenForm):
    """Who somebody is and how to reach them; what the account has proved cannot be changed."""

    name = NameField(label=gettext_lazy("Họ, chữ đệm, tên"))
    number = IdentityNumberField(
        label=gettext_lazy("Số định danh cá nhân"), help_text=gettext_lazy("12 chữ số, in ở mặt trước thẻ căn cước.")
    )
    born_on = VietnameseDateField(label=gettext_lazy("Ngày sinh"), past=True, noun="sinh", help_text=gettext_lazy("Ví dụ: 14 11 1990"))
    phone = PhoneField(label=gettext_lazy("Điện thoại"), help_text=gettext_lazy("Dùng để báo tin và tra cứu hồ sơ."))
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False, max_length=200)

    def __init__(self, *args: Any, proved: Sequence[str] = (), **kwargs: Any) -> None:
        """Close the fields whose value is proved."""
        super().__init__(*args, **kwargs)
        for name in proved:
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Lấy từ tài khoản của bạn.")
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class OtherPersonForm(PersonForm):
    """The person somebody applies for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The number may be unknown for a newborn, the phone for a minor."""
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False
        self.fields["number"].help_text = _("Để trống nếu người đó chưa có số định danh, ví dụ trẻ mới sinh.")
        self.fields["phone"].required = False
        self.fields["phone"].help_text = ""


class AuthorityForm(SenForm):
    """By what right somebody applies for another."""

    basis = forms.ChoiceField(label=gettext_lazy("Bạn nộp thay với tư cách nào?"), widget=forms.RadioSelect)
    paper = forms.CharField(
        label=gettext_lazy("Giấy tờ chứng minh"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Ví dụ: Giấy ủy quyền số 12, ngày 20/11/2026, UBND phường Cao Lãnh chứng thực."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the answers in the reader's language."""
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = list(authority_names().items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A written authorisation must be named."""
        facts = super().clean() or {}
        if facts.get("basis") == "written" and not facts.get("paper"):
            self.add_error("paper", _("Hãy ghi số, ngày và nơi chứng thực của văn bản ủy quyền."))
        return facts


def authority_names() -> dict[str, str]:
    """By what right one may apply for another.  Basis: 91/2015/QH13 (Civil Code), Articles 134 to 138."""
    return {
        "parent": _("Cha, mẹ của người chưa thành niên"),
        "guardian": _("Người giám hộ hoặc người đại diện theo pháp luật"),
        "written": _("Người được ủy quyền bằng văn bản"),
    }


class HomeForm(SenForm):
    """Where the applicant lives."""

    place = forms.Field(label=gettext_lazy("Xã, phường, đặc khu"))
    address = forms.CharField(
        label=gettext_lazy("Số nhà, đường, khóm, ấp"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ví dụ: Số 12, đường Nguyễn Huệ, khóm 3"),
    )

    def __init__(self, *args: Any, on: dt.date, three_tiers: bool, **kwargs: Any) -> None:
        """Search the units of the date; they have two levels or three."""
        super().__init__(*args, **kwargs)
        hint = _("Gõ tên xã, phường; có dấu hay không dấu đều được. Ví dụ: cao lanh")
        label = _("Xã, phường, thị trấn") if three_tiers else _("Xã, phường, đặc khu")
        self.fields["place"] = place_field(on, label=label, help_text=hint)


class AgencyForm(SenForm):
    """Which agency decides: the one that follows from the law, or another one where the law leaves a choice."""

    choice = forms.ChoiceField(label=gettext_lazy("Cơ quan nào giải quyết hồ sơ?"), widget=forms.RadioSelect)
    place = forms.Field(label="", required=False)

    def __init__(
        self,
        *args: Any,
        on: dt.date,
        suggested: str,
        may_choose: bool,
        is_ours: Callable[[int], bool],
        province_code: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer what was computed, and a commune of the province when another one may be lawful; ``is_ours`` knows the province's units."""
        super().__init__(*args, **kwargs)
        self.is_ours = is_ours
        choices = [(SUGGESTED, suggested)] if suggested else []
        if may_choose:
            choices.append(
                (
                    CHOSEN,
                    Option(
                        _("Ủy ban nhân dân xã, phường khác"), _("Ví dụ nơi cư trú của cha hoặc mẹ, nơi đặt cơ sở kinh doanh, nơi có đất.")
                    ),
                )
            )
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        if not may_choose:
            del self.fields["place"]
            return
        hint = _("Chỉ điền khi bạn chọn xã, phường khác.") if suggested else ""
        self.fields["place"] = place_field(on, label=_("Tên xã, phường"), help_text=hint, required=False, province_code=province_code)

    def clean(self) -> dict[str, Any]:
        """Another commune must be named; what is left in the box beside the suggested agency does not matter."""
        facts = super().clean() or {}
        if facts.get("choice") == SUGGESTED:
            self.errors.pop("place", None)
            return {**facts, "place": ""}
        if "place" in self.errors or facts.get("choice") != CHOSEN:
            return facts
        if not facts.get("place"):
            self.add_error("place", _("Hãy gõ tên xã, phường giải quyết hồ sơ."))
        elif not self.is_ours(int(facts["place"])):
            self.add_error("place", _("Xã, phường này không thuộc tỉnh. Hãy chọn xã, phường trong tỉnh."))
        return facts


class CaseForm(SenForm):
    """Which case of the procedure it is."""

    case = forms.ChoiceField(label=gettext_lazy("Trường hợp của bạn là gì?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, cases: Choices, **kwargs: Any) -> None:
        """Offer the cases of the procedure."""
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = list(cases)  # type: ignore[attr-defined]


class ExtrasForm(SenForm):
    """Papers that only some applicants need."""

    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Bạn có thuộc trường hợp nào sau đây?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, papers: Choices, **kwargs: Any) -> None:
        """Offer the conditional papers of the case."""
        super().__init__(*args, **kwargs)
        self.fields["papers"].choices = list(papers)  # type: ignore[attr-defined]
        self.fields["papers"].help_text = _("Đánh dấu giấy tờ bạn phải nộp. Không thuộc trường hợp nào thì bấm Tiếp tục.")


class DetailsForm(SenForm):
    """What exactly is asked for."""

    note = forms.CharField(
        label=gettext_lazy("Bạn muốn ghi thêm điều gì cho cán bộ?"),
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Ví dụ: nội dung cụ thể đề nghị giải quyết, số bản cần cấp. Có thể để trống."),
    )


class ReceiptForm(SenForm):
    """How the result is received."""

    way = forms.ChoiceField(label=gettext_lazy("Bạn muốn nhận kết quả bằng cách nào?"), widget=forms.RadioSelect)
    desk = forms.ChoiceField(
        label=gettext_lazy("Nơi nhận tại quầy"),
        required=False,
        help_text=gettext_lazy("Chỉ chọn khi bạn nhận tại quầy; quầy nào trong tỉnh cũng được."),
    )
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Cần khi nhận qua bưu chính hoặc tại nhà."),
    )

    def __init__(self, *args: Any, desks: Callable[[], Choices], **kwargs: Any) -> None:
        """Offer the ways and the one-stop units of the province (any of them may hand over the result); these are read when needed."""
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = list(way_names().items())  # type: ignore[attr-defined]
        self.fields["desk"].choices = lambda: [("", _("Nơi tiếp nhận hồ sơ")), *desks()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Post and a visit need an address; the prefilled one goes nowhere with the other ways."""
        facts = super().clean() or {}
        if facts.get("way") not in ("post", "home"):
            return {**facts, "address": ""}
        if not facts.get("address"):
            self.add_error("address", _("Hãy nhập địa chỉ nhận kết quả."))
        return facts


def way_names() -> dict[str, Option]:
    """The ways to receive a result.  Basis: 61/2018/NĐ-CP, Article 20."""
    return {
        "online": Option(_("Trực tuyến"), _("Bản điện tử có ký số, có ngay khi ký xong.")),
        "counter": Option(_("Tại quầy"), _("Mang theo giấy tờ tùy thân và bản chính để đối chiếu.")),
        "post": Option(_("Qua bưu chính"), _("Gửi đến địa chỉ của bạn, cước theo bảng giá của bưu điện.")),
        "home": Option(_("Tại nhà"), _("Dành cho người cao tuổi, người khuyết tật, người đang ốm.")),
    }


class SubmitForm(SenForm):
    """The last press."""

    truthful = forms.BooleanField(label=gettext_lazy("Tôi chịu trách nhiệm trước pháp luật về những điều đã khai và giấy tờ đã nộp."))


class NoFieldsForm(SenForm):
    """A button without fields, so that a refusal has a place to be shown."""


class DossierCodeForm(SenForm):
    """The code of a dossier."""

    ma = forms.CharField(
        label=gettext_lazy("Mã hồ sơ"),
        max_length=50,
        help_text=gettext_lazy("Ghi trên biên nhận và giấy tiếp nhận, ví dụ H20.19-261119-0037."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Codes are no words to complete or to correct."""
        super().__init__(*args, **kwargs)
        self.fields["ma"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


class LookUpForm(DossierCodeForm):
    """The code and phone of a dossier, for somebody without an account."""

    phone = PhoneField(label=gettext_lazy("Số điện thoại đã ghi trong hồ sơ"))


class CheckCodeForm(SenForm):
    """The code printed beside a result's QR."""

    ma = forms.CharField(
        label=gettext_lazy("Mã kiểm tra"), max_length=40, help_text=gettext_lazy("12 chữ và số, in cạnh mã QR trên kết quả.")
    )


class CheckFileForm(SenForm):
    """A PDF whose signatures are to be checked."""

    tep = forms.FileField(
        label=gettext_lazy("Tệp PDF cần kiểm tra"), help_text=gettext_lazy("Tệp chỉ được đọc để kiểm tra, không lưu lại. Không quá 20 MB.")
    )


class WithdrawForm(SenForm):
    """Why a dossier is taken back."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerNoteForm(SenForm):
    """What the applicant says about one asked paper."""

    note = forms.CharField(
        label=gettext_lazy("Lời giải thích"),
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Nếu bạn không có giấy tờ này hoặc muốn nói thêm."),
    )


class NearForm(SenForm):
    """Where somebody lives, to find the nearest one-stop unit."""

    noi = forms.Field()

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        """Search communes of the date."""
        super().__init__(*args, **kwargs)
        self.fields["noi"] = place_field(on, label=_("Xã, phường nơi bạn ở"))


class FilterForm(SenForm):
    """What narrows the catalogue; a value that is not offered narrows nothing."""

    def __init__(self, *args: Any, fields_on: Sequence[Any], events: Sequence[Any], with_districts: bool, **kwargs: Any) -> None:
        """Offer the fields, life events, levels and service levels there are."""
        super().__init__(*args, **kwargs)
        levels = [("commune", _("Cấp xã")), *([("district", _("Cấp huyện"))] if with_districts else []), ("province", _("Cấp tỉnh"))]
        services = [("full", _("Toàn trình")), ("partial", _("Một phần")), ("information", _("Nộp trực tiếp"))]
        for name, label, choices in (
            ("muc", _("Hình thức nộp"), services),
            ("cap", _("Cấp thực hiện"), levels),
            ("su-kien", _("Việc trong đời sống"), [(event.key, event.name) for event in events if event.count]),
            ("linh-vuc", _("Lĩnh vực"), [(str(field.id), f"{field.name} ({field.count})") for field in fields_on]),
        ):
            self.fields[name] = forms.ChoiceField(label=label, choices=[("", _("Tất cả")), *choices])

    def known(self, asked: dict[str, str]) -> dict[str, str]:
        """The asked values that are offered."""
        return {name: asked[name] if asked[name] in self._offered(name) else "" for name in self.fields}

    def labels(self, chosen: dict[str, str]) -> list[str]:
        """The chosen values in words."""
        return [str(self._offered(name)[value]) for name, value in chosen.items() if value]

    def _offered(self, name: str) -> dict[str, str]:
        return dict(self.fields[name].choices)  # type: ignore[attr-defined]
