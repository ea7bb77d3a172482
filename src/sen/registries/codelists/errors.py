"""What may go wrong with code lists."""

from sen.kernel.errors import DomainError, NotFound


class CodeListNotFound(NotFound):
    """Không có danh mục này. Chọn lại từ trang Danh mục dùng chung."""


class CodeNotFound(NotFound):
    """Danh mục không có mã này tại ngày được hỏi. Kiểm tra mã và ngày."""


class DraftNotFound(NotFound):
    """Bản chờ công bố không còn: có người vừa công bố hoặc bỏ. Tải tệp lên lại nếu cần."""


class FileUnreadable(DomainError):
    """Không đọc được tệp. Lưu lại dạng CSV mã UTF-8 hoặc Excel (.xlsx), tối đa 5 MB, rồi gửi lại."""


class ColumnsMissing(DomainError):
    """Hàng đầu của tệp cần có cột ma và cột ten. Tải danh mục hiện tại về để lấy mẫu."""


class DraftHasProblems(DomainError):
    """Tệp còn {count} dòng sai. Sửa các dòng ấy rồi tải lên lại."""


class NothingChanged(DomainError):
    """Tệp giống hệt danh mục đang dùng, không có gì để công bố."""


class VersionTooEarly(DomainError):
    """Ngày hiệu lực phải từ {date:%d/%m/%Y}, ngày của phiên bản gần nhất. Chọn ngày khác."""


class CodeMalformed(DomainError):
    """Mã dài 1 đến 30 ký tự gồm chữ, số, dấu chấm, gạch; tên không để trống. Sửa lại rồi gửi."""


class KeyTaken(DomainError):
    """Đã có danh mục mang khóa này. Chọn khóa khác."""


class CodeTaken(DomainError):
    """Danh mục đã có mã {code}. Dùng lệnh cập nhật nếu muốn đổi tên."""


class MappingUnreadable(DomainError):
    """Chưa ghi được bảng chuyển mã: {problem}. Sửa tệp rồi tải lên lại."""
