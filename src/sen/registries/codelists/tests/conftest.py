"""Keepers of code lists, and one small list."""

import pytest

from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.registries.codelists.models import CodeItem, CodeList, CodeListVersion
from tests.factories import make_officer


@pytest.fixture
def keeper(province_office: Agency) -> Actor:
    """The officer who keeps the shared databases."""
    return make_officer(Role.REGISTRY, province_office, name="Ngô Thị Hạnh", title="Quản lý cơ sở dữ liệu")


@pytest.fixture
def papers(db: None) -> CodeList:
    """A list of three codes in its first version."""
    code_list = CodeList.objects.create(key="loai-giay-to", name="Loại giấy tờ", source="Thử")
    rows = [("1", "Căn cước"), ("2", "Hộ chiếu"), ("3", "Giấy phép lái xe")]
    CodeItem.objects.bulk_create(
        [CodeItem(code_list=code_list, code=code, name=name, position=i) for i, (code, name) in enumerate(rows, 1)]
    )
    CodeListVersion.objects.create(code_list=code_list, number=1)
    return code_list
