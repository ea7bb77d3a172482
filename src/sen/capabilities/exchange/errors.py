"""What can go wrong on the axis, in words for the people who meet it."""

from sen.kernel.errors import DomainError


class AxisUnreachable(DomainError):
    """Trục liên thông đang tạm ngừng, chưa hỏi được {service}. Bạn cứ tiếp tục công việc và hỏi lại sau ít phút."""

    status = 503


class ServiceFailed(DomainError):
    """{service} đang gặp sự cố nên chưa trả lời. Bạn cứ tiếp tục công việc và hỏi lại sau ít phút."""

    status = 503


class ServiceRefused(DomainError):
    """{service} không nhận yêu cầu này: {reason}. Báo người vận hành trục liên thông nếu bạn cho rằng đây là nhầm lẫn."""

    status = 422


class PurposeNotNamed(DomainError):
    """Hãy ghi rõ mục đích tra cứu. Người dân sẽ đọc được mục đích này."""


class UnknownService(DomainError):
    """Chưa có dịch vụ {service} trên trục liên thông, hoặc có nhiều dịch vụ trùng mã. Hãy dùng mã đầy đủ của dịch vụ."""


class BadCode(DomainError):
    """Mã chỉ gồm chữ không dấu, chữ số và các dấu - . ' ( ) + , = ?, dài không quá 60 ký tự. Ví dụ: DVC-2025."""


class CodeTaken(DomainError):
    """Mã {code} đã có. Chọn mã khác, hoặc mở mục đang dùng mã này."""

    status = 409


class BadAddress(DomainError):
    """Địa chỉ này chưa dùng được: {reason}. Kiểm tra lại rồi nhập lại."""


class NoticeMissing(DomainError):
    """Hãy ghi lý do để những nơi đang gọi biết vì sao."""


class DescriptionRefused(DomainError):
    """Chưa nhận được bản mô tả: {reason}. Sửa tệp rồi tải lên lại."""


class NothingDescribed(DomainError):
    """Dịch vụ chưa có bản mô tả nào được kích hoạt. Tải bản mô tả OpenAPI lên trước."""


class OwnRequest(DomainError):
    """Người đề nghị không tự duyệt đề nghị của mình. Nhờ người vận hành khác hoặc quản trị của bên cung cấp duyệt."""

    status = 403


class RequestExists(DomainError):
    """Hệ thống này đã có quyền hoặc đang có đề nghị với đúng phạm vi đó. Mở danh sách quyền để xem."""

    status = 409


class AgreementUnfit(DomainError):
    """Thỏa thuận này không dùng được cho quyền đang xét: {reason}. Chọn thỏa thuận khác hoặc lập thỏa thuận mới."""


class RequestRefused(DomainError):
    """Chưa nhận được yêu cầu cấp chứng thư: {reason}. Tạo lại tệp yêu cầu theo hướng dẫn rồi gửi lại."""


class EndsBeforeItBegins(DomainError):
    """Ngày kết thúc phải từ ngày bắt đầu trở đi."""


class NothingToReplay(DomainError):
    """Không có dòng nào gửi lại được. Chọn dòng có nội dung đã gửi, rồi bấm gửi lại."""


class ReasonNotGiven(DomainError):
    """Hãy ghi rõ lý do. Lý do này nằm lại trong sổ đối soát."""


class NoticeTypeTaken(DomainError):
    """Loại sự kiện {code} đã có trong phòng này. Chọn mã khác."""

    status = 409


class NoticeTypeMissing(DomainError):
    """Không có loại sự kiện {code} trong phòng này. Xem danh sách loại sự kiện đang phát."""

    status = 404


class BadNoticeSchema(DomainError):
    """Mẫu dữ liệu của loại sự kiện không phải là JSON Schema đúng: {reason}."""

    status = 400


class NoticeUnfit(DomainError):
    """Nội dung sự kiện không đúng mẫu dữ liệu đã đăng ký: {reason}."""

    status = 400


class AlreadySubscribed(DomainError):
    """Hệ thống này đã đăng ký nhận loại sự kiện này. Sửa đăng ký đang có nếu cần."""

    status = 409


class NotSubscribed(DomainError):
    """Hệ thống này chưa đăng ký nhận loại sự kiện này."""

    status = 404


class NotForPulling(DomainError):
    """Đăng ký này nhận sự kiện bằng cách gửi đến, không phải tự lấy."""

    status = 409


class UnsafeTarget(DomainError):
    """Địa chỉ nhận sự kiện không dùng được: {reason}."""

    status = 400


class MessageUnknown(DomainError):
    """Không máy chủ nào còn giữ thông điệp có mã này. Kiểm tra lại mã; thông điệp cũ hơn 30 ngày nằm trong kho lưu trữ."""

    status = 404


class EvidenceUnavailable(DomainError):
    """Chưa lấy được bằng chứng từ máy chủ {server}: {reason}. Thử lại sau ít phút, hoặc lấy từ máy chủ phía bên kia."""

    status = 503


class OtherInstance(DomainError):
    """Cấu hình này thuộc miền khác. Hệ thống này quản lý miền {own}."""

    status = 400


class ConfigurationUnreadable(DomainError):
    """Chưa đọc được cấu hình: {reason}. Gửi JSON hoặc YAML theo mẫu IMconf."""

    status = 400
