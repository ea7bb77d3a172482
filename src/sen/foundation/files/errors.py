"""What can be wrong with a file; each message says what to do next."""

from sen.kernel.errors import DomainError


class EmptyFile(DomainError):
    """Tệp này trống. Hãy mở tệp kiểm tra rồi chọn lại."""


class FileTooLarge(DomainError):
    """Tệp lớn hơn {limit} MB. Hãy chụp lại từng trang hoặc chọn chất lượng thấp hơn."""

    status = 413


class UnknownKind(DomainError):
    """Chưa nhận được loại tệp này. Hãy mở ảnh, chọn lưu thành JPG rồi tải lại."""

    status = 415


class KindNotAccepted(DomainError):
    """Chưa nhận được tệp {kind}. Hãy lưu thành PDF hoặc ảnh JPG, PNG rồi tải lại."""

    status = 415


class WrongExtension(DomainError):
    """Tên tệp có đuôi {extension} nhưng bên trong là {kind}. Hãy lưu lại đúng loại rồi tải lên."""

    status = 415


class DamagedFile(DomainError):
    """Tệp bị hỏng hoặc thiếu phần cuối nên không mở được. Hãy mở thử trên máy của bạn, lưu lại rồi tải lên."""


class SuspiciousArchive(DomainError):
    """Tệp này nén quá nhiều nội dung nên không mở được an toàn. Hãy lưu thành PDF rồi tải lại."""


class ArchiveRefused(DomainError):
    """Chưa nhận tệp nén. Hãy giải nén rồi tải lên từng tệp."""

    status = 415


class MacroRefused(DomainError):
    """Tệp này có chứa lệnh tự chạy (macro). Hãy lưu thành PDF rồi tải lại."""

    status = 415


class WrongOffset(DomainError):
    """Máy chủ đã nhận {received} byte. Gửi tiếp từ chỗ đó."""

    status = 409


class UploadIncomplete(DomainError):
    """Tệp chưa gửi xong. Giữ kết nối và gửi tiếp phần còn lại."""

    status = 409


class TooManyUploads(DomainError):
    """Có quá nhiều tệp đang gửi cùng lúc. Chờ các tệp đang gửi xong rồi gửi tiếp."""

    status = 429


class FileBeingChecked(DomainError):
    """Tệp đang được kiểm tra mã độc. Thử mở lại sau ít phút."""

    status = 409


class FileInfected(DomainError):
    """Tệp này có mã độc nên không mở được. Hãy đề nghị người nộp gửi lại bản khác."""

    status = 403


class ScannerSilent(DomainError):
    """Bộ quét mã độc chưa trả lời. Tệp vẫn chờ và sẽ được quét lại."""

    status = 503


class TooLargeToScan(DomainError):
    """Tệp lớn hơn mức bộ quét mã độc nhận nên chưa mở được. Quản trị tăng StreamMaxLength của ClamAV, hệ thống sẽ quét lại."""

    status = 503


class BadPiece(DomainError):
    """Phần tệp gửi lên trống, lớn hơn {limit} MB, hoặc dài hơn kích thước đã báo. Hãy chọn lại tệp."""

    status = 400
