"""What can be wrong with documents; each message says what to do next."""

from sen.kernel.errors import DomainError


class SecretDocument(DomainError):
    """Văn bản mật không được đưa lên hệ thống nối mạng. Hãy xử lý theo quy định bảo vệ bí mật nhà nước và chỉ ghi số, ngày vào sổ riêng."""


class ReasonMissing(DomainError):
    """Hãy ghi lý do để người khác hiểu việc này."""


class NoRecipients(DomainError):
    """Văn bản chưa có nơi nhận. Hãy chọn ít nhất một nơi nhận."""


class NotSealed(DomainError):
    """Văn bản chưa có chữ ký số của cơ quan. Hãy ký số cơ quan trước khi phát hành."""


class NoFile(DomainError):
    """Văn bản chưa có tệp. Hãy đính kèm tệp văn bản đã ký."""


class UnknownKind(DomainError):
    """Loại văn bản này không có trong danh mục đang áp dụng. Hãy chọn lại loại văn bản."""


class WrongBook(DomainError):
    """Sổ này không dùng cho loại văn bản đã chọn hoặc không còn hiệu lực. Hãy chọn sổ khác."""


class DateNotAllowed(DomainError):
    """Số được cấp theo ngày hôm nay. Muốn ghi ngày khác, hãy dùng số đã giữ trước hoặc xin quyền cấp số lùi ngày và ghi lý do."""


class NumberGone(DomainError):
    """Số {number} không còn giữ cho bạn: đã dùng hoặc đã hủy. Hãy chọn số khác."""


class BookHasNumbers(DomainError):
    """Sổ đã cấp số nên không đổi được phần này. Hãy đóng sổ và mở sổ mới."""


class AlreadyIssued(DomainError):
    """Văn bản đã phát hành không thể sửa. Hãy dùng thu hồi, cập nhật hoặc thay thế."""


class AlreadyReceived(DomainError):
    """Văn bản này đã có trong sổ đến của cơ quan. Hãy mở văn bản đã có thay vì nhập lại."""


class DuplicateDocument(DomainError):
    """Có thể trùng với văn bản số đến {number}. Hãy đối chiếu; nếu vẫn là văn bản khác, xác nhận để vào sổ."""

    status = 409


class PacketBroken(DomainError):
    """Nội dung văn bản không còn khớp mã kiểm tra lúc gửi. Hãy báo người quản trị và đề nghị nơi gửi gửi lại."""


class NothingToChange(DomainError):
    """Chưa có gì khác với bản hiện tại. Hãy sửa ít nhất một mục rồi gửi lại."""


class ChangeAnswered(DomainError):
    """Đề nghị này đã được trả lời. Tải lại trang để xem kết quả."""

    status = 409


class RecallStillOpen(DomainError):
    """Văn bản đang có đề nghị thu hồi chờ trả lời. Hãy trả lời đề nghị trước khi làm tiếp."""


class GrantExists(DomainError):
    """Người này đã được xem văn bản. Không cần cấp thêm."""


class GroupNameTaken(DomainError):
    """Đã có nhóm nơi nhận mang tên này. Hãy đặt tên khác."""


class AgencyOutside(DomainError):
    """Nơi nhận không thuộc nền tảng. Hãy nhập mã định danh hoặc chọn từ danh bạ trục liên thông."""


class NotOnPaper(DomainError):
    """Văn bản này không đến bằng giấy hoặc thư, hoặc không còn hiệu lực. Chờ đề nghị của nơi gửi trong hệ thống rồi trả lời."""


class CopyOut(DomainError):
    """Bản lưu này đang được mượn. Hãy ghi trả trước, rồi mới cho người khác sử dụng."""


class CopyReturned(DomainError):
    """Bản lưu này đã được trả. Tải lại trang để xem sổ mới nhất."""


class NotStampable(DomainError):
    """Tệp PDF này không đọc được nên không in được dấu đến lên bản in. Hãy in dấu đến trên tờ riêng."""
