"""Lists of people come in from files as they really are, row by row, and never twice."""

from typing import Any

import pytest

from sen.foundation.feeds.selectors import last_number
from sen.kernel.actor import Actor
from sen.registries.parties.errors import FileUnreadable, RegistryNotAllowed
from sen.registries.parties.models import Household, ImportProblem, ImportRun, ImportState, Person, PersonChange, SourceKey
from sen.registries.parties.selectors import count_people, each_problem
from sen.registries.parties.services import advance_import, continue_import, importing, recount_population, stop_import
from sen.registries.parties.tests.conftest import begin, send
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("codes")]
HEAD = "ma_nguon,so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh,dan_toc,ma_xa,dia_chi,dien_thoai\n"
MAI = "HT-1,087190990777,Trần Thị Mai,17/05/1990,Nữ,Kinh,29869,Số 5,0900000001\n"
HOA = "HT-2,087085990778,Lê Văn Hòa,1985,Nam,01,29869,Số 7,\n"


def test_rows_become_people_with_units_codes_and_numbered_changes(keeper: Actor, unit: AdministrativeUnit) -> None:
    run = send(keeper, HEAD + MAI + HOA)
    assert (run.state, run.created, run.wrong, run.line, run.position) == (ImportState.DONE, 2, 0, 2, run.size)
    mai, hoa = Person.objects.get(identity_number="087190990777"), Person.objects.get(identity_number="087085990778")
    assert (mai.ethnicity, mai.unit_id, mai.phone, mai.gender) == ("01", unit.pk, "0900000001", "2")
    assert (hoa.born_on.year, hoa.birth_precision, hoa.name_folded) == (1985, "y", "le van hoa")
    assert list(PersonChange.objects.order_by("number").values_list("number", "kind")) == [(1, "import"), (2, "import")]
    assert last_number("dan-cu") == 2
    assert count_people() == 2 and recount_population() == 0


def test_the_same_file_again_changes_nothing(keeper: Actor, unit: AdministrativeUnit) -> None:
    send(keeper, HEAD + MAI + HOA)
    run = send(keeper, HEAD + MAI + HOA)
    assert (run.created, run.updated, run.unchanged) == (0, 0, 2)
    assert PersonChange.objects.count() == 2


def test_a_corrected_number_finds_its_person_by_the_key_of_the_source(keeper: Actor, unit: AdministrativeUnit) -> None:
    send(keeper, HEAD + MAI)
    run = send(keeper, HEAD + MAI.replace("087190990777", "087190990779").replace("Số 5", "Số 9"))
    assert (run.created, run.updated) == (0, 1)
    person = Person.objects.get()
    assert (person.identity_number, person.address) == ("087190990779", "Số 9")
    assert PersonChange.objects.latest("number").detail["address"] == ["Số 5", "Số 9"]


def test_a_person_the_register_knows_is_updated_and_blank_cells_keep_what_is_there(keeper: Actor, unit: AdministrativeUnit) -> None:
    known = make_person("Trần Thị Mai", identity_number="087190990777", email="mai@example.org")
    run = send(keeper, HEAD + MAI)
    known.refresh_from_db()
    assert (run.created, run.updated, known.email, known.address) == (0, 1, "mai@example.org", "Số 5")


def test_a_trial_counts_and_reports_but_writes_nothing(keeper: Actor, unit: AdministrativeUnit) -> None:
    run = send(keeper, HEAD + MAI + "HT-3,123,Sai,1990,,,,,\n", trial=True)
    assert (run.created, run.wrong, run.state) == (1, 1, ImportState.DONE)
    assert not Person.objects.exists() and not SourceKey.objects.exists() and not PersonChange.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("k,123,Mai,1990,,,,,\n", "so_dinh_danh", "12 chữ số"),
        ("k,087190990777,Mai,1991,,,,,\n", "so_dinh_danh", "năm sinh"),
        ("k,087190990777,Mai,1990,Nam,,,,\n", "so_dinh_danh", "giới tính"),
        ("k,088190990777,Mai,1990,,,,,\n", "so_dinh_danh", "mã tỉnh"),
        ("k,087190990777,Mai,31/02/1990,,,,,\n", "ngay_sinh", "lịch"),
        ("k,087190990777,Mai,hôm qua,,,,,\n", "ngay_sinh", "không phải ngày"),
        ("k,087190990777,Mai,17/05/1990,Khác,,,,\n", "gioi_tinh", "Nam hoặc Nữ"),
        ("k,087190990777,Mai,17/05/1990,,Sao Hỏa,,,\n", "dan_toc", "danh mục"),
        ("k,087190990777,Mai,17/05/1990,,,99999,,\n", "ma_xa", "không có xã"),
        ('k,087190990777,"=HYPERLINK(""http://x"")",17/05/1990,,,,,\n', "ho_ten", "công thức"),
        ("k,087190990777,Mai 2,17/05/1990,,,,,\n", "ho_ten", "ký tự"),
        ("k,087190990777,Mai,17/05/1990,,,,@SUM(A1),\n", "dia_chi", "công thức"),
        ("k,087190990777,Mai,17/05/1990,,,,,090\n", "dien_thoai", "số điện thoại"),
        ("k,087190990777\n", "", "ít hơn số cột"),
        ("k,087190990777,Mai,17/05/2990,,,,,\n", "so_dinh_danh", "năm sinh"),
    ],
)
def test_a_wrong_row_is_reported_with_its_column_and_the_others_go_in(
    keeper: Actor, unit: AdministrativeUnit, row: str, column: str, words: str
) -> None:
    run = send(keeper, HEAD + row + HOA)
    assert (run.created, run.wrong) == (1, 1)
    problem = ImportProblem.objects.get()
    assert (problem.line, problem.column) == (2, column)
    assert words in problem.reason
    assert "087190990777" not in problem.value


