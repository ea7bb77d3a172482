"""What may go wrong with administrative units."""

from sen.kernel.errors import NotFound


class UnitNotFound(NotFound):
    """Không tìm thấy đơn vị hành chính này. Hãy chọn lại từ danh sách gợi ý."""
