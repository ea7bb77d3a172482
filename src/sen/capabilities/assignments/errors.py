"""Errors of tasks."""

from sen.kernel.errors import DomainError


class NobodyNamed(DomainError):
    """Chưa chọn người hoặc đơn vị nhận việc. Chọn ít nhất một nơi chủ trì, phối hợp hoặc để biết."""


class TwoLeads(DomainError):
    """Mỗi việc chỉ có một nơi chủ trì. Giữ một nơi chủ trì, chuyển nơi khác sang phối hợp."""

    status = 409


class NamedTwice(DomainError):
    """Có người hoặc đơn vị được chọn hai lần. Giữ một vai trò cho mỗi nơi."""


class ReceiverUnknown(DomainError):
    """Người hoặc đơn vị được chọn không còn thuộc cơ quan nhận việc. Chọn lại từ danh sách."""


class DuePast(DomainError):
    """Thời hạn phải sau thời điểm hiện tại. Chọn ngày từ hôm nay trở đi."""


class OpenSubTasks(DomainError):
    """Còn {count} việc con chưa xong. Chờ các việc con hoàn thành, hoặc rút lại việc không còn cần."""

    status = 409


class NoTimeAsked(DomainError):
    """Không có đề nghị thêm thời gian nào đang chờ trả lời. Tải lại trang để xem bản mới nhất."""

    status = 409


class TimeAlreadyAsked(DomainError):
    """Đã có một đề nghị thêm thời gian đang chờ trả lời. Chờ người giao việc trả lời đề nghị đó."""

    status = 409


class NotLater(DomainError):
    """Thời hạn đề nghị phải muộn hơn thời hạn hiện tại. Chọn một ngày muộn hơn."""
