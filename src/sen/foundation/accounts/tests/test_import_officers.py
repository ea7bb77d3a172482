"""Officials from a spreadsheet: checked, carried out in portions, the same sheet twice changes nothing."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import ImportNotFound, SheetUnreadable, SheetWithoutHeads, WrongCredentials
from sen.foundation.accounts.models import Account, Appointment, ImportRow, OfficerImport
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_division, make_officer, signed_in

HEADS = "Thư công vụ;Họ và tên;Điện thoại;Cơ quan;Phòng;Vai trò;Chức danh;Từ ngày;Đến ngày"
PLACE = "Ủy ban nhân dân phường Cao Lãnh"
FIRST = f"lan@dongthap.example;Võ Thị Lan;907123456;{PLACE};;Chuyên viên;Chuyên viên;16/11/2026;"
SECOND = f"minh@dongthap.example;Trần Văn Minh;;{PLACE};;Văn thư;Văn thư;2026-11-16;"
pytestmark = pytest.mark.django_db


def check(actor: Actor, *lines: str, heads: str = HEADS) -> OfficerImport:
    content = "\n".join([heads, *lines]).encode("utf-8-sig")
    return services.check_officers(actor=actor, file_name="can-bo.csv", content=content, now=MONDAY)


def carry_out(actor: Actor, batch: OfficerImport) -> None:
    services.start_import(actor=actor, batch_id=batch.pk, now=MONDAY)
    while services.continue_import(batch_id=batch.pk, now=MONDAY, portion=1):
        pass


def outcomes(batch: OfficerImport) -> list[str]:
    return list(batch.rows.order_by("number").values_list("outcome", flat=True))


def test_checking_touches_no_account(administrator: Actor, agency: Agency) -> None:
    before = Account.objects.count()
    batch = check(administrator, FIRST, SECOND)
    assert outcomes(batch) == ["new", "new"]
    assert Account.objects.count() == before


def test_carrying_out_opens_accounts_with_positions_and_without_a_password(administrator: Actor, agency: Agency) -> None:
    batch = check(administrator, FIRST, SECOND)
    carry_out(administrator, batch)
    batch.refresh_from_db()
    assert (batch.state, outcomes(batch)) == ("done", ["done", "done"])
    lan = Account.objects.get(login="lan@dongthap.example")
    assert (lan.phone, lan.must_change_password) == ("0907123456", True)
    assert lan.appointments.get().valid_from == dt.date(2026, 11, 16)
    with pytest.raises(WrongCredentials):
        services.sign_in(login=lan.login, password="!", address=None, now=MONDAY)


def test_the_same_sheet_again_changes_nothing(administrator: Actor, agency: Agency) -> None:
    carry_out(administrator, check(administrator, FIRST, SECOND))
    count = Appointment.objects.count()
    again = check(administrator, FIRST, SECOND)
    assert outcomes(again) == ["same", "same"]
    assert Appointment.objects.count() == count


def test_a_stopped_import_goes_on_where_it_was(administrator: Actor, agency: Agency) -> None:
    batch = check(administrator, FIRST, SECOND)
    services.start_import(actor=administrator, batch_id=batch.pk, now=MONDAY)
    assert services.continue_import(batch_id=batch.pk, now=MONDAY, portion=1) == 1
    assert outcomes(batch) == ["done", "new"]
    assert services.continue_import(batch_id=batch.pk, now=MONDAY) == 0
    assert Account.objects.filter(login__endswith="@dongthap.example").count() == 2
    assert services.continue_import(batch_id=batch.pk, now=MONDAY) == 0


def test_a_changed_row_changes_the_account_and_its_position(administrator: Actor, agency: Agency) -> None:
    carry_out(administrator, check(administrator, FIRST))
    division = make_division(agency, "Phòng Văn hóa")
    changed = f"LAN@dongthap.example;Võ Thị Ngọc Lan;;{PLACE};phòng văn hoá;Chuyên viên;Chuyên viên chính;16/11/2026;31/12/2026"
    assert outcomes(check(administrator, changed.replace("văn hoá", "văn hóa"))) == ["change"]
    carry_out(administrator, check(administrator, changed.replace("văn hoá", "văn hóa")))
    lan = Account.objects.get(login="lan@dongthap.example")
    post = lan.appointments.get()
    assert (lan.name, lan.phone) == ("Võ Thị Ngọc Lan", "0907123456")
    assert (post.title, post.division_id, post.valid_to) == ("Chuyên viên chính", division.pk, dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (f"khong-phai-thu;Võ Thị Lan;;{PLACE};;Chuyên viên;Chuyên viên;16/11/2026;", "Địa chỉ thư"),
        (f"a@b.example;Lan;;{PLACE};;Chuyên viên;Chuyên viên;16/11/2026;", "họ, chữ đệm"),
        (f"a@b.example;Võ Thị Lan;12;{PLACE};;Chuyên viên;Chuyên viên;16/11/2026;", "Số điện thoại"),
        ("a@b.example;Võ Thị Lan;;Sở Không Có;;Chuyên viên;Chuyên viên;16/11/2026;", "Sở Không Có"),
        (f"a@b.example;Võ Thị Lan;;{PLACE};Phòng Không Có;Chuyên viên;Chuyên viên;16/11/2026;", "Phòng Không Có"),
        (f"a@b.example;Võ Thị Lan;;{PLACE};;Thủ kho;Chuyên viên;16/11/2026;", "Thủ kho"),
        (f"a@b.example;Võ Thị Lan;;{PLACE};;Chuyên viên;;16/11/2026;", "chức danh"),
        (f"a@b.example;Võ Thị Lan;;{PLACE};;Chuyên viên;Chuyên viên;31/02/2026;", "31/02/2026"),
        (f"a@b.example;Võ Thị Lan;;{PLACE};;Chuyên viên;Chuyên viên;16/11/2026;15/11/2026", "Ngày kết thúc"),
    ],
)
def test_a_wrong_row_says_what_is_wrong_and_the_others_go_on(administrator: Actor, agency: Agency, line: str, word: str) -> None:
    batch = check(administrator, line, SECOND)
    assert outcomes(batch) == ["wrong", "new"]
    assert word in ImportRow.objects.get(batch=batch, number=2).problem
    carry_out(administrator, batch)
    assert outcomes(batch) == ["wrong", "done"]
    assert not Account.objects.filter(login="a@b.example").exists()


def test_one_position_twice_in_a_sheet_is_refused_once(administrator: Actor, agency: Agency) -> None:
    batch = check(administrator, FIRST, FIRST)
    assert outcomes(batch) == ["new", "wrong"]
    assert "dòng 2" in ImportRow.objects.get(batch=batch, number=3).problem


def test_an_administrator_of_one_agency_imports_only_there(agency: Agency, other_agency: Agency) -> None:
    keeper = make_officer(Role.ADMIN, agency)
    elsewhere = SECOND.replace(PLACE, other_agency.name)
    controller = FIRST.replace("Chuyên viên;Chuyên viên", "Cán bộ kiểm soát thủ tục hành chính;Chuyên viên")
    assert outcomes(check(keeper, FIRST, elsewhere, controller)) == ["new", "wrong", "wrong"]


def test_nobody_carries_out_the_import_of_another(administrator: Actor, agency: Agency) -> None:
    batch = check(administrator, FIRST)
    with pytest.raises(ImportNotFound):
        services.start_import(actor=make_officer(Role.ADMIN, agency), batch_id=batch.pk, now=MONDAY)
    assert outcomes(batch) == ["new"]


def test_others_than_administrators_import_nothing(specialist: Actor) -> None:
    with pytest.raises(NotAllowed):
        check(specialist, FIRST)
    assert not OfficerImport.objects.exists()


def test_files_that_are_no_sheets_are_refused(administrator: Actor) -> None:
    with pytest.raises(SheetWithoutHeads):
        check(administrator, heads="a;b;c")
    with pytest.raises(SheetUnreadable):
        services.check_officers(actor=administrator, file_name="x.xlsx", content=b"khong phai excel", now=MONDAY)
    assert not OfficerImport.objects.exists()


def test_what_is_exported_can_be_imported_again(client: Client, administrator: Actor, specialist: Actor, head: Actor) -> None:
    Account.objects.filter(pk__in=[specialist.account, head.account]).update(phone="0907123456")
    signed_in(client, administrator)
    content = b"".join(client.get("/quan-tri/can-bo/xuat/").streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet.max_row >= 6
    response = client.post("/quan-tri/can-bo/nhap/", {"sheet": SimpleUploadedFile("can-bo.xlsx", content)})
    assert response.status_code == 302
    assert set(outcomes(OfficerImport.objects.get())) == {"same"}


def test_the_pages_lead_through_an_import(client: Client, administrator: Actor, agency: Agency) -> None:
    signed_in(client, administrator)
    sheet = SimpleUploadedFile("can-bo.csv", "\n".join([HEADS, FIRST]).encode())
    place = client.post("/quan-tri/can-bo/nhap/", {"sheet": sheet})["Location"]
    assert "Thực hiện 1 dòng" in client.get(place).content.decode()
    assert client.post(place + "thuc-hien/").status_code == 302
    assert OfficerImport.objects.get().state == "running"
    assert client.get(place + "ket-qua/").status_code == 200


def test_slips_give_first_passwords_that_open_the_choice_of_an_own_one(client: Client, administrator: Actor, agency: Agency) -> None:
    carry_out(administrator, check(administrator, FIRST, SECOND))
    given = services.hand_out_passwords(actor=administrator, agency_id=agency.pk, now=MONDAY)
    assert len(given) == 2
    account, password = given[0]
    assert services.sign_in(login=account.login, password=password, address=None, now=MONDAY).must_change_password
    assert services.hand_out_passwords(actor=administrator, agency_id=agency.pk, now=MONDAY) == []
