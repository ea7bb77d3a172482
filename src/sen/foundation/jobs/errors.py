"""What can go wrong with background work."""

from sen.kernel.errors import DomainError


class JobNotFailed(DomainError):
    """Việc này không còn ở trạng thái lỗi. Tải lại trang để xem danh sách mới nhất."""

    status = 409


class UnknownSubscriber(DomainError):
    """Không còn bộ phận nào nhận việc “{name}”. Bản phần mềm đang chạy có thể cũ hơn bản đã xếp việc."""
