"""The clerk's pages through HTTP: the morning desk, the register, back to the sender, papers from outside."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.models import DocumentGrant, IncomingDocument, IncomingPass, OutgoingDocument, SecretLine
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.document_factories import arrive, issue, make_kinds, new_content
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + dt.timedelta(hours=1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def browser(client: Client, registrar: Actor) -> Client:
    return signed_in(client, registrar)


def test_the_desk_shows_what_came_in_and_ticks_it(browser: Client, incoming: IncomingDocument) -> None:
    page = browser.get(reverse("correspondence:home")).content.decode()

    assert incoming.content.code in page
    assert f'value="{incoming.pk}" checked' in page
    assert "Vào sổ" in page


def test_the_desk_asks_the_same_number_of_questions_however_much_came_in(
    browser: Client, sender: Actor, department: Agency, agency: Agency, incoming: IncomingDocument
) -> None:
    browser.get(reverse("correspondence:home"))
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("correspondence:home"))
    for number in range(6):
        arrive(issue(sender, department, [agency], content=new_content(f"Văn bản thứ {number}")))
    with CaptureQueriesContext(connection) as many:
        assert browser.get(reverse("correspondence:home")).status_code == 200

    assert len(many) == len(few)
    assert len(many) <= 24


def test_forty_documents_go_into_the_register_and_to_the_leader_in_one_step(
    browser: Client, sender: Actor, department: Agency, agency: Agency, approver: Actor
) -> None:
    for number in range(40):
        arrive(issue(sender, department, [agency], content=new_content(f"Văn bản thứ {number}")))
    ids = list(IncomingDocument.objects.filter(agency=agency).order_by("pk").values_list("pk", flat=True))

    shown = browser.get(reverse("correspondence:register_many"), {"van-ban": ids})
    answer = browser.post(reverse("correspondence:register_many"), {"van-ban": ids, "to": [f"officer-{approver.account_id}"]})

    assert shown.content.decode().count('name="van-ban"') == 40
    assert answer.status_code == 302
    rows = IncomingDocument.objects.filter(agency=agency).order_by("pk")
    assert [row.arrival_number for row in rows] == list(range(1, 41))
    assert {row.state for row in rows} == {"registered"}
    assert IncomingPass.objects.filter(officer=approver.account_id).count() == 40


def test_reading_the_bulk_page_registers_nothing(browser: Client, incoming: IncomingDocument) -> None:
    browser.get(reverse("correspondence:register_many"), {"van-ban": [incoming.pk]})

    incoming.refresh_from_db()
    assert incoming.state == "arrived"


def test_nothing_ticked_leads_back_with_a_word(browser: Client) -> None:
    answer = browser.get(reverse("correspondence:register_many"), follow=True)

    assert "Chưa chọn văn bản nào" in answer.content.decode()


def test_one_document_is_registered_with_its_term(browser: Client, incoming: IncomingDocument) -> None:
    url = reverse("correspondence:incoming_register", args=[incoming.pk])

    answer = browser.post(url, {"due_on": "20/11/2026", "note": "Bản chính gửi sau"})

    incoming.refresh_from_db()
    assert answer.status_code == 302
    assert (incoming.state, incoming.arrival_number, incoming.note) == ("registered", 1, "Bản chính gửi sau")
    assert incoming.due_at is not None and clock.local(incoming.due_at).date() == dt.date(2026, 11, 20)


def test_sending_back_needs_a_reason(browser: Client, incoming: IncomingDocument) -> None:
    url = reverse("correspondence:incoming_refuse", args=[incoming.pk])

    refused = browser.post(url, {"reason": ""})
    incoming.refresh_from_db()
    assert refused.status_code == 422
    assert incoming.state == "arrived"

    browser.post(url, {"reason": "Gửi nhầm cơ quan"})
    incoming.refresh_from_db()
    assert (incoming.state, incoming.reason) == ("refused", "Gửi nhầm cơ quan")


def test_the_clerk_of_another_agency_finds_nothing(client: Client, outsider_officer: Actor, incoming: IncomingDocument) -> None:
    stranger = signed_in(client, outsider_officer)

    for name in ("incoming_page", "incoming_rights", "handling_slip"):
        assert stranger.get(reverse(f"correspondence:{name}", args=[incoming.pk])).status_code == 404
    incoming.refresh_from_db()
    assert incoming.state == "arrived"


def _paper(**values: str) -> dict[str, object]:
    data: dict[str, object] = {
        "channel": "paper",
        "arrived_on": "16/11/2026",
        "issuer": "Công ty Cổ phần Sao Mai",
        "code": "05/SM-KH",
        "issued_on": "12/11/2026",
        "kind": "cong-van",
        "subject": "Xin ý kiến về mặt bằng",
        "urgency": "0",
    }
    return {**data, **values}


def test_a_paper_is_entered_with_its_scan(browser: Client, agency: Agency) -> None:
    make_kinds()

    answer = browser.post(
        reverse("correspondence:receive"), {**_paper(), "van_ban": SimpleUploadedFile("quet.pdf", PDF, "application/pdf")}
    )

    document = IncomingDocument.objects.get(agency=agency)
    assert answer.status_code == 302
    assert (document.state, document.arrival_number, document.channel) == ("registered", 1, "paper")
    assert document.content.files.get().name == "quet.pdf"


def test_the_same_number_sign_and_issuer_warns_before_it_is_entered_twice(browser: Client, agency: Agency) -> None:
    make_kinds()
    browser.post(reverse("correspondence:receive"), _paper())

    warned = browser.post(reverse("correspondence:receive"), _paper(subject="Xin ý kiến lần hai"))
    assert warned.status_code == 422
    assert "Có thể trùng" in warned.content.decode()
    assert IncomingDocument.objects.filter(agency=agency).count() == 1

    browser.post(reverse("correspondence:receive"), _paper(subject="Xin ý kiến lần hai", confirmed="on"))
    assert IncomingDocument.objects.filter(agency=agency).count() == 2


def test_a_secret_paper_is_refused_and_its_file_is_not_kept(browser: Client, agency: Agency) -> None:
    make_kinds()

    answer = browser.post(
        reverse("correspondence:receive"), {**_paper(secrecy="1"), "van_ban": SimpleUploadedFile("mat.pdf", PDF, "application/pdf")}
    )

    assert answer.status_code == 422
    assert "Văn bản mật" in answer.content.decode()
    assert not IncomingDocument.objects.filter(agency=agency).exists()


def test_only_number_date_and_issuer_of_a_secret_paper_are_written_down(browser: Client, agency: Agency) -> None:
    data = {"is_incoming": "1", "document_code": "01/TTr-BCH", "document_on": "10/11/2026", "issuer_name": "Ban Chỉ huy quân sự"}

    assert browser.post(reverse("correspondence:secrets"), data).status_code == 302
    line = SecretLine.objects.get(agency=agency)
    assert (line.number, line.document_code, line.is_incoming) == (1, "01/TTr-BCH", True)


def test_a_recall_is_answered_from_the_document(
    browser: Client, registrar: Actor, sender: Actor, incoming: IncomingDocument, outgoing: OutgoingDocument
) -> None:
    services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY)
    services.recall_outgoing(actor=sender, outgoing_id=outgoing.pk, reason="Sai số liệu", now=MONDAY)

    page = browser.get(reverse("correspondence:incoming_page", args=[incoming.pk])).content.decode()
    assert "Sai số liệu" in page
    url = reverse("correspondence:incoming_answer", args=[incoming.pk])
    assert browser.post(url, {"accept": "no", "reason": ""}).status_code == 422
    browser.post(url, {"accept": "yes"})

    incoming.refresh_from_db()
    assert incoming.state == "recalled"


def test_a_right_is_given_confirmed_by_the_leader_and_withdrawn_at_once(
    browser: Client, client: Client, registrar: Actor, approver: Actor, specialist: Actor, incoming: IncomingDocument
) -> None:
    url = reverse("correspondence:incoming_rights", args=[incoming.pk])
    browser.post(url, {"account": specialist.account_id, "reason": "Soạn báo cáo"})
    grant = DocumentGrant.objects.get(incoming=incoming)
    page = reverse("correspondence:incoming_page", args=[incoming.pk])

    assert signed_in(Client(), specialist).get(page).status_code == 200
    leader = signed_in(Client(), approver)
    assert "Soạn báo cáo" in leader.get(reverse("correspondence:unconfirmed_rights")).content.decode()
    leader.post(reverse("correspondence:confirm_grant", args=[grant.pk]))
    grant.refresh_from_db()
    assert grant.confirmed_at is not None

    browser.post(reverse("correspondence:withdraw_grant", args=[grant.pk]))
    assert signed_in(Client(), specialist).get(page).status_code == 404