@pytest.mark.parametrize(
    "mess",
    [
        b'HT-3,087190990777,"Mai,17/05/1990,N\xe1\xbb\xaf,,,,\n',
        b"HT-3,087190990777,M\xe0i,1990,,,,,\n",
        b"HT\x003,0,0,0,,,,,\n",
        b"x" * 70_000 + b"\n",
    ],
    ids=["open quote", "not UTF-8", "byte zero", "endless line"],
)
def test_a_broken_line_costs_only_itself(keeper: Actor, unit: AdministrativeUnit, mess: bytes) -> None:
    run = send(keeper, b"\xef\xbb\xbf" + (HEAD + MAI).encode() + mess + HOA.encode())
    assert (run.created, run.wrong) == (2, 1)
    assert ImportProblem.objects.get().line == 3


def test_excel_files_with_a_mark_semicolons_and_other_heads_are_read(keeper: Actor, unit: AdministrativeUnit) -> None:
    text = '\ufeffSố định danh;Họ và tên;Ngày sinh;Ghi chú\r\n087190990777;"Trần Thị\nMai";17-05-1990;bỏ qua\r\n\r\n'
    run = send(keeper, text)
    assert (run.created, run.wrong) == (0, 1)
    text = "\ufeffSố định danh;Họ và tên;Ngày sinh;Ghi chú\r\n087190990777;Trần Thị Mai;17-05-1990;bỏ qua\r\n\r\n"
    run = send(keeper, text)
    assert (run.created, run.wrong, run.layout["strange"]) == (1, 0, ["ghi_chu"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfes\x00o\x00", "UTF-16"),
        (b"so_dinh_danh,ho_ten\n1,2\n", "ngay_sinh"),
        (b"so_dinh_danh,so_cccd,ho_ten,ngay_sinh\n", "hai lần"),
        (b"\xe0\xe1\xe2,\n", "UTF-8"),
        (b"\n\n", "tên các cột"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once_with_the_reason(keeper: Actor, content: bytes, words: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        begin(keeper, content)
    assert words in refused.value.message
    assert not ImportRun.objects.exists()


def test_an_import_stops_and_goes_on_at_the_same_row(keeper: Actor, unit: AdministrativeUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_ROWS", {"people": 1, "businesses": 1})
    run = begin(keeper, HEAD + MAI + HOA)
    assert advance_import(run_id=run.pk, position=run.position, now=MONDAY)
    stop_import(actor=keeper, public_id=run.public_id, now=MONDAY)
    run.refresh_from_db()
    assert not advance_import(run_id=run.pk, position=run.position, now=MONDAY)
    assert (Person.objects.count(), run.line) == (1, 1)
    continue_import(actor=keeper, public_id=run.public_id, now=MONDAY)
    while advance_import(run_id=run.pk, position=run.position, now=MONDAY):
        run.refresh_from_db()
    run.refresh_from_db()
    assert (run.state, run.created, run.line) == (ImportState.DONE, 2, 2)


def test_a_message_that_comes_twice_reads_no_row_twice(keeper: Actor, unit: AdministrativeUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_ROWS", {"people": 1, "businesses": 1})
    run = begin(keeper, HEAD + MAI + HOA)
    first = run.position
    assert advance_import(run_id=run.pk, position=first, now=MONDAY)
    assert not advance_import(run_id=run.pk, position=first, now=MONDAY)
    run.refresh_from_db()
    assert run.line == 1


def test_members_of_a_household_find_each_other_with_their_head(keeper: Actor, unit: AdministrativeUnit) -> None:
    head = "so_dinh_danh,ho_ten,ngay_sinh,ma_xa,ma_ho,quan_he_chu_ho\n"
    send(keeper, head + "087190990777,Trần Thị Mai,1990,29869,H-1,Vợ\n087085990778,Lê Văn Hòa,1985,29869,H-1,Chủ hộ\n")
    household = Household.objects.get(code="H-1")
    assert household.head.name == "Lê Văn Hòa"
    assert household.members.count() == 2


def test_only_keepers_import(clerk: Actor) -> None:
    with pytest.raises(RegistryNotAllowed):
        begin(clerk, HEAD + MAI)
    assert not ImportRun.objects.exists()


def test_the_report_names_every_wrong_row_in_order(keeper: Actor, unit: AdministrativeUnit) -> None:
    run = send(keeper, HEAD + "a,1,A,1990,,,,,\n" + MAI + "b,2,B,1990,,,,,\n")
    assert [row[0] for row in each_problem(run.pk)] == [2, 4]


def test_rows_cost_statements_by_the_batch_not_by_the_row(
    keeper: Actor, unit: AdministrativeUnit, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"K{n},0871909{n:05d},Trần Thị Mai,17/05/1990,Nữ,01,29869,Số {n},\n" for n in range(1000))
    run = begin(keeper, HEAD + rows)
    with django_assert_max_num_queries(40):
        advance_import(run_id=run.pk, position=run.position, now=MONDAY)
    run.refresh_from_db()
    assert (run.created, run.state) == (1000, ImportState.DONE)
