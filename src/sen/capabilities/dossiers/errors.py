"""What can be wrong with a request about a dossier."""

from sen.kernel.errors import DomainError


class SupplementAlreadyAsked(DomainError):
    """Hồ sơ này đã được yêu cầu bổ sung một lần. Pháp luật chỉ cho yêu cầu một lần.

    Nếu thật cần, lãnh đạo phải nêu lý do và hồ sơ bị tính là quá hạn.
    """


class ReasonMissing(DomainError):
    """Hãy ghi rõ lý do. Người nộp sẽ đọc được lý do này."""


class NothingLacks(DomainError):
    """Hãy chọn ít nhất một giấy tờ cần bổ sung và ghi lý do cho từng giấy tờ."""


class DocumentsMissing(DomainError):
    """Còn thiếu giấy tờ: {names}. Hãy đính kèm rồi nộp lại."""


class ExtensionUsed(DomainError):
    """Hồ sơ này đã hẹn lại một lần. Chỉ được hẹn lại một lần."""


class ExtensionLate(DomainError):
    """Phải xin lỗi và hẹn lại trước hạn trả ít nhất {days} ngày làm việc.

    Nếu vẫn gửi, đánh dấu đồng ý gửi muộn; hồ sơ được ghi nhận là gửi muộn.
    """


class NewDateTooEarly(DomainError):
    """Ngày hẹn mới phải sau hạn trả hiện tại {due}."""


class OutcomeMissing(DomainError):
    """Chưa có dự thảo kết quả. Hãy soạn kết quả giải quyết hoặc văn bản từ chối trước khi trình ký."""


class DraftAtSignature(DomainError):
    """Dự thảo này đang chờ ký nên không sửa được. Muốn sửa, đề nghị người ký trả lại hồ sơ."""

    status = 409


class ConsultationOpen(DomainError):
    """Còn {count} cơ quan chưa trả lời ý kiến. Chờ trả lời, hoặc ghi lý do chuyển tiếp khi chưa đủ ý kiến."""


class NotYourTurn(DomainError):
    """Việc này đang được giao cho {who}. Tải lại trang để xem ai đang giữ hồ sơ."""

    status = 409


class TooLateToUndo(DomainError):
    """Không hoàn tác được nữa: {why}."""


class NoRoute(DomainError):
    """Thủ tục này chưa có quy trình nội bộ được phê duyệt. Báo cán bộ kiểm soát thủ tục hành chính lập quy trình."""


class NoPreviousStep(DomainError):
    """Đây là bước đầu tiên, không có bước trước để trả lại."""


class NoRuleSet(DomainError):
    """Chưa có bộ quy định cho ngày này. Báo quản trị nạp bộ quy định."""


class WrongOfficer(DomainError):
    """Người được chọn không giữ vai trò cần thiết ở cơ quan này. Hãy chọn người khác trong danh sách."""


class ProcedureClosed(DomainError):
    """Thủ tục này không còn nhận hồ sơ. Hãy tìm thủ tục thay thế trong danh mục."""


class CaseMissing(DomainError):
    """Hãy chọn trường hợp của bạn để biết đúng giấy tờ phải nộp."""


class WrongCode(DomainError):
    """Không thấy hồ sơ nào khớp mã hồ sơ và số điện thoại này. Kiểm tra lại từng ký tự trên giấy tiếp nhận."""

    status = 404


class SameAgency(DomainError):
    """Hồ sơ đang ghi đúng cơ quan này. Hãy chọn cơ quan khác, hoặc giữ nguyên."""
