"""What can go wrong with a draft."""

from sen.kernel.errors import DomainError


class DraftIncomplete(DomainError):
    """Dự thảo còn thiếu: {what}. Bổ sung rồi trình lại."""


class DraftChanged(DomainError):
    """{who} vừa sửa dự thảo này lúc {when}. Đọc lại bản mới rồi hãy làm tiếp."""

    status = 409


class NotTheSigner(DomainError):
    """Dự thảo này trình {who} ký. Người soạn có thể lấy lại và chọn người ký khác."""

    status = 403


class SignerNotFound(DomainError):
    """Người ký chưa đúng: chọn một lãnh đạo đang giữ chức vụ ở cơ quan ban hành. Trưởng phòng chỉ ký thừa lệnh hoặc thừa ủy quyền."""


class TermPassed(DomainError):
    """Hạn trả lời phải sau thời điểm này. Chọn ngày khác."""


class OpinionNotAsked(DomainError):
    """Bạn chưa được hỏi ý kiến về dự thảo này, hoặc việc lấy ý kiến đã kết thúc."""

    status = 409


class ReasonNeeded(DomainError):
    """Hãy ghi lý do, ít nhất 5 ký tự, để người soạn biết cần sửa gì."""


class NoSuchOfficer(DomainError):
    """Không tìm thấy cán bộ này. Tìm lại theo tên và cơ quan."""


class AlreadyThere(DomainError):
    """{who} đã có trong danh sách. Không cần thêm lần nữa."""


class AnnexNotPdf(DomainError):
    """Phụ lục gửi kèm phải là tệp PDF để ký số cơ quan. Lưu tệp thành PDF rồi tải lại."""


class AlreadyNumbered(DomainError):
    """Văn bản đã ký và có số. Nội dung không sửa được nữa; muốn đổi phải ban hành văn bản thay thế."""

    status = 409


class KindUnknown(DomainError):
    """Loại văn bản này không có trong danh mục đang dùng. Chọn lại loại văn bản."""


class BookMissing(DomainError):
    """Cơ quan chưa mở sổ lấy số cho loại văn bản này. Văn thư mở sổ trước, rồi ký lại."""


class SourceNotCopied(DomainError):
    """Văn bản này chưa sao được: cần văn bản đã vào sổ hoặc đã phát hành, có tệp PDF đọc được. Chọn tệp khác hoặc đăng ký văn bản trước."""


class CopyNeedsNoForm(DomainError):
    """Văn bản điện tử đã có chữ ký số thì không sao sang bản điện tử: hãy chuyển tiếp chính văn bản đó, hoặc sao ra bản giấy."""


class PagesUnknown(DomainError):
    """Hãy ghi các trang cần trích, như “1, 3-5”. Tệp này có {count} trang."""


class CopySignerMissing(DomainError):
    """Hãy chọn lãnh đạo cơ quan quyết định việc sao văn bản này."""
