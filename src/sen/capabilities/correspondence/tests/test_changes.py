"""Recall, update, replace: what the sender may still do, and what each recipient answers."""

import datetime as dt

import pytest

from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.types import TaskLine
from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import ChangeAnswered, NothingToChange, ReasonMissing, RecallStillOpen
from sen.capabilities.correspondence.models import ChangeAnswer, ChangeRequest, Content, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.types import ContentChanges, Recipient
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.document_factories import arrive, issue, make_book, make_kinds, new_content, outside_content
from tests.factories import MONDAY

LATER = MONDAY + dt.timedelta(hours=1)
WHY = "Ban hành nhầm phụ lục"


@pytest.fixture
def registered(incoming: IncomingDocument, registrar: Actor) -> IncomingDocument:
    return services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY)


def recall(actor: Actor, outgoing: OutgoingDocument) -> ChangeRequest | None:
    return services.recall_outgoing(actor=actor, outgoing_id=outgoing.pk, reason=WHY, now=LATER)


def test_what_was_not_issued_is_cancelled_and_its_number_stays(sender: Actor, department: Agency, agency: Agency) -> None:
    book = make_book(department)
    taken = services.take_number(actor=sender, agency_id=department.pk, book_id=book.pk, kind_code="chi-thi", on=MONDAY.date(), now=MONDAY)
    outgoing = services.register_outgoing(
        actor=sender, agency_id=department.pk, content=new_content(), recipients=[Recipient(agency.pk)], taken=taken, now=MONDAY
    )
    assert recall(sender, outgoing) is None
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.deliveries.get().state, outgoing.taken.state) == ("recalled", "recalled", "used")
    assert services.receive_inside(outgoing_id=outgoing.pk, now=LATER) == 0


def test_a_recall_before_arrival_lets_nothing_arrive(outgoing: OutgoingDocument, sender: Actor) -> None:
    recall(sender, outgoing)
    assert services.receive_inside(outgoing_id=outgoing.pk, now=LATER) == 0
    outgoing.refresh_from_db()
    assert (outgoing.state, IncomingDocument.objects.count()) == ("recalled", 0)


def test_what_nobody_registered_goes_at_once_the_rest_is_asked(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor
) -> None:
    recall(sender, outgoing)
    outgoing.refresh_from_db()
    states = set(outgoing.deliveries.values_list("agency_id", "state"))
    other = IncomingDocument.objects.exclude(pk=registered.pk).get()
    assert outgoing.state == "recalling"
    assert states == {(registered.agency_id, "recall_asked"), (other.agency_id, "recalled")}
    assert other.state == "recalled"


def test_agreeing_cancels_the_document_and_its_tasks_and_ends_the_recall(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor, registrar: Actor, approver: Actor, specialist: Actor
) -> None:
    line = TaskLine("lead", registered.agency_id, officer_id=specialist.account, instruction="Tham mưu")
    services.direct_incoming(actor=approver, incoming_id=registered.pk, lines=[line], now=MONDAY)
    recall(sender, outgoing)
    answer = ChangeAnswer.objects.get(incoming=registered)
    services.answer_change(actor=registrar, answer_id=answer.pk, accept=True, now=LATER)
    registered.refresh_from_db()
    outgoing.refresh_from_db()
    assert (registered.state, registered.reason, outgoing.state) == ("recalled", WHY, "recalled")
    assert Task.objects.get().state == "withdrawn"
    assert registered.delivery is not None
    assert registered.delivery.state == "recalled"


def test_refusing_needs_a_reason_and_leaves_the_document(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor, registrar: Actor
) -> None:
    recall(sender, outgoing)
    answer = ChangeAnswer.objects.get(incoming=registered)
    with pytest.raises(ReasonMissing):
        services.answer_change(actor=registrar, answer_id=answer.pk, accept=False, now=LATER)
    services.answer_change(actor=registrar, answer_id=answer.pk, accept=False, reason="Đã ban hành kế hoạch theo văn bản này", now=LATER)
    registered.refresh_from_db()
    assert registered.state == "registered"
    assert registered.delivery is not None
    assert registered.delivery.state == "recall_refused"
    with pytest.raises(ChangeAnswered):
        services.answer_change(actor=registrar, answer_id=answer.pk, accept=True, now=LATER)


def test_after_a_refused_recall_the_sender_still_sees_the_work(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor, registrar: Actor
) -> None:
    recall(sender, outgoing)
    answer = ChangeAnswer.objects.get(incoming=registered)
    services.answer_change(actor=registrar, answer_id=answer.pk, accept=False, reason="Đang thực hiện", now=LATER)
    services.finish_incoming(actor=registrar, incoming_id=registered.pk, now=LATER)
    delivery = outgoing.deliveries.get(agency=registered.agency_id)
    assert (delivery.state, delivery.done_at) == ("done", LATER)


def test_while_a_recall_waits_nothing_else_happens_to_the_document(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor, registrar: Actor
) -> None:
    recall(sender, outgoing)
    with pytest.raises(RecallStillOpen):
        services.finish_incoming(actor=registrar, incoming_id=registered.pk, now=LATER)
    registered.refresh_from_db()
    assert registered.state == "registered"


def test_only_the_receiving_agency_answers(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor, specialist: Actor, outsider_officer: Actor
) -> None:
    recall(sender, outgoing)
    answer = ChangeAnswer.objects.get(incoming=registered)
    with pytest.raises(NotAllowed):
        services.answer_change(actor=specialist, answer_id=answer.pk, accept=True, now=LATER)
    for other in (sender, outsider_officer):
        with pytest.raises(NotFound):
            services.answer_change(actor=other, answer_id=answer.pk, accept=True, now=LATER)
    answer.refresh_from_db()
    assert answer.state == "waiting"


