"""The ledger knows both states of a record, tries again by itself and lets a person replay or settle."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.errors import NothingToReplay, ReasonNotGiven
from sen.capabilities.exchange.models import LedgerEntry, LedgerRecord
from sen.capabilities.exchange.selectors import ledger as reads
from sen.capabilities.exchange.services import RecordKey, Sight, Trouble, ask_later, carried_by, compare_record, record_exchange
from sen.capabilities.exchange.services.ledger import MAX_ATTEMPTS, replay_records, settle_record, wait_after
from sen.capabilities.exchange.services.queueing import attempt_record, forget_answers, publish_due_records
from sen.capabilities.exchange.types import Answer
from sen.foundation.agencies.models import Agency
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.actor import SYSTEM, Actor, Role
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db
SERVICE = "VN-DT/GOV/SO/QG/dan-cu-quoc-gia"
KEY = RecordKey("cong-quoc-gia", "trang-thai", "H20-261123-0001", title="Hồ sơ H20-261123-0001", dossier_code="H20-261123-0001")
OURS = Sight("Đang xử lý", MONDAY)


@pytest.fixture
def operator(province_office: Agency) -> Actor:
    return make_officer(Role.AXIS, province_office, name="Lý Thu Hà", title="Vận hành trục")


@pytest.fixture
def carrier() -> Iterator[MemoryCarrier]:
    with carried_by(MemoryCarrier()) as made:
        yield made  # type: ignore[misc]


def queue(actor: Actor, key: str = "k1") -> LedgerRecord:
    return ask_later(
        actor=actor, service=SERVICE, method="GET", path="/cong-dan/1", purpose="Đối chiếu", issue="H20-1", now=MONDAY, key=key
    )


def again(record: LedgerRecord) -> LedgerRecord:
    record.refresh_from_db()
    return record


def test_an_accepted_exchange_counts_as_agreed() -> None:
    record = record_exchange(actor=SYSTEM, key=KEY, our=OURS, now=MONDAY, request_id="r-1")
    assert (record.state, record.difference, record.their_state) == ("matched", "none", "Đang xử lý")
    entry = LedgerEntry.objects.get()
    assert (entry.sequence, entry.from_state, entry.to_state, entry.request_id) == (1, "", "matched", "r-1")


def test_different_states_are_seen() -> None:
    record = compare_record(actor=SYSTEM, key=KEY, our=OURS, their=Sight("Mới đăng ký", MONDAY), now=MONDAY)
    assert (record.state, record.difference, record.cause) == ("different", "state", "state-differs")
    assert (record.our_at, record.their_at) == (MONDAY, MONDAY)


@pytest.mark.parametrize(("our", "their", "difference"), [("Xong", "", "missing_there"), ("", "Xong", "missing_here")])
def test_a_record_only_one_side_has_is_a_difference(our: str, their: str, difference: str) -> None:
    record = compare_record(actor=SYSTEM, key=KEY, our=Sight(our, MONDAY), their=Sight(their, MONDAY), now=MONDAY)
    assert (record.state, record.difference) == ("different", difference)


def test_a_later_agreement_clears_the_cause() -> None:
    compare_record(actor=SYSTEM, key=KEY, our=OURS, their=Sight("Khác", MONDAY), now=MONDAY, cause=Trouble("late", "Bên kia cập nhật chậm"))
    record = compare_record(actor=SYSTEM, key=KEY, our=OURS, their=OURS, now=MONDAY)
    assert (record.state, record.cause, record.entry_count) == ("matched", "", 2)


def test_trouble_without_a_request_waits_for_a_person() -> None:
    record = record_exchange(actor=SYSTEM, key=KEY, our=OURS, now=MONDAY, trouble=Trouble("axis-unreachable", "không nối được"))
    assert (record.state, record.next_attempt_at, record.cause) == ("failed", None, "axis-unreachable")


def test_entries_are_chained() -> None:
    record = record_exchange(actor=SYSTEM, key=KEY, our=OURS, now=MONDAY)
    record = compare_record(actor=SYSTEM, key=KEY, our=OURS, their=Sight("Khác", MONDAY), now=MONDAY)
    first, second = LedgerEntry.objects.order_by("sequence")
    assert first.hash != second.hash == record.head_hash


def test_a_queued_question_is_asked_by_the_worker_and_its_answer_is_kept(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", {"name": "Mai"})
    record = queue(clerk)
    assert (record.state, record.dossier_code, record.system) == ("waiting", "H20-1", "dan-cu-quoc-gia")
    assert OutboxEvent.objects.filter(topic="exchange.RecordDue", payload={"record_id": record.pk}).count() == 1
    attempt_record(record_id=record.pk, now=MONDAY)
    assert again(record).state == "matched"
    answer = reads.get_answer(record.pk)
    assert answer is not None
    assert answer.json() == {"name": "Mai"}
    assert OutboxEvent.objects.get(topic="exchange.AnswerArrived").payload["record_key"] == "k1"


def test_the_question_of_the_worker_carries_the_officer_and_a_number_of_its_own(carrier: MemoryCarrier, clerk: Actor) -> None:
    record = queue(clerk)
    assert "X-Road-Id" not in record.request["headers"]
    attempt_record(record_id=record.pk, now=MONDAY)
    headers = carrier.asked[0].headers
    assert headers["X-Road-UserId"] == f"VN-TK-{clerk.account_id}"
    assert headers["X-Road-Id"].startswith("VN-DT-")


def test_a_failed_attempt_waits_longer_each_time(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.down = True
    record = queue(clerk)
    attempt_record(record_id=record.pk, now=MONDAY)
    assert again(record).next_attempt_at == MONDAY + dt.timedelta(minutes=1)
    attempt_record(record_id=record.pk, now=MONDAY + dt.timedelta(minutes=1))
    assert again(record).next_attempt_at == MONDAY + dt.timedelta(minutes=3)
    assert record.cause == "axis-unreachable"
    assert wait_after(30) == dt.timedelta(hours=6)


def test_an_attempt_before_its_time_does_nothing(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.down = True
    record = queue(clerk)
    attempt_record(record_id=record.pk, now=MONDAY)
    attempt_record(record_id=record.pk, now=MONDAY + dt.timedelta(seconds=5))
    assert len(carrier.asked) == 1


def test_running_an_attempt_twice_asks_once(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", {})
    record = queue(clerk)
    attempt_record(record_id=record.pk, now=MONDAY)
    attempt_record(record_id=record.pk, now=MONDAY)
    assert len(carrier.asked) == 1


def test_after_the_last_attempt_a_person_must_look(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", Answer(502))
    record = queue(clerk)
    now = MONDAY
    for _ in range(MAX_ATTEMPTS):
        attempt_record(record_id=record.pk, now=now)
        now = again(record).next_attempt_at or now
    assert (record.state, record.next_attempt_at, record.attempts) == ("failed", None, MAX_ATTEMPTS)


def test_a_refusal_is_not_tried_again(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", Answer(400, b"{}"))
    record = queue(clerk)
    attempt_record(record_id=record.pk, now=MONDAY)
    assert (again(record).state, record.cause) == ("failed", "service-refused")


def test_the_minute_hands_due_records_to_the_worker(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.down = True
    record = queue(clerk)
    attempt_record(record_id=record.pk, now=MONDAY)
    OutboxEvent.objects.all().delete()
    assert publish_due_records(now=MONDAY) == 0
    assert publish_due_records(now=MONDAY + dt.timedelta(minutes=1)) == 1
    assert OutboxEvent.objects.get().payload == {"record_id": record.pk}


def test_a_person_replays_what_failed(carrier: MemoryCarrier, clerk: Actor, operator: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", Answer(400, b"{}"))
    record = queue(clerk)
    attempt_record(record_id=record.pk, now=MONDAY)
    later = MONDAY + dt.timedelta(hours=1)
    assert replay_records(actor=operator, public_ids=[again(record).public_id], now=later) == 1
    assert (again(record).state, record.attempts, record.next_attempt_at) == ("waiting", 0, later)
    carrier.prepare(SERVICE, "/cong-dan/1", {})
    attempt_record(record_id=record.pk, now=later)
    assert again(record).state == "matched"
    assert list(record.entries.values_list("action", flat=True)) == ["agree", "replay", "give_up", "queue"]


def test_only_an_operator_replays(clerk: Actor) -> None:
    record = queue(clerk)
    LedgerRecord.objects.update(state="failed", next_attempt_at=None)
    with pytest.raises(NotAllowed):
        replay_records(actor=clerk, public_ids=[record.public_id], now=MONDAY)
    assert again(record).state == "failed"


def test_nothing_sent_cannot_be_replayed(operator: Actor) -> None:
    record = compare_record(actor=SYSTEM, key=KEY, our=OURS, their=Sight("Khác", MONDAY), now=MONDAY)
    with pytest.raises(NothingToReplay):
        replay_records(actor=operator, public_ids=[record.public_id], now=MONDAY)


def test_a_difference_is_settled_with_a_reason(operator: Actor) -> None:
    record = compare_record(actor=SYSTEM, key=KEY, our=OURS, their=Sight("Khác", MONDAY), now=MONDAY)
    with pytest.raises(ReasonNotGiven):
        settle_record(actor=operator, public_id=record.public_id, reason=" ", now=MONDAY)
    settle_record(actor=operator, public_id=record.public_id, reason="Bên kia đã hủy hồ sơ thử", now=MONDAY)
    assert (again(record).state, record.cause_text) == ("settled", "Bên kia đã hủy hồ sơ thử")
    with pytest.raises(IllegalTransition):
        settle_record(actor=operator, public_id=record.public_id, reason="lần nữa", now=MONDAY)


def test_outsiders_do_not_find_the_record(clerk: Actor) -> None:
    record = compare_record(actor=SYSTEM, key=KEY, our=OURS, their=Sight("Khác", MONDAY), now=MONDAY)
    with pytest.raises(NotFound):
        settle_record(actor=clerk, public_id=record.public_id, reason="tôi muốn", now=MONDAY)
    assert again(record).state == "different"


def test_answers_are_taken_back_after_a_week(carrier: MemoryCarrier, clerk: Actor) -> None:
    carrier.prepare(SERVICE, "/cong-dan/1", {})
    record = queue(clerk)
    attempt_record(record_id=record.pk, now=MONDAY)
    assert forget_answers(now=MONDAY + dt.timedelta(days=6)) == 0
    assert forget_answers(now=MONDAY + dt.timedelta(days=8)) == 1
    assert reads.get_answer(record.pk) is None


def test_the_chapter_of_a_dossier_lists_its_records(clerk: Actor) -> None:
    record_exchange(actor=SYSTEM, key=KEY, our=OURS, now=MONDAY)
    queue(clerk)
    assert [row.record_key for row in reads.list_for_dossier("H20-261123-0001")] == ["H20-261123-0001"]


def test_the_database_refuses_a_wait_without_an_instant() -> None:
    record = record_exchange(actor=SYSTEM, key=KEY, our=OURS, now=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerRecord.objects.filter(pk=record.pk).update(state="waiting")
