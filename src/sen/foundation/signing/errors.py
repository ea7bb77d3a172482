"""What can go wrong with signatures."""

from sen.kernel.errors import DomainError


class NotSignable(DomainError):
    """Tệp này không phải PDF hợp lệ nên không ký được. Hãy tạo lại tệp rồi ký."""


class UnreadablePdf(DomainError):
    """Không đọc được tệp PDF này. Hãy tải lại bản gốc, không chụp màn hình hay in lại, rồi kiểm tra lần nữa."""
