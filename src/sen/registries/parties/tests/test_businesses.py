"""Businesses by their number, with dated changes, branches, lines and representatives."""

import datetime as dt
from typing import Any

import pytest

from sen.foundation.audit.models import AuditEntry
from sen.foundation.feeds.selectors import changes_after
from sen.kernel.actor import Actor
from sen.kernel.identifiers import normal_business_number
from sen.registries.parties.errors import (
    BasisMissing,
    BusinessNameMissing,
    BusinessNumberMalformed,
    BusinessNumberTaken,
    HeadOfBranchMissing,
    LookUpNotAllowed,
    NothingChanges,
    QuestionIncomplete,
    RegistryNotAllowed,
    UnknownCode,
    UnknownField,
)
from sen.registries.parties.models import Business, BusinessChange, BusinessState, ImportKind, ImportProblem
from sen.registries.parties.selectors import business_facts, list_business_changes, visible_businesses
from sen.registries.parties.services import (
    answer_about_business,
    business_exists,
    change_business,
    change_business_state,
    read_business,
    read_business_field,
    read_business_record,
    register_business,
)
from sen.registries.parties.tests.conftest import TODAY, send
from sen.registries.parties.types import Reason
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("codes")]
NUMBER = "0314409058"
WHY = Reason("Đối chiếu người nộp")


def enter(actor: Actor, number: str = NUMBER, lines: tuple[str, ...] = ("4711",), **values: Any) -> int:
    given = {"name": "Công ty TNHH Gạo Sen", "kind": "TNHH1TV", **values}
    return register_business(actor=actor, number=number, values=given, lines=lines, basis="GCN 1", effective_on=TODAY, now=MONDAY)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0100233488", "0100233488"), ("01.00.233.488", "0100233488"), ("0314409058-002", "0314409058-002"), ("0314409058002", "0314409058-002"),
        ("0100233480", ""), ("0314409058-000", ""), ("010023348", ""), ("abc", ""), ("", ""), ("087190990777", "087190990777"),
        ("٠١٠٠٢٣٣٤٨٨", ""),
    ],
)  # fmt: skip
def test_a_business_number_has_a_check_digit(written: str, kept: str) -> None:
    assert normal_business_number(written) == kept


def test_a_business_is_kept_with_lines_representative_and_a_numbered_change(keeper: Actor, unit: AdministrativeUnit) -> None:
    mai = make_person("Trần Thị Mai", identity_number="087190990777")
    key = enter(keeper, unit_id=unit.pk, capital=100_000_000, representative_number="087190990777", lines=("4711", "1061"))
    facts = business_facts(key)
    assert (facts.representative_id, facts.representative_name, facts.unit_code) == (mai.pk, "Trần Thị Mai", "29869")
    assert facts.lines == (("4711", "Bán lẻ", True), ("1061", "Xay xát", False))
    assert [(row.number, row.key) for row in changes_after("doanh-nghiep", 0)] == [(1, NUMBER)]


