"""Forms of accounts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.foundation.accounts.models import Mandate
from sen.foundation.accounts.types import NewPost
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.kernel.actor import Role
from sen.ui.forms import IdentityNumberField, NameField, PhoneField, SenForm, VietnameseDateField


def password_field(label: Any, *, new: bool = False, hint: Any = "") -> forms.CharField:
    """A password box; what is typed is never shown again."""
    complete = "new-password" if new else "current-password"
    return forms.CharField(
        label=label, help_text=hint, max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": complete})
    )


SHEET_BYTES = 10 * 1024 * 1024
PASSWORD_HINT = _("Ít nhất 10 ký tự, có cả chữ và số hoặc dấu. Một câu ngắn dễ nhớ là tốt nhất.")


class SignInForm(SenForm):
    """Log-in name and password."""

    login = forms.CharField(
        label=_("Số định danh cá nhân hoặc thư công vụ"),
        help_text=_("Người dân nhập 12 chữ số trên thẻ căn cước. Cán bộ nhập địa chỉ thư công vụ."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}),
    )
    password = password_field(_("Mật khẩu"))


class RegisterForm(SenForm):
    """What a citizen states to open an account."""

    identity_number = IdentityNumberField(label=_("Số định danh cá nhân"), help_text=_("12 chữ số, in trên thẻ căn cước"))
    name = NameField(label=_("Họ, chữ đệm, tên"), help_text=_("Như trên thẻ căn cước"))
    born_on = VietnameseDateField(label=_("Ngày sinh"), past=True, noun="sinh", help_text=_("Ví dụ: 17 5 1990"))
    phone = PhoneField(label=_("Số điện thoại di động"), help_text=_("Để báo tin về hồ sơ của bạn"))
    password = password_field(_("Mật khẩu"), new=True, hint=PASSWORD_HINT)


class PasswordForm(SenForm):
    """The old password and the new one."""

    old_password = password_field(_("Mật khẩu hiện tại"))
    new_password = password_field(_("Mật khẩu mới"), new=True, hint=PASSWORD_HINT)


class DelegationForm(SenForm):
    """To whom a role is lent, until when and why."""

    role = forms.ChoiceField(label=_("Vai trò ủy quyền"))
    receiver = forms.ChoiceField(label=_("Người nhận ủy quyền"))
    valid_from = VietnameseDateField(label=_("Từ ngày"), future=True, boxes=False, noun="bắt đầu", help_text=_("Ví dụ: 25/11/2026"))
    valid_to = VietnameseDateField(label=_("Đến hết ngày"), future=True, boxes=False, noun="kết thúc")
    reason = forms.CharField(label=_("Lý do, số văn bản ủy quyền"), max_length=300)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the officer's own roles and the colleagues of those agencies."""
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["receiver"].choices = [("", _("Chọn đồng nghiệp")), *colleagues]  # type: ignore[attr-defined]


_STATES = [("", _("Tất cả")), ("open", _("Đang mở")), ("closed", _("Đã đóng")), ("unplaced", _("Chưa có vị trí"))]


class OfficerFilterForm(SenForm):
    """The bar above the list of officers."""

    q = forms.CharField(label=_("Tên hoặc thư công vụ"), required=False, max_length=100)
    co_quan = forms.TypedChoiceField(label=_("Cơ quan"), required=False, coerce=int, empty_value=None)
    vai_tro = forms.ChoiceField(label=_("Vai trò"), required=False)
    trang_thai = forms.ChoiceField(label=_("Tài khoản"), required=False, choices=_STATES)

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the agencies the administrator manages."""
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].choices = [("", _("Mọi cơ quan")), *agencies]  # type: ignore[attr-defined]
        self.fields["vai_tro"].choices = [("", _("Mọi vai trò")), *_role_choices(Role)]  # type: ignore[attr-defined]


class AgencyStepForm(SenForm):
    """In which agency the position is; its divisions are asked on the next page."""

    co_quan = forms.TypedChoiceField(label=_("Cơ quan"), coerce=int)

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the agencies the administrator manages."""
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].choices = [("", _("Chọn cơ quan")), *agencies]  # type: ignore[attr-defined]


