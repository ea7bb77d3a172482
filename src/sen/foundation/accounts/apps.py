"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import ActorKind, Role
from sen.ui.navigation import NavEntry, Section, register, register_banner


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "sen.foundation.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        """Add the person's own menu and the administrators' page, and the words of the trail."""
        people = frozenset({ActorKind.OFFICER, ActorKind.CITIZEN})
        officers = frozenset({ActorKind.OFFICER})
        register(NavEntry(Section.ACCOUNT, _("Tài khoản của tôi"), "accounts:me", "user", kinds=people, order=10))
        register(NavEntry(Section.ACCOUNT, _("Ủy quyền"), "accounts:delegations", "repeat", kinds=officers, order=20))
        register(NavEntry(Section.ACCOUNT, _("Phiên đăng nhập"), "accounts:sessions", "monitor", kinds=people, order=30))
        citizens = frozenset({ActorKind.CITIZEN})
        register(NavEntry(Section.ACCOUNT, _("Thay mặt người khác"), "accounts:mandates", "building", kinds=citizens, order=22))
        register_banner("accounts/_acting_for.html")
        register(NavEntry(Section.ACCOUNT, _("Bảo vệ tài khoản"), "accounts:protection", "shield-check", kinds=people, order=25))
        register(NavEntry(Section.ACCOUNT, _("Đăng xuất"), "accounts:sign_out", "log-out", kinds=people, order=90, post=True))
        keepers = frozenset({Role.ADMIN})
        register(NavEntry(Section.MANAGE, _("Cán bộ, bổ nhiệm"), "accounts:officers", "users", roles=keepers, order=75))
        _name_the_trail()


def _name_the_trail() -> None:
    """Words of changes of accounts in the trail."""
    register_words(
        subjects={
            "mandate": _("Ủy quyền đại diện"),
            "officer_import": _("Bảng tính cán bộ"),
            "post_transfer": _("Chuyển vị trí"),
            "factor_rule": _("Quy định đăng nhập hai lớp"),
        },
        actions={
            "mandate.claim": _("Nhận là người đại diện theo pháp luật"),
            "mandate.grant": _("Ủy quyền đại diện"),
            "mandate.withdraw": _("Rút ủy quyền đại diện"),
            "mandate.use": _("Thao tác thay mặt"),
            "account.disown_sign_in": _("Chủ tài khoản báo người lạ đăng nhập"),
            "factor.add": _("Thêm lớp bảo vệ thứ hai"),
            "factor.clear": _("Quản trị gỡ mọi lớp bảo vệ thứ hai"),
            "factor.remove": _("Gỡ lớp bảo vệ thứ hai"),
            "factor.recovery_codes": _("Tạo bộ mã dự phòng"),
            "factor.forget_devices": _("Hỏi lại lớp thứ hai trên mọi thiết bị"),
            "factor_rule.add": _("Quy định đăng nhập hai lớp"),
            "factor_rule.end": _("Kết thúc quy định đăng nhập hai lớp"),
            "session.confirm": _("Xác nhận lại trước việc quan trọng"),
            "account.correct": _("Sửa tên, điện thoại"),
            "account.correct_position": _("Sửa chức danh, phòng"),
            "officers.check_sheet": _("Kiểm tra bảng tính cán bộ"),
            "officers.import": _("Nhập cán bộ từ bảng tính"),
            "officers.cancel_import": _("Dừng nhập cán bộ"),
            "officers.export": _("Tải danh sách cán bộ"),
            "officers.carry_positions": _("Chuyển vị trí khi sáp nhập cơ quan"),
            "officers.undo_transfer": _("Hoàn lại việc chuyển vị trí"),
            "account.create": _("Lập tài khoản cán bộ"),
            "account.close": _("Đóng tài khoản"),
            "account.reopen": _("Mở lại tài khoản"),
            "account.reset_password": _("Cấp mật khẩu tạm"),
            "account.choose_password": _("Đặt mật khẩu mới thay mật khẩu tạm"),
        },
    )