@pytest.mark.parametrize(
    ("number", "values", "error"),
    [
        ("0314409057", {}, BusinessNumberMalformed),
        ("087190990777", {}, BusinessNumberMalformed),
        (NUMBER, {"name": " "}, BusinessNameMissing),
        (NUMBER, {"kind": "XYZ"}, UnknownCode),
        (NUMBER, {"lines": ("9999",)}, UnknownCode),
        (NUMBER, {"colour": "red"}, UnknownField),
        ("0314409058-002", {}, HeadOfBranchMissing),
    ],
)
def test_what_is_wrong_is_not_kept(keeper: Actor, number: str, values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        enter(keeper, number, **values)
    assert not Business.objects.exists() and not BusinessChange.objects.exists()


def test_a_household_may_go_by_its_owners_number(keeper: Actor) -> None:
    enter(keeper, "087190990777", kind="HKD")
    assert business_exists(number="087190990777")


def test_a_branch_belongs_to_its_head(keeper: Actor) -> None:
    head = enter(keeper)
    branch = enter(keeper, "0314409058-002", kind="CN", name="Chi nhánh Sa Đéc")
    assert Business.objects.get(pk=branch).parent_id == head
    with pytest.raises(BusinessNumberTaken):
        enter(keeper)


def test_a_change_keeps_the_old_address_with_its_unit(keeper: Actor, unit: AdministrativeUnit) -> None:
    key = enter(keeper, unit_id=unit.pk, address="Số 5")
    there = make_unit("Xã Mỹ Thọ")
    facts = {"values": {"unit_id": there.pk, "address": "Số 9"}, "lines": ["1061"], "basis": "GCN 2", "effective_on": TODAY}
    assert change_business(actor=keeper, business_id=key, now=MONDAY, **facts) == 2
    latest = list_business_changes(key)[0]
    assert ("Xã, phường thường trú", "Phường Cao Lãnh, Tỉnh Đồng Tháp", "Xã Mỹ Thọ") in latest.fields
    assert ("Ngành, nghề", "4711", "1061") in latest.fields
    assert Business.objects.get().change_count == 1
    with pytest.raises(NothingChanges):
        change_business(actor=keeper, business_id=key, now=MONDAY, **facts)


def test_a_business_that_has_ceased_stays_so(keeper: Actor) -> None:
    key = enter(keeper)

    def turn(state: BusinessState) -> None:
        change_business_state(actor=keeper, business_id=key, state=state, basis="QĐ 3", effective_on=TODAY, now=MONDAY)

    turn(BusinessState.PAUSED)
    turn(BusinessState.CLOSED)
    assert Business.objects.get().closed_on == TODAY
    with pytest.raises(NothingChanges):
        turn(BusinessState.ACTIVE)
    assert Business.objects.get().state == BusinessState.CLOSED
    assert [change.kind for change in list_business_changes(key)] == ["state", "state", "create"]


def test_only_keepers_change_and_only_with_a_basis(keeper: Actor, clerk: Actor) -> None:
    with pytest.raises(RegistryNotAllowed):
        enter(clerk)
    with pytest.raises(BasisMissing):
        register_business(actor=keeper, number=NUMBER, values={"name": "A", "kind": "CN"}, basis="", effective_on=TODAY, now=MONDAY)
    assert not Business.objects.exists()


def test_everybody_may_know_a_business_but_not_its_representatives_number(keeper: Actor, clerk: Actor, citizen: Actor) -> None:
    mai = make_person("Trần Thị Mai", identity_number="087190990777")
    enter(keeper, representative_number="087190990777", phone="0900000001")
    public = read_business(number="03144 09058")
    assert (public.representative_number, public.phone, public.representative_name) == ("087•••••0777", "", "Trần Thị Mai")
    assert read_business_field(number=NUMBER, field="state") == "active"
    with pytest.raises(UnknownField):
        read_business_field(number=NUMBER, field="representative_number")
    with pytest.raises(LookUpNotAllowed):
        read_business_record(actor=citizen, number=NUMBER, reason=WHY, now=MONDAY)
    assert read_business_record(actor=clerk, number=NUMBER, reason=WHY, now=MONDAY).representative_number == "087190990777"
    assert AuditEntry.objects.get(kind="read").person_id == mai.pk


def test_questions_about_a_business(keeper: Actor, clerk: Actor, unit: AdministrativeUnit) -> None:
    make_person("Trần Thị Mai", identity_number="087190990777")
    enter(keeper, representative_number="087190990777", unit_id=unit.pk)

    def ask(question: str, value: str = "") -> bool | None:
        return answer_about_business(actor=clerk, number=NUMBER, question=question, value=value, reason=WHY, today=TODAY, now=MONDAY)

    assert [ask("active"), ask("sits-in", "82"), ask("does", "47"), ask("represented-by", "087190990777")] == [True] * 4
    assert [ask("sits-in", "01"), ask("does", "10"), ask("represented-by", "087190990999")] == [False] * 3
    with pytest.raises(QuestionIncomplete):
        ask("does")


def test_businesses_are_found_by_words_number_state_and_line(keeper: Actor) -> None:
    enter(keeper, name="Công ty Lúa Vàng Đồng Tháp")
    enter(keeper, "0100233488", name="Hộ kinh doanh Hoa Kiểng", kind="HKD", lines=("5610",))
    assert [b.number for b in visible_businesses("dong thap lua")] == [NUMBER]
    assert [b.number for b in visible_businesses("0100233488")] == ["0100233488"]
    assert [b.number for b in visible_businesses(line="56")] == ["0100233488"]
    assert not visible_businesses(state="closed").exists()


def test_businesses_come_in_from_a_file_and_never_twice(keeper: Actor, unit: AdministrativeUnit) -> None:
    text = (
        "ma_nguon;ma_so;ten;loai_hinh;tinh_trang;ma_xa;von;ngay_dang_ky;nganh_nghe\n"
        "D1;0314409058;Công ty Gạo Sen;TNHH1TV;Đang hoạt động;29869;1.000.000.000;01/02/2020;4711,1061\n"
        "D2;0314409058-002;Chi nhánh Gạo Sen;CN;;29869;;;\n"
        "D3;0314409059;Sai số;TNHH1TV;;;;;\n"
        "D4;0100233488;Lạ;TNHH1TV;đang bay;;;;\n"
        "D5;0100233488;Lạ;TNHH1TV;;;;;9999\n"
    )
    run = send(keeper, text, kind=ImportKind.BUSINESSES)
    assert (run.created, run.wrong) == (2, 3)
    assert list(ImportProblem.objects.order_by("line").values_list("line", "column")) == [
        (4, "ma_so"),
        (5, "tinh_trang"),
        (6, "nganh_nghe"),
    ]
    head = Business.objects.get(number=NUMBER)
    assert (head.capital, head.registered_on, head.lines.count()) == (1_000_000_000, dt.date(2020, 2, 1), 2)
    again = send(keeper, text, kind=ImportKind.BUSINESSES)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


def test_a_trial_of_businesses_writes_nothing(keeper: Actor, unit: AdministrativeUnit) -> None:
    run = send(keeper, "ma_so,ten,loai_hinh\n0314409058,Gạo Sen,TNHH1TV\n", kind=ImportKind.BUSINESSES, trial=True)
    assert run.created == 1
    assert not Business.objects.exists() and not BusinessChange.objects.exists()
