"""Who finds which documents by which words, and how quickly the database is asked."""

import datetime as dt

import pytest

from sen.capabilities.correspondence.events import ContentStored, DocumentSent, IncomingMoved
from sen.capabilities.correspondence.models import Content, DocumentGrant, IncomingDocument
from sen.capabilities.correspondence.selectors.lexemes import all_words, in_a_row, lexemes_of, quarters, words_of
from sen.capabilities.correspondence.selectors.search import DocumentSearch, search_documents
from sen.capabilities.correspondence.selectors.snippets import snippet_of
from sen.capabilities.correspondence.services import indexing
from sen.capabilities.correspondence.subscriptions import index_holder, index_new, index_recipients, index_text
from sen.capabilities.correspondence.types import NewFile
from sen.foundation.contents.events import TextExtracted
from sen.foundation.contents.models import ExtractedText
from sen.foundation.contents.services import keep_known_text
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel import clock
from tests.document_factories import arrive, issue, make_file, new_content
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
TODAY = clock.local(MONDAY).date()


def found(actor, text="", **more):
    """Subjects of what the actor finds, marks left out."""
    rows = search_documents(actor, DocumentSearch(text=text, **more), TODAY)
    return ["".join(piece.text for piece in row.subject) for row in rows]


@pytest.fixture
def indexed(incoming):
    """The directive at two communes, as the subscribers leave it."""
    index_new(ContentStored(incoming.content_id))
    index_recipients(DocumentSent(incoming.delivery.outgoing_id))
    return incoming


@pytest.mark.parametrize("text", ["phòng, chống dịch bệnh", "phong chong dich", "PHÒNG CHỐNG", "tăng cường bệnh mùa", "dich ben"])
def test_a_clerk_finds_a_document_by_its_subject_with_and_without_accents(registrar, indexed, text):
    assert found(registrar, text) == ["Tăng cường phòng, chống dịch bệnh mùa mưa"]


@pytest.mark.parametrize("text", ["phòng cháy", '"dịch chống phòng"', "dịch tễ"])
def test_words_that_do_not_stand_there_find_nothing(registrar, indexed, text):
    assert found(registrar, text) == []


def test_number_and_sign_issuer_kind_and_dates_narrow_the_search(registrar, indexed, department):
    subject = [indexed.content.subject]
    assert found(registrar, indexed.content.code) == subject
    assert found(registrar, indexed.content.code[:4]) == subject
    assert found(registrar, code="99/CT") == []
    assert found(registrar, issuer=department.name) == subject
    assert found(registrar, issuer="bo quoc phong") == []
    assert found(registrar, kind_code="chi-thi") == subject
    assert found(registrar, kind_code="bao-cao") == []
    assert found(registrar, since=TODAY, until=TODAY) == subject
    assert found(registrar, "dịch", since=TODAY - dt.timedelta(days=9), until=TODAY - dt.timedelta(days=1)) == []
    assert found(registrar, "dịch", state="arrived", direction="incoming") == subject
    assert found(registrar, "dịch", state="done") == []


def test_both_sides_find_it_and_nobody_else_does(registrar, sender, indexed, approver, citizen):
    assert [row.direction for row in search_documents(sender, DocumentSearch("dịch bệnh"), TODAY)] == ["outgoing"]
    assert [row.direction for row in search_documents(registrar, DocumentSearch("dịch bệnh"), TODAY)] == ["incoming"]
    assert found(citizen, "dịch bệnh") == []


def test_a_specialist_finds_only_what_was_given_to_him_and_no_longer_when_it_is_withdrawn(specialist, registrar, indexed):
    assert found(specialist, "dịch bệnh") == []
    grant = DocumentGrant.objects.create(
        incoming=indexed, account_id=specialist.account_id, reason="Phối hợp", given_by_id=registrar.account_id, given_at=MONDAY
    )
    assert len(found(specialist, "dịch bệnh")) == 1
    grant.withdrawn_at = MONDAY
    grant.save()
    assert found(specialist, "dịch bệnh") == []


def test_the_text_of_files_is_found_and_shown_in_a_snippet(sender, department, agency, registrar):
    file = make_file()
    outgoing = issue(sender, department, [agency], content=new_content(files=[NewFile(file.pk)]))
    arrive(outgoing)
    indexing.index_contents(content_ids=[outgoing.content_id])
    assert found(registrar, "hồ điều hòa") == []
    keep_known_text(file_id=file.pk, text="Mở đầu. " * 80 + "Xây dựng hồ điều hòa tại xã Mỹ Hiệp.", pages=1, now=MONDAY)
    index_text(TextExtracted(file.pk))
    row = search_documents(registrar, DocumentSearch("ho dieu hoa"), TODAY).items[0]
    assert [piece.text for piece in row.snippet if piece.hit] == ["hồ điều hòa"]
    assert ExtractedText.objects.count() == 1


