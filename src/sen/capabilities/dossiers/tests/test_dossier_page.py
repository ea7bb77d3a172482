"""The dossier page says what, whose, until when and what to do next, and shows nobody more than is theirs."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, SubmittedFile
from sen.foundation.audit.models import AuditEntry
from sen.foundation.files.models import ScanState, StoredFile
from sen.kernel.actor import Actor
from tests.dossier_factories import at_signature, open_item
from tests.factories import MONDAY, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday")]


def _page(dossier: Dossier) -> str:
    return reverse("dossiers:page", args=[dossier.code])


def _add_files(dossier: Dossier, count: int, scan_state: str = ScanState.CLEAN) -> list[StoredFile]:
    document = dossier.documents.first()
    assert document is not None
    files = StoredFile.objects.bulk_create(
        StoredFile(
            name=f"trang-{place}.pdf",
            media_type="application/pdf",
            size=1000,
            sha256=f"{place:064d}",
            scan_state=scan_state,
            uploaded_at=MONDAY,
        )
        for place in range(count)
    )
    SubmittedFile.objects.bulk_create(SubmittedFile(document=document, file=file, added_at=MONDAY) for file in files)
    return files


def test_it_shows_the_head_the_route_the_holder_and_the_history_with_hashes(client: Client, head: Actor, dossier: Dossier) -> None:
    text = signed_in(client, head).get(_page(dossier)).content.decode()
    assert "Đăng ký thành lập hộ kinh doanh" in text
    assert "Phân công thụ lý" in text and "Ký duyệt" in text
    assert dossier.head_hash in text
    assert "Việc của bạn" in text and reverse("dossiers:finish", args=[dossier.code, open_item(dossier).pk]) in text


def test_numbers_are_masked_until_a_purpose_is_stated_and_the_read_is_logged(client: Client, head: Actor, dossier: Dossier) -> None:
    browser = signed_in(client, head)
    assert "087198004512" not in browser.get(_page(dossier)).content.decode()
    url = reverse("dossiers:in_full", args=[dossier.code])

    refused = browser.post(url, {"purpose": "xem"})
    assert refused.status_code == 422 and "087198004512" not in refused.content.decode()
    assert not AuditEntry.objects.filter(purpose__startswith="Đối chiếu").exists()

    shown = browser.post(url, {"purpose": "Đối chiếu số định danh với giấy khai sinh"})
    assert "087198004512" in shown.content.decode()
    entry = AuditEntry.objects.get(purpose="Đối chiếu số định danh với giấy khai sinh")
    assert (entry.actor_id, entry.subject_id) == (head.account_id, dossier.pk)


def test_an_officer_of_an_agency_without_rights_finds_nothing(client: Client, outsider_officer: Actor, dossier: Dossier) -> None:
    browser = signed_in(client, outsider_officer)
    item = open_item(dossier).pk
    names = ("page", "freshness", "in_full", "control_sheet", "consult", "propose", "draft", "supplement", "suspend")
    urls = [reverse(f"dossiers:{name}", args=[dossier.code]) for name in names]
    urls += [reverse(f"dossiers:{name}", args=[dossier.code, item]) for name in ("finish", "assign", "send_back", "answer")]
    assert {url: browser.get(url).status_code for url in urls} == dict.fromkeys(urls, 404)


def test_a_citizen_and_a_stranger_do_not_reach_the_officials_page(client: Client, citizen: Actor, dossier: Dossier) -> None:
    assert client.get(_page(dossier)).status_code == 302
    assert signed_in(client, citizen).get(_page(dossier)).status_code == 403


def test_five_hundred_files_are_paged_and_cost_no_more_queries_than_one(
    client: Client, head: Actor, dossier: Dossier, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _add_files(dossier, 500)
    browser = signed_in(client, head)
    with django_assert_max_num_queries(34):  # the test's own savepoints count as well
        text = browser.get(_page(dossier)).content.decode()
    assert text.count('<li><a href="?tep=') + text.count('<li aria-current="true"><a href="?tep=') == 40
    assert "500 tệp" in text
    last = browser.get(_page(dossier) + "?trang=13").content.decode()
    assert "trang-499.pdf" in last and "trang-0.pdf</a>" not in last


@pytest.mark.parametrize(
    ("scan_state", "framed", "word"),
    [("clean", True, "Đã quét"), ("not_scanned", False, "Chưa quét vi-rút"), ("infected", False, "Có mã độc")],
)
def test_a_file_is_shown_in_a_frame_only_after_a_clean_scan(
    client: Client, head: Actor, dossier: Dossier, scan_state: str, framed: bool, word: str
) -> None:
    file = _add_files(dossier, 1, scan_state)[0]
    text = signed_in(client, head).get(f"{_page(dossier)}?tep={file.public_id}").content.decode()
    assert ("<iframe" in text) is framed
    assert word in text


def test_freshness_names_who_changed_the_dossier_meanwhile(client: Client, head: Actor, specialist: Actor, dossier: Dossier) -> None:
    browser = signed_in(client, head)
    url = reverse("dossiers:freshness", args=[dossier.code])
    assert browser.get(url, {"thay": dossier.event_count}).json() == {"stale": False}
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY + dt.timedelta(minutes=5))
    answer = browser.get(url, {"thay": dossier.event_count}).json()
    assert answer["stale"] is True and head.name in answer["text"]


def test_the_result_is_the_next_thing_before_the_signature(
    client: Client, head: Actor, specialist: Actor, approver: Actor, dossier: Dossier
) -> None:
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
    text = signed_in(client, specialist).get(_page(dossier)).content.decode()
    assert "Soạn kết quả" in text and "Trình ký</a>" not in text


def test_the_leader_sees_the_signature_as_the_next_thing(
    client: Client, head: Actor, specialist: Actor, approver: Actor, dossier: Dossier
) -> None:
    signing = at_signature(dossier, head, specialist)
    text = signed_in(client, approver).get(_page(dossier)).content.decode()
    assert reverse("dossiers:sign", args=[dossier.code, signing.pk]) in text and "Đọc và ký" in text


def test_the_control_sheet_is_a_pdf(client: Client, head: Actor, dossier: Dossier) -> None:
    answer = signed_in(client, head).get(reverse("dossiers:control_sheet", args=[dossier.code]))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
