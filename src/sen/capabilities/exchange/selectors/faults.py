"""The faults of the axis as people read them: which side, why, and what to do next."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Side(StrEnum):
    """Where a fault arose."""

    CALLER = "caller"
    CONSUMER = "consumer"
    PROVIDER = "provider"
    SERVICE = "service"


SIDE_NAMES: dict[Side, str | Promise] = {
    Side.CALLER: _("Hệ thống gọi"),
    Side.CONSUMER: _("Máy chủ bên gọi"),
    Side.PROVIDER: _("Máy chủ bên cung cấp"),
    Side.SERVICE: _("Dịch vụ bên cung cấp"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A type of fault: its code without the prefix, where it arises, what it means and what to do."""

    code: str
    title: str | Promise
    cause: str | Promise
    next_step: str | Promise
    side: Side | None = None
    refusal: bool = False


_CALL_MEMBER = _("Gọi cho đầu mối kỹ thuật của bên cung cấp, đọc mã yêu cầu để hai bên cùng tra một thông điệp.")

_KNOWN = (
    Explanation(
        "BadRequest",
        _("Lời gọi không đúng giao thức"),
        _("Địa chỉ, đầu mục hoặc định danh trong lời gọi sai mẫu."),
        _("So lời gọi với ví dụ trong tài liệu của trục, sửa ở phần mềm gọi rồi gửi lại."),
        Side.CALLER,
        refusal=True,
    ),
    Explanation(
        "InvalidClientIdentifier",
        _("Thiếu hoặc sai định danh hệ thống gọi"),
        _("Lời gọi không có đầu mục X-Road-Client, hoặc hệ thống này không đăng ký trên máy chủ."),
        _("Kiểm tra cấu hình phần mềm gọi; đăng ký hệ thống trên máy chủ ở trang Thành viên."),
        Side.CALLER,
        refusal=True,
    ),
    Explanation(
        "PurposeMissing",
        _("Thiếu mục đích, người tra cứu hoặc hồ sơ"),
        _("Dịch vụ có dữ liệu cá nhân: mỗi lời gọi phải nêu cán bộ, mục đích và hồ sơ."),
        _("Bổ sung ba đầu mục X-Road-UserId, X-Road-Issue, X-Sen-Purpose ở phần mềm gọi."),
        Side.CALLER,
        refusal=True,
    ),
    Explanation(
        "AccessDenied",
        _("Chưa được cấp quyền"),
        _("Hệ thống gọi chưa có quyền còn hiệu lực đối với thao tác này."),
        _("Xem quyền và thỏa thuận ở trang Quyền; gửi yêu cầu cấp quyền hoặc gia hạn thỏa thuận."),
        Side.PROVIDER,
        refusal=True,
    ),
    Explanation(
        "UnknownService",
        _("Không có dịch vụ này"),
        _("Mã dịch vụ sai, hoặc dịch vụ đã gỡ khỏi trục."),
        _("Tra danh mục dịch vụ và sửa mã ở phần mềm gọi."),
        Side.PROVIDER,
        refusal=True,
    ),
    Explanation(
        "ServiceDisabled",
        _("Dịch vụ đang tạm dừng"),
        _("Bên cung cấp đã tạm dừng dịch vụ và có ghi thông báo."),
        _("Đọc thông báo ở trang dịch vụ, chờ đến giờ mở lại hoặc gọi đầu mối."),
        Side.PROVIDER,
        refusal=True,
    ),
    Explanation(
        "UnknownMember",
        _("Không biết thành viên này"),
        _("Thành viên hoặc hệ thống chưa đăng ký, hoặc bị đình chỉ."),
        _("Kiểm tra trang Thành viên; nếu vừa đăng ký, chờ máy chủ nhận cấu hình mới."),
        Side.CONSUMER,
        refusal=True,
    ),
    Explanation(
        "InvalidSecurityServer",
        _("Máy chủ được chỉ định không phục vụ dịch vụ"),
        _("Lời gọi nêu một máy chủ không biết hoặc không có dịch vụ này."),
        _("Bỏ đầu mục X-Road-Security-Server để trục tự chọn máy chủ."),
        Side.CONSUMER,
        refusal=True,
    ),
    Explanation(
        "MaintenanceMode",
        _("Máy chủ bên cung cấp đang bảo trì"),
        _("Người vận hành đã bật bảo trì cho máy chủ."),
        _("Đọc thông báo bảo trì; lời gọi có thể xếp hàng sẽ tự gửi lại."),
        Side.PROVIDER,
    ),
    Explanation(
        "OutdatedGlobalConf",
        _("Cấu hình của máy chủ đã hết hạn"),
        _("Máy chủ lâu không nhận được cấu hình mới đã niêm phong."),
        _("Xem trang máy chủ: lần nhận gần nhất, đường mạng tới trung tâm, đồng hồ của máy."),
        Side.CONSUMER,
    ),
    Explanation(
        "SslAuthenticationFailed",
        _("Hai máy chủ không nhận ra nhau"),
        _("Chứng thư kết nối sai, hết hạn hoặc đã thu hồi."),
        _("Xem hạn chứng thư ở trang Chứng thư và cấp lại nếu cần."),
    ),
    Explanation(
        "NetworkError",
        _("Không nối được"),
        _("Không mở được kết nối: mạng, tường lửa, hoặc bên kia không chạy."),
        _("Bấm Thử kết nối ở trang máy chủ để biết dừng ở bước nào."),
    ),
    Explanation(
        "IOError",
        _("Đứt kết nối giữa chừng"),
        _("Bên kia đóng kết nối trước khi trả lời xong."),
        _CALL_MEMBER,
    ),
    Explanation(
        "Timeout",
        _("Quá thời gian chờ"),
        _("Dịch vụ không trả lời trong thời gian đã hẹn."),
        _("Xem đồ thị thời gian của dịch vụ. Nếu chậm kéo dài, báo bên cung cấp; không tăng thời gian chờ để che lỗi."),
        Side.SERVICE,
    ),
    Explanation(
        "CircuitOpen",
        _("Trục đang tạm ngắt dịch vụ lỗi liên tiếp"),
        _("Dịch vụ lỗi nhiều lần liền nhau nên trục trả lời ngay, không để bên gọi phải chờ."),
        _("Khắc phục ở bên cung cấp; trục tự nối lại khi một lời gọi thử thành công."),
        Side.PROVIDER,
    ),
    Explanation(
        "TooManyRequests",
        _("Vượt hạn mức"),
        _("Hệ thống gọi quá số lời gọi mỗi giây hoặc mỗi ngày đã thỏa thuận."),
        _("Giãn nhịp gọi; nếu nhu cầu tăng thật, xin nâng hạn mức ở trang Quyền."),
        Side.PROVIDER,
        refusal=True,
    ),
    Explanation(
        "MessageTooLarge",
        _("Thông điệp quá lớn"),
        _("Nội dung vượt giới hạn của dịch vụ."),
        _("Chia nhỏ nội dung, hoặc xin nâng giới hạn của dịch vụ."),
        refusal=True,
    ),
    Explanation(
        "SchemaMismatch",
        _("Nội dung không đúng mô tả của dịch vụ"),
        _("Lời gọi hoặc câu trả lời khác bản mô tả OpenAPI đã công bố."),
        _("So với bản mô tả ở trang dịch vụ; bên sai sửa phần mềm hoặc đăng bản mô tả mới."),
        refusal=True,
    ),
    Explanation(
        "Replayed",
        _("Thông điệp gửi lặp"),
        _("Một thông điệp cùng mã đã được nhận trước đó."),
        _("Nếu là gửi lại có chủ ý, tạo thông điệp mới. Nếu không, kiểm tra xem ai đang phát lại lưu lượng."),
        Side.PROVIDER,
        refusal=True,
    ),
    Explanation(
        "ClockSkew",
        _("Đồng hồ hai máy lệch nhau"),
        _("Giờ ghi trong thông điệp lệch quá mức cho phép."),
        _("Đồng bộ giờ (NTP) trên máy chủ bị lệch."),
    ),
    Explanation(
        "SignatureVerification",
        _("Chữ ký không đúng"),
        _("Nội dung bị thay đổi trên đường, hoặc ký bằng khóa không đăng ký."),
        _("Không gửi lại. Giữ mã yêu cầu, báo người phụ trách an toàn thông tin của cả hai bên."),
    ),
    Explanation(
        "CannotSign",
        _("Máy chủ không ký được"),
        _("Thiếu khóa ký, chứng thư ký hết hạn hoặc bị thu hồi."),
        _("Xem chứng thư ký của thành viên ở trang Chứng thư."),
    ),
    Explanation(
        "InconsistentResponse",
        _("Câu trả lời không khớp câu hỏi"),
        _("Mã băm của câu hỏi trong câu trả lời không trùng với lời gọi đã gửi."),
        _("Không dùng câu trả lời này. Báo bên cung cấp và người phụ trách an toàn thông tin."),
        Side.PROVIDER,
    ),
    Explanation(
        "LoggingFailed",
        _("Không ghi được nhật ký"),
        _("Cơ sở dữ liệu nhật ký đầy hoặc không phản hồi; trục không chuyển thông điệp chưa ghi."),
        _("Kiểm tra đĩa và cơ sở dữ liệu của máy chủ. Lời gọi chưa ghi thì chưa được xác nhận, có thể gửi lại."),
    ),
    Explanation(
        "ServiceFailed",
        _("Dịch vụ trả lời lỗi"),
        _("Phần mềm của bên cung cấp trả lời bằng mã lỗi."),
        _CALL_MEMBER,
        Side.SERVICE,
    ),
    Explanation(
        "InternalError",
        _("Lỗi trong phần mềm của trục"),
        _("Máy chủ gặp tình huống chưa lường trước."),
        _("Lấy mã yêu cầu, xem nhật ký của máy chủ và báo đơn vị phát triển."),
    ),
)