class PostForm(SenForm):
    """A position in an agency that was chosen before."""

    role = forms.ChoiceField(label=_("Vai trò"), help_text=_("Vai trò quyết định người này làm được việc gì trong hệ thống."))
    title = forms.CharField(label=_("Chức danh"), max_length=120, help_text=_("Như in trên văn bản, ví dụ: Chuyên viên"))
    division = forms.TypedChoiceField(label=_("Phòng, bộ phận"), required=False, coerce=int, empty_value=None)
    valid_from = VietnameseDateField(label=_("Từ ngày"), boxes=False, noun="bắt đầu", help_text=_("Ví dụ: 25/11/2026"))

    def __init__(self, *args: Any, divisions: Iterable[tuple[int, str]], roles: Iterable[Role], **kwargs: Any) -> None:
        """Offer the divisions of the chosen agency and the roles the administrator may give."""
        super().__init__(*args, **kwargs)
        offered = list(divisions)
        self.fields["role"].choices = [("", _("Chọn vai trò")), *_role_choices(roles)]  # type: ignore[attr-defined]
        self.fields["division"].choices = [("", _("Không thuộc phòng nào")), *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["division"]

    def post(self, agency_id: int) -> NewPost:
        """The position entered, in the agency."""
        facts = self.cleaned_data
        return NewPost(agency_id, Role(facts["role"]), facts["title"], facts["valid_from"], facts.get("division"))


class NewOfficerForm(PostForm):
    """A new officer with the first position."""

    login = forms.CharField(
        label=_("Thư công vụ"),
        max_length=120,
        help_text=_("Cũng là tên đăng nhập. Ví dụ: nguyenvana@dongthap.gov.vn"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = NameField(label=_("Họ, chữ đệm, tên"))
    phone = PhoneField(label=_("Số điện thoại di động"), required=False)
    field_order = ("name", "login", "phone", "role", "title", "division", "valid_from")


class LastDayForm(SenForm):
    """The last day of a position."""

    last_day = VietnameseDateField(label=_("Ngày làm việc cuối cùng"), boxes=False, help_text=_("Ví dụ: 25/11/2026"))


class AccountReasonForm(SenForm):
    """Why an account is closed or opened again."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ví dụ: số quyết định thôi việc, chuyển công tác"))


class NewPasswordForm(SenForm):
    """A password of one's own in place of a temporary one, typed twice."""

    new_password = password_field(_("Mật khẩu mới"), new=True, hint=PASSWORD_HINT)
    again = password_field(_("Nhập lại mật khẩu mới"), new=True)

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("again") and facts.get("new_password") and facts["again"] != facts["new_password"]:
            self.add_error("again", _("Hai lần nhập chưa giống nhau. Hãy nhập lại."))
        return facts


def _role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    return [(role.value, ROLE_NAMES[role]) for role in roles]


def code_field(label: Any, hint: Any) -> forms.CharField:
    """A box for a one-time code, offered by phones from their own messages and keyboards."""
    look = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, help_text=hint, max_length=20, widget=forms.TextInput(attrs=look))


class CodeForm(SenForm):
    """A one-time code, a recovery code, or what a security key signed."""

    code = code_field(_("Mã xác nhận"), _("Mã 6 chữ số trên ứng dụng của bạn, hoặc một mã dự phòng đã in."))
    trust = forms.BooleanField(label=_("Không hỏi lại trên thiết bị này trong 30 ngày"), required=False)
    answer = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Who answers with a key types no code."""
        super().__init__(*args, **kwargs)
        self.fields["code"].required = not self.data.get("answer")


class PresenceForm(SenForm):
    """The password once more."""

    password = password_field(_("Mật khẩu của bạn"))


class NewCodeForm(SenForm):
    """The first code of a new generator, and its name."""

    code = forms.CharField(
        label=_("Mã 6 chữ số đang hiện trên ứng dụng"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    label = forms.CharField(label=_("Tên để nhận ra"), max_length=60, required=False, help_text=_("Ví dụ: Điện thoại của tôi"))


class NewKeyForm(SenForm):
    """A new security key's name and the browser's answer."""

    label = forms.CharField(
        label=_("Tên để nhận ra"), max_length=60, required=False, help_text=_("Ví dụ: Khóa màu đen, Vân tay máy cơ quan")
    )
    answer = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Without the browser's answer there is no key."""
        facts: dict[str, Any] = super().clean() or {}
        if not facts.get("answer"):
            self.add_error(None, _("Trình duyệt chưa đưa khóa nào. Bấm nút và làm theo hướng dẫn của trình duyệt."))
        return facts


class FactorRuleForm(SenForm):
    """From when holders of a role sign in with two factors."""

    role = forms.ChoiceField(label=_("Vai trò"))
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"), boxes=False, noun="bắt đầu")
    grace_days = forms.IntegerField(label=_("Số ngày để cài đặt"), min_value=0, max_value=90, initial=14)
    binds_demo = forms.BooleanField(label=_("Áp dụng cả với tài khoản trình diễn"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every role."""
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Chọn vai trò")), *_role_choices(Role)]  # type: ignore[attr-defined]


class SheetForm(SenForm):
    """A spreadsheet of officials."""

    sheet = forms.FileField(label=_("Tệp Excel hoặc CSV"), help_text=_("Tối đa 10 MB, 20.000 dòng."))

    def clean_sheet(self) -> Any:
        """Not larger than can be read at once."""
        sheet = self.cleaned_data["sheet"]
        if sheet.size > SHEET_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 10 MB. Hãy chia thành nhiều tệp."))
        return sheet


class TransferForm(SenForm):
    """Which agency's positions go on in which, from when, by which decision."""

    from_agency = forms.TypedChoiceField(label=_("Cơ quan cũ"), coerce=int)
    to_agency = forms.TypedChoiceField(label=_("Cơ quan tiếp nhận"), coerce=int)
    starts_on = VietnameseDateField(label=_("Từ ngày"), future=True, boxes=False, noun="chuyển")
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Ví dụ: Nghị quyết số, ngày, cơ quan ban hành"))

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the agencies of today."""
        super().__init__(*args, **kwargs)
        offered = [("", _("Chọn cơ quan")), *agencies]
        self.fields["from_agency"].choices = offered  # type: ignore[attr-defined]
        self.fields["to_agency"].choices = offered  # type: ignore[attr-defined]


class ClaimForm(SenForm):
    """A business somebody says to represent."""

    code = forms.CharField(
        label=_("Mã số doanh nghiệp"), max_length=20, help_text=_("10 chữ số, như trên giấy chứng nhận đăng ký doanh nghiệp")
    )


class MandateForm(SenForm):
    """Who may act in whose name, in what, until when."""

    principal = forms.TypedChoiceField(label=_("Thay mặt cho"), required=False, coerce=int, empty_value=None)
    representative = IdentityNumberField(label=_("Số định danh của người được ủy quyền"))
    scope = forms.ChoiceField(label=_("Được làm gì"), choices=Mandate.Scope.choices)
    valid_from = VietnameseDateField(label=_("Từ ngày"), future=True, boxes=False, noun="bắt đầu")
    valid_to = VietnameseDateField(label=_("Đến hết ngày"), future=True, boxes=False, noun="kết thúc")
    basis = forms.CharField(label=_("Văn bản ủy quyền"), required=False, max_length=300, help_text=_("Số, ngày của giấy ủy quyền, nếu có"))

    def __init__(self, *args: Any, businesses: Iterable[tuple[int, str]], own: bool, **kwargs: Any) -> None:
        """Offer the businesses the person legally represents, and the person itself when its identity is known."""
        super().__init__(*args, **kwargs)
        offered = [*([("", _("Chính tôi"))] if own else []), *businesses]
        self.fields["principal"].choices = offered  # type: ignore[attr-defined]


class ReasonForm(SenForm):
    """Why a mandate ends."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)
