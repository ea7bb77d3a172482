"""What the catalogue refuses, in words for the person who asked."""

from sen.kernel.errors import BadValue, DomainError, NotFound


class ProcedureNotFound(NotFound):
    """Không tìm thấy thủ tục này. Kiểm tra lại mã, hoặc tìm theo tên thủ tục."""


class VersionNotFound(NotFound):
    """Không tìm thấy bản ghi thủ tục này. Mở lại từ danh sách thủ tục."""


class RouteNotFound(NotFound):
    """Không tìm thấy quy trình này. Mở lại từ danh sách quy trình."""


class CompetenceUnknown(DomainError):
    """Chưa có cơ quan nào được giao giải quyết thủ tục này ở địa bàn đã chọn.

    Chọn cơ quan giải quyết, hoặc báo bộ phận kiểm soát thủ tục.
    """


class IncompleteRecord(DomainError):
    """Chưa thể chuyển bước vì thủ tục còn thiếu: {parts}. Bổ sung các phần này rồi thử lại."""


class DraftExists(DomainError):
    """Thủ tục này đang có một bản dự thảo (bản số {number}). Sửa tiếp bản đó, hoặc công bố xong rồi lập bản mới."""


class NotDraft(DomainError):
    """Chỉ sửa được bản dự thảo. Lập bản dự thảo mới từ bản đang hiệu lực rồi sửa."""

    status = 409


class DecisionMissing(BadValue):
    """Cần ghi số và ngày của quyết định."""


class WrongValidity(DomainError):
    """Ngày bắt đầu hiệu lực phải sau ngày bắt đầu của bản đang công bố ({since})."""


class RouteTooLong(DomainError):
    """Tổng thời gian các bước là {hours} giờ, dài hơn thời hạn giải quyết {limit} giờ. Rút ngắn các bước rồi thử lại."""


class RouteIncomplete(BadValue):
    """Quy trình cần ít nhất một bước và phải có một bước ký duyệt."""


class StepMissing(BadValue):
    """Không tìm thấy bước này. Tải lại trang rồi thử lại."""


class CompetenceNotFound(NotFound):
    """Không tìm thấy phân công này. Mở lại từ danh sách thẩm quyền giải quyết."""


class CompetenceSubjectMissing(DomainError):
    """Hãy chọn một lĩnh vực, hoặc ghi mã của một thủ tục; chỉ một trong hai."""


class CompetenceAgencyClosed(DomainError):
    """Cơ quan này không hoạt động vào ngày bắt đầu. Chọn cơ quan khác, hoặc ngày khác."""


class CompetenceTooEarly(DomainError):
    """Phân công mới bắt đầu từ hôm nay trở đi; hồ sơ đã nhận giữ cơ quan đã ghi."""


class CompetenceTaken(DomainError):
    """Đã có phân công bắt đầu từ ngày này, giao cho {agency}. Sửa phân công đó, hoặc chọn ngày khác."""


class CompetenceStarted(DomainError):
    """Phân công này áp dụng từ {since} nên không sửa hay bỏ được nữa. Lập phân công mới từ một ngày sau, hoặc ghi ngày kết thúc."""

    status = 409


class CompetenceDatesWrong(DomainError):
    """Ngày cuối phải từ hôm nay trở đi, không trước ngày bắt đầu và không sau ngày kết thúc đã ghi."""


class ReviewNotFound(NotFound):
    """Việc rà soát này không còn: có người đã ghi kết quả. Tải lại danh sách."""
