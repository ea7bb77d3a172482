"""The same promises from the double in memory and from the sandbox server over HTTP."""

import dataclasses
import datetime as dt

import pytest
import requests

from sen.capabilities.national.adapters.business.client import BusinessClient
from sen.capabilities.national.adapters.business.double import MemoryBusinesses
from sen.capabilities.national.adapters.legislation.client import LegislationClient
from sen.capabilities.national.adapters.legislation.double import MemoryLegislation
from sen.capabilities.national.adapters.population.client import PopulationClient
from sen.capabilities.national.adapters.population.double import MemoryPopulation
from sen.capabilities.national.errors import AnswerNotUnderstood, SourceRefused
from sen.capabilities.national.types import BusinessRecord, CitizenQuestion, CitizenRecord, LegalRecord

MAI = CitizenQuestion("087190990001", "Trần Thị Mai", dt.date(1990, 5, 17), "VN1", "1.001612")
RECORD = CitizenRecord("087190990001", "Trần Thị Mai", "19900517", "2", "29869", "Số 12, Ấp 1", "H1")
FIRM = BusinessRecord(
    "1400000018",
    "Công ty TNHH Sen Mẫu",
    "Công ty TNHH một thành viên",
    "Đang hoạt động",
    "Phường Cao Lãnh",
    "Lê Văn Tám",
    ("01110", "46310"),
)
BOTH = pytest.mark.parametrize("kind", ["memory", "sandbox"])


@pytest.fixture
def people(kind, people_server, reach):
    return MemoryPopulation([RECORD]) if kind == "memory" else PopulationClient(reach(people_server))


@pytest.fixture
def businesses(kind, business_server, reach):
    return MemoryBusinesses([FIRM]) if kind == "memory" else BusinessClient(reach(business_server))


@pytest.fixture
def texts(kind, legal_server, reach):
    known = LegalRecord("100001", "61/2018/NĐ-CP", "Về cơ chế một cửa", "Còn hiệu lực", dt.date(2018, 6, 21), None, dt.date(2025, 1, 2))
    return MemoryLegislation([known]) if kind == "memory" else LegislationClient(reach(legal_server))


@BOTH
def test_a_person_is_told_only_when_number_name_and_birth_date_fit(people):
    assert people.look_up(MAI) == [RECORD]
    assert people.confirm(MAI) is True
    for change in ({"name": "Trần Thị Hoa"}, {"number": "087190990009"}, {"born_on": dt.date(1990, 5, 18)}):
        other = dataclasses.replace(MAI, **change)
        assert people.look_up(other) == []
        assert people.confirm(other) is False


@BOTH
def test_a_name_is_compared_without_regard_to_case(people):
    assert people.confirm(dataclasses.replace(MAI, name="TRẦN THỊ MAI")) is True


@BOTH
def test_a_business_is_found_by_number_and_by_words_without_accents(businesses):
    assert FIRM.number in [one.number for one in businesses.search("1400000")]
    assert FIRM.number in [one.number for one in businesses.search("cong ty sen mau")]
    assert businesses.search("khong co ten nay") == []


@BOTH
def test_a_business_is_read_whole_by_its_number(businesses):
    assert businesses.read(FIRM.number) == FIRM
    assert businesses.read("9999999999") is None


@BOTH
def test_changes_of_texts_come_from_a_day_on(texts):
    records, more = texts.changed_since(dt.date(2025, 1, 1))
    assert ([one.number for one in records], more) == (["61/2018/NĐ-CP"], False)
    assert texts.changed_since(dt.date(2026, 1, 1))[0] == []


def test_an_answer_without_known_shape_is_not_used(people_server, reach):
    call = reach(people_server)
    broken = PopulationClient(lambda method, address, body: call("GET", "/", None))
    with pytest.raises(AnswerNotUnderstood):
        broken.look_up(MAI)


def test_a_refusal_of_the_source_is_passed_on_in_its_words(people_server, reach):
    people_server.faults.choose({"kind": "refuse", "times": 1})
    client = PopulationClient(reach(people_server))
    with pytest.raises(SourceRefused) as caught:
        client.look_up(MAI)
    assert "bảo trì" in caught.value.message
    assert client.confirm(MAI) is True


def test_a_doubled_answer_counts_once_for_businesses(business_server, reach):
    business_server.faults.choose({"kind": "duplicate"})
    assert len(BusinessClient(reach(business_server)).search("1400000018")) == 1


def test_a_source_that_breaks_the_connection_gives_no_answer(people_server, reach):
    people_server.faults.choose({"kind": "down", "times": 1})
    client = PopulationClient(reach(people_server))
    with pytest.raises(requests.ConnectionError):
        client.confirm(MAI)
    assert client.confirm(MAI) is True


def test_nobody_is_let_in_without_the_token(people_server, reach):
    reach(people_server)
    assert people_server.credential == "sandbox-application"
    assert people_server.faults.choose({"kind": "nonsense"}).startswith("kind must be")
