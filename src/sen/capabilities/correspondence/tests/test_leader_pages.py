"""Leaders and heads through HTTP: one document after the other, many at once, what the others then see."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.assignments.models import Task
from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.correspondence.selectors.suggesting import usual_lead
from sen.capabilities.correspondence.types import PassTo
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.document_factories import arrive, issue, new_content
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def browser(client: Client, approver: Actor) -> Client:
    return signed_in(client, approver)


@pytest.fixture
def waiting(sender: Actor, registrar: Actor, approver: Actor, department: Agency, agency: Agency) -> list[IncomingDocument]:
    """Three registered documents passed to the leader."""
    found = []
    for number in range(3):
        document = arrive(issue(sender, department, [agency], content=new_content(f"Văn bản thứ {number}")))[0]
        services.register_incoming(actor=registrar, incoming_id=document.pk, now=MONDAY)
        services.pass_on(actor=registrar, incoming_id=document.pk, to=[PassTo(officer_id=approver.account_id)], now=MONDAY)
        found.append(document)
    return found


def _word(lead: Actor, **values: str) -> dict[str, str]:
    return {"lead": f"officer-{lead.account_id}", "instruction": "Tham mưu trả lời", "due_on": "20/11/2026", **values}


def test_the_list_opens_at_what_waits_for_a_direction(browser: Client, waiting: list[IncomingDocument]) -> None:
    page = browser.get(reverse("correspondence:incoming")).content.decode()

    assert "Chỉ đạo lần lượt 3 văn bản" in page
    assert all(document.content.subject[8:] in page for document in waiting)


def test_directing_in_a_row_leads_to_the_next_document_and_then_back(
    browser: Client, waiting: list[IncomingDocument], specialist: Actor
) -> None:
    first = browser.get(reverse("correspondence:direct_next"))
    assert first["Location"] == reverse("correspondence:incoming_direct", args=[waiting[0].pk]) + "?lien-tiep=1"

    second = browser.post(first["Location"], _word(specialist))
    assert second["Location"] == reverse("correspondence:incoming_direct", args=[waiting[1].pk]) + "?lien-tiep=1"
    put_off = browser.get(reverse("correspondence:direct_next"), {"sau": waiting[1].pk})
    assert put_off["Location"] == reverse("correspondence:incoming_direct", args=[waiting[2].pk]) + "?lien-tiep=1"

    task = Task.objects.get(source_kind="incoming", source_id=waiting[0].pk)
    assert (task.role, task.officer_id, task.instruction) == ("lead", specialist.account_id, "Tham mưu trả lời")
    assert task.due_at is not None and clock.local(task.due_at).date() == dt.date(2026, 11, 20)
    waiting[0].refresh_from_db()
    assert waiting[0].state == "assigned"


def test_nobody_is_named_twice_and_nothing_is_given_then(browser: Client, waiting: list[IncomingDocument], specialist: Actor) -> None:
    url = reverse("correspondence:incoming_direct", args=[waiting[0].pk])

    answer = browser.post(url, _word(specialist, assist=f"officer-{specialist.account_id}"))

    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_the_same_word_goes_on_every_ticked_document(browser: Client, waiting: list[IncomingDocument], specialist: Actor) -> None:
    ids = [document.pk for document in waiting]

    answer = browser.post(reverse("correspondence:direct_many"), {"van-ban": ids, **_word(specialist)})

    assert answer.status_code == 302
    assert Task.objects.filter(officer=specialist.account_id, source_id__in=ids).count() == 3


def test_the_next_document_of_the_same_kind_suggests_who_led_the_last(
    browser: Client, waiting: list[IncomingDocument], specialist: Actor
) -> None:
    key = f"officer-{specialist.account_id}"
    assert usual_lead(waiting[1], [key]) == ""

    browser.post(reverse("correspondence:incoming_direct", args=[waiting[0].pk]), _word(specialist))

    assert usual_lead(waiting[1], [key]) == key
    assert usual_lead(waiting[1], ["officer-0"]) == ""


def test_a_specialist_sees_only_what_was_given_and_cannot_direct(
    client: Client, browser: Client, waiting: list[IncomingDocument], specialist: Actor
) -> None:
    browser.post(reverse("correspondence:incoming_direct", args=[waiting[0].pk]), _word(specialist))
    other = signed_in(Client(), specialist)

    assert other.get(reverse("correspondence:incoming_page", args=[waiting[0].pk])).status_code == 200
    assert other.get(reverse("correspondence:incoming_page", args=[waiting[1].pk])).status_code == 404
    assert other.get(reverse("correspondence:incoming_direct", args=[waiting[0].pk])).status_code == 403


def test_every_look_at_a_document_is_recorded(browser: Client, waiting: list[IncomingDocument], approver: Actor) -> None:
    browser.get(reverse("correspondence:incoming_page", args=[waiting[0].pk]))

    entry = AuditEntry.objects.get(subject_type="incoming", subject_id=waiting[0].pk, kind="read")
    assert entry.actor_id == approver.account_id


def test_the_page_shows_who_does_what_and_the_slip_prints_it(browser: Client, waiting: list[IncomingDocument], specialist: Actor) -> None:
    browser.post(reverse("correspondence:incoming_direct", args=[waiting[0].pk]), _word(specialist))

    page = browser.get(reverse("correspondence:incoming_page", args=[waiting[0].pk])).content.decode()
    assert "Tham mưu trả lời" in page
    assert specialist.name in page
    slip = browser.get(reverse("correspondence:handling_slip", args=[waiting[0].pk]))
    assert b"".join(slip.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_a_finished_document_can_be_taken_up_again_with_a_reason(browser: Client, waiting: list[IncomingDocument]) -> None:
    document = waiting[0]
    browser.post(reverse("correspondence:incoming_finish", args=[document.pk]), {"result": "Để biết", "answered_by": ""})
    document.refresh_from_db()
    assert document.state == "done"

    assert browser.post(reverse("correspondence:incoming_reopen", args=[document.pk]), {"reason": ""}).status_code == 422
    browser.post(reverse("correspondence:incoming_reopen", args=[document.pk]), {"reason": "Cần bổ sung"})
    document.refresh_from_db()
    assert document.state == "doing"
