"""The interface of the procedure catalogue."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from sen.capabilities.procedures.models import ProcedureVersion
from sen.capabilities.procedures.states import VersionState

pytestmark = pytest.mark.django_db
PLACE = "/api/thu-tuc/procedures"
CODE = "1.001193"
DAY = "2026-11-16"


def test_a_procedure_tells_everything_it_demands(client: Client, birth: ProcedureVersion) -> None:
    told = client.get(f"{PLACE}/{CODE}?as_of={DAY}").json()
    assert (told["code"], told["version"], told["name"]) == (CODE, birth.number, birth.name)
    assert told["components"] and told["methods"] and told["bases"] and told["steps"]
    assert set(told["bases"][0]) == {"document_id", "number", "title", "effect"}


def test_a_day_before_the_first_version_has_no_procedure(client: Client, birth: ProcedureVersion) -> None:
    assert client.get(f"{PLACE}/{CODE}?as_of=1999-01-01").status_code == 404
    assert client.get(f"{PLACE}/{CODE}?as_of=1999-01-01").json()["code"] == "procedure-not-found"


def test_the_version_of_the_day_answers(client: Client, birth: ProcedureVersion) -> None:
    ProcedureVersion.objects.filter(pk=birth.pk).update(state=VersionState.REPLACED, valid_to=dt.date(2026, 11, 15))
    birth.pk, birth.number, birth.state, birth.valid_from, birth.name = (
        None,
        birth.number + 1,
        "published",
        dt.date(2026, 11, 16),
        "Bản mới",
    )
    birth._state.adding = True
    birth.save()
    assert client.get(f"{PLACE}/{CODE}?as_of={DAY}").json()["name"] == "Bản mới"
    assert client.get(f"{PLACE}/{CODE}?as_of=2026-11-15").json()["version"] == birth.number - 1
    assert [one["number"] for one in client.get(f"{PLACE}/{CODE}/versions").json()] == [birth.number, birth.number - 1]


def test_procedures_are_found_and_paged(client: Client, birth: ProcedureVersion) -> None:
    found = client.get(PLACE, {"q": "khai sinh", "as_of": DAY}).json()
    assert [row["code"] for row in found["items"]] == [CODE]
    assert (found["total"], found["more"]) == (1, False)
    assert client.get(PLACE, {"as_of": DAY, "level": "province", "q": "khai sinh", "field": 999999}).json()["items"] == []


def test_drafts_stay_inside(client: Client, birth: ProcedureVersion) -> None:
    ProcedureVersion.objects.filter(pk=birth.pk).update(state=VersionState.DRAFT)
    assert client.get(PLACE, {"as_of": DAY}).json()["total"] == 0
    assert client.get(f"{PLACE}/{CODE}/versions").json() == []
    assert client.get(f"{PLACE}/{CODE}").status_code == 404


def test_papers_of_a_case_include_those_of_every_case(client: Client, birth: ProcedureVersion) -> None:
    whole = client.get(f"{PLACE}/{CODE}/components?as_of={DAY}").json()
    none = client.get(f"{PLACE}/{CODE}/components?as_of={DAY}&case=2000000000").json()
    assert len(whole) >= len(none)
    assert all(row["case"] is None for row in none)


def test_publication_and_open_data(client: Client, birth: ProcedureVersion) -> None:
    feed = client.get("/api/thu-tuc/changes").json()
    assert [(line["key"], line["action"]) for line in feed["changes"]] == [(CODE, "created")]
    rows = json.loads(client.get(f"/api/thu-tuc/open-data/thu-tuc-hanh-chinh.json?as_of={DAY}").getvalue())
    assert [row["code"] for row in rows["data"]] == [CODE]
    assert client.get(f"/api/thu-tuc/open-data/can-cu-phap-ly.csv?as_of={DAY}").getvalue()


def test_one_procedure_costs_few_queries(client: Client, birth: ProcedureVersion, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(18):
        client.get(f"{PLACE}/{CODE}?as_of={DAY}")
