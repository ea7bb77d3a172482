"""Administrative units with history: loading, finding, resolving, showing."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from sen.registries.units import selectors
from sen.registries.units.errors import UnitNotFound
from sen.registries.units.models import AdministrativeUnit, UnitSuccession
from sen.registries.units.services import load_units
from tests.factories import MONDAY, make_unit

SPRING_2020, OLD, NEW = dt.date(2020, 3, 1), dt.date(2020, 11, 23), dt.date(2026, 11, 23)


@pytest.fixture(scope="class")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole country, loaded once for the class and rolled back after it."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load_units(folder=settings.REFERENCE_DIR / "admin", now=MONDAY)
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def commune(code: str, on: dt.date) -> AdministrativeUnit:
    found = selectors.unit_by_code(code, "commune", on)
    assert found is not None
    return found


@pytest.mark.usefixtures("country", "db")
class TestCountry:
    """Reads that need the real lists."""

    @pytest.mark.parametrize(
        ("on", "provinces", "districts", "communes"),
        [(OLD, 63, 705, 10599), (dt.date(2025, 6, 30), 63, 705, 10599), (dt.date(2025, 7, 1), 34, 0, 3321), (NEW, 34, 0, 3321)],
    )
    def test_every_period_has_its_official_numbers(self, on: dt.date, provinces: int, districts: int, communes: int) -> None:
        units = selectors.units_on(on)
        assert [units.filter(level=level).count() for level in ("province", "district", "commune")] == [provinces, districts, communes]

    def test_loading_again_changes_nothing(self) -> None:
        reports = load_units(folder=settings.REFERENCE_DIR / "admin", now=MONDAY)
        assert all((report.created, report.updated) == (0, 0) for report in reports.values())
        assert reports["units"].unchanged == AdministrativeUnit.objects.count()

    def test_dong_thap_had_143_communes_and_every_one_lives_on(self) -> None:
        old = selectors.list_communes("87", OLD)
        assert len(old) == 143
        resolved = selectors.resolve_units([unit.pk for unit in old], NEW)
        assert {unit.province_code for unit in resolved.values()} == {"82"}
        assert all(unit.valid_to is None for unit in resolved.values())

    def test_a_ward_resolves_to_what_it_became(self) -> None:
        ward = commune("29866", OLD)
        assert ward.path_name == "Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp"
        assert selectors.resolve_unit(ward.pk, NEW).path_name == "Phường Cao Lãnh, Tỉnh Đồng Tháp"
        assert selectors.resolve_unit(ward.pk, OLD) == ward

    def test_a_split_commune_resolves_to_its_main_part_and_shows_both(self) -> None:
        split = commune("30079", OLD)
        assert selectors.resolve_unit(split.pk, NEW).name == "Xã Phong Mỹ"
        trace = selectors.trace_unit(split.pk)
        assert [(step.name, step.is_main) for step in trace.successors] == [
            ("Xã Phong Mỹ, Tỉnh Đồng Tháp", True),
            ("Xã Phú Cường, Tỉnh Đồng Tháp", False),
        ]

    def test_a_unit_of_early_2020_resolves_over_two_changes(self) -> None:
        before = commune("29986", SPRING_2020)
        assert before.path_name == "Xã An Bình B, Thị xã Hồng Ngự, Tỉnh Đồng Tháp"
        assert selectors.resolve_unit(before.pk, OLD).path_name == "Phường An Bình B, Thành phố Hồng Ngự, Tỉnh Đồng Tháp"
        assert selectors.resolve_unit(before.pk, NEW).path_name == "Phường An Bình, Tỉnh Đồng Tháp"

    def test_an_address_is_shown_as_written_with_what_it_is_now(self) -> None:
        ward = commune("29866", OLD)
        written = "Số 5, Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp"
        assert selectors.address_text("Số 5", ward, OLD) == written
        assert selectors.address_text("Số 5", ward, NEW) == f"{written} (nay là Phường Cao Lãnh, Tỉnh Đồng Tháp)"
        assert selectors.address_text("Số 5", None, NEW) == "Số 5"

    def test_provinces_and_districts_live_on_too(self) -> None:
        for level, code, name in (("province", "87", "Tỉnh Đồng Tháp"), ("district", "866", "Tỉnh Đồng Tháp")):
            unit = selectors.unit_by_code(code, level, OLD)
            assert unit is not None
            assert selectors.resolve_unit(unit.pk, NEW).path_name == name
        island = selectors.unit_by_code("755", "district", OLD)
        assert island is not None
        assert selectors.resolve_unit(island.pk, NEW).name == "Đặc khu Côn Đảo"

    def test_there_is_one_main_successor_each(self) -> None:
        main = UnitSuccession.objects.filter(is_main=True)
        assert main.values("old").distinct().count() == main.count()

    @pytest.mark.parametrize(
        ("words", "on", "first"),
        [
            ("p1 tp cao lanh", OLD, "Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp"),
            ("Cao Lãnh", NEW, "Phường Cao Lãnh, Tỉnh Đồng Tháp"),
            ("hong ng dong thap", NEW, "Phường Hồng Ngự, Tỉnh Đồng Tháp"),
            ("dong thap", NEW, "Tỉnh Đồng Tháp"),
            ("my tho", NEW, "Phường Mỹ Tho, Tỉnh Đồng Tháp"),
        ],
    )
    def test_a_place_is_found_without_accents_by_beginnings_of_words(self, words: str, on: dt.date, first: str) -> None:
        assert selectors.find_units(words, on)[0].path_name == first

    def test_places_of_the_own_province_come_before_their_namesakes(self) -> None:
        found = selectors.find_units("phuong 1", OLD, first_province="87")
        assert [unit.province_code for unit in found[:2]] == ["87", "87"]

    def test_children_stand_in_dictionary_order_with_numbers_by_size(self) -> None:
        names = [unit.name for unit in selectors.list_children("866", OLD)]
        assert names[:7] == ["Phường 1", "Phường 2", "Phường 3", "Phường 4", "Phường 6", "Phường 11", "Phường Hoà Thuận"]
        assert len(selectors.list_children(None, NEW)) == 34
        assert len(selectors.list_children("82", NEW)) == 102

    def test_the_search_answers_an_address_box(self, client: Client) -> None:
        response = client.get("/don-vi/tim/?q=p1+cao+lanh&ngay=2020-11-23")
        assert response.json() == [
            {"value": str(commune("29866", OLD).pk), "label": "Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp", "detail": ""},
            {"value": str(commune("29863", OLD).pk), "label": "Phường 11, Thành phố Cao Lãnh, Tỉnh Đồng Tháp", "detail": ""},
        ]
        assert "public" in response["Cache-Control"]
        assert client.get("/don-vi/tim/?q=tan&ngay=23/11/2020")["X-Next-Page"] == "2"
        assert client.get("/don-vi/tim/?q=").json() == []
        assert "Phường Cao Lãnh" in client.get("/don-vi/tim/?q=cao+lanh&dang=html").content.decode()

    def test_the_register_shows_three_tiers_in_2020_and_two_in_2025(self, client: Client) -> None:
        old, new = selectors.unit_by_code("87", "province", OLD), selectors.unit_by_code("82", "province", NEW)
        assert old is not None
        assert new is not None
        old_page, new_page = (client.get(f"/don-vi/{unit.pk}/").content.decode() for unit in (old, new))
        assert "Thành phố Cao Lãnh" in old_page
        assert "Nay là" in old_page
        assert "Phường Cao Lãnh" in new_page
        assert "Hình thành từ" in new_page
        assert "Tỉnh Hà Giang" in client.get("/don-vi/?ngay=23/11/2020").content.decode()
        assert "Tỉnh Hà Giang" not in client.get("/don-vi/?ngay=23/11/2026").content.decode()


@pytest.mark.django_db
def test_an_unknown_unit_is_not_found(client: Client) -> None:
    with pytest.raises(UnitNotFound):
        selectors.get_unit(0)
    assert selectors.resolve_units([0], NEW) == {}
    assert client.get("/don-vi/999999999/").status_code == 404


@pytest.mark.django_db
def test_a_place_box_reads_its_own_keys() -> None:
    unit = make_unit("Phường Cao Lãnh", parent=make_unit("Tỉnh Đồng Tháp", level="province"))
    assert selectors.place_label(str(unit.pk)) == "Phường Cao Lãnh, Tỉnh Đồng Tháp"
    assert selectors.search_places("cao", NEW) == [(str(unit.pk), "Phường Cao Lãnh, Tỉnh Đồng Tháp")]
    assert selectors.place_label("x") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "  ", "!!!", "zz' | qq:* & !", "\\", "<->", "\u0000", "zz:*A"])
def test_strange_words_are_harmless(words: str) -> None:
    assert selectors.find_units(words, NEW) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_the_command_reports_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_units", "--province", "dongthap-2025")
    assert '"created": 14731' in capsys.readouterr().out
