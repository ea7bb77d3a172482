"""What can be wrong with an audit entry."""

from sen.kernel.errors import DomainError


class PurposeMissing(DomainError):
    """Ghi lý do xem dữ liệu cá nhân. Người có dữ liệu sẽ đọc được lý do này."""
