"""What can be wrong at the one-stop."""

from sen.kernel.errors import DomainError, NotFound


class AccountStatesOther(DomainError):
    """Họ tên của tài khoản khác họ tên trên thẻ. Xem lại thẻ; nếu thẻ đúng, mời người dân mở tài khoản bằng đúng họ tên của mình."""

    status = 409


class RegisterKnowsNobody(DomainError):
    """Cơ sở dữ liệu dân cư chưa có số định danh này. Xem lại số trên thẻ, hoặc nhờ người quản lý dữ liệu dân cư kiểm tra."""

    status = 409


class RegisterStatesOther(DomainError):
    """Họ tên hoặc ngày sinh trên thẻ khác cơ sở dữ liệu dân cư. Chưa xác minh được; nhờ người quản lý dữ liệu dân cư kiểm tra."""

    status = 409


class NobodyWaiting(DomainError):
    """Không còn ai chờ ở các nhóm lĩnh vực của quầy này."""


class DeskTaken(DomainError):
    """Quầy này đang có {who} ngồi. Chọn quầy khác, hoặc nhờ người đó rời quầy."""

    status = 409


class DeskMissing(NotFound):
    """Chưa có quầy này ở cơ quan của bạn. Chọn lại quầy trong danh sách."""


class NoDesk(DomainError):
    """Bạn chưa ngồi quầy nào. Chọn quầy trước khi gọi số."""


class TicketMoved(DomainError):
    """Số này vừa được xử lý ở chỗ khác. Tải lại trang để xem số đang phục vụ."""

    status = 409


class TooManyTickets(DomainError):
    """Vừa có quá nhiều số được lấy trong một phút. Chờ một chút rồi lấy lại, hoặc hỏi cán bộ hướng dẫn."""

    status = 429


class NothingToHandOver(DomainError):
    """Hãy chọn ít nhất một hồ sơ để lập biên bản bàn giao."""


class AlreadyHandedOver(DomainError):
    """Có hồ sơ vừa được đưa vào biên bản khác. Tải lại trang rồi lập lại."""

    status = 409


class ReceiverMissing(DomainError):
    """Hãy ghi họ tên người nhận hồ sơ."""


class RegisterTooLong(DomainError):
    """Phần sổ này có {count} hồ sơ, quá dài để in một lần. Thu hẹp khoảng ngày hoặc chọn lĩnh vực, hoặc xuất Excel."""


class WrongPeriod(DomainError):
    """Ngày kết thúc phải sau ngày bắt đầu và kỳ không dài quá một năm."""


class LetterTaken(DomainError):
    """Chữ cái {letter} đã dùng cho nhóm khác. Chọn chữ cái khác."""
