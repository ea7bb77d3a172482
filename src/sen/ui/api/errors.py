"""What a program that calls an interface may have done wrong."""

from sen.kernel.errors import DomainError, NotFound


class CredentialUnknown(DomainError):
    """Hệ thống gọi chưa được nhận ra. Gửi Authorization: Bearer với khóa dịch vụ hoặc thẻ truy cập còn hạn."""

    status = 401


class ScopeMissing(DomainError):
    """Hệ thống gọi chưa được cấp phạm vi {scope}. Đề nghị đơn vị quản lý dữ liệu cấp quyền."""

    status = 403


class PurposeRequired(DomainError):
    """Dữ liệu cá nhân chỉ đọc được khi nói rõ ai hỏi, hồ sơ nào, để làm gì. Còn thiếu: {headers}."""

    status = 400


class HeadersConflict(DomainError):
    """Các tiêu đề nêu hệ thống gọi không khớp nhau. Chỉ gửi một, hoặc gửi cùng một giá trị."""

    status = 400


class HeaderMalformed(DomainError):
    """Tiêu đề {header} còn thiếu hoặc chưa đúng: ký tự ASCII không có khoảng trắng, chữ Việt viết dạng mã hóa phần trăm."""

    status = 400


class TooManyCalls(DomainError):
    """Địa chỉ này gọi quá nhiều lần trong một phút. Chờ {seconds} giây rồi gọi lại, hoặc dùng khóa dịch vụ."""

    status = 429


class ParameterUnknown(DomainError):
    """Không có tham số {names}. Xem mô tả giao diện để biết các tham số dùng được."""


class ParametersInvalid(DomainError):
    """Tham số hoặc nội dung gửi lên chưa đúng. Xem mục errors để biết chỗ cần sửa."""


class BodyUnreadable(DomainError):
    """Không đọc được nội dung gửi lên. Gửi JSON hợp lệ, mã UTF-8, không có ký tự NUL."""

    status = 400


class MethodUnknown(DomainError):
    """Địa chỉ này không nhận phương thức vừa gọi. Xem tiêu đề Allow để biết phương thức dùng được."""

    status = 405


class NoSuchAddress(NotFound):
    """Không có địa chỉ này trong giao diện. Xem danh sách tại /api/."""


class NoSuchRecord(NotFound):
    """Không có bản ghi này tại ngày được hỏi. Kiểm tra mã và tham số as_of."""


class OperationRefused(DomainError):
    """Cơ sở dữ liệu này không cho làm việc đó qua giao diện. Xem mô tả để biết các lệnh được phép."""

    status = 403


class FieldUnknown(DomainError):
    """Cơ sở dữ liệu không có trường {name}. Xem /api/databases để biết các trường."""

    status = 400


class PersonIdMalformed(DomainError):
    """userId là số định danh cá nhân 12 chữ số, có thể đứng sau VN."""

    status = 400
