"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register


class PartiesConfig(AppConfig):
    """Cá nhân, tổ chức."""

    name = "sen.registries.parties"
    label = "parties"
    verbose_name = "Cá nhân, tổ chức"

    def ready(self) -> None:
        """Add the registers to the menus and the words of their changes to the trail."""
        keepers = frozenset({Role.REGISTRY})
        register(NavEntry(Section.WORK, _("Dân cư"), "parties:people", "users-round", roles=keepers, order=40))
        register(NavEntry(Section.WORK, _("Doanh nghiệp"), "parties:businesses", "building-2", roles=keepers, order=41))
        register_words(
            subjects={"business": _("Doanh nghiệp"), "import": _("Lần nhập dữ liệu")},
            actions={
                "person.update": _("Điều chỉnh thông tin"),
                "person.move": _("Thay đổi nơi cư trú"),
                "person.relate": _("Xác lập quan hệ"),
                "person.unrelate": _("Chấm dứt quan hệ"),
                "person.household": _("Thay đổi hộ gia đình"),
                "person.death": _("Đăng ký khai tử"),
                "person.merge": _("Gộp bản ghi trùng"),
                "person.distinguish": _("Xác nhận không trùng"),
                "person.unmerge": _("Tách bản ghi đã gộp"),
                "business.create": _("Thêm doanh nghiệp"),
                "business.correct": _("Thay đổi đăng ký"),
                "business.state": _("Thay đổi tình trạng"),
                "business.import": _("Nhập từ tệp"),
                "import.start": _("Bắt đầu nhập dữ liệu"),
                "import.stop": _("Dừng nhập dữ liệu"),
                "import.continue": _("Tiếp tục nhập dữ liệu"),
                "import.finish": _("Nhập xong dữ liệu"),
            },
        )
