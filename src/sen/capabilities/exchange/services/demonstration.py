"""The axis of the demonstration: two gateways, the platform's systems, a department's, and the national sandboxes behind it.

Everything goes through the ordinary use cases, so that it is checked and recorded like anybody's work; a second run
changes nothing.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from sen.capabilities.exchange.models import Agreement, Allowance, Member, Right, Server, Service, Subsystem
from sen.capabilities.exchange.services import agreements, clients, members, offering, rights, servers
from sen.capabilities.exchange.services.membership import office_id
from sen.capabilities.exchange.services.offering import Parameters
from sen.capabilities.exchange.states import ServiceState
from sen.capabilities.exchange.types import Scope
from sen.kernel import clock
from sen.kernel.actor import SYSTEM

PROVINCE, DEPARTMENT = "VN-DT/GOV/H20", "VN-DT/GOV/SO"
TINH, SONGANH = f"{PROVINCE}/TINH", f"{DEPARTMENT}/SONGANH"
ONE_STOP, PORTAL, REGISTRIES = f"{PROVINCE}/MOTCUA", f"{PROVINCE}/CONG", f"{PROVINCE}/CSDL"
# The long-lived token the sandbox servers let in; it opens nothing else.
SANDBOX_CREDENTIAL = "Bearer sandbox-application"
OFFICE, NATIONAL = f"{DEPARTMENT}/PHANMEM", f"{DEPARTMENT}/QG"
DOCUMENTS, DOCUMENT_AXIS = f"{PROVINCE}/VANBAN", "truc-van-ban"
_LARGEST_PACKET = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports of one start on this machine, counted from the web server's."""

    web: int

    def after(self, place: int) -> str:
        """``host:port`` so many places after the web server."""
        return f"127.0.0.1:{self.web + place}"


@dataclass(frozen=True, slots=True)
class _Offer:
    code: str
    name: str
    summary: str
    path: str
    personal: bool = False
    own: bool = True
    place: int = 0
    large: bool = False


# The published paths of events work unchanged through a gateway when the room offers these three services.
_ROOM = f"/api/su-kien/r1/{REGISTRIES}"
_LEAST = "Trả lời ít nhất có thể: có hay không, một trường, một câu hỏi; chỉ trả cả bản ghi khi có quyền và mục đích."
_FIRMS = "Tra mã số, tên, tình trạng, ngành nghề của doanh nghiệp, hợp tác xã, hộ kinh doanh."
_OFFERS = (
    _Offer("dan-cu", "Dân cư của tỉnh", _LEAST, "/api/dan-cu", personal=True),
    _Offer("doanh-nghiep", "Doanh nghiệp của tỉnh", _FIRMS, "/api/doanh-nghiep"),
    _Offer("danh-muc", "Danh mục dùng chung", "Các danh mục có phiên bản, hiệu lực và bảng ánh xạ.", "/api/danh-muc"),
    _Offer("thu-tuc", "Thủ tục hành chính", "Thủ tục đang công bố với thành phần hồ sơ, thời hạn, phí.", "/api/thu-tuc"),
    _Offer("don-vi", "Đơn vị hành chính và cơ quan", "Đơn vị hành chính theo ngày, mã cũ và mã mới sau sắp xếp.", "/api/don-vi"),
    _Offer("van-ban", "Văn bản quy phạm pháp luật", "Văn bản với hiệu lực và quan hệ sửa đổi, thay thế, bãi bỏ.", "/api/van-ban"),
    _Offer("api", "Sự kiện: loại sự kiện và đăng ký nhận", "Xem loại sự kiện, đăng ký nhận tin thay đổi.", f"{_ROOM}/api"),
    _Offer("pub", "Sự kiện: phát", "Phát sự kiện tới những nơi đã đăng ký nhận.", f"{_ROOM}/pub"),
    _Offer("pull", "Sự kiện: tự lấy", "Tự lấy từng sự kiện và xác nhận đã nhận.", f"{_ROOM}/pull"),
    _Offer(
        "dan-cu-quoc-gia", "Cơ sở dữ liệu quốc gia về dân cư (mô phỏng)", "Xác nhận và tra thông tin công dân, hệ thống mô phỏng.", "",
        personal=True, own=False, place=6,
    ),
    _Offer(
        "doanh-nghiep-quoc-gia", "Đăng ký doanh nghiệp quốc gia (mô phỏng)", "Tra cứu và chi tiết đăng ký doanh nghiệp, hệ thống mô phỏng.",
        "", own=False, place=7,
    ),
    _Offer(
        "van-ban-quoc-gia", "Văn bản pháp luật quốc gia (mô phỏng)", "Tra cứu, chi tiết và thay đổi của văn bản, hệ thống mô phỏng.", "",
        own=False, place=8,
    ),
    _Offer(
        DOCUMENT_AXIS, "Trục liên thông văn bản quốc gia (mô phỏng)", "Gửi, nhận gói văn bản và trạng thái; danh bạ cơ quan, mô phỏng.", "",
        own=False, place=10, large=True,
    ),
)  # fmt: skip
_OPEN = ("danh-muc", "thu-tuc", "don-vi", "van-ban")
_ALL_OWN = ("dan-cu", "doanh-nghiep", *_OPEN)
_ALL_NATIONAL = ("dan-cu-quoc-gia", "doanh-nghiep-quoc-gia", "van-ban-quoc-gia")
_TEXTS_END_SOON = 20


