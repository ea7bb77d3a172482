"""What may go wrong with accounts.  Sign-in says the same for an unknown name and for a wrong password."""

from sen.kernel.errors import DomainError, NotFound


class WrongCredentials(DomainError):
    """Tên đăng nhập hoặc mật khẩu chưa đúng. Cán bộ dùng địa chỉ thư công vụ, người dân dùng số định danh cá nhân."""


class TooManyAttempts(DomainError):
    """Bạn đã thử đăng nhập nhiều lần chưa thành công. Hãy thử lại sau {at}."""

    status = 429


class AlreadyRegistered(DomainError):
    """Số định danh này đã có tài khoản. Hãy đăng nhập; nếu quên mật khẩu, liên hệ Bộ phận Tiếp nhận và Trả kết quả."""


class IdentityNumberMalformed(DomainError):
    """Số định danh cá nhân gồm 12 chữ số, in ở mặt trước thẻ căn cước."""


class BirthdayMismatch(DomainError):
    """Năm sinh không khớp với số định danh: chữ số thứ năm và thứ sáu là hai số cuối của năm sinh."""


class BirthdayInFuture(DomainError):
    """Ngày sinh không thể sau hôm nay."""


class PhoneMalformed(DomainError):
    """Số điện thoại chưa đúng. Hãy nhập số di động 10 chữ số, ví dụ 0907 123 456."""


class PasswordTooWeak(DomainError):
    """Mật khẩu cần ít nhất 10 ký tự, có cả chữ và số hoặc dấu, và không chứa tên đăng nhập hay số điện thoại của bạn."""


class PasswordWrong(DomainError):
    """Mật khẩu hiện tại chưa đúng. Hãy nhập lại."""


class NotYourRole(DomainError):
    """Bạn chỉ ủy quyền được vai trò mình đang được bổ nhiệm giữ, trong cơ quan của mình."""


class ReceiverUnfit(DomainError):
    """Người nhận ủy quyền phải là đồng nghiệp đang công tác tại cơ quan này, và không phải là chính bạn."""


class DelegationDatesWrong(DomainError):
    """Thời gian ủy quyền bắt đầu từ hôm nay trở đi, kết thúc không trước ngày bắt đầu và không dài quá một năm."""


class DelegationReasonMissing(DomainError):
    """Hãy ghi lý do hoặc số văn bản ủy quyền."""


class DelegationNotFound(NotFound):
    """Không tìm thấy ủy quyền này, hoặc nó đã được thu hồi."""


class SessionNotFound(NotFound):
    """Phiên này đã kết thúc. Tải lại trang để xem các phiên còn mở."""


class AccountNotFound(NotFound):
    """Không tìm thấy tài khoản này. Kiểm tra lại tên đăng nhập."""


class AppointmentDatesWrong(DomainError):
    """Ngày kết thúc không thể trước ngày bắt đầu."""


class PositionNotFound(NotFound):
    """Không tìm thấy vị trí này trong phạm vi của bạn. Mở lại trang của cán bộ để xem vị trí hiện có."""


class OutOfYourScope(DomainError):
    """Bạn chỉ bổ nhiệm được vào cơ quan mình quản trị và các đơn vị trực thuộc. Nhờ người quản trị của tỉnh."""

    status = 403


class RoleOfTheProvince(DomainError):
    """Vai trò kiểm soát thủ tục hành chính có hiệu lực trong toàn tỉnh. Nhờ người quản trị của tỉnh bổ nhiệm hoặc kết thúc."""


class OfficerElsewhere(DomainError):
    """Người này còn giữ vị trí tại {agency}, hoặc vai trò của toàn tỉnh, ngoài phạm vi của bạn. Nhờ người quản trị của tỉnh."""


class OwnAccount(DomainError):
    """Bạn không tự đóng tài khoản, đặt lại mật khẩu hay kết thúc vị trí quản trị của mình ở đây. Nhờ một người quản trị khác."""


class LoginMalformed(DomainError):
    """Địa chỉ thư công vụ chưa đúng. Ví dụ: nguyenvana@dongthap.gov.vn"""


class LoginTaken(DomainError):
    """Địa chỉ thư này đã có tài khoản. Tìm người này trong danh sách rồi bổ nhiệm vị trí mới."""


class OfficerNameMissing(DomainError):
    """Hãy ghi đủ họ, chữ đệm và tên."""


class TitleMissing(DomainError):
    """Hãy ghi chức danh như in trên văn bản."""


class DivisionElsewhere(DomainError):
    """Phòng được chọn không thuộc cơ quan này. Hãy chọn lại phòng."""


class AgencyNotOpenThen(DomainError):
    """Cơ quan này không hoạt động vào ngày bắt đầu. Chọn ngày khác, hoặc cơ quan kế thừa."""


class AlreadyAppointed(DomainError):
    """Người này đã giữ vai trò đó ở cơ quan này từ {since}. Kết thúc vị trí cũ trước, hoặc chọn ngày sau đó."""


class PositionEnded(DomainError):
    """Vị trí này đã kết thúc ngày {on}. Tải lại trang để xem vị trí hiện có."""

    status = 409


class AccountClosedAlready(DomainError):
    """Tài khoản này đã đóng. Mở lại trước khi bổ nhiệm hoặc đặt lại mật khẩu."""

    status = 409


class ReasonMissing(DomainError):
    """Hãy ghi lý do, ví dụ số quyết định thôi việc hoặc chuyển công tác."""


class RenewalOver(DomainError):
    """Đã quá thời gian đặt mật khẩu mới, hoặc mật khẩu tạm đã được đổi. Hãy đăng nhập lại."""

    status = 409


