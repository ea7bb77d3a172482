"""What can be wrong with looking inside a file."""

from sen.kernel.errors import DomainError


class PageNotDrawn(DomainError):
    """Chưa xem được trang này ngay trên trình duyệt. Hãy tải tệp về máy để mở."""

    status = 422
