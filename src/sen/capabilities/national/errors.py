"""What can go wrong with an answer of a national database."""

from sen.kernel.errors import DomainError


class AnswerNotUnderstood(DomainError):
    """{source} trả lời sai cấu trúc nên không dùng được. Bạn cứ tiếp tục công việc; người vận hành trục liên thông đã thấy sự việc."""

    status = 503


class SourceRefused(DomainError):
    """{source} không trả lời: {reason}. Hãy kiểm tra thông tin đã nhập, hoặc thử lại sau."""

    status = 422


class AnswerOfSomebodyElse(DomainError):
    """{source} trả về thông tin không phải của người, doanh nghiệp được hỏi. Không dùng thông tin này; sự việc đã ghi vào sổ đối soát."""

    status = 503


class RegisterSilent(DomainError):
    """Cơ sở dữ liệu dân cư chưa trả lời. Bạn tự điền và tiếp tục, hoặc thử lại sau ít phút."""

    status = 503


class SearchTooShort(DomainError):
    """Hãy nhập ít nhất hai ký tự để tìm."""


class BusinessNumberMalformed(DomainError):
    """Mã số doanh nghiệp có 10 chữ số, hoặc 13 chữ số viết dạng 0100233488-001."""
