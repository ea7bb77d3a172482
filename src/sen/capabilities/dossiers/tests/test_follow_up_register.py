"""The follow-up register and what a one-stop watches."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.selectors import (
    RegisterFilter,
    count_counter,
    count_register,
    list_overdue,
    list_register,
    list_waiting_for_applicant,
    preview_promise,
    stream_register,
)
from sen.capabilities.dossiers.selectors import register as register_module
from sen.capabilities.dossiers.types import Lack
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import accepted, at_signature, in_work, make_rules, make_version, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def part(agency: Agency, **values: object) -> RegisterFilter:
    return RegisterFilter((agency.pk,), MONDAY - HOUR, MONDAY + dt.timedelta(days=5), **values)  # type: ignore[arg-type]


def test_every_column_of_the_form_is_there(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    signing = at_signature(dossier, head, specialist)
    services.sign_outcome(actor=approver, item_id=signing.pk, now=MONDAY + HOUR)
    services.return_result(actor=clerk, dossier_id=dossier.pk, collected_by="Trần Thị Mai", proof="receipt", now=MONDAY + 2 * HOUR)
    row = next(iter(stream_register(part(agency))))
    assert (row.entry, row.code, row.applicant, row.phone, row.address) == (1, dossier.code, "Trần Thị Mai", "0900000123", "Khóm 3")
    assert (row.agency, row.received_at, row.returned_at) == (agency.name, MONDAY, MONDAY + 2 * HOUR)
    assert (row.receipt_way, row.received_sign) == ("Tại quầy", "Trần Thị Mai")


def test_the_screen_masks_phones_and_asks_few_queries(citizen: Actor, clerk: Actor, agency: Agency, django_assert_max_num_queries) -> None:
    for _ in range(3):
        accepted(citizen, clerk, agency)
    with django_assert_max_num_queries(3):
        rows = list_register(part(agency), size=2)
    assert [row.entry for row in rows] == [1, 2] and rows.more
    assert rows.items[0].phone == "0900•••123"
    assert [row.entry for row in list_register(part(agency), page=2, size=2)] == [3]


def test_what_is_not_accepted_or_of_another_field_is_not_in_it(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    submitted(citizen, agency)
    dossier = accepted(citizen, clerk, agency)
    assert count_register(part(agency)) == 1
    assert count_register(part(agency, field_id=dossier.version.field_id)) == 1
    assert count_register(part(agency, field_id=0)) == 0


def test_a_long_register_streams_without_loss(citizen: Actor, clerk: Actor, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_module, "CHUNK", 2)
    codes = [accepted(citizen, clerk, agency).code for _ in range(5)]
    rows = list(stream_register(part(agency)))
    assert [row.code for row in rows] == codes
    assert [row.entry for row in rows] == [1, 2, 3, 4, 5]


def test_what_waits_at_the_one_stop_is_counted_in_one_query(
    citizen: Actor, clerk: Actor, specialist: Actor, agency: Agency, django_assert_num_queries
) -> None:
    submitted(citizen, agency)
    accepted(citizen, clerk, agency)
    waiting = submitted(citizen, agency)
    services.request_supplement(actor=clerk, dossier_id=waiting.pk, lacks=[Lack("Tờ khai", "Thiếu chữ ký")], now=MONDAY)
    in_work(citizen, clerk, agency)
    later = MONDAY + dt.timedelta(days=8)
    with django_assert_num_queries(1):
        now = count_counter([agency.pk], MONDAY)
    assert (now.reception, now.reception_late, now.transfer, now.supplement, now.overdue) == (1, 0, 1, 1, 0)
    then = count_counter([agency.pk], later)
    assert (then.reception_late, then.transfer_late, then.overdue) == (1, 1, 2)


def test_the_one_stop_sees_who_waits_for_the_applicant_and_what_is_late(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    waiting = submitted(citizen, agency)
    services.request_supplement(actor=clerk, dossier_id=waiting.pk, lacks=[Lack("Tờ khai", "Thiếu chữ ký")], now=MONDAY)
    late = in_work(citizen, clerk, agency)
    assert [row.code for row in list_waiting_for_applicant([agency.pk], MONDAY)] == [waiting.code]
    assert list(list_overdue([agency.pk], MONDAY)) == []
    assert [row.code for row in list_overdue([agency.pk], MONDAY + dt.timedelta(days=8))] == [late.code]


def test_the_promise_shown_is_the_promise_given(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    make_rules()
    version = make_version(days="3")
    shown = preview_promise(version.pk, "online", agency.pk, MONDAY)
    given = accepted(citizen, clerk, agency, version=version)
    assert shown.due_at == given.due_at
    assert shown.has_route
