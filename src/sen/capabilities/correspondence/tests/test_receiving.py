"""Receiving: registering with the year's number, sending back, duplicates, packets from outside."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import AlreadyReceived, DuplicateDocument, ReasonMissing, UnknownKind
from sen.capabilities.correspondence.models import Content, IncomingDocument, OutgoingDocument, SecretLine
from sen.capabilities.correspondence.types import Received
from sen.foundation.agencies.models import Agency
from sen.foundation.history.selectors import list_events
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.document_factories import arrive, issue, make_kinds, new_content, outside_content
from tests.factories import MONDAY

LATER = MONDAY + dt.timedelta(minutes=5)


def from_axis(agency: Agency, key: str, number: int = 7, **values: object) -> Received:
    make_kinds()
    content = outside_content(number, files=[], **values)
    return services.receive_from_outside(content=content, agency_id=agency.pk, channel="axis", source_key=key, now=MONDAY)


def test_registering_gives_the_years_number_and_tells_the_sender(incoming: IncomingDocument, registrar: Actor) -> None:
    done = services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=LATER)
    assert (done.state, done.arrival_number, done.arrival_year) == ("registered", 1, 2026)
    assert done.delivery is not None
    done.delivery.refresh_from_db()
    assert (done.delivery.state, done.delivery.accepted_at) == ("accepted", LATER)
    assert [line.action for line in list_events("incoming", incoming.pk)] == ["arrive", "register"]


def test_paper_and_electronic_documents_share_one_series(incoming: IncomingDocument, registrar: Actor, agency: Agency) -> None:
    services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=LATER)
    paper = services.receive_by_hand(
        actor=registrar, agency_id=agency.pk, content=outside_content(), channel="paper", arrived_at=MONDAY, now=LATER
    )
    assert (paper.state, paper.arrival_number) == ("registered", 2)


def test_sending_back_needs_a_reason_and_tells_it_to_the_sender(incoming: IncomingDocument, registrar: Actor) -> None:
    with pytest.raises(ReasonMissing):
        services.refuse_incoming(actor=registrar, incoming_id=incoming.pk, reason=" ", now=LATER)
    services.refuse_incoming(actor=registrar, incoming_id=incoming.pk, reason="Không đúng thẩm quyền", now=LATER)
    delivery = OutgoingDocument.objects.get().deliveries.get(agency=incoming.agency_id)
    assert (delivery.state, delivery.reason) == ("refused", "Không đúng thẩm quyền")
    with pytest.raises(IllegalTransition):
        services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=LATER)


def test_what_is_in_the_register_is_not_sent_back(incoming: IncomingDocument, registrar: Actor) -> None:
    services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=LATER)
    with pytest.raises(IllegalTransition):
        services.refuse_incoming(actor=registrar, incoming_id=incoming.pk, reason="Muộn", now=LATER)
    incoming.refresh_from_db()
    assert incoming.state == "registered"


def test_only_the_clerk_registers(incoming: IncomingDocument, approver: Actor, specialist: Actor, outsider_officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.register_incoming(actor=approver, incoming_id=incoming.pk, now=LATER)
    for other in (specialist, outsider_officer):
        with pytest.raises(NotFound):
            services.register_incoming(actor=other, incoming_id=incoming.pk, now=LATER)
    incoming.refresh_from_db()
    assert (incoming.state, incoming.arrival_number) == ("arrived", None)


def test_the_same_packet_comes_in_once(agency: Agency) -> None:
    first, second = from_axis(agency, "u-1"), from_axis(agency, "u-1")
    again_under_another_key = from_axis(agency, "u-2")
    assert (first.is_new, second.is_new, again_under_another_key.is_new) == (True, False, False)
    assert first.incoming_id == second.incoming_id == again_under_another_key.incoming_id
    assert IncomingDocument.objects.count() == 1


def test_two_agencies_share_the_content_of_one_packet(agency: Agency, other_agency: Agency) -> None:
    from_axis(agency, "u-1")
    assert from_axis(other_agency, "u-1").is_new
    assert (Content.objects.count(), IncomingDocument.objects.count()) == (1, 2)


def test_another_text_under_the_same_identifier_is_a_version_with_a_warning(agency: Agency) -> None:
    first = from_axis(agency, "u-1")
    second = from_axis(agency, "u-2", subject="Nội dung khác")
    assert second.is_new
    assert second.duplicate_of_id == first.incoming_id
    assert list(Content.objects.order_by("pk").values_list("version", flat=True)) == [1, 2]


def test_the_clerk_is_warned_of_a_duplicate_and_decides(agency: Agency, registrar: Actor) -> None:
    first = from_axis(agency, "u-1")
    services.register_incoming(actor=registrar, incoming_id=first.incoming_id, now=LATER)
    second = from_axis(agency, "u-2", code="", subject="Bản giấy")
    assert second.duplicate_of_id == first.incoming_id
    with pytest.raises(DuplicateDocument) as warned:
        services.register_incoming(actor=registrar, incoming_id=second.incoming_id, now=LATER)
    assert "số đến 1" in warned.value.message
    kept = services.register_incoming(actor=registrar, incoming_id=second.incoming_id, now=LATER, even_if_duplicate=True)
    assert kept.arrival_number == 2


def test_the_very_same_paper_is_not_entered_twice(agency: Agency, registrar: Actor) -> None:
    make_kinds()
    content = outside_content(files=[])

    def enter() -> IncomingDocument:
        return services.receive_by_hand(
            actor=registrar, agency_id=agency.pk, content=content, channel="paper", arrived_at=MONDAY, now=LATER
        )

    enter()
    with pytest.raises(AlreadyReceived):
        enter()
    assert IncomingDocument.objects.count() == 1


def test_a_duplicate_inside_the_platform_is_marked_on_arrival(
    incoming: IncomingDocument, sender: Actor, department: Agency, agency: Agency
) -> None:
    other = issue(sender, department, [agency], content=new_content("Bản gửi lại"))
    Content.objects.filter(pk=other.content_id).update(code_folded=incoming.content.code_folded)
    assert arrive(other)[0].duplicate_of_id == incoming.pk


def test_a_kind_nobody_knows_comes_in_under_its_own_name(agency: Agency) -> None:
    received = from_axis(agency, "u-1", kind_code="", kind_name="Bản cam kết")
    assert IncomingDocument.objects.get(pk=received.incoming_id).content.kind_name == "Bản cam kết"
    with pytest.raises(UnknownKind):
        from_axis(agency, "u-2", number=8, kind_code="")


@pytest.mark.django_db(transaction=True)
def test_the_same_packet_at_once_from_many_hands_comes_in_once(agency: Agency) -> None:
    make_kinds()

    def work(turn: int) -> int:
        try:
            return from_axis(agency, f"u-{turn}").incoming_id
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(work, range(12)))) == 1
    assert (Content.objects.count(), IncomingDocument.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_arrival_numbers_have_no_hole_under_many_hands(sender: Actor, department: Agency, agency: Agency, registrar: Actor) -> None:
    ids = [arrive(issue(sender, department, [agency], content=new_content(f"Công việc {turn}")))[0].pk for turn in range(16)]

    def work(incoming_id: int) -> int:
        try:
            return services.register_incoming(actor=registrar, incoming_id=incoming_id, now=LATER).arrival_number or 0
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(work, ids)) == list(range(1, 17))


def test_of_a_secret_document_only_a_line_is_kept(registrar: Actor, agency: Agency, specialist: Actor) -> None:
    facts = {"agency_id": agency.pk, "is_incoming": True, "document_code": "12/CV-A", "document_on": MONDAY.date(), "now": MONDAY}
    line = services.register_secret(actor=registrar, issuer_name="Công an tỉnh", **facts)
    assert (line.number, {field.name for field in SecretLine._meta.fields} & {"subject", "content", "file"}) == (1, set())
    with pytest.raises(NotAllowed):
        services.register_secret(actor=specialist, issuer_name="Công an tỉnh", **facts)
    assert SecretLine.objects.count() == 1
