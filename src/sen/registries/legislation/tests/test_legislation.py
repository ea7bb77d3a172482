"""Legal documents by number."""

import pytest
from django.conf import settings

from sen.registries.legislation.selectors import documents_by_number, find_documents
from sen.registries.legislation.services import load_legislation
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    load_legislation(folder=settings.REFERENCE_DIR / "legal", now=MONDAY)


def test_loading_again_changes_nothing(loaded: None) -> None:
    again = load_legislation(folder=settings.REFERENCE_DIR / "legal", now=MONDAY)
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged > 1900


def test_documents_are_given_by_number_and_unknown_numbers_left_out(loaded: None, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        found = documents_by_number(["32/2024/QH15", "khong-co"])
    assert list(found) == ["32/2024/QH15"]
    assert found["32/2024/QH15"].kind == "Luật"


def test_what_the_sources_do_not_say_stays_empty(loaded: None) -> None:
    document = documents_by_number(["32/2024/QH15"])["32/2024/QH15"]
    assert document.effective_on is None
    assert document.effect_status == ""


def test_documents_are_found_by_number_or_title(loaded: None) -> None:
    assert any(d.number == "32/2024/QH15" for d in find_documents("32/2024"))
    assert any(d.number == "32/2024/QH15" for d in find_documents("các tổ chức tín dụng"))
    assert find_documents("  ") == []
