"""The pages of packets and of the directory: who sees what, in how many queries, what a click does."""

import uuid

import pytest
from django.test import Client

from sen.capabilities.correspondence.models import OutgoingDocument
from sen.capabilities.correspondence.types import OutsideBody, find_outside_bodies
from sen.capabilities.edocs import services
from sen.capabilities.edocs.models import OutsideAgency, Packet
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Role
from tests.factories import MONDAY, make_officer, signed_in

LIST = "/lam-viec/lien-thong-van-ban/"


@pytest.fixture
def packet(letter: OutgoingDocument) -> Packet:
    found = services.queue_document(outgoing_id=letter.pk, now=MONDAY)
    assert found is not None
    return found


@pytest.fixture
def browser(client: Client, sender) -> Client:
    """The clerk's browser."""
    return signed_in(client, sender)


def text(answer) -> str:
    return answer.content.decode()


def copies(packet: Packet, count: int) -> None:
    for number in range(count):
        Packet.objects.create(
            direction="in", kind="edoc", state="turned_away", axis_id=f"c-{number}", agency=packet.agency, sender_code="G22",
            document_id=f"G22,2026/11/01,{number}/VPCP", title=f"Văn bản thứ {number}", created_at=MONDAY, trouble="Sai cấu trúc",
        )  # fmt: skip


def test_the_clerk_sees_the_packets_of_the_own_agency(browser, packet):
    page = text(browser.get(LIST))
    assert packet.document_id in page
    assert "2 nơi nhận" in page
    assert "Chờ gửi" in page


def test_a_clerk_of_another_agency_sees_none_of_them(client, packet, receiver):
    signed_in(client, receiver)
    assert packet.document_id not in text(client.get(LIST))
    for path in ("", "tep/"):
        assert client.get(f"{LIST}{packet.public_id}/{path}").status_code == 404
    for path in ("huy/", "doc-lai/"):
        assert client.post(f"{LIST}{packet.public_id}/{path}", {"reason": "x"}).status_code in (302, 404)
    packet.refresh_from_db()
    assert packet.state == "waiting"


def test_officers_without_the_post_are_kept_out(client, packet, specialist):
    signed_in(client, specialist)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}danh-ba/").status_code == 200
    assert client.post(f"{LIST}danh-ba/doi-chieu/").status_code == 403


def test_a_list_of_many_takes_no_more_queries(browser, packet, django_assert_max_num_queries):
    copies(packet, 2)
    browser.get(LIST)
    copies_more = [f"{LIST}?nhom=trouble", f"{LIST}?q=VPCP&loai=edoc&tu_ngay=01%2F11%2F2026", LIST]
    for number in range(30):
        Packet.objects.create(direction="in", kind="edoc", state="taken", axis_id=f"m-{number}", agency=packet.agency, created_at=MONDAY)
    for path in copies_more:
        with django_assert_max_num_queries(20):
            assert browser.get(path).status_code == 200


@pytest.mark.parametrize(
    ("query", "there"), [("nhom=trouble", True), ("nhom=out", False), ("q=thứ 1", True), ("loai=status", False), ("q=khong-co", False)]
)
def test_filters_narrow_the_list(browser, packet, query, there):
    copies(packet, 2)
    assert ("Văn bản thứ 1" in text(browser.get(f"{LIST}?{query}"))) is there


def test_one_packet_shows_its_way_and_what_can_be_done(browser, packet, axis, run_events):
    axis.locked = {"H61"}
    run_events()
    refused = Packet.objects.get(state="refused")
    page = text(browser.get(f"{LIST}{refused.public_id}/"))
    for words in (
        "Trục không nhận",
        "Đơn vị nhận đã khóa",
        "UBND tỉnh Vĩnh Long",
        "Gửi lại ngay",
        "Hủy gửi",
        "Các gói khác của văn bản này",
    ):
        assert words in page


def test_sending_again_by_a_click(browser, packet, axis, run_events):
    axis.locked = {"G22", "H61"}
    run_events()
    axis.locked = set()
    refused = [str(each.public_id) for each in Packet.objects.filter(state="refused")]
    assert len(refused) == 2
    browser.post(f"{LIST}gui-lai/", {"goi": refused})
    run_events()
    assert Packet.objects.filter(state="sent").count() == 2


def test_cancelling_without_a_reason_keeps_the_packet(browser, packet):
    answer = browser.post(f"{LIST}{packet.public_id}/huy/", {"reason": ""})
    assert answer.status_code == 422
    packet.refresh_from_db()
    assert packet.state == "waiting"
    assert browser.post(f"{LIST}{packet.public_id}/huy/", {"reason": "Nhầm nơi nhận"}).status_code == 302
    packet.refresh_from_db()
    assert packet.state == "cancelled"


def test_the_packet_is_a_file_to_keep_and_the_reading_is_written_down(browser, packet):
    answer = browser.get(f"{LIST}{packet.public_id}/tep/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"<edXML:edXMLEnvelope" in b"".join(answer.streaming_content) if answer.streaming else b"<edXML:edXMLEnvelope" in answer.content
    assert AuditEntry.objects.filter(subject_type="edocs_packet", subject_id=packet.pk).exists()


def test_what_does_not_exist_is_not_found(browser):
    assert browser.get(f"{LIST}{uuid.uuid4()}/").status_code == 404


def test_the_operator_sees_all_and_compares_the_directory(client, packet, operator, axis):
    signed_in(client, operator)
    assert packet.document_id in text(client.get(LIST))
    assert client.post(f"{LIST}danh-ba/doi-chieu/").status_code == 302
    assert "Đang chạy" in text(client.get(f"{LIST}danh-ba/"))


def test_the_directory_is_searched_and_offers_recipients(client, specialist):
    for number in range(60):
        OutsideAgency.objects.create(
            code=f"H61.{number:02}", name=f"Sở Mẫu {number}", name_folded=f"so mau {number} h61.{number:02}", changed_at=MONDAY
        )
    OutsideAgency.objects.create(code="H61.W00", name="Trục", name_folded="truc h61.w00", is_hidden=True, changed_at=MONDAY)
    signed_in(client, specialist)
    page = text(client.get(f"{LIST}danh-ba/?q=sở mẫu 7"))
    assert "H61.07" in page and "H61.08" not in page
    found = find_outside_bodies("H61", 20)
    assert (len(found), found[0]) == (20, OutsideBody("H61.00", "Sở Mẫu 0"))
    assert find_outside_bodies("W00", 20) == []


def test_a_leader_reads_but_does_not_touch(client, packet, department):
    signed_in(client, make_officer(Role.LEADER, department, name="Lê Quốc Phong"))
    page = text(client.get(f"{LIST}{packet.public_id}/"))
    assert "Gửi lại ngay" not in page
    assert client.post(f"{LIST}gui-lai/", {"goi": [str(packet.public_id)]}).status_code == 403