@transaction.atomic
def load_demonstration(*, ports: Ports, credential: str, now: dt.datetime) -> dict[str, int]:
    """Bring the demonstration's axis to this start's ports; returns how many members, services and rights there are."""
    today = clock.local(now).date()
    _register(ports, now)
    for offer in _OFFERS:
        _offer(offer, ports, f"Bearer {credential}" if credential else "", now)
    _grant(today, now)
    return {"members": Member.objects.count(), "services": Service.objects.count(), "rights": Right.objects.count()}


def ports_in_use() -> Ports | None:
    """The ports of the last start, for a load that is not part of one; None before the first."""
    known = Server.objects.filter(identifier=TINH).values_list("consumer_url", flat=True).first()
    port = known.rpartition(":")[2] if known else ""
    return Ports(int(port) - 1) if port.isdigit() else None


def _register(ports: Ports, now: dt.datetime) -> None:
    agency_id = office_id(clock.local(now).date())
    for identifier, name in ((PROVINCE, "Ủy ban nhân dân tỉnh"), (DEPARTMENT, "Sở, ngành mẫu và hệ thống quốc gia mô phỏng")):
        member = Member.objects.filter(identifier=identifier).first()
        if member is None:
            _instance, member_class, code = identifier.split("/")
            member = members.register_member(actor=SYSTEM, member_class=member_class, code=code, name=name, agency_id=agency_id, now=now)
        Member.objects.filter(pk=member.pk).update(is_demo=identifier == DEPARTMENT)
    _server(TINH, "Máy chủ bảo mật của tỉnh", ports, 1, now)
    _server(SONGANH, "Máy chủ bảo mật của sở, ngành mẫu", ports, 3, now)
    for identifier, name, server in (
        (ONE_STOP, "Một cửa điện tử", TINH),
        (PORTAL, "Cổng dịch vụ công", TINH),
        (DOCUMENTS, "Quản lý văn bản và điều hành", TINH),
        (REGISTRIES, "Cơ sở dữ liệu dùng chung", TINH),
        (OFFICE, "Phần mềm chuyên ngành của sở mẫu", SONGANH),
        (NATIONAL, "Cơ sở dữ liệu quốc gia (mô phỏng)", SONGANH),
    ):
        _system(identifier, name, server, now)
    for identifier in (ONE_STOP, PORTAL, DOCUMENTS, OFFICE):
        clients.set_open(actor=SYSTEM, subsystem_id=Subsystem.objects.get(identifier=identifier).pk, allowed=True, now=now)


def _server(identifier: str, name: str, ports: Ports, place: int, now: dt.datetime) -> None:
    owner, _, code = identifier.rpartition("/")
    known = Server.objects.filter(identifier=identifier).first()
    address, consumer_url = ports.after(place + 1), f"http://{ports.after(place)}"
    if known is None:
        owner_id = Member.objects.get(identifier=owner).pk
        servers.register_server(actor=SYSTEM, owner_id=owner_id, code=code, name=name, address=address, consumer_url=consumer_url, now=now)
    else:
        servers.edit_server(actor=SYSTEM, server_id=known.pk, name=known.name, address=address, consumer_url=consumer_url, now=now)


def _system(identifier: str, name: str, server: str, now: dt.datetime) -> None:
    if Subsystem.objects.filter(identifier=identifier).exists():
        return
    member, _, code = identifier.rpartition("/")
    server_ids = [Server.objects.get(identifier=server).pk]
    member_id = Member.objects.get(identifier=member).pk
    members.register_subsystem(actor=SYSTEM, member_id=member_id, code=code, name=name, server_ids=server_ids, now=now)


def _offer(offer: _Offer, ports: Ports, credential: str, now: dt.datetime) -> None:
    subsystem = Subsystem.objects.get(identifier=REGISTRIES if offer.own else NATIONAL)
    base_url = f"http://{ports.after(offer.place)}{offer.path}"
    known = Service.objects.filter(subsystem=subsystem, code=offer.code).first()
    if known is None:
        parameters = Parameters(
            base_url=base_url, timeout_seconds=60.0 if offer.large else 10.0, personal=offer.personal,
            max_request_bytes=_LARGEST_PACKET if offer.large else Parameters(base_url).max_request_bytes,
            log_body=not (offer.personal or offer.large),
        )  # fmt: skip
        known = offering.create_service(
            actor=SYSTEM, subsystem_id=subsystem.pk, code=offer.code, name=offer.name, summary=offer.summary,
            kind="REST", parameters=parameters, now=now,
        )  # fmt: skip
    elif known.base_url != base_url:
        parameters = Parameters(
            base_url, known.timeout_seconds, known.verify_tls, known.max_request_bytes, known.max_answer_bytes,
            known.check_mode, known.personal, known.log_body, known.is_listed,
        )  # fmt: skip
        offering.edit_service(
            actor=SYSTEM, service_id=known.pk, name=known.name, summary=known.summary, kind=known.kind, parameters=parameters, now=now
        )
    shown = credential if offer.own else SANDBOX_CREDENTIAL
    if shown:
        offering.set_credential(actor=SYSTEM, service_id=known.pk, credential=shown, now=now)
    if known.state == ServiceState.DRAFT:
        offering.activate_service(actor=SYSTEM, service_id=known.pk, now=now)


