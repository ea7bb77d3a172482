"""Searching among the people, counting them, and inventing them for demonstrations."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings

from sen.kernel.identifiers import is_citizen_number, normal_business_number, read_citizen_number
from sen.registries.codelists.models import CodeItem, CodeList
from sen.registries.parties.models import Business, Household, Person, PopulationStep, Relation
from sen.registries.parties.selectors import ages, count_people, get_household, search_people, unit_counts
from sen.registries.parties.services import fold_population, load_businesses, load_people, load_population, recount_population
from sen.registries.parties.types import PersonSearch
from sen.registries.units.models import AdministrativeUnit, UnitSuccession
from tests.factories import MONDAY, make_person, make_unit

pytestmark = pytest.mark.django_db
FOLDER = settings.REFERENCE_DIR / "people"
DAY = dt.date(2025, 7, 1)


def names(words: str = "", year: int | None = None, units: tuple[int, ...] = (), page: int = 1, size: int = 25) -> list[str]:
    return [hit.name for hit in search_people(PersonSearch(words, year, units), page, size).items]


def test_a_name_is_found_without_accents_first_by_its_beginning_then_by_its_end_then_inside() -> None:
    for name in ("Lê Thị Mai", "Mai Văn Tám", "Trần Mai Anh", "Võ Văn Hai"):
        make_person(name)
    assert names("mai") == ["Mai Văn Tám", "Lê Thị Mai", "Trần Mai Anh"]
    assert names("tran m") == ["Trần Mai Anh"]
    assert names("Thị Mai") == ["Lê Thị Mai"]
    assert names("ai") == []


def test_pages_of_a_search_neither_repeat_nor_lose_anybody() -> None:
    for place in range(7):
        make_person(f"Mai Văn {'ABCDEFG'[place]}")
        make_person(f"Lê {'ABCDEFG'[place]} Mai")
        make_person(f"Lê Mai {'ABCDEFG'[place]}")
    paged = [name for page in range(1, 8) for name in names("mai", page=page, size=4)]
    assert len(paged) == len(set(paged)) == 21


def test_year_and_unit_narrow_a_search() -> None:
    here, there = make_unit("Xã A"), make_unit("Xã B")
    make_person("Lê Thị Mai", unit=here)
    make_person("Lê Văn Mai", unit=there, born_on=dt.date(1980, 1, 1), birth_precision="y")
    assert names("mai", 1980) == ["Lê Văn Mai"]
    assert names("mai", units=(here.pk,)) == ["Lê Thị Mai"]
    assert names("", 1980) == ["Lê Văn Mai"]
    assert names("") == [] and names("mai", 99999) == []


def test_numbers_and_phones_find_exactly_and_merged_records_are_not_shown() -> None:
    mai = make_person("Lê Thị Mai", identity_number="087190990777", phone="0900000001", old_number="340000001")
    make_person("Lê Thị Mai Hai", merged_into=mai)
    assert names("087190990777") == names("087 190 990 777") == names("0900000001") == names("340000001") == ["Lê Thị Mai"]
    assert names("0871909907") == []
    assert names("le thi mai hai") == []


def test_people_are_counted_by_the_unit_of_today() -> None:
    old = make_unit("Phường 1", valid_to=dt.date(2025, 6, 30))
    new = make_unit("Phường Cao Lãnh", valid_from=DAY)
    UnitSuccession.objects.create(old=old, new=new, kind="whole", effective_on=DAY)
    make_person("A", unit=old, gender="1", born_on=dt.date(2015, 1, 1))
    make_person("B", unit=new, gender="2", born_on=dt.date(1950, 1, 1))
    make_person("C", unit=new, died_on=dt.date(2020, 1, 1))
    assert recount_population() == 2
    (count,) = unit_counts(MONDAY.date())
    assert (count.name, count.people, count.men, count.women, count.young, count.old) == ("Phường Cao Lãnh", 2, 1, 1, 1, 1)
    bands = {band.label: (band.men, band.women) for band in ages(MONDAY.date())}
    assert bands["10–14"] == (1, 0) and bands["75–79"] == (0, 1)


def test_folding_the_steps_keeps_the_count() -> None:
    for people in (1, 1, -1, 5):
        PopulationStep.objects.create(unit_id=1, born_year=1990, gender="1", people=people)
    PopulationStep.objects.create(unit_id=2, born_year=1990, gender="1", people=1)
    PopulationStep.objects.create(unit_id=2, born_year=1990, gender="1", people=-1)
    assert fold_population() == 5
    assert count_people() == 6 and PopulationStep.objects.count() == 1


@pytest.fixture
def loaded() -> AdministrativeUnit:
    province = make_unit("Tỉnh Đồng Tháp", level="province", code="82")
    unit = make_unit("Phường Cao Lãnh", parent=province, code="29869")
    lines = CodeList.objects.create(key="nganh-kinh-te", name="x")
    CodeItem.objects.create(code_list=lines, code="4711", name="Bán lẻ")
    load_people(people_folder=FOLDER, province_code="82", on=DAY, now=MONDAY, count=30)
    load_population(people_folder=FOLDER, province_code="82", on=DAY, count=1500)
    return unit


def test_invented_people_live_in_households_and_bear_reserved_numbers(loaded: AdministrativeUnit) -> None:
    people = list(Person.objects.all())
    assert 1500 <= len(people) < 1520
    assert all(p.is_demo and is_citizen_number(p.identity_number) and p.identity_number[6:8] in ("97", "98", "99") for p in people)
    for person in people:
        read = read_citizen_number(person.identity_number)
        assert read and read.has_known_place and (read.born_year, read.gender) == (person.born_on.year, person.gender)
    assert all(p.household_id for p in people if not p.died_on)
    assert Household.objects.filter(head__isnull=True).count() == 0
    assert 2.5 < len(people) / Household.objects.count() < 5
    assert recount_population() == 0 and count_people() == sum(p.died_on is None for p in people)


def test_invented_families_make_sense(loaded: AdministrativeUnit) -> None:
    for tie in Relation.objects.select_related("person", "relative"):
        if tie.kind in ("father", "mother"):
            assert tie.relative.born_on.year + 12 <= tie.person.born_on.year
            assert tie.relative.gender == ("1" if tie.kind == "father" else "2")
        else:
            assert tie.person.gender != tie.relative.gender
            assert max(tie.person.born_on, tie.relative.born_on) < tie.valid_from
    for household in Household.objects.all()[:20]:
        assert get_household(household.pk).members[0].is_head


def test_those_who_were_there_before_belong_to_a_household(loaded: AdministrativeUnit) -> None:
    first = Person.objects.filter(identity_number__regex=r"^\d{6}99").order_by("pk")
    assert first.count() == 30
    assert not first.filter(household__isnull=True).exists()


def test_a_larger_load_goes_on_after_a_smaller_one(loaded: AdministrativeUnit) -> None:
    before = Person.objects.count()
    load_population(people_folder=FOLDER, province_code="82", on=DAY, count=before + 900)
    assert before + 900 <= Person.objects.count() < before + 920
    assert recount_population() == 0


def test_a_small_load_still_gives_everybody_a_household() -> None:
    make_unit("Phường Cao Lãnh", parent=make_unit("Tỉnh Đồng Tháp", level="province", code="82"), code="29869")
    load_people(people_folder=FOLDER, province_code="82", on=DAY, now=MONDAY, count=30)
    load_population(people_folder=FOLDER, province_code="82", on=DAY, count=10)
    assert Person.objects.count() > 30
    assert not Person.objects.filter(household__isnull=True, died_on__isnull=True).exists()


def test_a_second_load_changes_nothing(loaded: AdministrativeUnit) -> None:
    before = Person.objects.count()
    made = load_population(people_folder=FOLDER, province_code="82", on=DAY, count=1500)
    assert made["people"] == 0 and Person.objects.count() == before


def test_invented_businesses_have_true_check_digits_and_a_representative(loaded: AdministrativeUnit) -> None:
    made: dict[str, Any] = load_businesses(people_folder=FOLDER, province_code="82", on=DAY, count=40)
    assert made == {"businesses": 40}
    for business in Business.objects.select_related("representative"):
        assert normal_business_number(business.number) == business.number and business.is_demo
        assert business.representative.identity_number == business.representative_number
        assert business.lines.filter(is_main=True).count() == (0 if business.parent_id else 1)
    again = load_businesses(people_folder=FOLDER, province_code="82", on=DAY, count=40)
    assert again == {"businesses": 0}
