"""App registration, menu entries and words of the trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register

_OPERATORS = frozenset({Role.AXIS})
_READERS = frozenset({Role.AXIS, Role.ADMIN})
_COUNTS = "sen.capabilities.exchange.views.counts"
_WATCHERS = frozenset({Role.AXIS, Role.CONTROL, Role.LEADER})
_LEDGER_READERS = frozenset({Role.AXIS, Role.CONTROL, Role.ADMIN})
_DIFFERING = "sen.capabilities.exchange.selectors.ledger.count_needing_somebody"
_DEAD = "sen.capabilities.exchange.selectors.notices.count_dead"
_WAITING = "sen.capabilities.exchange.selectors.rights.count_waiting"
_SUBJECTS = {
    "exchange_member": _("Thành viên trục"),
    "exchange_subsystem": _("Hệ thống trên trục"),
    "exchange_server": _("Máy chủ trục"),
    "exchange_group": _("Nhóm hệ thống"),
    "exchange_service": _("Dịch vụ trên trục"),
    "exchange_right": _("Quyền sử dụng dịch vụ"),
    "exchange_agreement": _("Thỏa thuận chia sẻ"),
    "exchange_certificate": _("Chứng thư"),
    "exchange_ledgerrecord": _("Sổ đối soát"),
    "exchange_noticetype": _("Loại sự kiện"),
    "exchange_noticesubscription": _("Đăng ký nhận sự kiện"),
    "exchange_notice": _("Sự kiện"),
    "exchange_delivery": _("Sự kiện đang gửi"),
}
_ACTIONS = {
    "exchange.member.register": _("Kết nạp thành viên"),
    "exchange.member.edit": _("Sửa thành viên"),
    "exchange.member.disable": _("Dừng thành viên"),
    "exchange.member.enable": _("Mở lại thành viên"),
    "exchange.subsystem.register": _("Thêm hệ thống"),
    "exchange.subsystem.edit": _("Sửa hệ thống"),
    "exchange.subsystem.disable": _("Dừng hệ thống"),
    "exchange.subsystem.enable": _("Mở lại hệ thống"),
    "exchange.group.make": _("Lập nhóm hệ thống"),
    "exchange.group.edit": _("Sửa nhóm hệ thống"),
    "exchange.server.register": _("Đăng ký máy chủ trục"),
    "exchange.server.edit": _("Sửa máy chủ trục"),
    "exchange.server.maintain": _("Báo bảo trì máy chủ trục"),
    "exchange.server.resume": _("Kết thúc bảo trì máy chủ trục"),
    "exchange.server.enable": _("Mở lại máy chủ trục"),
    "exchange.server.disable": _("Dừng máy chủ trục"),
    "exchange.server.fetch_key": _("Đổi khóa lấy cấu hình"),
    "exchange.service.create": _("Thêm dịch vụ"),
    "exchange.service.edit": _("Sửa dịch vụ"),
    "exchange.service.credential": _("Đổi khóa gọi dịch vụ"),
    "exchange.service.activate": _("Kích hoạt dịch vụ"),
    "exchange.service.disable": _("Tạm ngừng dịch vụ"),
    "exchange.service.enable": _("Mở lại dịch vụ"),
    "exchange.description.upload": _("Tải bản mô tả"),
    "exchange.description.activate": _("Kích hoạt bản mô tả"),
    "exchange.description.discard": _("Bỏ bản mô tả"),
    "exchange.endpoint.add": _("Thêm thao tác"),
    "exchange.endpoint.retire": _("Bỏ thao tác"),
    "exchange.right.request": _("Đề nghị quyền"),
    "exchange.right.approve": _("Duyệt quyền"),
    "exchange.right.refuse": _("Không duyệt quyền"),
    "exchange.right.activate": _("Cho quyền hiệu lực"),
    "exchange.right.suspend": _("Tạm dừng quyền"),
    "exchange.right.resume": _("Cho quyền chạy lại"),
    "exchange.right.end": _("Kết thúc quyền"),
    "exchange.allowance.set": _("Đặt hạn mức gọi"),
    "exchange.allowance.remove": _("Bỏ hạn mức gọi"),
    "exchange.agreement.record": _("Ghi thỏa thuận"),
    "exchange.agreement.prolong": _("Gia hạn thỏa thuận"),
    "exchange.agreement.end": _("Chấm dứt thỏa thuận"),
    "exchange.certificate.issue": _("Cấp chứng thư"),
    "exchange.certificate.revoke": _("Thu hồi chứng thư"),
    "exchange.client.issue_secret": _("Cấp khóa bí mật"),
    "exchange.client.revoke_secret": _("Hủy khóa bí mật"),
    "exchange.client.open": _("Mở cho mạng nội bộ"),
    "exchange.client.close": _("Thôi mở cho mạng nội bộ"),
    "exchange.client.add_certificate": _("Thêm chứng thư phần mềm"),
    "exchange.client.remove_certificate": _("Bỏ chứng thư phần mềm"),
    "exchange.ledger.replay": _("Cho gửi lại"),
    "exchange.ledger.settle": _("Ghi cách xử lý chỗ lệch"),
    "exchange.notice_type.create": _("Mở loại sự kiện"),
    "exchange.notice_type.end": _("Đóng loại sự kiện"),
    "exchange.notice.subscribe": _("Đăng ký nhận sự kiện"),
    "exchange.notice.change_subscription": _("Đổi cách nhận sự kiện"),
    "exchange.notice.unsubscribe": _("Kết thúc nhận sự kiện"),
    "exchange.notice.stop": _("Dừng gửi sự kiện"),
    "exchange.notice.replay": _("Cho gửi lại sự kiện"),
    "exchange.evidence.take": _("Lấy bằng chứng trao đổi"),
}


class ExchangeConfig(AppConfig):
    """Trục liên thông dữ liệu."""

    name = "sen.capabilities.exchange"
    label = "exchange"
    verbose_name = "Trục liên thông dữ liệu"

    def ready(self) -> None:
        """Put the registry of the axis into the menus, and its words into the trail."""
        entries = (
            (_("Thành viên trục"), "exchange:members", "network", _READERS, 40, None),
            (_("Dịch vụ trên trục"), "exchange:services", "plug", _READERS, 41, None),
            (_("Quyền sử dụng dịch vụ"), "exchange:rights", "key-round", _READERS, 42, _WAITING),
            (_("Thỏa thuận chia sẻ"), "exchange:agreements", "handshake", _OPERATORS, 43, f"{_COUNTS}.ending_agreements"),
            (_("Máy chủ trục"), "exchange:servers", "server", _OPERATORS, 44, f"{_COUNTS}.silent_servers"),
            (_("Chứng thư"), "exchange:certificates", "shield-check", _OPERATORS, 45, f"{_COUNTS}.ending_certificates"),
            (_("Nhóm hệ thống"), "exchange:groups", "layers", _OPERATORS, 46, None),
        )
        flow = (
            (_("Vận hành trục"), "exchange:live", "gauge", _WATCHERS, 34, None),
            (_("Bản đồ trục"), "exchange:map", "map", _WATCHERS, 35, None),
            (_("Sổ đối soát"), "exchange:ledger", "scale", _LEDGER_READERS, 36, _DIFFERING),
            (_("Sự kiện"), "exchange:deliveries", "bell-ring", _OPERATORS, 37, _DEAD),
        )
        for label, url_name, icon, roles, order, count in (*flow, *entries):
            register(NavEntry(Section.MANAGE, label, url_name, icon, roles=roles, order=order, count=count))
        register(NavEntry(Section.OPENNESS, _("Danh mục dịch vụ chia sẻ"), "exchange:directory", "share-2", order=60))
        register(NavEntry(Section.OPENNESS, _("Số liệu trục liên thông"), "exchange:numbers", "chart-no-axes-column", order=61))
        register_words(subjects=_SUBJECTS, actions=_ACTIONS)
