"""What may go wrong with legal documents."""

from sen.kernel.errors import DomainError, NotFound


class DocumentNotFound(NotFound):
    """Không có văn bản này trong cơ sở dữ liệu. Tìm theo số ký hiệu hoặc trích yếu."""


class RelationNotFound(NotFound):
    """Quan hệ này không còn. Tải lại trang để xem bản mới nhất."""


class NumberTaken(DomainError):
    """Đã có văn bản mang số ký hiệu này. Mở văn bản đó để sửa."""


class NumberMalformed(DomainError):
    """Số ký hiệu dài 1 đến 60 ký tự, ví dụ 61/2018/NĐ-CP. Viết lại theo văn bản."""


class DatesDisagree(DomainError):
    """Ngày hết hiệu lực phải sau ngày có hiệu lực. Kiểm tra lại hai ngày."""


class SameDocument(DomainError):
    """Một văn bản không tác động lên chính nó. Chọn văn bản khác."""


class RelationTaken(DomainError):
    """Quan hệ này đã được ghi. Bỏ quan hệ cũ trước nếu cần ghi lại."""


class ListUnreadable(DomainError):
    """Chưa ghi được danh sách văn bản: {problem}. Sửa tệp rồi gửi lại."""
