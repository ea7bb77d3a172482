"""Every kind of record the platform knows can be filed, and keeps the rights of its own app."""

import pytest

from sen.capabilities.assignments.services import give_tasks
from sen.capabilities.assignments.types import TaskLine
from sen.capabilities.correspondence.services import direct_incoming, register_incoming
from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.models import ItemKind
from sen.capabilities.workfiles.selectors.filing import DraftSource, IncomingSource, OutgoingSource, TaskSource
from sen.capabilities.workfiles.services.following import follow_issued_draft
from sen.capabilities.workfiles.tests.conftest import close
from sen.capabilities.workfiles.types import register_source, sources
from sen.kernel.actor import Role
from tests.document_factories import arrive, issue
from tests.draft_factories import make_draft
from tests.factories import MONDAY, make_officer

ON = MONDAY.date()


@pytest.fixture
def outgoing(department, agency):
    """A directive the department issued to the commune, sealed and sent."""
    return issue(make_officer(Role.CLERK, department, name="Trần Thị Hoa", title="Văn thư"), department, [agency])


@pytest.fixture
def incoming(outgoing, registrar):
    """The same directive, registered by the commune's clerk."""
    (arrived,) = arrive(outgoing)
    return register_incoming(actor=registrar, incoming_id=arrived.pk, now=MONDAY)


def test_each_kind_but_notes_has_a_source(db):
    assert set(sources()) == set(ItemKind.values) - {ItemKind.NOTE.value}


def test_an_incoming_document_tells_its_particulars_and_what_was_directed(incoming, registrar, approver, specialist, agency):
    line = TaskLine("lead", agency.pk, officer_id=specialist.account_id)
    direct_incoming(actor=approver, incoming_id=incoming.pk, lines=[line], instruction="Tham mưu kế hoạch", now=MONDAY)
    source = IncomingSource()
    assert source.visible_ids(specialist, [incoming.pk], ON) == {incoming.pk}
    facts = source.facts([incoming.pk])[incoming.pk]
    assert (facts.type_name, facts.author, facts.paper_reason) == ("Chỉ thị", incoming.content.issuer_name, "")
    assert facts.open_reason == "Văn bản đến chưa giải quyết xong"
    assert facts.metadata["ArrivalNumber"] == 1
    assert facts.metadata["SignerInfo"] == {"Position": "Phó Chủ tịch", "FullName": "Phạm Minh Đức"}
    assert any("Tham mưu kế hoạch" in trace.text for trace in facts.traces)
    assert [file.file_id for file in facts.files] == [each.file_id for each in incoming.content.files.all()]


def test_an_incoming_document_stays_closed_to_whoever_was_not_given_it(incoming, specialist, outsider_officer, registrar):
    source = IncomingSource()
    assert source.visible_ids(specialist, [incoming.pk], ON) == frozenset()
    assert source.visible_ids(outsider_officer, [incoming.pk], ON) == frozenset()
    assert source.search(specialist, "", 5, ON) == []
    assert [one.record_id for one in source.search(registrar, "dịch bệnh", 5, ON)] == [incoming.pk]


def test_an_outgoing_document_names_where_it_went(outgoing, department, agency):
    source, clerk = OutgoingSource(), make_officer(Role.CLERK, department)
    facts = source.facts([outgoing.pk])[outgoing.pk]
    assert facts.metadata["To"][0]["OrganName"] == agency.name
    assert facts.open_reason == ""
    assert [one.record_id for one in source.search(clerk, "", 5, ON)] == [outgoing.pk]


def test_a_draft_is_seen_by_its_people_only(specialist, approver, agency, registrar, outsider_officer):
    draft, source = make_draft(specialist, agency, approver, None), DraftSource()
    assert source.visible_ids(specialist, [draft.pk], ON) == {draft.pk}
    assert source.visible_ids(outsider_officer, [draft.pk], ON) == frozenset()
    facts = source.facts([draft.pk])[draft.pk]
    assert (facts.title, facts.open_reason) == (draft.subject, "Dự thảo chưa hoàn thành")


def test_a_task_brings_its_reports(approver, specialist, outsider_officer, agency):
    line = TaskLine("lead", agency.pk, officer_id=specialist.account_id)
    (task,) = give_tasks(actor=approver, source=None, title="Kiểm tra đê bao", lines=[line], now=MONDAY)
    source = TaskSource()
    assert source.visible_ids(specialist, [task.pk], ON) == {task.pk}
    assert source.visible_ids(outsider_officer, [task.pk], ON) == frozenset()
    facts = source.facts([task.pk])[task.pk]
    assert (facts.title, facts.author, facts.open_reason) == ("Kiểm tra đê bao", approver.name, "Việc chưa xong")
    assert [one.record_id for one in source.search(specialist, "de bao", 5, ON)] == [task.pk]


def test_facts_take_a_constant_number_of_queries(incoming, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        IncomingSource().facts([incoming.pk])


def test_an_issued_document_joins_its_draft_in_open_files_once(specialist, approver, agency, department, workfile):
    draft = make_draft(specialist, agency, approver, None)
    services.put_record(actor=specialist, workfile_id=workfile.pk, kind="draft", record_id=draft.pk, now=MONDAY)
    register_source("outgoing", "sen.capabilities.workfiles.selectors.filing.OutgoingSource")
    issued = issue(make_officer(Role.CLERK, agency), agency, [department])
    type(draft).objects.filter(pk=draft.pk).update(outgoing=issued)
    assert [follow_issued_draft(outgoing_id=issued.pk, now=MONDAY) for _ in range(2)] == [1, 0]
    assert list(workfile.items.order_by("ordinal").values_list("kind", "put_by_name")) == [
        ("draft", "Nguyễn Văn Bình"),
        ("outgoing", "Hệ thống"),
    ]


def test_a_closed_file_does_not_grow(specialist, approver, agency, department, workfile):
    draft = make_draft(specialist, agency, approver, None)
    services.put_record(actor=specialist, workfile_id=workfile.pk, kind="draft", record_id=draft.pk, now=MONDAY)
    close(specialist, workfile, open_reason="Theo dõi ở hồ sơ khác")
    issued = issue(make_officer(Role.CLERK, agency), agency, [department])
    type(draft).objects.filter(pk=draft.pk).update(outgoing=issued)
    assert follow_issued_draft(outgoing_id=issued.pk, now=MONDAY) == 0
    assert workfile.items.count() == 1