_OTHER = Explanation(
    "Other",
    _("Lỗi chưa có giải thích"),
    _("Mã lỗi này chưa có trong danh mục giải thích."),
    _("Mở thông điệp theo mã yêu cầu để xem lời của máy chủ."),
)
_SYNONYMS = {
    "httperror": "ServiceFailed",
    "slow": "Timeout",
    "connectionfailed": "NetworkError",
    "ratelimited": "TooManyRequests",
    "ratelimitexceeded": "TooManyRequests",
    "quotaexceeded": "TooManyRequests",
    "clientdown": "NetworkError",
    "breakeropen": "CircuitOpen",
    "circuitbreakeropen": "CircuitOpen",
    "messagereplayed": "Replayed",
    "replaydetected": "Replayed",
    "purposemissing": "PurposeMissing",
    "timestampingfailed": "LoggingFailed",
    "databaseerror": "LoggingFailed",
}
_BY_CODE = {known.code.lower(): known for known in _KNOWN}


def list_explanations() -> tuple[Explanation, ...]:
    """Every type of fault people can read about."""
    return (*_KNOWN, _OTHER)


def explain(fault: str, status: int = 0) -> Explanation:
    """What a fault such as ``Server.ServerProxy.AccessDenied`` means; without a fault, what the provider's status says.

    Both spellings in the field are read: ``AccessDenied`` and ``access_denied``.
    """
    if not fault:
        return _BY_CODE["servicefailed"] if status >= 400 or not status else _OTHER
    for part in reversed(fault.replace("_", "").lower().split(".")):
        found = _BY_CODE.get(_SYNONYMS.get(part, part).lower())
        if found:
            return found
    return _OTHER


def find_explanation(code: str) -> Explanation | None:
    """The explanation with the code."""
    return _BY_CODE.get(code.lower()) or (_OTHER if code == _OTHER.code else None)


def side_of(fault: str, explanation: Explanation) -> Side:
    """Where the fault arose: by its explanation, otherwise by its prefix; a fault without a code is the service's own."""
    plain = fault.replace("_", "").lower()
    if explanation.side is not None:
        return explanation.side
    if not plain:
        return Side.SERVICE
    if plain.startswith("client."):
        return Side.CALLER
    return Side.PROVIDER if ".serverproxy" in plain else Side.CONSUMER
