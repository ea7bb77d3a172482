"""What may go wrong with accounts.  Sign-in says the same for an unknown name and for a wrong password."""

from sen.kernel.errors import DomainError, NotFound


class WrongCredentials(DomainError):
    """Tên đăng nhập hoặc mật khẩu chưa đúng. Cán bộ dùng địa chỉ thư công vụ, người dân dùng số định danh cá nhân."""


class TooManyAttempts(DomainError):
    """Bạn đã thử đăng nhập nhiều lần chưa thành công. Hãy thử lại sau {at}."""

    status = 429


class AlreadyRegistered(DomainError):
    """Số định danh này đã có tài khoản. Hãy đăng nhập; nếu quên mật khẩu, liên hệ Bộ phận Tiếp nhận và Trả kết quả."""


class IdentityNumberMalformed(DomainError):
    """Số định danh cá nhân gồm 12 chữ số, in ở mặt trước thẻ căn cước."""


class BirthdayMismatch(DomainError):
    """Năm sinh không khớp với số định danh: chữ số thứ năm và thứ sáu là hai số cuối của năm sinh."""


class BirthdayInFuture(DomainError):
    """Ngày sinh không thể sau hôm nay."""


class PhoneMalformed(DomainError):
    """Số điện thoại chưa đúng. Hãy nhập số di động 10 chữ số, ví dụ 0907 123 456."""


class PasswordTooWeak(DomainError):
    """Mật khẩu cần ít nhất 10 ký tự, có cả chữ và số hoặc dấu, và không chứa tên đăng nhập hay số điện thoại của bạn."""


class PasswordWrong(DomainError):
    """Mật khẩu hiện tại chưa đúng. Hãy nhập lại."""


class NotYourRole(DomainError):
    """Bạn chỉ ủy quyền được vai trò mình đang được bổ nhiệm giữ, trong cơ quan của mình."""


class ReceiverUnfit(DomainError):
    """Người nhận ủy quyền phải là đồng nghiệp đang công tác tại cơ quan này, và không phải là chính bạn."""


class DelegationDatesWrong(DomainError):
    """Thời gian ủy quyền bắt đầu từ hôm nay trở đi, kết thúc không trước ngày bắt đầu và không dài quá một năm."""


class DelegationReasonMissing(DomainError):
    """Hãy ghi lý do hoặc số văn bản ủy quyền."""


class DelegationNotFound(NotFound):
    """Không tìm thấy ủy quyền này, hoặc nó đã được thu hồi."""


class SessionNotFound(NotFound):
    """Phiên này đã kết thúc. Tải lại trang để xem các phiên còn mở."""


class AccountNotFound(NotFound):
    """Không tìm thấy tài khoản này. Kiểm tra lại tên đăng nhập."""


class AppointmentDatesWrong(DomainError):
    """Ngày kết thúc không thể trước ngày bắt đầu."""
