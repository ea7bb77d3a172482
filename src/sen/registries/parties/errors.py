"""What may go wrong with the registers of people and businesses."""

from sen.kernel.errors import DomainError, NotAllowed, NotFound


class PersonNotFound(NotFound):
    """Chưa có người này trong cơ sở dữ liệu. Nhập thông tin theo thẻ căn cước."""


class BusinessNotFound(NotFound):
    """Chưa có doanh nghiệp này trong cơ sở dữ liệu. Kiểm tra lại mã số doanh nghiệp."""


class HouseholdNotFound(NotFound):
    """Chưa có hộ gia đình này. Kiểm tra lại mã hộ."""


class ImportNotFound(NotFound):
    """Không tìm thấy lần nhập dữ liệu này."""


class MergeNotFound(NotFound):
    """Không tìm thấy lần gộp này, hoặc lần gộp này đã được tách lại."""


class IdentityNumberMalformed(DomainError):
    """Số định danh cá nhân gồm 12 chữ số, in ở mặt trước thẻ căn cước."""


class IdentityNumberContradicts(DomainError):
    """Số định danh không khớp với {what}. Đối chiếu lại số, ngày sinh và giới tính trên thẻ căn cước."""


class IdentityNumberTaken(DomainError):
    """Số định danh này đã có trong cơ sở dữ liệu. Mở bản ghi đã có để điều chỉnh."""


class PersonNameMissing(DomainError):
    """Hãy nhập họ tên như trên thẻ căn cước."""


class BasisMissing(DomainError):
    """Ghi căn cứ của thay đổi, ví dụ số giấy khai tử hoặc số quyết định."""


class NothingChanges(DomainError):
    """Thông tin bạn nhập giống với thông tin đang có, nên không có gì để thay đổi."""


class DateContradicts(DomainError):
    """Ngày này không hợp lý: phải sau ngày sinh và không sau hôm nay."""


class PersonHasDied(DomainError):
    """Người này đã được đăng ký khai tử. Chỉ có thể điều chỉnh thông tin sai sót."""


class PersonIsMerged(DomainError):
    """Bản ghi này đã được gộp vào bản ghi khác. Mở bản ghi còn lại để làm việc."""


class RelationContradicts(DomainError):
    """Quan hệ này không hợp lý: {why}."""


class HeadLeaves(DomainError):
    """Chủ hộ không thể rời hộ khi hộ còn thành viên. Chọn chủ hộ mới trước."""


class MergeContradicts(DomainError):
    """Không thể gộp: {why}."""


class MergeTooOld(DomainError):
    """Không thể tách: sau khi gộp, bản ghi đã thay đổi ở {fields}. Hãy điều chỉnh từng thông tin."""


class UnknownField(DomainError):
    """Cơ sở dữ liệu không có thông tin tên “{name}”."""


class UnknownQuestion(DomainError):
    """Cơ sở dữ liệu không trả lời câu hỏi “{name}”."""


class QuestionIncomplete(DomainError):
    """Câu hỏi này cần thêm giá trị để so sánh, ví dụ số tuổi hoặc mã xã."""


class LookUpNotAllowed(NotAllowed):
    """Chỉ cán bộ đang xử lý hồ sơ mới được tra cứu thông tin cá nhân. Hỏi người quản trị nếu bạn cần quyền."""


class RegistryNotAllowed(NotAllowed):
    """Chỉ người quản lý cơ sở dữ liệu dùng chung mới làm được việc này."""


class BusinessNumberMalformed(DomainError):
    """Mã số doanh nghiệp có 10 chữ số, chi nhánh thêm 3 chữ số, chữ số thứ mười là số kiểm tra. Kiểm tra lại từng chữ số."""


class BusinessNumberTaken(DomainError):
    """Mã số doanh nghiệp này đã có trong cơ sở dữ liệu."""


class BusinessNameMissing(DomainError):
    """Hãy nhập tên doanh nghiệp như trên giấy chứng nhận đăng ký."""


class UnknownCode(DomainError):
    """Mã “{code}” không có trong danh mục {list}."""


class HeadOfBranchMissing(DomainError):
    """Chưa có doanh nghiệp chủ quản của chi nhánh này. Nhập doanh nghiệp 10 chữ số trước."""


class FileUnreadable(DomainError):
    """Không đọc được tệp: {why}."""


class ImportBusy(DomainError):
    """Lần nhập này không dừng hay chạy tiếp được ở trạng thái hiện tại. Tải lại trang để xem."""
