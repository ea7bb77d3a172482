"""What can be wrong with a request about a dossier."""

from sen.kernel.errors import DomainError, NotFound


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


class RuleSetNotFound(NotFound):
    """Không tìm thấy bộ quy định này. Mở lại từ danh sách bộ quy định."""


class RulesInForce(DomainError):
    """Bộ quy định này đã có hiệu lực nên không sửa được {part}. Lập bộ mới, có hiệu lực từ một ngày sắp tới."""


class RulesStartTooEarly(DomainError):
    """Bộ quy định mới phải có hiệu lực từ ngày mai trở đi, để hạn đã hẹn với người dân giữ nguyên."""


class RulesStartTaken(DomainError):
    """Đã có bộ quy định bắt đầu từ ngày này: {name}. Sửa bộ đó, hoặc chọn ngày khác."""


class RulesIncomplete(DomainError):
    """Hãy ghi tên bộ quy định và văn bản căn cứ."""


class RulesOutOfBounds(DomainError):
    """Số này phải từ {least} đến {most}."""


class CodeTemplateWrong(DomainError):
    """Mẫu mã hồ sơ cần có mã đơn vị, ngày đủ năm tháng ngày, số thứ tự, và chỉ thêm chữ không dấu, số, dấu chấm, gạch.

    Ví dụ: H20.19-261123-0007 viết là {unit}-{date:%y%m%d}-{seq:04d}.
    """


class FormTitleMissing(DomainError):
    """Biểu mẫu nào cũng cần tên để in. Ghi tên biểu mẫu này."""


class NumberPatternWrong(DomainError):
    """Mẫu số của biểu mẫu phải có {number} một lần, có thể thêm {year}, ví dụ {number}/{year}-TTPVHCC, và không dài quá 40 ký tự."""


class GoalInThePast(DomainError):
    """Mốc chỉ đặt từ hôm nay trở đi, vì số liệu những ngày trước đã được đánh giá theo mốc của ngày đó. Hãy chọn ngày khác."""


class GoalWithoutBasis(DomainError):
    """Hãy ghi văn bản giao mốc này: số, ký hiệu và ngày ban hành."""


class LetterNotFailed(DomainError):
    """Thư này đã được gửi lại hoặc đã có người báo cho người nộp. Tải lại trang để xem các thư còn lại."""

    status = 409