class CodeWrong(DomainError):
    """Mã này chưa đúng, đã dùng rồi hoặc đã hết hạn. Chờ mã kế tiếp hiện trên điện thoại rồi nhập lại."""


class KeyRefused(DomainError):
    """Khóa bảo mật chưa được chấp nhận. Thử lại, hoặc dùng mã từ ứng dụng hay mã dự phòng."""


class KeyKnownAlready(DomainError):
    """Khóa bảo mật này đã được đăng ký. Dùng khóa khác."""

    status = 409


class FactorNotFound(NotFound):
    """Không tìm thấy lớp bảo vệ này. Tải lại trang để xem danh sách hiện có."""


class FactorNeeded(DomainError):
    """Vai trò của bạn phải có lớp bảo vệ thứ hai. Thêm một ứng dụng hay khóa khác trước, rồi mới gỡ lớp này."""

    status = 409


class SecondStepOver(DomainError):
    """Đã quá thời gian của bước này. Hãy đăng nhập lại từ đầu."""

    status = 409


class ProofTooOld(DomainError):
    """Việc này cần bạn xác nhận lại chính mình trước. Xác nhận xong, hãy làm lại từ trang trước."""

    status = 403


class NoticeNotFound(NotFound):
    """Không tìm thấy thông báo này trong tài khoản của bạn."""


class RuleDatesWrong(DomainError):
    """Vai trò này đã có quy định bắt đầu cùng ngày, hoặc ngày kết thúc trước ngày bắt đầu. Hãy chọn ngày khác."""


class SheetUnreadable(DomainError):
    """Không đọc được tệp này. Hãy dùng tệp Excel (.xlsx) hoặc CSV mã UTF-8 theo mẫu."""


class SheetWithoutHeads(DomainError):
    """Không thấy dòng tiêu đề. Tệp cần có các cột: {heads}."""


class SheetTooLong(DomainError):
    """Tệp có hơn {most} dòng. Hãy chia thành nhiều tệp."""


class ImportNotFound(NotFound):
    """Không tìm thấy lần nhập này."""


class ImportStateWrong(DomainError):
    """Lần nhập này đã thực hiện hoặc đã bỏ. Tải lại trang để xem kết quả."""

    status = 409


class RoleUnknown(DomainError):
    """Không có vai trò “{role}”. Các vai trò: {roles}."""


class AgencyUnknown(DomainError):
    """Không có cơ quan “{agency}” trong phạm vi của bạn vào ngày bắt đầu."""


class DivisionUnknown(DomainError):
    """Cơ quan này không có phòng “{division}”."""


class DateMalformed(DomainError):
    """“{text}” chưa phải là ngày, ví dụ 01/07/2026."""


class TwiceInSheet(DomainError):
    """Thư công vụ này với cùng cơ quan và vai trò đã có ở dòng {number}."""


class TransferDateWrong(DomainError):
    """Ngày chuyển phải sau hôm nay, trong thời gian cả hai cơ quan cùng được ghi nhận, và cơ quan nhận phải khác cơ quan cũ."""


class NothingToCarry(DomainError):
    """Cơ quan này không có vị trí nào kéo dài đến ngày chuyển."""


class TransferNotFound(NotFound):
    """Không tìm thấy lần chuyển này."""


class TransferStarted(DomainError):
    """Ngày chuyển đã đến, nên không hoàn lại được nữa. Chuyển từng vị trí nếu cần."""

    status = 409


class SealBroken(DomainError):
    """Không đọc được bí mật đã lưu, vì khóa của hệ thống đã thay đổi. Nhờ người quản trị cấp lại."""

    status = 409


class AskedTooOften(DomainError):
    """Bạn đã làm việc này quá nhiều lần. Hãy thử lại sau {at}."""

    status = 429


class RegisterAway(DomainError):
    """Hiện chưa đối chiếu được với cơ sở dữ liệu. Hãy thử lại sau ít phút; việc khác trên cổng vẫn làm bình thường."""

    status = 503


class BusinessUnknown(DomainError):
    """Không tìm thấy doanh nghiệp đang hoạt động với mã số này. Kiểm tra lại mã trên giấy chứng nhận đăng ký."""


class NotItsRepresentative(DomainError):
    """Cơ sở dữ liệu không ghi bạn là người đại diện theo pháp luật của doanh nghiệp này. Nhờ người đại diện ủy quyền cho bạn."""


class AssuranceTooLow(DomainError):
    """Việc này cần tài khoản đã xác thực mức 2. Đăng nhập bằng tài khoản định danh điện tử, rồi làm lại."""

    status = 403


class MandateNotFound(NotFound):
    """Không tìm thấy ủy quyền này, hoặc nó đã hết hạn hay đã được rút."""


class MandateDatesWrong(DomainError):
    """Ủy quyền bắt đầu từ hôm nay trở đi, kết thúc không trước ngày bắt đầu và không dài quá năm năm."""


class RepresentativeUnfit(DomainError):
    """Người được ủy quyền phải có tài khoản trên cổng này, và không phải là chính bạn. Nhập đúng 12 chữ số định danh."""


class NotYoursToGrant(DomainError):
    """Chỉ người đại diện theo pháp luật ủy quyền được cho doanh nghiệp; mỗi người chỉ ủy quyền được cho chính mình."""

    status = 403


class MandateTooNarrow(DomainError):
    """Ủy quyền bạn đang dùng chỉ để theo dõi hồ sơ, không để nộp. Thôi thao tác thay mặt, hoặc xin ủy quyền rộng hơn."""

    status = 403
