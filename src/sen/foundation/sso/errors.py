"""What may go wrong at signing on: words of the protocols for programs, sentences for people."""

from typing import ClassVar

from sen.kernel.errors import DomainError, NotFound


class ProtocolError(DomainError):
    """Hệ thống bạn đang mở gửi yêu cầu đăng nhập chưa đúng. Báo cho đơn vị quản lý hệ thống đó."""

    status = 400
    word: ClassVar[str] = "invalid_request"

    def __init__(self, explanation: str = "") -> None:
        """Say in ASCII what is wrong, for the other program's log."""
        self.explanation = explanation
        super().__init__()


class InvalidRequest(ProtocolError):
    """Yêu cầu đăng nhập thiếu hoặc sai tham số. Báo cho đơn vị quản lý hệ thống bạn đang mở."""


class UnsupportedResponseType(ProtocolError):
    """Hệ thống bạn đang mở dùng cách đăng nhập không được chấp nhận. Báo cho đơn vị quản lý hệ thống đó."""

    word = "unsupported_response_type"


class RequestNotSupported(ProtocolError):
    """Yêu cầu đăng nhập đóng gói không được chấp nhận. Báo cho đơn vị quản lý hệ thống bạn đang mở."""

    word = "request_not_supported"


class RequestUriNotSupported(ProtocolError):
    """Yêu cầu đăng nhập gửi qua địa chỉ không được chấp nhận. Báo cho đơn vị quản lý hệ thống bạn đang mở."""

    word = "request_uri_not_supported"


class InvalidScope(ProtocolError):
    """Hệ thống bạn đang mở hỏi thông tin chưa được cho phép. Báo cho đơn vị quản lý hệ thống đó."""

    word = "invalid_scope"


class UnauthorizedClient(ProtocolError):
    """Hệ thống bạn đang mở chưa được phép làm việc này. Báo cho đơn vị quản lý hệ thống đó."""

    word = "unauthorized_client"


class AccessDenied(ProtocolError):
    """Tài khoản của bạn không dùng được cho hệ thống này."""

    word = "access_denied"


class LoginRequired(ProtocolError):
    """Hãy đăng nhập trước."""

    word = "login_required"


class ConsentRequired(ProtocolError):
    """Hãy đồng ý cho hệ thống này nhận thông tin của bạn trước."""

    word = "consent_required"


class InteractionRequired(ProtocolError):
    """Hãy xác thực ở mức cao hơn trước."""

    word = "interaction_required"


class InvalidClient(ProtocolError):
    """Hệ thống gọi chưa được nhận ra."""

    status = 401
    word = "invalid_client"


class InvalidGrant(ProtocolError):
    """Mã đăng nhập không còn dùng được. Hãy đăng nhập lại."""

    word = "invalid_grant"


class UnsupportedGrantType(ProtocolError):
    """Cách lấy mã truy cập này không được chấp nhận."""

    word = "unsupported_grant_type"


class InvalidToken(ProtocolError):
    """Mã truy cập đã hết hạn hoặc bị thu hồi."""

    status = 401
    word = "invalid_token"


class InsufficientScope(ProtocolError):
    """Mã truy cập này không được hỏi thông tin đó."""

    status = 403
    word = "insufficient_scope"


class UnknownSystem(DomainError):
    """Hệ thống gửi bạn tới đây chưa được đăng ký, hoặc đã ngừng dùng tài khoản chung. Báo cho đơn vị quản lý hệ thống đó."""

    status = 400


class ReturnAddressUnknown(DomainError):
    """Địa chỉ quay về của hệ thống gửi bạn tới đây không đúng với đăng ký, nên dừng lại để giữ an toàn. Báo cho đơn vị quản lý."""

    status = 400


class ClientNotFound(NotFound):
    """Không tìm thấy hệ thống này. Mở lại danh sách để xem các hệ thống đang đăng ký."""


class ClientNameTaken(DomainError):
    """Đã có hệ thống mang tên này. Chọn tên khác để người dùng phân biệt được."""


class AddressUnfit(DomainError):
    """Địa chỉ {address} không dùng được: cần bắt đầu bằng https, không có phần sau dấu #, không có dấu sao."""


class AddressMissing(DomainError):
    """Hãy ghi ít nhất một địa chỉ quay về, mỗi dòng một địa chỉ."""


class AlreadyDisabled(DomainError):
    """Hệ thống này đã ngừng dùng tài khoản chung. Tải lại trang để xem bản mới nhất."""

    status = 409


class SecretNotUsed(DomainError):
    """Hệ thống này đăng ký loại không giữ được bí mật, nên không có mã bí mật để đổi."""


class AssuranceTooLow(DomainError):
    """Việc này cần tài khoản đã xác thực định danh. Hãy đăng nhập bằng tài khoản định danh quốc gia rồi làm tiếp."""

    status = 403


class SecondFactorNeeded(DomainError):
    """Việc này cần thêm bước xác thực thứ hai. Hãy bật xác thực hai bước trong Tài khoản rồi làm tiếp."""

    status = 403


class LogoutNotTaken(DomainError):
    """Hệ thống kia chưa nhận được tin đăng xuất; tin sẽ được gửi lại."""

    status = 503


class AddressForbidden(DomainError):
    """Địa chỉ nhận tin đăng xuất trỏ vào mạng nội bộ chưa được cho phép."""


class ProviderAway(DomainError):
    """Máy chủ định danh đang không trả lời. Bạn vẫn đăng nhập được bằng mật khẩu tại đây; hoặc thử lại sau ít phút."""

    status = 503


class ProviderAnswerWrong(DomainError):
    """Câu trả lời của máy chủ định danh không kiểm chứng được, nên chưa đăng nhập. Hãy thử lại; nếu vẫn vậy, đăng nhập bằng mật khẩu."""

    status = 400


class ProviderNotUsed(NotFound):
    """Nơi này chưa nối với máy chủ định danh bên ngoài. Hãy đăng nhập bằng mật khẩu."""


class EntranceExpired(DomainError):
    """Lần đăng nhập này đã quá lâu hoặc mở ở trình duyệt khác. Hãy bắt đầu lại."""

    status = 400


class IdentityTaken(DomainError):
    """Tài khoản định danh này đã nối với số định danh khác. Mang thẻ căn cước đến Bộ phận Tiếp nhận và Trả kết quả để kiểm tra."""

    status = 409


class AccountShut(DomainError):
    """Tài khoản của số định danh này đang bị khóa. Mang thẻ căn cước đến Bộ phận Tiếp nhận và Trả kết quả."""

    status = 403
