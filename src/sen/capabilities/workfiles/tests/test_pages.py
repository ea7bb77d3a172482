"""The pages of work files, through HTTP and without scripts."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.adapters.memory import MemorySource
from sen.capabilities.workfiles.models import FileExport, HandOver, WorkFile
from sen.capabilities.workfiles.states import WorkFileState
from sen.capabilities.workfiles.tests.conftest import put, record, stored_pdf
from sen.capabilities.workfiles.types import FiledFile
from sen.foundation.audit.selectors import list_reads_of_subject
from tests.factories import MONDAY, signed_in


@pytest.fixture
def at_work(specialist) -> Client:
    return signed_in(Client(), specialist)


def url(name, *args):
    return reverse(f"workfiles:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def test_the_maker_opens_fills_and_closes_a_file_by_forms_alone(at_work, file_list, rules):
    entry = file_list.entries.get(notation="01.TH")
    record(1)
    record(2)
    assert "01.TH" in text(at_work.get(url("open")))
    made = at_work.post(url("open") + "?loai=incoming&so=1", {"entry_id": entry.pk, "start_on": "02/03/2026"}, follow=True)
    workfile = WorkFile.objects.get()
    assert "đợt 1" in text(made)
    found = at_work.get(url("collect", workfile.pk) + "?q=han man")
    assert 'value="incoming:2"' in text(found)
    assert 'value="incoming:1"' not in text(found)
    at_work.post(url("collect", workfile.pk), {"tai-lieu": ["incoming:2", "incoming:x", "dau:1"]})
    closing = {"title": workfile.title, "retention_id": rules["1.06"].pk, "end_on": "10/11/2026", "open_reason": ""}
    assert "Mở hồ sơ ngoài danh mục" not in text(at_work.get(url("close", workfile.pk)))
    at_work.post(url("close", workfile.pk), closing)
    workfile.refresh_from_db()
    assert (workfile.state, workfile.doc_total) == (WorkFileState.CLOSED, 2)


def test_a_form_with_errors_answers_422_and_keeps_what_was_typed(at_work, file_list):
    response = at_work.post(url("open"), {"cach": "rieng", "title": "Hồ sơ lễ hội", "start_on": "31/02/2026"})
    assert response.status_code == 422
    assert "Hồ sơ lễ hội" in text(response)
    assert not WorkFile.objects.exists()


def test_a_view_of_the_file_is_logged(at_work, workfile):
    assert at_work.get(url("file", workfile.pk)).status_code == 200
    (entry,) = list_reads_of_subject("workfile", workfile.pk).items
    assert (entry.actor_name, entry.purpose) == ("Nguyễn Văn Bình", "Xem hồ sơ công việc")
    assert "Nguyễn Văn Bình" in text(at_work.get(url("history", workfile.pk)))


def test_the_page_of_a_file_takes_the_same_queries_for_many_items(at_work, workfile, specialist, django_assert_max_num_queries):
    for number in range(1, 31):
        put(specialist, workfile, record(number))
    with django_assert_max_num_queries(34):
        response = at_work.get(url("file", workfile.pk))
    assert "đợt 30" in text(response)


def test_the_list_is_paged_with_a_constant_number_of_queries(at_work, workfile, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        response = at_work.get(url("files") + "?q=thien tai&tt=open")
    assert workfile.title in text(response)
    assert "Không có hồ sơ nào ở đây" in text(at_work.get(url("files") + "?q=khongco"))


def test_a_hidden_document_shows_neither_title_nor_file(at_work, workfile, specialist, approver):
    file = stored_pdf()
    item = put(specialist, workfile, record(1, title="Việc riêng", files=(FiledFile(file.pk, "x.pdf"),)))
    MemorySource.readers[1] = frozenset({specialist.account_id})
    boss = signed_in(Client(), approver)
    assert "Việc riêng" not in text(boss.get(url("file", workfile.pk)))
    for place in (url("item", workfile.pk, item.pk), url("item-file", workfile.pk, item.pk, file.pk)):
        assert boss.get(place).status_code == 404
        assert at_work.get(place).getvalue()


def test_a_stranger_to_the_agency_finds_no_file(workfile, outsider_officer):
    stranger = signed_in(Client(), outsider_officer)
    for name in ("file", "history", "index-pdf", "rights", "close"):
        assert stranger.get(url(name, workfile.pk)).status_code == 404
    assert stranger.post(url("export", workfile.pk)).status_code == 404
    workfile.refresh_from_db()
    assert workfile.state == WorkFileState.OPEN


def test_putting_a_record_in_from_its_own_page(at_work, workfile):
    record(5)
    page = at_work.get(url("put", "incoming", 5))
    assert workfile.title in text(page)
    at_work.post(url("put", "incoming", 5), {"workfile_id": workfile.pk, "note": "Bản chính"})
    assert workfile.items.get().note == "Bản chính"
    assert at_work.get(url("put", "incoming", 6)).status_code == 404


def test_the_index_is_a_file(at_work, closed_file):
    index = at_work.get(url("index-pdf", closed_file.pk))
    assert (index["Content-Type"], b"".join(index.streaming_content)[:5]) == ("application/pdf", b"%PDF-")


def test_an_export_is_asked_for_watched_and_taken_away_without_scripts(at_work, closed_file, archivist):
    asked = at_work.post(url("export", closed_file.pk), follow=True)
    assert (asked["Refresh"], "Đang lập bản xuất" in text(asked)) == ("3", True)
    made = FileExport.objects.get()
    while services.advance_export(export_id=made.pk, position=made.position, now=MONDAY):
        made.refresh_from_db()
    ready = at_work.get(url("export", closed_file.pk))
    address = url("export-take", closed_file.pk, made.public_id)
    assert "Refresh" not in ready
    assert address in text(ready)
    bundle = b"".join(at_work.get(address).streaming_content)
    assert zipfile.ZipFile(io.BytesIO(bundle)).namelist()[:2] == ["ho-so.pdf", "ho-so.xml"]
    assert signed_in(Client(), archivist).get(address).status_code == 404


def test_hand_over_and_answer_by_forms(at_work, closed_file, archivist):
    at_work.post(url("submit"), {"ho-so": [closed_file.pk], "block_name": "Hồ sơ năm 2026", "note": ""})
    made = HandOver.objects.get()
    keeper = signed_in(Client(), archivist)
    assert closed_file.title in text(keeper.get(url("answer", made.pk)))
    refused = keeper.post(url("answer", made.pk), {"condition": "Tốt", f"ly-do-{closed_file.pk}": ""})
    assert refused.status_code == 422
    keeper.post(url("answer", made.pk), {"condition": "Tốt", f"tra-loi-{closed_file.pk}": "nhan"})
    closed_file.refresh_from_db()
    assert closed_file.state == WorkFileState.ARCHIVED
    assert b"".join(keeper.get(url("hand-over-record", made.pk)).streaming_content)[:5] == b"%PDF-"


def test_the_list_of_the_year_is_shown_printed_and_exported(at_work, file_list):
    shown = text(at_work.get(url("list", file_list.pk)))
    assert "I. Tổng hợp" in shown
    assert "02.TH" in shown
    assert b"".join(at_work.get(url("list-pdf", file_list.pk)).streaming_content)[:5] == b"%PDF-"
    assert b"".join(at_work.get(url("list-xlsx", file_list.pk)).streaming_content)[:2] == b"PK"


def test_the_figures_lead_to_the_files_behind_them(closed_file, approver, outsider_officer, agency):
    boss = signed_in(Client(), approver)
    assert agency.name in text(boss.get(url("online")))
    assert "Mọi hồ sơ kết thúc trong kỳ" in text(boss.get(url("online-agency", agency.pk)))
    assert signed_in(Client(), outsider_officer).get(url("online-agency", agency.pk)).status_code == 403


@pytest.mark.parametrize("name", ["files", "lists", "hand-overs", "submit", "retention", "open"])
def test_pages_say_something_useful_when_there_is_nothing(name, at_work):
    assert at_work.get(url(name)).status_code == 200


def test_every_other_page_of_a_file_opens(at_work, closed_file, specialist, approver, archivist):
    boss, keeper = signed_in(Client(), approver), signed_in(Client(), archivist)
    for name in ("rights", "pass-on", "keep"):
        assert at_work.get(url(name, closed_file.pk)).status_code == 200
    for name in ("reopen", "freeze", "file"):
        assert boss.get(url(name, closed_file.pk)).status_code == 200
    assert keeper.get(url("call")).status_code == 200
    made = services.submit_files(actor=specialist, workfile_ids=[closed_file.pk], block_name="Khối", now=MONDAY)
    for name in ("hand-over", "answer"):
        assert keeper.get(url(name, made.pk)).status_code == 200


def test_a_search_is_saved_and_run_again(at_work, workfile):
    query = "q=thien tai&nam=2026&cua=mine"
    assert reverse("inbox:save") in text(at_work.get(f"{url('files')}?{query}"))
    at_work.post(reverse("inbox:save"), {"place": "ho-so-cong-viec", "query": query, "name": "Thiên tai của tôi"})
    assert "Thiên tai của tôi" in text(at_work.get(url("files")))
