"""The interface of administrative units."""

import datetime as dt
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.registries.units.models import UnitSuccession
from tests.factories import MONDAY, make_unit

pytestmark = pytest.mark.django_db
REFORM = dt.date(2025, 7, 1)


@pytest.fixture
def country(db: None) -> dict[str, Any]:
    """A province, one ward until the reform of 2025 and the ward that continues it."""
    province = make_unit("Tỉnh Đồng Tháp", level="province", code="87")
    old = make_unit("Phường 1", parent=province, code="29866", valid_to=REFORM - dt.timedelta(days=1))
    new = make_unit("Phường Cao Lãnh", parent=province, code="29869", valid_from=REFORM)
    UnitSuccession.objects.create(old=old, new=new, kind="whole", effective_on=REFORM, basis="Sắp xếp năm 2025")
    return {"province": province, "old": old, "new": new}


def test_a_list_is_that_of_the_day_asked_for(client: Client, country: dict[str, Any]) -> None:
    before = client.get("/api/don-vi/units?as_of=2024-01-01&level=commune").json()
    after = client.get("/api/don-vi/units?as_of=2026-01-01&level=commune").json()
    assert [unit["code"] for unit in before["items"]] == ["29866"]
    assert [unit["code"] for unit in after["items"]] == ["29869"]
    assert (after["total"], after["more"], after["as_of"]) == (1, False, "2026-01-01")


def test_a_list_comes_in_pages(client: Client, country: dict[str, Any]) -> None:
    first = client.get("/api/don-vi/units?as_of=2026-01-01&size=1").json()
    second = client.get("/api/don-vi/units?as_of=2026-01-01&size=1&page=2").json()
    assert (first["more"], second["more"], first["total"]) == (True, False, 2)
    assert {first["items"][0]["code"], second["items"][0]["code"]} == {"87", "29869"}


def test_units_are_found_by_words_without_accents_and_by_province(client: Client, country: dict[str, Any]) -> None:
    found = client.get("/api/don-vi/units?as_of=2026-01-01&q=cao+lanh&province=87").json()
    assert [unit["name"] for unit in found["items"]] == ["Phường Cao Lãnh"]
    assert client.get("/api/don-vi/units?as_of=2026-01-01&province=99").json()["items"] == []


def test_one_unit_tells_what_came_before_and_after(client: Client, country: dict[str, Any]) -> None:
    old = client.get("/api/don-vi/units/29866?as_of=2024-01-01").json()
    assert [(step["code"], step["effective_on"]) for step in old["successors"]] == [("29869", "2025-07-01")]
    assert old["parent_code"] == "87"
    assert client.get(f"/api/don-vi/records/{country['new'].pk}").json()["predecessors"][0]["code"] == "29866"


def test_a_code_nobody_bears_on_the_day_is_not_found(client: Client, country: dict[str, Any]) -> None:
    answer = client.get("/api/don-vi/units/29866?as_of=2026-01-01")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-record")
    assert answer["Content-Type"] == "application/problem+json"


def test_an_old_code_leads_to_the_new_one(client: Client, country: dict[str, Any]) -> None:
    found = client.get("/api/don-vi/units/29866/resolve?as_of=2024-01-01&to=2026-01-01").json()
    assert (found["resolved"]["code"], found["is_same"]) == ("29869", False)
    still = client.get("/api/don-vi/units/29866/resolve?as_of=2024-01-01&to=2025-01-01").json()
    assert (still["resolved"]["code"], still["is_same"], still["successors"]) == ("29866", True, [])


def test_the_feed_is_followed_by_number(client: Client, country: dict[str, Any]) -> None:
    changes = [Change("unit", str(place), Action.CREATED) for place in range(3)]
    append_changes(registry="don-vi", changes=changes, now=MONDAY)
    first = client.get("/api/don-vi/changes?limit=2").json()
    assert ([line["number"] for line in first["changes"]], first["more"], first["next"], first["last"]) == ([1, 2], True, 2, 3)
    rest = client.get("/api/don-vi/changes?after=2").json()
    assert ([line["key"] for line in rest["changes"]], rest["more"], rest["next"]) == (["2"], False, 3)
    assert client.get("/api/don-vi/changes?after=3").json()["changes"] == []


def test_open_data_says_licence_day_and_meaning(client: Client, country: dict[str, Any]) -> None:
    package = client.get("/api/don-vi/open-data?as_of=2026-01-01").json()
    assert package["licenses"][0]["name"] == settings.OPEN_DATA_LICENCE
    assert package["as_of"] == "2026-01-01"
    fields = {field["name"]: field["title"] for field in package["resources"][0]["schema"]["fields"]}
    assert fields["valid_from"].startswith("Có trong danh mục từ")


def test_open_data_comes_as_csv_and_json_of_the_day(client: Client, country: dict[str, Any]) -> None:
    text = client.get("/api/don-vi/open-data/don-vi-hanh-chinh.csv?as_of=2026-01-01").getvalue().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("id,code,level,name")
    assert "29869" in text and "29866" not in text
    told = client.get("/api/don-vi/open-data/ke-thua-don-vi.json?as_of=2026-01-01")
    rows = json.loads(told.getvalue())
    assert rows["data"][0]["old_code"] == "29866" and rows["licenses"]


def test_open_data_is_not_sent_twice(client: Client, country: dict[str, Any]) -> None:
    address = "/api/don-vi/open-data/don-vi-hanh-chinh.csv?as_of=2026-01-01"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    append_changes(registry="don-vi", changes=[Change("unit", "1", Action.CHANGED)], now=MONDAY)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_list_costs_few_queries_whatever_its_length(client: Client, country: dict[str, Any], django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_unit(f"Xã {number}", parent=country["province"])
    with django_assert_max_num_queries(7):
        client.get("/api/don-vi/units?as_of=2026-01-01&size=40")
