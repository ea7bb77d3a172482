"""Keepers, lists and files for the tests of the registers."""

import datetime as dt
from pathlib import Path

import pytest

from sen.foundation.agencies.models import Agency
from sen.foundation.files.services import store_bytes
from sen.kernel.actor import Actor, Role
from sen.registries.codelists.models import CodeItem, CodeList
from sen.registries.parties.models import ImportKind, ImportRun
from sen.registries.parties.services import advance_import, start_import
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_officer, make_unit

CODES = {
    "dan-toc": [("01", "Kinh"), ("05", "Khơ-me")],
    "ton-giao": [("1", "Phật giáo")],
    "quoc-gia": [("VN", "Việt Nam")],
    "tinh-trang-hon-nhan": [("1", "Chưa kết hôn"), ("2", "Có vợ/chồng"), ("3", "Ly hôn"), ("4", "Góa")],
    "loai-hinh-doanh-nghiep": [("TNHH1TV", "Công ty TNHH một thành viên"), ("HKD", "Hộ kinh doanh"), ("CN", "Chi nhánh")],
    "nganh-kinh-te": [("4711", "Bán lẻ"), ("1061", "Xay xát"), ("5610", "Nhà hàng")],
}
TODAY = MONDAY.date()


@pytest.fixture
def keeper(province_office: Agency) -> Actor:
    """The officer who keeps the shared databases."""
    return make_officer(Role.REGISTRY, province_office, name="Ngô Thị Hạnh", title="Quản lý cơ sở dữ liệu")


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def codes(db: None) -> None:
    for key, items in CODES.items():
        made = CodeList.objects.create(key=key, name=key)
        CodeItem.objects.bulk_create([CodeItem(code_list=made, code=code, name=name) for code, name in items])


@pytest.fixture
def unit(db: None) -> AdministrativeUnit:
    return make_unit("Phường Cao Lãnh", parent=make_unit("Tỉnh Đồng Tháp", level="province", code="82"), code="29869")


def send(
    actor: Actor, text: str | bytes, *, kind: ImportKind = ImportKind.PEOPLE, trial: bool = False, source: str = "hộ tịch cũ"
) -> ImportRun:
    """An import of the text, brought to its end."""
    run = begin(actor, text, kind=kind, trial=trial, source=source)
    while advance_import(run_id=run.pk, position=run.position, now=MONDAY):
        run.refresh_from_db()
    run.refresh_from_db()
    return run


def begin(
    actor: Actor, text: str | bytes, *, kind: ImportKind = ImportKind.PEOPLE, trial: bool = False, source: str = "hộ tịch cũ"
) -> ImportRun:
    """An import that has read nothing but the heads."""
    content = text.encode() if isinstance(text, str) else text
    file = store_bytes(name="danh-sach.csv", content=content, actor=actor, now=MONDAY, media_type="text/plain", produced=True)
    key = start_import(
        actor=actor, kind=kind, source=source, file_key=file.public_id, is_trial=trial, basis="Biên bản bàn giao 12/BB", now=MONDAY
    )
    return ImportRun.objects.get(public_id=key)


def born(year: int) -> dt.date:
    return dt.date(year, 5, 17)
