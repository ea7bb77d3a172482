"""Forms of signing on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.foundation.sso.models import Audience, Client, TokenForm
from sen.foundation.sso.types import NewClient, Scope
from sen.ui.forms import SenForm

SCOPE_WORDS = {
    Scope.OPENID: _("Mã nhận diện riêng, không phải số định danh"),
    Scope.PROFILE: _("Họ tên và loại tài khoản"),
    Scope.POSITION: _("Cơ quan, chức vụ và vai trò hiện nay"),
    Scope.EMAIL: _("Địa chỉ thư điện tử"),
    Scope.PHONE: _("Số điện thoại"),
    Scope.IDENTITY: _("Số định danh cá nhân"),
}
_LEVELS = [
    (1, _("Mức 1, đăng nhập là đủ")),
    (2, _("Mức 2, danh tính đã được xác thực")),
    (3, _("Mức 3, danh tính đã xác thực và có lớp bảo vệ thứ hai")),
]


class AddressesField(forms.CharField):
    """Several addresses, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"})

    def prepare_value(self, value: Any) -> Any:
        """Stored addresses as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The addresses in order, each once."""
        return tuple(dict.fromkeys(line.strip() for line in str(super().clean(value)).splitlines() if line.strip()))


class ClientForm(SenForm):
    """What an administrator states about a system."""

    name = forms.CharField(label=_("Tên hệ thống"), help_text=_("Như người dùng vẫn gọi"), max_length=160)
    about = forms.CharField(label=_("Dùng để làm gì"), help_text=_("Một câu, hiện trên trang xin đồng ý"), max_length=300)
    owner = forms.TypedChoiceField(label=_("Cơ quan quản lý"), coerce=int, empty_value=None)
    redirect_uris = AddressesField(
        label=_("Địa chỉ quay về sau đăng nhập"), help_text=_("Mỗi dòng một địa chỉ https, đúng từng chữ"), max_length=4000
    )
    leaving_uris = AddressesField(label=_("Địa chỉ quay về sau đăng xuất"), required=False, max_length=4000)
    backchannel_uri = forms.CharField(
        label=_("Địa chỉ nhận tin đăng xuất"),
        help_text=_("Hệ thống được báo tại đây ngay khi người dùng đăng xuất ở bất cứ đâu"),
        required=False,
        max_length=500,
    )
    scopes = forms.MultipleChoiceField(
        label=_("Thông tin được hỏi"),
        choices=[(scope.value, SCOPE_WORDS[scope]) for scope in Scope if scope is not Scope.OPENID],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    audience = forms.ChoiceField(label=_("Ai được vào"), choices=Audience.choices, widget=forms.RadioSelect)
    min_assurance = forms.TypedChoiceField(label=_("Mức xác thực tối thiểu"), coerce=int, choices=_LEVELS)
    asks_consent = forms.BooleanField(
        label=_("Hỏi đồng ý của người dùng"),
        help_text=_("Bỏ chọn với phần mềm công vụ của cơ quan. Số định danh luôn phải hỏi."),
        required=False,
    )
    token_form = forms.ChoiceField(label=_("Dạng mã truy cập"), choices=TokenForm.choices)
    refreshes = forms.BooleanField(label=_("Cấp mã làm mới"), help_text=_("Sống không quá phiên đăng nhập và 8 giờ"), required=False)
    acts_alone = forms.BooleanField(label=_("Được lấy mã truy cập cho chính hệ thống"), required=False)
    introspects = forms.BooleanField(
        label=_("Được kiểm tra mã truy cập của hệ thống khác"), help_text=_("Dành cho máy chủ cung cấp dữ liệu"), required=False
    )
    keeps_secret = forms.BooleanField(
        label=_("Giữ được mã bí mật"), help_text=_("Bỏ chọn với ứng dụng chạy trên máy người dùng"), required=False
    )

    def __init__(self, *args: Any, agencies: list[tuple[int, str]], registered: bool = False, **kwargs: Any) -> None:
        """Offer the agencies; whether a secret is kept is decided once, at registration."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Chọn cơ quan")), *agencies]  # type: ignore[attr-defined]
        if registered:
            del self.fields["keeps_secret"]

    def facts(self) -> NewClient:
        """What was stated, for the service."""
        values = self.cleaned_data
        return NewClient(
            name=values["name"],
            about=values["about"],
            owner_id=values["owner"],
            redirect_uris=values["redirect_uris"],
            leaving_uris=values["leaving_uris"],
            backchannel_uri=values["backchannel_uri"],
            scopes=("openid", *values["scopes"]),
            audience=values["audience"],
            asks_consent=values["asks_consent"],
            token_form=values["token_form"],
            refreshes=values["refreshes"],
            acts_alone=values["acts_alone"],
            introspects=values["introspects"],
            min_assurance=values["min_assurance"],
            keeps_secret=values.get("keeps_secret", True),
        )


def stated(client: Client) -> dict[str, Any]:
    """The stored values of a system as the form's initial ones."""
    names = (
        "name", "about", "redirect_uris", "leaving_uris", "backchannel_uri", "scopes", "audience", "min_assurance", "asks_consent",
        "token_form", "refreshes", "acts_alone", "introspects",
    )  # fmt: skip
    return {name: getattr(client, name) for name in names} | {"owner": client.owner_id}


NEW_CLIENT = {
    "audience": Audience.OFFICERS,
    "scopes": ["profile", "position"],
    "token_form": TokenForm.OPAQUE,
    "keeps_secret": True,
    "min_assurance": 1,
}


class LinkForm(SenForm):
    """The password of the local account that is to be tied to the outside identity."""

    password = forms.CharField(
        label=_("Mật khẩu bạn đã đặt tại Cổng này"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
