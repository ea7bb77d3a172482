"""The shipped code lists."""

import pytest
from django.conf import settings

from sen.registries.codelists import selectors
from sen.registries.codelists.models import CodeItem, CodeList
from sen.registries.codelists.services import load_codelists
from sen.registries.codelists.types import SOURCES
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    load_codelists(folder=settings.REFERENCE_DIR / "codes", now=MONDAY)


def test_every_shipped_list_is_there_and_none_is_empty(loaded: None) -> None:
    assert CodeList.objects.count() == len(SOURCES)
    assert all(selectors.list_items(source.key) for source in SOURCES)
    assert len(selectors.list_items("dan-toc")) == 56
    assert len(selectors.list_items("quoc-gia")) == 249


def test_loading_again_changes_nothing_and_repairs_what_was_changed(loaded: None) -> None:
    assert load_codelists(folder=settings.REFERENCE_DIR / "codes", now=MONDAY).created == 0
    CodeItem.objects.filter(code_list__key="gioi-tinh", code="1").update(name="?")
    report = load_codelists(folder=settings.REFERENCE_DIR / "codes", now=MONDAY)
    assert (report.created, report.updated) == (0, 1)
    assert selectors.get_item_name("gioi-tinh", "1") == "Nam"


def test_items_are_found_without_accents(loaded: None) -> None:
    assert [item.name for item in selectors.find_items("dan-toc", "kho me")] == ["Khơ-me"]
    assert len(selectors.find_items("dan-toc", "k", limit=2)) == 2
    assert selectors.find_items("quoc-gia", "viet nam")[0].code == "VN"
    assert selectors.get_item_name("gioi-tinh", "x") == ""


def test_one_file_with_two_kinds_makes_two_lists(loaded: None) -> None:
    assert [name for _, name in selectors.choices_of("do-khan")] == ["Thường", "Khẩn", "Thượng khẩn", "Hỏa tốc"]
    assert [name for _, name in selectors.choices_of("do-mat")] == ["Thường", "Mật", "Tối mật", "Tuyệt mật"]
