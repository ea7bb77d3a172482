"""Pages of operations, ledger, notices and open numbers: who may open them, what they say, how many queries they cost."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sen.capabilities.exchange.adapters.axis.meter import MemoryMeter
from sen.capabilities.exchange.models import (
    Delivery,
    LedgerRecord,
    Member,
    NoticeSubscription,
    NoticeType,
    Server,
    Service,
    Subsystem,
    Traffic,
    TrafficFault,
)
from sen.capabilities.exchange.services import RecordKey, Sight, compare_record, record_exchange
from sen.capabilities.exchange.services.measuring import measured_by
from sen.capabilities.exchange.services.notices import create_notice_type, publish_notice
from sen.capabilities.exchange.services.subscribing import Wish, subscribe_to
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor, Role
from tests.factories import make_officer, signed_in

pytestmark = pytest.mark.django_db
MOTCUA, CSDL = "VN-DT/GOV/H20/MOTCUA", "VN-DT/GOV/H20/CSDL"
SERVICE = f"{CSDL}/dan-cu"
FETCH = {"type": "object"}


@pytest.fixture
def now() -> dt.datetime:
    return clock.now()


@pytest.fixture(autouse=True)
def _axis(settings: Any, now: dt.datetime) -> None:
    settings.AXIS_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    member = Member.objects.create(
        identifier="VN-DT/GOV/H20", instance="VN-DT", member_class="GOV", code="H20", name="UBND tỉnh", name_sort="u", created_at=now
    )
    server = Server.objects.create(
        identifier="VN-DT/GOV/H20/TINH",
        owner=member,
        code="TINH",
        name="Máy chủ tỉnh",
        address="x:1",
        consumer_url="http://h",
        created_at=now,
    )
    for identifier, name in ((MOTCUA, "Một cửa"), (CSDL, "Cơ sở dữ liệu dùng chung")):
        sub = Subsystem.objects.create(identifier=identifier, member=member, code=identifier.rpartition("/")[2], name=name, created_at=now)
        sub.servers.add(server)
    Service.objects.create(
        identifier=SERVICE,
        subsystem=Subsystem.objects.get(identifier=CSDL),
        code="dan-cu",
        name="Dân cư",
        name_folded="dan cu",
        state="active",
        base_url="http://x",
        created_at=now,
        changed_at=now,
    )


@pytest.fixture
def operator(province_office: Agency) -> Actor:
    return make_officer(Role.AXIS, province_office, name="Lý Thu Hà", title="Vận hành trục")


@pytest.fixture
def page(client: Client, operator: Actor) -> Callable[..., str]:
    signed_in(client, operator)

    def get(path: str) -> str:
        answer = client.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return get


def traffic(now: dt.datetime, *, minutes_ago: int = 1, requests: int = 120, failed: int = 3, service: str = SERVICE) -> None:
    Traffic.objects.create(
        starts_at=(now - dt.timedelta(minutes=minutes_ago)).replace(second=0, microsecond=0),
        server="VN-DT/GOV/H20/TINH",
        side="c",
        client=MOTCUA,
        service=service,
        requests=requests,
        failed=failed,
        faulted=failed,
        bytes_in=1000,
        bytes_out=9000,
        milliseconds=960,
        buckets={"24": requests},
    )


def failure(now: dt.datetime, number: str = "5f3c", fault: str = "Server.ServerProxy.NetworkError") -> None:
    TrafficFault.objects.create(
        happened_at=now, server="VN-DT/GOV/H20/TINH", side="c", client=MOTCUA, service=SERVICE, request_id=number, status=500, fault=fault
    )


def test_the_live_page_shows_figures_faults_and_what_to_do(page: Callable[..., str], now: dt.datetime) -> None:
    traffic(now)
    failure(now)
    text = page("/truc/van-hanh/")
    for words in ("Dân cư", "Một cửa", "2,5 %", "8,0 ms", "Không nối được", "Máy chủ bên cung cấp", "Bấm Thử kết nối"):
        assert words in text, words
    assert 'hx-trigger="every 5s"' in text


def test_the_live_page_costs_the_same_however_much_there_is(
    page: Callable[..., str], now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        traffic(now, minutes_ago=number % 3, service=f"{CSDL}/s{number}")
        failure(now, number=str(number))
    page("/truc/van-hanh/")
    with django_assert_max_num_queries(22):
        page("/truc/van-hanh/")


def test_the_map_draws_lines_with_traffic_and_says_the_same_in_a_table(
    page: Callable[..., str], now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    traffic(now)
    with django_assert_max_num_queries(22):
        text = page("/truc/ban-do/")
    assert "axis__line--3" in text
    assert "120 lời gọi trong 5 phút, 3 lỗi" in text
    assert "axis__line--bad" in text
    assert "Máy chủ tỉnh" in text
    assert text.index('<svg class="axis"') < text.index("Ai hỏi ai")


def test_the_map_of_a_quiet_axis_shows_what_is_registered(page: Callable[..., str]) -> None:
    text = page("/truc/ban-do/")
    assert "Chưa có lời gọi nào" in text
    assert "axis__line--0" in text


def test_faults_can_be_limited_to_a_service(page: Callable[..., str], now: dt.datetime) -> None:
    traffic(now)
    traffic(now, service=f"{CSDL}/khac")
    failure(now)
    assert "5f3c" in page(f"/truc/loi/?dich_vu={SERVICE}")
    assert "Không có lỗi nào" in page(f"/truc/loi/?dich_vu={CSDL}/khac")


def test_every_type_of_fault_has_its_page(page: Callable[..., str], client: Client) -> None:
    assert "quyền" in page("/truc/loi/AccessDenied/")
    assert client.get("/truc/loi/KhongCo/").status_code == 404


@pytest.fixture
def meter() -> Iterator[MemoryMeter]:
    with measured_by(MemoryMeter()) as made:
        yield made  # type: ignore[misc]


def message_of(now: dt.datetime) -> dict[str, Any]:
    at = int(now.timestamp() * 1000)
    record = {
        "securityServerType": "Client",
        "requestInTs": at,
        "requestOutTs": at + 2,
        "responseInTs": at + 9,
        "responseOutTs": at + 11,
        "clientXRoadInstance": "VN-DT",
        "clientMemberClass": "GOV",
        "clientMemberCode": "H20",
        "clientSubsystemCode": "MOTCUA",
        "serviceCode": "dan-cu",
        "restMethod": "GET",
        "messageUserId": "VN…7",
        "messageIssue": "H20-1",
        "requestSize": 300,
        "responseSize": 900,
        "succeeded": True,
        "statusCode": 200,
        "xRequestId": "r-1",
    }
    return {"records": [record], "messages": [{"isAnswer": False, "isStamped": True}, {"isAnswer": True, "isStamped": False}]}


def test_one_message_is_followed_and_its_evidence_taken_with_a_reason(
    page: Callable[..., str], client: Client, meter: MemoryMeter, now: dt.datetime
) -> None:
    meter.messages = {"http://h": message_of(now)}
    meter.packages = {"http://h": b"PK"}
    text = page("/truc/thong-diep/?ma=r-1")
    assert "+7,0 ms" in text
    assert "2 thông điệp, 1 đã đóng dấu" in text
    server = Server.objects.get()
    answer = client.post(f"/truc/thong-diep/bang-chung/{server.pk}/", {"ma": "r-1", "reason": "Giải quyết khiếu nại 12/2026"})
    assert (answer.status_code, answer["Content-Disposition"]) == (200, 'attachment; filename="bang-chung.zip"')
    assert b"".join(answer.streaming_content) == b"PK"  # type: ignore[attr-defined]
    entry = AuditEntry.objects.get(action="exchange.evidence.take")
    assert entry.detail["reason"] == "Giải quyết khiếu nại 12/2026"


def test_evidence_without_a_reason_is_not_handed_out(page: Callable[..., str], client: Client, meter: MemoryMeter) -> None:
    meter.packages = {"http://h": b"PK"}
    answer = client.post(f"/truc/thong-diep/bang-chung/{Server.objects.get().pk}/", {"ma": "r-1", "reason": " "})
    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(action="exchange.evidence.take").exists()


def test_an_unknown_number_is_said_plainly(page: Callable[..., str], client: Client, meter: MemoryMeter, now: dt.datetime) -> None:
    meter.messages = {"http://h": message_of(now)}
    answer = client.get("/truc/thong-diep/?ma=khong-co")
    assert answer.status_code == 404
    assert "Không máy chủ nào còn giữ" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.CONTROL, Role.LEADER])
def test_leaders_see_the_figures_but_no_single_message(client: Client, province_office: Agency, role: Role) -> None:
    signed_in(client, make_officer(role, province_office))
    assert client.get("/truc/van-hanh/").status_code == 200
    assert client.get("/truc/ban-do/").status_code == 200
    assert client.get("/truc/thong-diep/?ma=r-1").status_code == 403
    assert client.get("/truc/su-kien/").status_code == 403


def ledger(now: dt.datetime, key: str = "H20-1", agency_id: int | None = None) -> LedgerRecord:
    where = RecordKey("dan-cu", "tra-cuu", key, title=f"Hồ sơ {key}", dossier_code=key, agency_id=agency_id)
    return compare_record(actor=SYSTEM, key=where, our=Sight("Đang xử lý", now), their=Sight("Mới đăng ký", now), now=now)


def test_the_ledger_shows_both_states_and_filters(page: Callable[..., str], now: dt.datetime, django_assert_max_num_queries: Any) -> None:
    ledger(now)
    record_exchange(actor=SYSTEM, key=RecordKey("dan-cu", "tra-cuu", "H20-2", title="Hồ sơ H20-2"), our=Sight("Xong", now), now=now)
    with django_assert_max_num_queries(20):
        text = page("/truc/doi-soat/")
    assert "Đang xử lý" in text
    assert "Mới đăng ký" in text
    assert "Hai bên ghi khác nhau" in text
    assert "Hồ sơ H20-2" not in page("/truc/doi-soat/?trang_thai=can-xem")
    assert "Hồ sơ H20-1" in page("/truc/doi-soat/?q=h20-1")


def test_one_record_shows_its_history_and_can_be_settled(page: Callable[..., str], client: Client, now: dt.datetime) -> None:
    record = ledger(now)
    path = f"/truc/doi-soat/{record.public_id}/"
    assert "Hai bên lệch" in page(path)
    assert client.post(f"{path}xu-ly/", {"reason": ""}).status_code == 422
    assert client.post(f"{path}xu-ly/", {"reason": "Đã báo bên kia sửa"}).status_code == 302
    assert "Đã báo bên kia sửa" in page(path)


def test_an_administrator_sees_only_the_records_of_the_own_agency(
    client: Client, agency: Agency, other_agency: Agency, now: dt.datetime
) -> None:
    own, others = ledger(now, "H20-1", agency.pk), ledger(now, "H20-2", other_agency.pk)
    signed_in(client, make_officer(Role.ADMIN, agency))
    text = client.get("/truc/doi-soat/").content.decode()
    assert "Hồ sơ H20-1" in text
    assert "Hồ sơ H20-2" not in text
    assert client.get(f"/truc/doi-soat/{own.public_id}/").status_code == 200
    assert client.get(f"/truc/doi-soat/{others.public_id}/").status_code == 404
    assert client.post(f"/truc/doi-soat/{own.public_id}/xu-ly/", {"reason": "x"}).status_code == 403
    own.refresh_from_db()
    assert own.state == "different"


def test_the_ledger_as_a_work_book_holds_the_filtered_rows(page: Callable[..., str], client: Client, now: dt.datetime) -> None:
    ledger(now)
    ledger(now, "H20-2")
    answer = client.get("/truc/doi-soat/xuat-excel/?q=H20-2")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[2] for row in rows] == ["H20-2"]


def test_nothing_chosen_is_said_plainly(page: Callable[..., str], client: Client) -> None:
    answer = client.post("/truc/doi-soat/gui-lai/", {}, follow=True)
    assert "Không có dòng nào gửi lại được" in answer.content.decode()


def dead_letter(now: dt.datetime) -> Delivery:
    create_notice_type(actor=SYSTEM, room=CSDL, code="dan-cu-thay-doi", schema=FETCH, now=now, is_open=True)
    wish = Wish(target="http://127.0.0.1:9/x")
    subscribe_to(actor=SYSTEM, room=CSDL, code="dan-cu-thay-doi", subscriber=MOTCUA, wish=wish, now=now)
    notice = publish_notice(actor=SYSTEM, room=CSDL, code="dan-cu-thay-doi", payload={"change": 1}, publisher=CSDL, now=now)
    Delivery.objects.update(state="dead", next_attempt_at=None, cause="unreachable")
    return notice.deliveries.get()


def test_dead_letters_stand_on_a_page_and_go_out_again(page: Callable[..., str], client: Client, now: dt.datetime) -> None:
    delivery = dead_letter(now)
    text = page("/truc/su-kien/")
    assert "dan-cu-thay-doi #1" in text
    assert "Không nối được nơi nhận" in text
    answer = client.post("/truc/su-kien/gui-lai/", {"dong": [str(delivery.pk), "x"]}, follow=True)
    assert "Đã xếp gửi lại 1 sự kiện" in answer.content.decode()
    delivery.refresh_from_db()
    assert delivery.state == "waiting"
    assert "Chưa gửi lần nào" in page(f"/truc/su-kien/{delivery.pk}/")


def test_a_type_is_opened_subscribed_to_and_closed_on_pages(page: Callable[..., str], client: Client) -> None:
    schema = json.dumps({"type": "object"})
    answer = client.post("/truc/su-kien/loai/mo/", {"room": CSDL, "code": "thu", "name": "Thử", "schema": schema, "is_open": "on"})
    kind = NoticeType.objects.get()
    assert answer["Location"] == f"/truc/su-kien/loai/{kind.pk}/"
    wish = {"subscriber": MOTCUA, "delivery": "PUSH", "target": "https://10.0.0.1/x", "hours": "24"}
    refused = client.post(f"/truc/su-kien/loai/{kind.pk}/", wish)
    assert refused.status_code == 422
    assert "mạng nội bộ" in refused.content.decode()
    assert not NoticeSubscription.objects.exists()
    assert client.post(f"/truc/su-kien/loai/{kind.pk}/", {**wish, "target": "http://127.0.0.1:9/x"}).status_code == 302
    assert MOTCUA in page(f"/truc/su-kien/loai/{kind.pk}/")
    assert "Thử" in page("/truc/su-kien/loai/")
    client.post(f"/truc/su-kien/loai/{kind.pk}/ket-thuc/", {"noi_nhan": MOTCUA})
    assert NoticeSubscription.objects.get().ended_at is not None
    client.post(f"/truc/su-kien/loai/{kind.pk}/dong/")
    assert client.get(f"/truc/su-kien/loai/{kind.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/truc/loi/",
        "/truc/loi/AccessDenied/",
        "/truc/su-kien/",
        "/truc/su-kien/loai/",
        "/truc/doi-soat/?trang_thai=can-xem",
        "/dich-vu-chia-se/so-lieu/",
    ],
)
def test_lists_cost_the_same_however_long_they_are(page: Callable[..., str], now: dt.datetime, path: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(path)
        return len(seen)

    traffic(now, minutes_ago=180)
    failure(now, "f0")
    ledger(now, "H20-0")
    dead_letter(now)
    page(path)
    before = queries()
    for number in range(1, 8):
        failure(now, f"f{number}")
        ledger(now, f"H20-{number}")
        publish_notice(actor=SYSTEM, room=CSDL, code="dan-cu-thay-doi", payload={"change": number}, publisher=CSDL, now=now)
    Delivery.objects.update(state="dead", next_attempt_at=None)
    assert queries() == before
