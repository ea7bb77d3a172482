"""Forms of accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.ui.forms import IdentityNumberField, NameField, PhoneField, SenForm, VietnameseDateField


def password_field(label: Any, *, new: bool = False, hint: Any = "") -> forms.CharField:
    """A password box; what is typed is never shown again."""
    complete = "new-password" if new else "current-password"
    return forms.CharField(
        label=label, help_text=hint, max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": complete})
    )


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
