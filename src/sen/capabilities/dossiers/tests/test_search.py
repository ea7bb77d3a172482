"""Search by name: neighbouring words, the last of them perhaps unfinished; from above, with the applicant's initials only."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.selectors import search_dossiers
from sen.foundation.agencies.models import Agency, AgencyLevel
from sen.kernel.actor import Actor, Role
from tests.dossier_factories import submitted
from tests.factories import MONDAY, make_agency, make_officer, signed_in

pytestmark = pytest.mark.django_db

NAMES = {"tran van van": "Trần Văn Vân", "van thi tran": "Văn Thị Trân", "le an": "Lê An"}


@pytest.fixture
def codes(citizen: Actor, agency: Agency) -> dict[str, str]:
    """The code of a dossier of each name."""
    made = {}
    for folded, name in NAMES.items():
        dossier = submitted(citizen, agency)
        Dossier.objects.filter(pk=dossier.pk).update(applicant_name=name, applicant_folded=folded)
        made[folded] = dossier.code
    return made


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Trần Văn Vân", ["tran van van"]),
        ("van van", ["tran van van"]),
        ("tran v", ["tran van van"]),
        ("van", ["tran van van", "van thi tran"]),
        ("Trâ", ["tran van van", "van thi tran"]),
        ("thi  tran", ["van thi tran"]),
        ("an", ["le an"]),
        ("lê an b", []),
        ("van tran", []),
        ("tran 'van' | le:*", []),
    ],
)
def test_words_that_stand_together_are_found(typed: str, names: list[str], clerk: Actor, codes: dict[str, str]) -> None:
    assert {found.code for found in search_dossiers(clerk, typed, MONDAY)} == {codes[name] for name in names}


def test_the_whole_table_is_looked_through_by_the_same_words() -> None:
    query = "SELECT sen_name_pairs(%s) @@ sen_name_query(%s)::tsquery"
    with connection.cursor() as cursor:
        for name, typed, fits in (
            ("tran van van", "van van", True),
            ("tran van van", "tran v", True),
            ("tran van van", "van tran", False),
            ("le an", "an", True),
            ("le an", "l", True),
        ):
            cursor.execute(query, [name, typed])
            assert cursor.fetchone() == (fits,), (name, typed)


@pytest.fixture
def district(province: Agency, agency: Agency) -> Agency:
    """The agency above the one that settles the dossiers."""
    above = make_agency("Ủy ban nhân dân huyện Lấp Vò", AgencyLevel.DISTRICT, parent=province)
    Agency.objects.filter(pk=agency.pk).update(parent=above)
    return above


@pytest.mark.parametrize("typed", ["Trần Văn Vân", "van van", "tran v"])
def test_who_answers_for_the_agency_finds_its_dossiers_with_the_name_hidden(typed: str, district: Agency, codes: dict[str, str]) -> None:
    (found,) = search_dossiers(make_officer(Role.LEADER, district), typed, MONDAY)
    assert (found.code, found.applicant, found.from_below) == (codes["tran van van"], "T. V. Vân", True)


def test_by_code_as_well(district: Agency, codes: dict[str, str]) -> None:
    leader = make_officer(Role.LEADER, district)
    assert [found.code for found in search_dossiers(leader, codes["le an"], MONDAY)] == [codes["le an"]]
    assert len(search_dossiers(leader, codes["le an"][:-4], MONDAY)) == len(NAMES)


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.ONE_STOP, Role.CLERK])
def test_others_of_the_agency_above_find_nothing(role: Role, district: Agency, codes: dict[str, str]) -> None:
    assert search_dossiers(make_officer(role, district), "Trần Văn Vân", MONDAY) == []


def test_a_dossier_an_agency_below_only_received_stays_hidden(district: Agency, other_agency: Agency, codes: dict[str, str]) -> None:
    Dossier.objects.filter(code=codes["le an"]).update(competent_agency=other_agency)
    assert search_dossiers(make_officer(Role.LEADER, district), "le an", MONDAY) == []


def test_who_works_on_it_reads_the_whole_name(clerk: Actor, codes: dict[str, str]) -> None:
    (found,) = search_dossiers(clerk, "le an", MONDAY)
    assert (found.applicant, found.from_below) == ("Lê An", False)


@pytest.mark.usefixtures("_monday")
def test_the_page_says_that_opening_asks_for_a_purpose(client: Client, district: Agency, codes: dict[str, str]) -> None:
    browser = signed_in(client, make_officer(Role.LEADER, district))
    text = browser.get(reverse("workspace:search"), {"q": "tran van van"}).content.decode()
    assert "Mở phải nêu mục đích" in text and "Trần Văn Vân" not in text
    opened = browser.get(reverse("dossiers:page", args=[codes["tran van van"]]))
    assert opened.headers["Location"] == reverse("dossiers:purpose", args=[codes["tran van van"]])
