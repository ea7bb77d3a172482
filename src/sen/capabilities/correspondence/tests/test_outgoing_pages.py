"""Outgoing documents through HTTP: into the register, to whom, under the agency's signature, and the way through every agency."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.models import IncomingDocument, NumberBook, OutgoingDocument, TakenNumber
from sen.capabilities.correspondence.selectors.registers import REGISTERS, RegisterAsked, register_lines, register_rows
from sen.foundation.agencies.models import Agency
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.document_factories import arrive
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + dt.timedelta(hours=1)
OUT = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
]
IN = [
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
]


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def browser(client: Client, sender: Actor) -> Client:
    return signed_in(client, sender)


def _pdf() -> bytes:
    return render_pdf("correspondence/forms/arrival_stamp.typ", {"issuer": {"unit": "Sở Tư pháp"}, "document": "Văn bản thử"})


def test_a_signed_document_is_numbered_sealed_and_sent_to_agencies_and_on_paper(
    browser: Client, sender: Actor, department: Agency, book: NumberBook, agency: Agency, other_agency: Agency
) -> None:
    data = {
        "kind": "thong-bao",
        "book": str(book.pk),
        "issued_on": "16/11/2026",
        "subject": "Lịch tiếp công dân",
        "urgency": "0",
        "copies": "1",
        "noi-nhan-co": "1",
        "noi-nhan": [f"inside:{agency.pk}:", f"inside:{other_agency.pk}:", "paper::Báo Đồng Tháp"],
        "van_ban": SimpleUploadedFile("thong-bao.pdf", _pdf(), "application/pdf"),
    }

    browser.post(reverse("correspondence:outgoing_register"), data)
    document = OutgoingDocument.objects.get(agency=department)
    assert document.content.code == "01/TB-STP"
    assert {row.organ_name for row in document.deliveries.all()} == {agency.name, other_agency.name, "Báo Đồng Tháp"}

    too_early = browser.post(reverse("correspondence:outgoing_send", args=[document.pk]))
    assert too_early.status_code == 422
    browser.post(reverse("correspondence:outgoing_seal", args=[document.pk]))
    browser.post(reverse("correspondence:outgoing_send", args=[document.pk]))

    document.refresh_from_db()
    assert document.state == "sent"
    assert document.sealed_at is not None
    assert len(arrive(document)) == 2


def test_the_page_shows_the_way_through_every_agency(
    browser: Client, outgoing: OutgoingDocument, agency: Agency, other_agency: Agency, registrar: Actor
) -> None:
    here, _there = arrive(outgoing)
    services.register_incoming(actor=registrar, incoming_id=here.pk, now=MONDAY)

    page = browser.get(reverse("correspondence:outgoing_page", args=[outgoing.pk])).content.decode()
    figures = browser.get(reverse("correspondence:outgoing_freshness", args=[outgoing.pk])).json()
    accepted = browser.get(reverse("correspondence:outgoing_page", args=[outgoing.pk]), {"trang-thai": "accepted"}).content.decode()

    assert agency.name in page and other_agency.name in page
    assert figures == {"total": 2, "arrived": 2, "accepted": 1, "done": 0, "refused": 0}
    assert agency.name in accepted and other_agency.name not in accepted


def test_what_a_recipient_sent_back_stands_on_the_desk_with_its_reason(
    browser: Client, outgoing: OutgoingDocument, registrar: Actor
) -> None:
    here = arrive(outgoing)[0]
    services.refuse_incoming(actor=registrar, incoming_id=here.pk, reason="Gửi nhầm", now=MONDAY)

    desk = browser.get(reverse("correspondence:home")).content.decode()

    assert "Gửi nhầm" in desk
    assert "bi-tra-lai" in desk


def test_a_recall_asks_every_recipient_and_needs_a_reason(browser: Client, outgoing: OutgoingDocument) -> None:
    arrive(outgoing)
    url = reverse("correspondence:outgoing_recall", args=[outgoing.pk])

    assert browser.post(url, {"reason": ""}).status_code == 422
    outgoing.refresh_from_db()
    assert outgoing.state == "sent"
    browser.post(url, {"reason": "Sai số liệu"})

    outgoing.refresh_from_db()
    assert outgoing.state in ("recalling", "recalled")


def test_the_sender_agency_alone_opens_the_page(client: Client, registrar: Actor, outgoing: OutgoingDocument) -> None:
    stranger = signed_in(Client(), registrar)

    assert stranger.get(reverse("correspondence:outgoing_page", args=[outgoing.pk])).status_code == 404
    assert stranger.post(reverse("correspondence:outgoing_recall", args=[outgoing.pk]), {"reason": "x"}).status_code == 404
    outgoing.refresh_from_db()
    assert outgoing.state == "sent"


@pytest.mark.parametrize(("key", "heads"), [("di", OUT), ("den", IN)])
def test_registers_have_the_columns_of_the_law_in_their_order(key: str, heads: list[str]) -> None:
    assert [head.head for head in REGISTERS[key].heads] == heads


@pytest.mark.parametrize(("key", "count"), [("theo-doi", 7), ("buu-dien", 6), ("ban-luu", 9)])
def test_the_other_registers_have_as_many_columns_as_the_law_wants(key: str, count: int) -> None:
    assert len(REGISTERS[key].heads) == count


def test_the_register_says_number_date_title_and_signer(outgoing: OutgoingDocument, department: Agency) -> None:
    asked = RegisterAsked(department.pk, dt.date(2026, 11, 1), dt.date(2026, 11, 30))

    (line,) = register_lines(REGISTERS["di"], register_rows(REGISTERS["di"], asked))

    assert line[0] == outgoing.content.code
    assert line[1] == "16/11/2026"
    assert line[2].startswith("Chỉ thị ")
    assert line[3] == "Phạm Minh Đức"
    assert line[7] == "16/11/2026"


@pytest.mark.parametrize("key", list(REGISTERS))
def test_every_register_prints_and_exports(browser: Client, outgoing: OutgoingDocument, key: str) -> None:
    query = {"loai": key, "tu": "01/11/2026", "den": "30/11/2026"}

    pdf = browser.get(reverse("correspondence:register_pdf"), query)
    sheet = browser.get(reverse("correspondence:register_xlsx"), query)

    assert b"".join(pdf.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    book = load_workbook(BytesIO(b"".join(sheet.streaming_content)))  # type: ignore[attr-defined]
    heads = [cell.value for cell in next(book.active.iter_rows(min_row=3, max_row=3))]  # type: ignore[union-attr]
    assert heads == [head.head for head in REGISTERS[key].heads]
    assert browser.get(reverse("correspondence:register"), query).status_code == 200


def test_numbers_are_kept_with_a_right_only_and_given_up_with_a_reason(
    browser: Client, director: Actor, sender: Actor, book: NumberBook
) -> None:
    url = reverse("correspondence:book", args=[book.pk])
    assert browser.post(url, {"count": "2", "reason": "Họp đột xuất"}).status_code == 403
    assert not TakenNumber.objects.exists()

    leader = signed_in(Client(), director)
    leader.post(reverse("correspondence:give_book_right", args=[book.pk]), {"account": sender.account_id})
    browser.post(url, {"count": "2", "reason": "Họp đột xuất"})
    kept = list(TakenNumber.objects.order_by("number"))
    assert [row.number for row in kept] == [1, 2]
    browser.post(reverse("correspondence:void_number", args=[book.pk, kept[1].pk]), {"reason": "Không dùng"})
    kept[1].refresh_from_db()
    assert (kept[1].state, kept[1].reason) == ("void", "Không dùng")


def test_the_report_on_issued_documents_counts_how_far_each_recipient_has_come(
    browser: Client, registrar: Actor, department: Agency, agency: Agency, outgoing: OutgoingDocument
) -> None:
    arrive(outgoing)
    mine = IncomingDocument.objects.get(agency=agency, content=outgoing.content)
    services.register_incoming(actor=registrar, incoming_id=mine.pk, now=MONDAY)
    day = MONDAY.date()

    (line,) = register_lines(REGISTERS["bao-cao-di"], register_rows(REGISTERS["bao-cao-di"], RegisterAsked(department.pk, day, day)))

    assert line[0] == outgoing.content.code
    assert line[4:8] == [str(outgoing.deliveries.count()), "1", "0", "0"]


def test_the_report_on_incoming_documents_says_which_are_late(registrar: Actor, agency: Agency, outgoing: OutgoingDocument) -> None:
    arrive(outgoing)
    mine = IncomingDocument.objects.get(agency=agency, content=outgoing.content)
    services.register_incoming(actor=registrar, incoming_id=mine.pk, now=MONDAY)
    kind, day = REGISTERS["bao-cao-den"], MONDAY.date()
    said = []
    for due_at in (MONDAY - dt.timedelta(days=2), MONDAY + dt.timedelta(days=2)):
        IncomingDocument.objects.filter(pk=mine.pk).update(due_at=due_at)
        (line,) = register_lines(kind, register_rows(kind, RegisterAsked(agency.pk, day, day)))
        said.append("trễ hạn" in line[6])

    assert said == [True, False]
    assert len(line) == len(kind.heads)
