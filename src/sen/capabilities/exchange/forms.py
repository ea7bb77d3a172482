"""Forms of the registry of the axis."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from sen.capabilities.exchange.adapters.openapi.reading import MAX_BYTES
from sen.capabilities.exchange.models import CheckMode, DeliveryMode, ServiceKind
from sen.capabilities.exchange.services.offering import Parameters
from sen.ui.fields import PhoneField, VietnameseDateField
from sen.ui.forms import SenForm

_KB = 1024
_CODE_HINT = _("Chữ không dấu, chữ số và dấu gạch ngang; không đổi được về sau. Ví dụ: DVC.")
_METHODS = [(name, name) for name in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")]
Choices = Sequence[tuple[Any, Any]]


class ChoosingForm(SenForm):
    """A form some of whose fields choose from rows of today."""

    def __init__(self, *args: Any, choices: Mapping[str, Choices] | None = None, **kwargs: Any) -> None:
        """Take the choices by field name."""
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            self.fields[name].choices = list(rows)  # type: ignore[attr-defined]


class MemberFilterForm(SenForm):
    """The bar above the list of members."""

    q = forms.CharField(label=_("Tên hoặc mã"), required=False)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), ("active", _("Đang tham gia")), ("disabled", _("Đang dừng"))]
    )


class MemberForm(ChoosingForm):
    """What can be changed of a member."""

    name = forms.CharField(label=_("Tên cơ quan, tổ chức"), max_length=200)
    agency_id = forms.TypedChoiceField(
        label=_("Cơ quan trong hệ thống"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Quản trị của cơ quan này được đề nghị và duyệt quyền thay cho thành viên."),
    )
    contact_name = forms.CharField(label=_("Người liên hệ"), required=False, max_length=120)
    contact_phone = PhoneField(label=_("Điện thoại"), required=False)
    contact_mail = forms.EmailField(label=_("Thư điện tử"), required=False)


class NewMemberForm(MemberForm):
    """A member is also given its class and code once."""

    member_class = forms.ChoiceField(
        label=_("Nhóm thành viên"),
        choices=[("GOV", _("Cơ quan nhà nước (GOV)")), ("COM", _("Doanh nghiệp (COM)")), ("NGO", _("Tổ chức khác (NGO)"))],
    )
    code = forms.CharField(label=_("Mã thành viên"), max_length=60, help_text=_CODE_HINT)
    field_order = ("member_class", "code", "name")


class NoticeForm(SenForm):
    """Why something stops; callers read it."""

    notice = forms.CharField(label=_("Lý do, báo cho nơi đang gọi"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(SenForm):
    """Why something is done; it stays in the history."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(SenForm):
    """A remark that may stay empty."""

    reason = forms.CharField(label=_("Ghi chú"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SystemForm(ChoosingForm):
    """A subsystem's name and servers."""

    name = forms.CharField(label=_("Tên hệ thống"), max_length=200)
    server_ids = forms.TypedMultipleChoiceField(
        label=_("Máy chủ trục mà hệ thống dùng"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )


class NewSystemForm(SystemForm):
    """A subsystem is also given its code once."""

    code = forms.CharField(label=_("Mã hệ thống"), max_length=60, help_text=_CODE_HINT)
    field_order = ("code", "name")


class ClientCertificateForm(SenForm):
    """A certificate a system shows to its gateway."""

    label = forms.CharField(label=_("Tên máy hoặc phần mềm"), max_length=120)
    material = forms.CharField(
        label=_("Chứng thư (PEM) hoặc dấu vân tay SHA-256"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )


class ServiceFilterForm(SenForm):
    """The bar above the list of services."""

    q = forms.CharField(label=_("Tên, mã hoặc bên cung cấp"), required=False)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Tất cả")), ("active", _("Đang cung cấp")), ("disabled", _("Tạm ngừng")), ("draft", _("Bản nháp"))],
    )
    ca_nhan = forms.ChoiceField(
        label=_("Dữ liệu cá nhân"), required=False, choices=[("", _("Tất cả")), ("yes", _("Có")), ("no", _("Không"))]
    )


class ServiceForm(SenForm):
    """Words and parameters of a service."""

    name = forms.CharField(label=_("Tên dịch vụ"), max_length=200)
    summary = forms.CharField(
        label=_("Mô tả ngắn cho danh mục công khai"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(label=_("Cách mô tả"), choices=ServiceKind.choices)
    base_url = forms.CharField(
        label=_("Địa chỉ gốc"),
        max_length=500,
        help_text=_("Máy chủ trục của bên cung cấp gọi địa chỉ này. Ví dụ: https://csdl.sotuphap.vn/api"),
    )
    timeout_seconds = forms.FloatField(label=_("Chờ trả lời tối đa (giây)"), min_value=0.5, max_value=600, initial=30)
    max_request_kb = forms.IntegerField(label=_("Yêu cầu lớn nhất (KB)"), min_value=1, max_value=1_048_576, initial=10_240)
    max_answer_kb = forms.IntegerField(label=_("Trả lời lớn nhất (KB)"), min_value=1, max_value=10_485_760, initial=102_400)
    check_mode = forms.ChoiceField(label=_("Kiểm tra theo bản mô tả"), choices=CheckMode.choices)
    verify_tls = forms.BooleanField(label=_("Kiểm tra chứng thư của địa chỉ gốc"), required=False, initial=True)
    personal = forms.BooleanField(
        label=_("Trả dữ liệu cá nhân"),
        required=False,
        help_text=_("Mỗi lần gọi phải nêu cán bộ, mục đích và mã hồ sơ; người dân xem được."),
    )
    log_body = forms.BooleanField(
        label=_("Lưu nội dung thông điệp"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn thì chỉ lưu dấu vết (giá trị băm) của nội dung."),
    )
    is_listed = forms.BooleanField(label=_("Hiện trong danh mục dịch vụ chia sẻ công khai"), required=False, initial=True)

    def parameters(self) -> Parameters:
        """The parameters entered; sizes in bytes."""
        entered = self.cleaned_data
        names = ("base_url", "timeout_seconds", "verify_tls", "check_mode", "personal", "log_body", "is_listed")
        return Parameters(
            **{name: entered[name] for name in names},
            max_request_bytes=entered["max_request_kb"] * _KB,
            max_answer_bytes=entered["max_answer_kb"] * _KB,
        )


class NewServiceForm(ServiceForm):
    """A service is also given its code once."""

    code = forms.CharField(label=_("Mã dịch vụ"), max_length=60, help_text=_("Chữ không dấu, chữ số và dấu gạch ngang. Ví dụ: ho-tich."))
    field_order = ("code", "name")


class CredentialForm(SenForm):
    """What gateways show to the provider."""

    credential = forms.CharField(
        label=_("Giá trị tiêu đề Authorization"),
        required=False,
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Ví dụ: Bearer … Được mã hóa khi lưu và không hiện lại. Để trống để bỏ."),
    )


class DescriptionForm(SenForm):
    """An OpenAPI file."""

    file = forms.FileField(
        label=_("Tệp OpenAPI 3 (JSON hoặc YAML)"),
        help_text=_("Không quá 1 MB. Chưa có gì thay đổi cho đến khi bạn xem khác biệt và kích hoạt."),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(now_("Tệp lớn hơn 1 MB. Bỏ bớt ví dụ trong tệp rồi tải lại."))
        return file


class EndpointForm(SenForm):
    """An operation entered by hand."""

    method = forms.ChoiceField(label=_("Phương thức"), choices=_METHODS)
    template = forms.CharField(label=_("Đường dẫn"), max_length=400, help_text=_("Ví dụ: /ho-so/{ma}"))
    summary = forms.CharField(label=_("Việc làm được"), required=False, max_length=300)


class AllowanceForm(ChoosingForm):
    """How much may be asked."""

    subsystem_id = forms.TypedChoiceField(label=_("Hệ thống"), required=False, coerce=int, empty_value=None)
    per_second = forms.FloatField(label=_("Lượt mỗi giây"), min_value=0.1, max_value=100_000, initial=50)
    burst = forms.IntegerField(label=_("Dồn tối đa"), min_value=1, max_value=1_000_000, initial=100)
    per_day = forms.IntegerField(label=_("Lượt mỗi ngày"), min_value=1, required=False, help_text=_("Để trống nếu không giới hạn."))


class RightRequestForm(ChoosingForm):
    """Who wants to call what, for what, on which ground."""

    subsystem_id = forms.TypedChoiceField(label=_("Hệ thống sẽ gọi"), coerce=int)
    whole = forms.ChoiceField(
        label=_("Phạm vi"),
        widget=forms.RadioSelect,
        choices=[("some", _("Chỉ những thao tác chọn dưới đây")), ("all", _("Cả dịch vụ, gồm thao tác thêm về sau"))],
    )
    endpoint_ids = forms.TypedMultipleChoiceField(
        label=_("Thao tác cần dùng"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(label=_("Mục đích sử dụng"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=400, help_text=_("Ví dụ: Nghị định 194/2025/NĐ-CP, Điều 16"))

    def clean(self) -> dict[str, Any]:
        """Some operations are named, unless the whole service is wanted."""
        entered = super().clean() or {}
        if entered.get("whole") == "some" and not entered.get("endpoint_ids"):
            self.add_error("endpoint_ids", now_("Hãy chọn ít nhất một thao tác, hoặc xin cả dịch vụ."))
        return entered


class ActivateForm(ChoosingForm):
    """Under which agreement a right comes into force."""

    agreement_id = forms.TypedChoiceField(label=_("Thỏa thuận"), coerce=int, help_text=_("Quyền hết hiệu lực cùng ngày với thỏa thuận."))


class AgreementForm(ChoosingForm):
    """A signed agreement."""

    number = forms.CharField(label=_("Số thỏa thuận"), max_length=60)
    provider_id = forms.TypedChoiceField(label=_("Bên cung cấp dữ liệu"), coerce=int)
    consumer_id = forms.TypedChoiceField(label=_("Bên khai thác"), required=False, coerce=int, empty_value=None)
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=400)
    purpose = forms.CharField(label=_("Mục đích"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    signed_on = VietnameseDateField(label=_("Ngày ký"), boxes=False)
    valid_from = VietnameseDateField(label=_("Hiệu lực từ ngày"), boxes=False)
    ends_on = VietnameseDateField(
        label=_("Ngày cuối cùng có hiệu lực"), boxes=False, required=False, help_text=_("Để trống nếu không định hạn.")
    )


class ProlongForm(SenForm):
    """A new last day."""

    ends_on = VietnameseDateField(label=_("Ngày cuối cùng mới"), boxes=False, required=False, help_text=_("Để trống nếu không định hạn."))
    reason = forms.CharField(label=_("Căn cứ gia hạn"), max_length=300)


class CertificateRequestForm(ChoosingForm):
    """A request and for whom it is."""

    whom = forms.ChoiceField(label=_("Cấp cho"))
    request = forms.CharField(
        label=_("Yêu cầu cấp chứng thư (CSR, dạng PEM)"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Máy chủ: khóa ECDSA P-256. Chữ ký của thành viên: khóa Ed25519. Khóa bí mật ở lại máy đã tạo ra nó."),
    )


class ServerForm(SenForm):
    """A gateway's name and addresses."""

    name = forms.CharField(label=_("Tên máy chủ"), max_length=200)
    address = forms.CharField(
        label=_("Địa chỉ đón các máy chủ khác"), max_length=260, help_text=_("Dạng máy:cổng. Ví dụ: truc.sotuphap.vn:5500")
    )
    consumer_url = forms.CharField(
        label=_("Địa chỉ trong mạng nội bộ"), required=False, max_length=260, help_text=_("Phần mềm của đơn vị gọi địa chỉ này.")
    )


class NewServerForm(ChoosingForm, ServerForm):
    """A gateway is also given its owner and code once."""

    owner_id = forms.TypedChoiceField(label=_("Thành viên quản lý máy"), coerce=int)
    code = forms.CharField(label=_("Mã máy chủ"), max_length=60, help_text=_CODE_HINT)
    field_order = ("owner_id", "code", "name")


class MaintenanceForm(SenForm):
    """What callers are told during maintenance."""

    notice = forms.CharField(
        label=_("Thông báo bảo trì"),
        required=False,
        max_length=300,
        help_text=_("Để trống để kết thúc bảo trì. Ví dụ: nâng cấp, xong trước 22:00."),
    )


class GroupForm(ChoosingForm):
    """A group of systems."""

    code = forms.CharField(label=_("Mã nhóm"), max_length=60, help_text=_CODE_HINT)
    name = forms.CharField(label=_("Tên nhóm"), max_length=200)
    subsystem_ids = forms.TypedMultipleChoiceField(
        label=_("Hệ thống trong nhóm"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )


class SearchForm(SenForm):
    """One box."""

    q = forms.CharField(label=_("Tên, mã hoặc cơ quan"), required=False)


class LedgerFilterForm(ChoosingForm):
    """The bar above the reconciliation ledger."""

    q = forms.CharField(label=_("Mã hồ sơ, mã bản ghi hoặc mã yêu cầu"), required=False, max_length=160)
    trang_thai = forms.ChoiceField(label=_("Tình trạng"), required=False)
    he_thong = forms.ChoiceField(label=_("Hệ thống"), required=False)
    tu_ngay = VietnameseDateField(label=_("Từ ngày"), boxes=False, required=False)


class FaultFilterForm(ChoosingForm):
    """The bar above the list of failures."""

    dich_vu = forms.ChoiceField(label=_("Dịch vụ"), required=False)
    noi_goi = forms.ChoiceField(label=_("Nơi gọi"), required=False)


class NoticeTypeForm(ChoosingForm):
    """A new type of notice."""

    room = forms.ChoiceField(label=_("Hệ thống phát"))
    code = forms.CharField(label=_("Mã loại sự kiện"), max_length=60, help_text=_CODE_HINT)
    name = forms.CharField(label=_("Tên gọi"), max_length=200)
    schema = forms.JSONField(label=_("Mẫu dữ liệu (JSON Schema)"), widget=forms.Textarea(attrs={"rows": 8}))
    is_open = forms.BooleanField(label=_("Mọi thành viên được đăng ký nhận"), required=False)


class SubscriptionForm(ChoosingForm):
    """A new subscription."""

    subscriber = forms.ChoiceField(label=_("Hệ thống nhận"))
    delivery = forms.ChoiceField(label=_("Cách nhận"), choices=DeliveryMode.choices)
    target = forms.CharField(
        label=_("Địa chỉ nhận"),
        required=False,
        max_length=500,
        help_text=_("https://… hoặc axis:VN-DT/GOV/SO/PHANMEM/su-kien/nhan để đi qua trục. Bỏ trống khi tự lấy."),
    )
    hours = forms.IntegerField(label=_("Giữ sự kiện trong (giờ)"), min_value=1, max_value=720, initial=72, widget=forms.TextInput)
    fifo = forms.BooleanField(label=_("Đúng thứ tự: cái sau chờ cái trước"), required=False)
