"""What may go wrong with agencies and the calendar."""

from sen.kernel.errors import DomainError, NotFound


class AgencyNotFound(NotFound):
    """Không tìm thấy cơ quan này. Hãy chọn lại từ danh sách."""


class CodeTaken(DomainError):
    """Mã định danh {code} đang thuộc về {agency}. Hãy kiểm tra lại quyết định cấp mã."""


class CodeMalformed(DomainError):
    """Mã định danh gồm chữ cái, chữ số và dấu chấm, ví dụ H20.14 hoặc 000.00.14.H20."""


class HoursWrong(DomainError):
    """Giờ làm việc phải theo thứ tự: giờ mở cửa trước giờ đóng cửa, các buổi không chồng lên nhau."""


class DayNameMissing(DomainError):
    """Hãy ghi tên ngày nghỉ hoặc lý do làm bù, để người dân hiểu vì sao lịch khác ngày thường."""


class CalendarDayNotFound(NotFound):
    """Ngày này không còn trong lịch. Tải lại trang để xem lịch mới nhất."""


class ReceptionInThePast(DomainError):
    """Nơi tiếp nhận chỉ đổi được từ hôm nay trở đi, vì hồ sơ những ngày trước đã nhận ở nơi cũ. Hãy chọn ngày khác."""


class ReceivesNothing(DomainError):
    """{agency} không có Bộ phận Một cửa để tiếp nhận. Hãy chọn cơ quan có Bộ phận Một cửa."""


class ReceptionWithoutBasis(DomainError):
    """Hãy ghi văn bản phân công nơi tiếp nhận: số, ký hiệu và ngày ban hành."""


class AgencyTaken(DomainError):
    """Đã có cơ quan mang tên này. Tìm trong danh sách cơ quan trước khi thêm."""


class AgencyWithoutBasis(DomainError):
    """Hãy ghi văn bản thành lập hoặc quy định chức năng của cơ quan: số, ký hiệu và ngày ban hành."""


class AgencyShipped(DomainError):
    """Cơ quan này thuộc danh mục của tỉnh nên không sửa tên ở đây; chỉ sửa mã định danh, nơi tiếp nhận và giờ làm việc."""