def _grant(today: dt.date, now: dt.datetime) -> None:
    basis = "Nghị định 47/2020/NĐ-CP" if today < dt.date(2025, 7, 3) else "Nghị định 194/2025/NĐ-CP"
    year = today.year
    own = _agreement(f"01/{year}/TT-CSDL", PROVINCE, None, basis, "Dùng chung dữ liệu của tỉnh để giải quyết thủ tục hành chính", None, now)
    national = _agreement(
        f"02/{year}/TT-QG", DEPARTMENT, PROVINCE, basis, "Xác thực thông tin khi giải quyết thủ tục hành chính",
        today + dt.timedelta(days=365), now,
    )  # fmt: skip
    texts = _agreement(
        f"03/{year}/TT-VB", DEPARTMENT, PROVINCE, basis, "Cập nhật văn bản pháp luật vào cơ sở dữ liệu của tỉnh",
        today + dt.timedelta(days=_TEXTS_END_SOON), now,
    )  # fmt: skip
    for system in (ONE_STOP, PORTAL):
        for code in _ALL_OWN:
            _right(system, f"{REGISTRIES}/{code}", own, basis, now)
        for code in _ALL_NATIONAL:
            _right(system, f"{NATIONAL}/{code}", texts if code == "van-ban-quoc-gia" else national, basis, now)
    for code in ("dan-cu", "api", "pull", *_OPEN):
        _right(OFFICE, f"{REGISTRIES}/{code}", own, basis, now)
    for code in ("dan-cu-quoc-gia", "doanh-nghiep-quoc-gia", "van-ban-quoc-gia"):
        _right(REGISTRIES, f"{NATIONAL}/{code}", texts if code == "van-ban-quoc-gia" else national, basis, now)
    _grant_documents(today, now)
    _right(OFFICE, f"{REGISTRIES}/doanh-nghiep", None, basis, now)
    for service in Service.objects.filter(allowances__isnull=True):
        if not Allowance.objects.filter(service=service).exists():
            rights.set_allowance(
                actor=SYSTEM, service_id=service.pk, subsystem_id=None, per_second=50.0, burst=200, per_day=200_000, now=now
            )


def _grant_documents(today: dt.date, now: dt.datetime) -> None:
    basis, ends_on = "Quyết định 28/2018/QĐ-TTg", today + dt.timedelta(days=365)
    purpose = "Gửi, nhận văn bản điện tử giữa các hệ thống"
    documents = _agreement(f"04/{today.year}/TT-VBDT", DEPARTMENT, PROVINCE, basis, purpose, ends_on, now)
    _right(DOCUMENTS, f"{NATIONAL}/{DOCUMENT_AXIS}", documents, basis, now)


def _agreement(
    number: str, provider: str, consumer: str | None, basis: str, purpose: str, ends_on: dt.date | None, now: dt.datetime
) -> Agreement:
    provider_id = Member.objects.get(identifier=provider).pk
    family = number.rpartition("/")[2]
    known = Agreement.objects.filter(provider_id=provider_id, number__endswith=family, ended_on__isnull=True).first()
    if known is not None:
        return known
    today = clock.local(now).date()
    return agreements.record_agreement(
        actor=SYSTEM,
        number=number,
        provider_id=provider_id,
        consumer_id=Member.objects.get(identifier=consumer).pk if consumer else None,
        legal_basis=basis,
        purpose=purpose,
        signed_on=today - dt.timedelta(days=30),
        valid_from=today - dt.timedelta(days=30),
        ends_on=ends_on,
        now=now,
    )


def _right(system: str, service: str, agreement: Agreement | None, basis: str, now: dt.datetime) -> None:
    """A right in force under the agreement; without one it stays a request."""
    subject, offered = Subsystem.objects.get(identifier=system), Service.objects.get(identifier=service)
    if Right.objects.filter(service=offered, subsystem=subject).exists():
        return
    right = rights.request_right(
        actor=SYSTEM, service_id=offered.pk, subsystem_id=subject.pk, scope=Scope(), now=now,
        purpose="Giải quyết thủ tục hành chính", legal_basis=basis,
    )  # fmt: skip
    if agreement is not None:
        rights.approve_right(actor=SYSTEM, right_id=right.pk, now=now)
        rights.activate_right(actor=SYSTEM, right_id=right.pk, agreement_id=agreement.pk, now=now)
