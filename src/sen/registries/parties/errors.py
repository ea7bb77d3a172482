"""What may go wrong with the register of people."""

from sen.kernel.errors import DomainError, NotAllowed, NotFound


class PersonNotFound(NotFound):
    """Chưa có người này trong cơ sở dữ liệu. Nhập thông tin theo thẻ căn cước."""


class IdentityNumberMalformed(DomainError):
    """Số định danh cá nhân gồm 12 chữ số, in ở mặt trước thẻ căn cước."""


class PersonNameMissing(DomainError):
    """Hãy nhập họ tên như trên thẻ căn cước."""


class LookUpNotAllowed(NotAllowed):
    """Chỉ cán bộ đang xử lý hồ sơ mới được tra cứu thông tin cá nhân. Hỏi người quản trị nếu bạn cần quyền."""
