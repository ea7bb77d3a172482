"""An event is stored with the change that caused it and reaches every subscriber once for each job."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from sen.foundation.jobs import services
from sen.foundation.jobs.errors import UnknownSubscriber
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.tests.samples import Colour, ThingAwaited, ThingMoved, ThingStood, received, remember
from sen.foundation.jobs.types import LONG_QUEUE, PROMPT_QUEUE, Pace, QueuedWork, from_payload, to_payload, topic_of
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
EVENT = ThingMoved(7, dt.date(2026, 11, 16), MONDAY, Decimal("12.50"), Colour.PINK, (1, 2))


@pytest.fixture(autouse=True)
def _subscribed() -> Iterator[None]:
    services.subscribe(ThingMoved, remember)
    received.clear()
    yield
    for event in (ThingMoved, ThingStood, ThingAwaited):
        services._subscriptions.pop(topic_of(event), None)


def test_an_event_survives_the_trip_through_json() -> None:
    assert from_payload(ThingMoved, to_payload(EVENT)) == EVENT


def test_a_field_added_since_takes_its_default_and_a_dropped_one_is_ignored() -> None:
    assert from_payload(ThingMoved, {"thing_id": 3, "gone": "x"}) == ThingMoved(3)


def test_publishing_is_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        services.publish(EVENT, now=MONDAY)
    stored = OutboxEvent.objects.get()
    assert (stored.topic, stored.published_at) == ("tests.ThingMoved", MONDAY)


def test_an_event_of_a_change_taken_back_is_never_heard() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        services.publish(EVENT, now=MONDAY)
        raise RuntimeError
    assert services.relay_outbox() == 0


def test_the_relay_turns_events_into_jobs_and_forgets_them() -> None:
    services.publish(EVENT, now=MONDAY)
    services.publish(ThingMoved(8), now=MONDAY)
    assert services.relay_outbox() == 2
    assert not OutboxEvent.objects.exists()
    jobs = ProcrastinateJob.objects.filter(task_name=services.DELIVERY).order_by("id")
    assert [job.args["payload"]["thing_id"] for job in jobs] == [7, 8]


def test_an_event_without_subscribers_is_dropped() -> None:
    services._subscriptions.pop(topic_of(ThingMoved))
    services.publish(EVENT, now=MONDAY)
    assert services.relay_outbox() == 1
    assert not ProcrastinateJob.objects.filter(task_name=services.DELIVERY).exists()


def test_the_relay_takes_no_more_than_its_limit() -> None:
    for number in range(5):
        services.publish(ThingMoved(number), now=MONDAY)
    assert services.relay_outbox(limit=3) == 3
    assert OutboxEvent.objects.count() == 2


def test_a_delivery_rebuilds_the_event() -> None:
    services.publish(EVENT, now=MONDAY)
    services.relay_outbox()
    job = ProcrastinateJob.objects.get(task_name=services.DELIVERY)
    services.deliver(QueuedWork(job.args["subscription"], job.args["payload"]))
    assert received == [EVENT]


def test_work_for_an_unknown_subscriber_is_an_error_people_can_read() -> None:
    with pytest.raises(UnknownSubscriber) as caught:
        services.deliver(QueuedWork("sen.gone.handler", {}))
    assert "sen.gone.handler" in caught.value.message


def test_subscribing_twice_delivers_once() -> None:
    services.subscribe(ThingMoved, remember)
    assert len(services.subscriptions_of(topic_of(ThingMoved))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_relays_never_take_the_same_event() -> None:
    services.publish(EVENT, now=MONDAY)
    other = connection.copy()
    try:
        with transaction.atomic():
            assert services.relay_outbox() == 1
            with other.cursor() as cursor:
                cursor.execute("SELECT id FROM jobs_outboxevent FOR UPDATE SKIP LOCKED")
                assert cursor.fetchall() == []
    finally:
        other.close()


def test_long_work_waits_in_a_queue_of_its_own_and_what_somebody_waits_for_goes_first() -> None:
    for event, pace in ((ThingMoved, Pace.LONG), (ThingStood, Pace.USUAL), (ThingAwaited, Pace.FIRST)):
        services.subscribe(event, remember, pace=pace)
        services.publish(event(1), now=MONDAY)
    services.relay_outbox()
    jobs = ProcrastinateJob.objects.filter(task_name=services.DELIVERY).order_by("-priority", "id")
    assert [(job.queue_name, job.priority) for job in jobs if job.queue_name == PROMPT_QUEUE] == [(PROMPT_QUEUE, 10), (PROMPT_QUEUE, 0)]
    assert [job.queue_name for job in jobs if job.queue_name != PROMPT_QUEUE] == [LONG_QUEUE]


def test_a_delivery_of_a_document_is_never_behind_an_export_or_the_reading_of_scans() -> None:
    paces = {each.name.rpartition(".")[2]: each.pace for topic in services._subscriptions for each in services.subscriptions_of(topic)}
    assert [paces[name] for name in ("deliver_inside", "deliver_next_batch", "move_packet")] == [Pace.FIRST] * 3
    assert [paces[name] for name in ("carry_export_on", "read_wanted")] == [Pace.LONG] * 2