def test_a_recall_is_asked_once_and_by_the_agency_itself(
    outgoing: OutgoingDocument, incoming: IncomingDocument, sender: Actor, registrar: Actor
) -> None:
    with pytest.raises(NotFound):
        recall(registrar, outgoing)
    with pytest.raises(ReasonMissing):
        services.recall_outgoing(actor=sender, outgoing_id=outgoing.pk, reason="", now=LATER)
    recall(sender, outgoing)
    with pytest.raises(IllegalTransition):
        recall(sender, outgoing)
    assert ChangeRequest.objects.count() == 1


def test_an_update_makes_a_new_version_and_keeps_the_one_before(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor, registrar: Actor
) -> None:
    first = outgoing.content
    changes = ContentChanges(subject="Trích yếu đã sửa", due_on=dt.date(2026, 11, 30))
    services.update_outgoing(actor=sender, outgoing_id=outgoing.pk, changes=changes, reason="Sai trích yếu", now=LATER)
    outgoing.refresh_from_db()
    first.refresh_from_db()
    assert (outgoing.content.version, outgoing.content.previous_id, first.subject != outgoing.content.subject) == (2, first.pk, True)
    assert [each.sha256 for each in first.files.all()] == [each.sha256 for each in outgoing.content.files.all()]
    other = IncomingDocument.objects.exclude(pk=registered.pk).get()
    registered.refresh_from_db()
    assert (other.content_id, registered.content_id) == (outgoing.content_id, first.pk)
    services.answer_change(actor=registrar, answer_id=ChangeAnswer.objects.get(incoming=registered).pk, accept=True, now=LATER)
    registered.refresh_from_db()
    assert (registered.content_id, registered.state) == (outgoing.content_id, "registered")


def test_an_update_before_arrival_arrives_corrected(outgoing: OutgoingDocument, sender: Actor) -> None:
    services.update_outgoing(
        actor=sender, outgoing_id=outgoing.pk, changes=ContentChanges(urgency=2), reason="Chuyển thượng khẩn", now=LATER
    )
    assert {each.content.urgency for each in arrive(outgoing)} == {2}


def test_an_update_that_changes_nothing_is_refused(outgoing: OutgoingDocument, sender: Actor) -> None:
    with pytest.raises(NothingToChange):
        services.update_outgoing(
            actor=sender, outgoing_id=outgoing.pk, changes=ContentChanges(subject=outgoing.content.subject), reason="Sửa", now=LATER
        )
    assert Content.objects.count() == 1


def test_a_replacement_cancels_the_old_document_where_it_is_agreed(
    outgoing: OutgoingDocument, registered: IncomingDocument, sender: Actor, registrar: Actor, department: Agency, agency: Agency
) -> None:
    better = issue(sender, department, [agency], content=new_content("Chỉ thị thay thế"))
    services.replace_outgoing(actor=sender, outgoing_id=outgoing.pk, by_id=better.pk, reason=WHY, now=LATER)
    services.answer_change(actor=registrar, answer_id=ChangeAnswer.objects.get(incoming=registered).pk, accept=True, now=LATER)
    outgoing.refresh_from_db()
    registered.refresh_from_db()
    better.refresh_from_db()
    assert (outgoing.state, registered.state, better.replaces_id) == ("replaced", "recalled", outgoing.pk)


def test_a_sender_outside_asks_and_is_answered_once(agency: Agency, registrar: Actor) -> None:
    make_kinds()
    got = services.receive_from_outside(
        content=outside_content(files=[]), agency_id=agency.pk, channel="axis", source_key="u-1", now=MONDAY
    )
    services.register_incoming(actor=registrar, incoming_id=got.incoming_id, now=MONDAY)
    held = IncomingDocument.objects.get().content

    def ask() -> ChangeAnswer | None:
        return services.ask_change_from_outside(
            kind="recall", document_id=held.document_id, agency_id=agency.pk, source_key="r-1", reason=WHY, asked_by="Bộ Nội vụ", now=LATER
        )

    first, second = ask(), ask()
    assert first is not None
    assert second == first
    services.answer_change(actor=registrar, answer_id=first.pk, accept=True, now=LATER)
    assert IncomingDocument.objects.get().state == "recalled"


def test_a_sender_outside_takes_back_what_nobody_registered(agency: Agency) -> None:
    make_kinds()
    services.receive_from_outside(content=outside_content(files=[]), agency_id=agency.pk, channel="axis", source_key="u-1", now=MONDAY)
    answer = services.ask_change_from_outside(
        kind="recall",
        document_id=IncomingDocument.objects.get().content.document_id,
        agency_id=agency.pk,
        source_key="r-1",
        reason=WHY,
        asked_by="Bộ Nội vụ",
        now=LATER,
    )
    assert answer is not None
    assert (answer.state, IncomingDocument.objects.get().state) == ("accepted", "recalled")
    received = services.receive_from_outside(
        content=outside_content(files=[]), agency_id=agency.pk, channel="axis", source_key="u-1", now=LATER
    )
    assert not received.is_new


def test_the_answer_of_an_outside_recipient_is_noted_once(sender: Actor, department: Agency) -> None:
    outgoing = issue(sender, department, [Recipient(organ_code="G09", organ_name="Bộ Nội vụ")])
    delivery = outgoing.deliveries.get()
    services.note_delivery_state(delivery_id=delivery.pk, state="accepted", at=LATER, now=LATER)
    recall(sender, outgoing)
    answer = ChangeAnswer.objects.get()
    done = [services.note_change_answer(answer_id=answer.pk, accept=True, at=LATER, now=LATER) for _twice in range(2)]
    outgoing.refresh_from_db()
    delivery.refresh_from_db()
    assert (done, outgoing.state, delivery.state) == ([True, False], "recalled", "recalled")