def test_a_new_document_asks_for_its_files_to_be_read(incoming):
    OutboxEvent.objects.all().delete()
    index_new(ContentStored(incoming.content_id))
    assert OutboxEvent.objects.filter(topic="contents.TextWanted").count() == 1


def test_a_further_recipient_finds_it_when_it_arrives(indexed, other_agency):
    """The holder is added once; a second word of the same arrival changes nothing."""
    Content.objects.filter(pk=indexed.content_id).update(search="'mua'")
    other = IncomingDocument.objects.get(agency=other_agency)
    index_holder(IncomingMoved(other.pk, "registered"))
    assert holders(indexed) == "'mua'"
    for _twice in range(2):
        index_holder(IncomingMoved(other.pk, "arrived"))
    assert holders(indexed) == f"'@{other_agency.pk}' 'mua'"


def holders(document):
    """The lexemes of the document's content."""
    return Content.objects.values_list("search", flat=True).get(pk=document.content_id)


def test_words_in_a_row_come_before_words_apart_and_newer_before_older(sender, department, agency, registrar):
    for days, subject in ((300, "chuyển đổi số năm trước"), (5, "chuyển đổi số năm nay"), (0, "số hóa, chuyển đổi cây trồng")):
        at = MONDAY - dt.timedelta(days=days)
        outgoing = issue(sender, department, [agency], content=new_content(subject, issued_on=clock.local(at).date()), now=at)
        arrive(outgoing)
        indexing.index_outgoing(outgoing_id=outgoing.pk)
    assert found(registrar, "chuyển đổi số") == ["chuyển đổi số năm nay", "chuyển đổi số năm trước", "số hóa, chuyển đổi cây trồng"]


def test_an_empty_search_and_odd_signs_find_nothing_and_break_nothing(registrar, indexed):
    for text in ("", " ", "a", "'", "\\", "!&|:*()<->", "''''", "%_"):
        assert found(registrar, text) == []


def test_a_page_of_hits_takes_the_same_statements_however_many_there_are(sender, department, agency, registrar, django_assert_num_queries):
    for _each in range(6):
        outgoing = issue(sender, department, [agency])
        arrive(outgoing)
        indexing.index_outgoing(outgoing_id=outgoing.pk)
    # One answer of the index is enough, then the two books, the files, and their texts in two.
    with django_assert_num_queries(6):
        first = search_documents(registrar, DocumentSearch("dịch bệnh"), TODAY, page=1, size=4)
    assert (len(first), first.more) == (4, True)
    second = search_documents(registrar, DocumentSearch("dịch bệnh"), TODAY, page=2, size=4)
    assert (len(second), second.more) == (2, False)
    assert not {row.id for row in first} & {row.id for row in second}


def test_lexemes_hold_words_pairs_and_particulars():
    lexemes = lexemes_of(
        holders=[12], kind_code="bao-cao", issued_on=dt.date(2026, 11, 3), code_text="15/BC-UBND", issuer_name="Sở Nội vụ",
        short_texts=["Đồng Tháp"], text="",
    )  # fmt: skip
    assert {"@12", "=bao-cao", "~2026q4", "#15/bc-ubnd", "<noi", "dong", "thap", "dong thap", "noi vu"} <= set(lexemes)


def test_quarters_and_queries_are_spelled_out():
    assert quarters(dt.date(2025, 12, 31), dt.date(2026, 4, 1)) == ["~2025q4", "~2026q1", "~2026q2"]
    assert words_of("Kế hoạch số 5") == ["ke", "hoach", "so", "5"]
    assert in_a_row(["ke", "hoach", "so"]) == "'ke hoach' & 'hoach so':*"
    assert all_words(["ke", "hoach"]) == "'ke' & 'hoach':*"


def test_a_snippet_prefers_words_in_a_row():
    text = "số liệu " * 60 + "về chuyển đổi số quốc gia"
    assert [piece.text for piece in snippet_of(text, ["doi", "so"]) if piece.hit] == ["đổi số"]
    assert snippet_of(text, ["khong"]) == []
