"""What can go wrong with signatures."""

from sen.kernel.errors import DomainError


class NotSignable(DomainError):
    """Tệp này không phải PDF hợp lệ nên không ký được. Hãy tạo lại tệp rồi ký."""


class UnreadablePdf(DomainError):
    """Không đọc được tệp PDF này. Hãy tải lại bản gốc, không chụp màn hình hay in lại, rồi kiểm tra lần nữa."""


class PictureNotTransparent(DomainError):
    """Hình phải là tệp PNG có nền trong suốt. Hãy tách nền trắng rồi lưu lại dạng PNG."""


class PictureTooLarge(DomainError):
    """Hình quá lớn. Hãy thu về không quá 2400 điểm ảnh mỗi cạnh và 400 KB."""


class PictureWrongColour(DomainError):
    """Hình chữ ký của cá nhân phải màu xanh, hình con dấu phải màu đỏ. Hãy quét lại đúng màu mực."""


class SigningKeyMissing(DomainError):
    """Thiết bị ký chưa có khóa và chứng thư của người hoặc cơ quan này. Hãy báo quản trị nạp chứng thư rồi ký lại."""


class TokenNotAnswering(DomainError):
    """Thiết bị ký không trả lời. Hãy kiểm tra thiết bị, mã PIN rồi ký lại; văn bản chưa thay đổi."""


class TimestampMissing(DomainError):
    """Dịch vụ cấp dấu thời gian không trả lời nên chưa ký. Hãy thử lại sau ít phút; văn bản chưa thay đổi."""
