"""What the portal refuses, in words that say what to do next."""

from sen.kernel.errors import DomainError


class AnswersMissing(DomainError):
    """Còn câu chưa trả lời xong: {names}. Bấm Sửa ở từng câu rồi nộp lại."""


class TooManyLookUps(DomainError):
    """Bạn đã tra cứu nhiều lần chưa khớp. Hãy thử lại sau {at}, hoặc gọi 1022 để được giúp."""

    status = 429


class NoFileYet(DomainError):
    """Chưa có tệp nào. Chọn tệp rồi bấm Tiếp tục, hoặc bấm Lưu và làm sau."""


class NothingAnswered(DomainError):
    """Chưa có giấy tờ hoặc lời giải thích nào cho mục này. Tải tệp lên hoặc ghi lời giải thích."""


class FileTooLargeToCheck(DomainError):
    """Tệp lớn hơn 20 MB nên chưa kiểm tra được ở đây. Kiểm tra bằng mã in cạnh mã QR."""
