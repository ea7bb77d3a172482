"""One document to many: each recipient gets it once, shares its files, and the sender sees every acknowledgement."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import AlreadyIssued, NoFile, NotSealed, PacketBroken, SecretDocument
from sen.capabilities.correspondence.events import DocumentsArrived
from sen.capabilities.correspondence.models import Content, ContentFile, Delivery, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.selectors.way import list_recipients
from sen.capabilities.correspondence.types import NewFile, Recipient, RecipientRole
from sen.foundation.agencies.models import Agency
from sen.foundation.history.selectors import list_events
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.types import topic_of
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.document_factories import arrive, issue, make_book, make_file, new_content
from tests.factories import MONDAY, make_agency, signed_in

LATER = MONDAY + dt.timedelta(minutes=1)


def test_every_recipient_gets_the_document_and_the_sender_sees_it(outgoing: OutgoingDocument, agency: Agency, other_agency: Agency) -> None:
    arrived = arrive(outgoing, now=LATER)
    assert {each.agency_id for each in arrived} == {agency.pk, other_agency.pk}
    assert {(each.state, each.arrived_at) for each in outgoing.deliveries.all()} == {("arrived", LATER)}
    assert {each.packet_hash for each in arrived} == {each.packet_hash for each in outgoing.deliveries.all()}
    assert [line.action for line in list_events("incoming", arrived[0].pk)] == ["arrive"]
    assert [line.action for line in list_events("outgoing", outgoing.pk)] == ["register", "seal", "send", "delivery"]


def test_the_content_and_its_files_are_shared_not_copied(outgoing: OutgoingDocument) -> None:
    arrived = arrive(outgoing)
    assert {each.content_id for each in arrived} == {outgoing.content_id}
    assert (Content.objects.count(), ContentFile.objects.count()) == (1, 1)


def test_bringing_it_again_brings_nothing_twice(outgoing: OutgoingDocument) -> None:
    arrive(outgoing)
    assert services.receive_inside(outgoing_id=outgoing.pk, now=LATER) == 0
    assert IncomingDocument.objects.count() == 2
    assert OutboxEvent.objects.filter(topic=topic_of(DocumentsArrived)).count() == 1


def test_two_hundred_recipients_cost_as_many_statements_as_two(sender: Actor, department: Agency) -> None:
    few = issue(sender, department, [make_agency() for _each in range(2)])
    many = issue(sender, department, [make_agency() for _each in range(200)], content=new_content("Kế hoạch năm"))
    with CaptureQueriesContext(
        connection,
    ) as first:
        services.receive_inside(outgoing_id=few.pk, now=LATER)
    with CaptureQueriesContext(connection) as second:
        assert services.receive_inside(outgoing_id=many.pk, now=LATER) == 200
    assert len(second) <= len(first) <= 20


def test_more_recipients_than_a_batch_come_in_several(sender: Actor, department: Agency) -> None:
    outgoing = issue(sender, department, [make_agency() for _each in range(5)])
    counts = [services.receive_inside(outgoing_id=outgoing.pk, now=LATER, limit=2) for _turn in range(4)]
    assert counts == [2, 2, 1, 0]
    assert IncomingDocument.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_double_nothing(sender: Actor, department: Agency) -> None:
    outgoing = issue(sender, department, [make_agency() for _each in range(30)])

    def work(_turn: int) -> int:
        try:
            return services.receive_inside(outgoing_id=outgoing.pk, now=LATER, limit=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(8))) == 30
    assert IncomingDocument.objects.count() == 30
    assert not Delivery.objects.exclude(state="arrived").exists()


def test_a_recipient_named_by_its_code_is_reached_inside_the_platform(sender: Actor, department: Agency, agency: Agency) -> None:
    to = [
        Recipient(organ_code=agency.dossier_prefix),
        Recipient(organ_code="G09", organ_name="Bộ Nội vụ"),
        Recipient(organ_name="Báo Đồng Tháp"),
    ]
    outgoing = issue(sender, department, to)
    ways = dict(outgoing.deliveries.values_list("organ_name", "way"))
    assert ways == {agency.name: "inside", "Bộ Nội vụ": "axis", "Báo Đồng Tháp": "paper"}
    assert dict(outgoing.deliveries.values_list("way", "state")) == {"inside": "waiting", "axis": "waiting", "paper": "sent"}


def test_the_receiver_reads_what_the_document_was_sent_for(
    client: Client, sender: Actor, registrar: Actor, department: Agency, agency: Agency, other_agency: Agency
) -> None:
    to = [Recipient(agency.pk, role=RecipientRole.INFORMED), Recipient(other_agency.pk)]
    outgoing = issue(sender, department, to)
    arrive(outgoing)
    mine = IncomingDocument.objects.get(agency=agency)

    shown = signed_in(client, registrar).get(reverse("correspondence:incoming_page", args=[mine.pk])).content.decode()

    assert dict(outgoing.deliveries.values_list("agency_id", "role")) == {agency.pk: "informed", other_agency.pk: "addressed"}
    assert shown.count("Để biết") == 2
    assert {each.role for each in list_recipients(outgoing)} == {RecipientRole.INFORMED, RecipientRole.ADDRESSED}


def test_nobody_is_reached_twice_and_the_sender_not_at_all(sender: Actor, department: Agency, agency: Agency) -> None:
    outgoing = issue(sender, department, [agency, agency, department, Recipient(organ_code=agency.dossier_prefix)])
    assert list(outgoing.deliveries.values_list("agency_id", flat=True)) == [agency.pk]


def test_further_recipients_get_it_later_and_those_before_not_again(outgoing: OutgoingDocument, sender: Actor, agency: Agency) -> None:
    arrive(outgoing)
    late = make_agency()
    to = [Recipient(agency.pk), Recipient(late.pk)]
    services.add_recipients(actor=sender, outgoing_id=outgoing.pk, recipients=to, now=LATER)
    assert services.receive_inside(outgoing_id=outgoing.pk, now=LATER) == 1
    assert IncomingDocument.objects.filter(agency=late).count() == 1


def test_without_the_agencys_signature_nothing_is_issued(sender: Actor, department: Agency, agency: Agency) -> None:
    book = make_book(department)
    with pytest.raises(NotSealed):
        services.issue_document(
            actor=sender, agency_id=department.pk, content=new_content(), recipients=[Recipient(agency.pk)], book_id=book.pk, now=MONDAY
        )
    assert not Delivery.objects.exclude(state="waiting").exists()


def test_without_a_file_nothing_is_issued(sender: Actor, department: Agency, agency: Agency) -> None:
    with pytest.raises(NoFile):
        issue(sender, department, [agency], content=new_content(files=[]))


def test_a_secret_document_never_enters(sender: Actor, department: Agency, agency: Agency) -> None:
    with pytest.raises(SecretDocument):
        issue(sender, department, [agency], content=new_content(secrecy="A"))
    assert not Content.objects.exists()


def test_after_issue_the_files_stay_what_they_are(outgoing: OutgoingDocument, sender: Actor) -> None:
    with pytest.raises(AlreadyIssued):
        services.seal_outgoing(actor=sender, outgoing_id=outgoing.pk, files=[NewFile(make_file("khac.pdf").pk)], now=LATER)
    with pytest.raises(IllegalTransition):
        services.send_outgoing(actor=sender, outgoing_id=outgoing.pk, now=LATER)
    assert ContentFile.objects.get().name == "van-ban.pdf"


def test_the_database_refuses_to_change_what_was_issued(outgoing: OutgoingDocument) -> None:
    wrong = (
        lambda: Content.objects.filter(pk=outgoing.content_id).update(subject="Nội dung bị sửa"),
        lambda: ContentFile.objects.filter(content=outgoing.content_id).update(sha256="0" * 64),
        lambda: ContentFile.objects.filter(content=outgoing.content_id).delete(),
        lambda: ContentFile.objects.create(content_id=outgoing.content_id, file=make_file(), name="them.pdf", sha256="1" * 64, position=9),
    )
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    outgoing.refresh_from_db()
    assert (outgoing.content.subject, outgoing.content.files.count()) == ("Tăng cường phòng, chống dịch bệnh mùa mưa", 1)


def test_content_changed_behind_the_platforms_back_arrives_nowhere(outgoing: OutgoingDocument) -> None:
    with connection.cursor() as cursor:
        # What only the owner of the database can do: past every guard.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE correspondence_content SET subject = 'Nội dung bị sửa' WHERE id = %s", [outgoing.content_id])
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(PacketBroken):
        services.receive_inside(outgoing_id=outgoing.pk, now=LATER)
    assert not IncomingDocument.objects.exists()


def test_only_the_agencys_clerk_issues(sender: Actor, registrar: Actor, director: Actor, department: Agency, agency: Agency) -> None:
    book = make_book(department)
    taken = services.take_number(
        actor=director, agency_id=department.pk, book_id=book.pk, kind_code="chi-thi", on=MONDAY.date(), now=MONDAY
    )
    outgoing = services.register_outgoing(
        actor=director, agency_id=department.pk, content=new_content(), recipients=[Recipient(agency.pk)], taken=taken, now=MONDAY
    )
    with pytest.raises(NotAllowed):
        services.send_outgoing(actor=director, outgoing_id=outgoing.pk, now=MONDAY)
    with pytest.raises(NotFound):
        services.send_outgoing(actor=registrar, outgoing_id=outgoing.pk, now=MONDAY)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.sent_at) == ("registered", None)


def test_the_identifier_follows_the_rule_between_systems(outgoing: OutgoingDocument, department: Agency) -> None:
    assert outgoing.content.document_id == f"{department.dossier_prefix},2026/11/16,01/CT-UBND"


def test_deliveries_left_behind_by_a_dead_worker_are_published_again(outgoing: OutgoingDocument) -> None:
    OutboxEvent.objects.all().delete()
    assert services.receive_waiting(now=MONDAY + dt.timedelta(seconds=1)) == 0
    assert services.receive_waiting(now=LATER) == 1
    assert OutboxEvent.objects.get().payload == {"outgoing_id": outgoing.pk}


def test_a_delivery_never_goes_back(outgoing: OutgoingDocument) -> None:
    delivery = outgoing.deliveries.order_by("pk")[0]

    def note(state: str, minute: int) -> bool:
        at = MONDAY + dt.timedelta(minutes=minute)
        return services.note_delivery_state(delivery_id=delivery.pk, state=state, at=at, now=at)

    assert [note("accepted", 5), note("arrived", 1), note("accepted", 6), note("done", 9), note("doing", 8), note("refused", 10)] == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.accepted_at) == ("done", MONDAY + dt.timedelta(minutes=5))
    assert delivery.arrived_at == MONDAY + dt.timedelta(minutes=1)
