"""What can be wrong with work files; each message says what to do next."""

from sen.kernel.errors import DomainError


class TitleMissing(DomainError):
    """Hãy ghi tiêu đề hồ sơ, nêu rõ việc gì, của ai, năm nào."""


class NotationTaken(DomainError):
    """Ký hiệu {notation} đã có hồ sơ khác trong năm {year}. Hãy chọn ký hiệu khác hoặc mở hồ sơ đã có."""


class EntryTaken(DomainError):
    """Mục này của danh mục đã có hồ sơ. Hãy mở hồ sơ đó để đưa văn bản vào."""


class RetentionNotInForce(DomainError):
    """Thời hạn bảo quản này không còn áp dụng. Hãy chọn thời hạn khác."""


class StartInFuture(DomainError):
    """Ngày bắt đầu chưa tới. Hãy ghi ngày bắt đầu công việc."""


class EndBeforeStart(DomainError):
    """Ngày kết thúc đứng trước ngày bắt đầu {start}. Hãy kiểm tra lại."""


class FileNotOpen(DomainError):
    """Hồ sơ đã kết thúc nên không đưa thêm hoặc bớt được. Muốn sửa, hãy đề nghị mở lại hồ sơ."""

    status = 409


class FileFrozen(DomainError):
    """Hồ sơ đang được giữ nguyên trạng: {reason}. Chưa thể thay đổi cho đến khi người có thẩm quyền bỏ giữ."""

    status = 409


class AlreadyInFile(DomainError):
    """Tài liệu này đã có trong hồ sơ, số thứ tự {ordinal}."""

    status = 409


class RecordNotVisible(DomainError):
    """Không tìm thấy tài liệu này trong phạm vi của bạn. Hãy hỏi văn thư hoặc người giao việc."""

    status = 404


class FileEmpty(DomainError):
    """Hồ sơ chưa có tài liệu nào nên chưa kết thúc được. Hãy đưa tài liệu vào, hoặc bỏ hồ sơ nếu lập nhầm."""


class FileNotEmpty(DomainError):
    """Hồ sơ còn tài liệu nên không bỏ được. Hãy lấy hết tài liệu ra trước."""


class ItemsStillOpen(DomainError):
    """Còn {count} việc chưa xong trong hồ sơ. Hãy xử lý xong, hoặc ghi rõ vì sao kết thúc khi chưa xong."""


class ReasonMissing(DomainError):
    """Hãy ghi lý do để người sau hiểu vì sao làm vậy."""


class NoteEmpty(DomainError):
    """Hãy ghi nội dung hoặc chọn một tệp để đưa vào hồ sơ."""


class GrantTaken(DomainError):
    """{who} đã có quyền với hồ sơ này. Hãy thu hồi quyền cũ trước khi giao quyền khác."""

    status = 409


class GrantToOwner(DomainError):
    """Người lập hồ sơ đã có đủ quyền."""


class WrongColleague(DomainError):
    """Chỉ giao được cho cán bộ đang làm việc tại cơ quan có hồ sơ. Hãy chọn lại."""


class ListExists(DomainError):
    """Năm {year} đã có danh mục hồ sơ. Hãy mở danh mục đó."""

    status = 409


class ListEmpty(DomainError):
    """Danh mục chưa có hồ sơ nào. Hãy thêm đề mục và hồ sơ trước khi trình."""


class ListApproved(DomainError):
    """Danh mục đã được phê duyệt nên chỉ bổ sung được, không sửa hoặc bỏ mục đã có."""

    status = 409


class ListWaiting(DomainError):
    """Danh mục đang chờ phê duyệt. Hãy chờ người đứng đầu cơ quan trả lời rồi sửa tiếp."""

    status = 409


class HeadingTaken(DomainError):
    """Đề mục hoặc chữ viết tắt này đã có trong danh mục. Hãy chọn tên khác."""


class HeadingInUse(DomainError):
    """Đề mục này còn hồ sơ hoặc đề mục con. Hãy bỏ chúng trước."""


class AbbreviationMissing(DomainError):
    """Đề mục lớn cần chữ viết tắt để đặt ký hiệu hồ sơ, ví dụ TCCB cho Tổ chức cán bộ."""


class NothingToHandOver(DomainError):
    """Hãy chọn ít nhất một hồ sơ đã kết thúc để nộp lưu."""


class NotForArchive(DomainError):
    """Hồ sơ {notation} có thời hạn bảo quản dưới {years} năm nên không phải nộp lưu. Hãy bỏ chọn hồ sơ này."""


class TermTooShort(DomainError):
    """Ngày nộp lưu phải sau ngày thông báo ít nhất {days} ngày để các đơn vị kịp chuẩn bị."""


class KeepTooLong(DomainError):
    """Đơn vị giữ lại không quá {months} tháng kể từ hạn nộp, tức là đến ngày {until}. Hãy chọn ngày sớm hơn."""


class NotKeptLonger(DomainError):
    """Hồ sơ này không có đề nghị giữ lại nào đang chờ."""

    status = 409


class AnswerIncomplete(DomainError):
    """Hãy trả lời từng hồ sơ: nhận, hoặc trả lại kèm lý do."""


class FileMissing(DomainError):
    """Tệp {name} không còn nguyên vẹn trong kho nên chưa xuất được. Hãy báo người quản trị."""

    status = 409


class BasisMissing(DomainError):
    """Hãy ghi căn cứ: tên, số văn bản và mục quy định thời hạn này."""


class TermDayWrong(DomainError):
    """Ngày bắt đầu áp dụng phải sau ngày thời hạn cũ bắt đầu và trong thời gian thời hạn cũ còn áp dụng."""


class ExportNotReady(DomainError):
    """Bản xuất chưa sẵn sàng hoặc đã hết hạn giữ. Hãy mở lại trang xuất hồ sơ để xem tình trạng hoặc lập bản mới."""

    status = 409


class RulesMissing(DomainError):
    """Chưa có quy định nộp lưu cho ngày này. Hãy báo người quản trị nạp quy định."""

    status = 409
