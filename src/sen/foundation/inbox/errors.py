"""Errors of saved filters."""

from sen.kernel.errors import DomainError


class TooManyFilters(DomainError):
    """Bạn đã lưu {most} bộ lọc ở trang này. Bỏ bớt một bộ lọc ít dùng rồi lưu lại."""

    status = 409


class NothingToSave(DomainError):
    """Chưa có điều kiện lọc nào. Lọc danh sách trước, rồi lưu bộ lọc."""
