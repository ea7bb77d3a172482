"""Errors are part of the interface: the class docstring is the message in plain Vietnamese, the code is stable."""

import re
from typing import Any, ClassVar


class DomainError(Exception):
    """Yêu cầu này chưa thực hiện được. Hãy kiểm tra lại rồi thử lần nữa."""

    status: ClassVar[int] = 422

    def __init__(self, field: str = "", **values: Any) -> None:
        """Name the form field the error belongs to, and the values its message mentions."""
        self.field = field
        self.values = values
        super().__init__(self.template())

    @classmethod
    def template(cls) -> str:
        """The message with its placeholders, the source string of translations."""
        return " ".join((cls.__doc__ or "").split())

    @property
    def code(self) -> str:
        """Stable machine name: ``SecondSupplement`` becomes ``second-supplement``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def message(self) -> str:
        """The message in Vietnamese with its values filled in."""
        return self.template().format(**self.values) if self.values else self.template()


class NotFound(DomainError):
    """Không tìm thấy trong phạm vi của bạn. Kiểm tra lại mã, hoặc hỏi bộ phận tiếp nhận."""

    status = 404


class NotAllowed(DomainError):
    """Bạn chưa được giao quyền làm việc này. Hỏi người quản trị của cơ quan nếu bạn cần quyền."""

    status = 403


class IllegalTransition(DomainError):
    """Việc này không còn làm được ở trạng thái hiện tại. Tải lại trang để xem bản mới nhất."""

    status = 409


class Stale(DomainError):
    """{who} vừa thay đổi hồ sơ này lúc {when}. Điều bạn nhập vẫn còn; tải lại để xem bản mới nhất."""

    status = 409


class BadValue(DomainError):
    """{reason}"""
