"""What can be wrong with a packet, and what can go wrong on its way; each message says what to do next."""

from sen.kernel.errors import DomainError


class PacketUnreadable(DomainError):
    """Gói văn bản sai cấu trúc edXML: {reason}. Đề nghị nơi gửi kiểm tra phần mềm và gửi lại."""

    document_id: str = ""
    """The document the packet is about, when that was read before the trouble."""
    sender: str = ""
    """Code of the sending agency, when it was read."""


class PacketTooLarge(PacketUnreadable):
    """Gói văn bản lớn hơn {limit} MB. Đề nghị nơi gửi giảm dung lượng tệp rồi gửi lại."""


class DeclarationForbidden(PacketUnreadable):
    """Gói văn bản có khai báo DTD hoặc thực thể, có thể gây hại nên không mở. Đề nghị nơi gửi bỏ khai báo này rồi gửi lại."""


class WrongEncoding(PacketUnreadable):
    """Gói văn bản ghi sai bảng mã: {reason}. Đề nghị nơi gửi dùng UTF-8 rồi gửi lại."""


class TooManyAttachments(PacketUnreadable):
    """Gói văn bản có nhiều hơn {limit} tệp đính kèm. Đề nghị nơi gửi gộp tệp rồi gửi lại."""


class AttachmentBroken(PacketUnreadable):
    """Tệp đính kèm {name} không mở được: {reason}. Đề nghị nơi gửi đính kèm lại."""


class FieldMissing(PacketUnreadable):
    """Gói văn bản thiếu {name}. Đề nghị nơi gửi bổ sung rồi gửi lại."""


class FieldUnfit(DomainError):
    """Chưa lập được gói văn bản: {name} {reason}. Hãy sửa văn bản rồi gửi lại."""


class AxisRefused(DomainError):
    """Trục liên thông văn bản không nhận: {reason} (mã {number}). Hãy kiểm tra nơi nhận và nội dung rồi gửi lại."""


class AxisAnswerUnclear(DomainError):
    """Trục liên thông văn bản trả lời sai cấu trúc. Hệ thống sẽ tự thử lại; người vận hành đã thấy sự việc."""

    status = 503


class NothingToRetry(DomainError):
    """Gói này không còn chờ gửi lại. Tải lại trang để xem tình trạng mới nhất."""

    status = 409


class NothingToReplay(DomainError):
    """Gói này không còn bản gốc để đọc lại. Đề nghị nơi gửi gửi lại."""

    status = 409


class ReasonMissing(DomainError):
    """Hãy ghi lý do, để người xem sau biết vì sao."""


class NobodyHere(PacketUnreadable):
    """Gói văn bản không có nơi nhận nào thuộc tỉnh: {codes}. Đề nghị nơi gửi kiểm tra lại mã định danh nơi nhận."""


class NothingKnown(PacketUnreadable):
    """Không tìm thấy văn bản {document} đã gửi tới nơi báo. Hãy kiểm tra mã văn bản; nếu mới phát hành, bấm đọc lại."""


class StatusUnknown(PacketUnreadable):
    """Mã trạng thái {code} không có trong quy chuẩn. Đề nghị nơi gửi kiểm tra phần mềm."""
