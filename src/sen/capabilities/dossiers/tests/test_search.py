"""Search by name: neighbouring words, the last of them perhaps unfinished."""

import pytest
from django.db import connection

from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.selectors import search_dossiers
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import submitted
from tests.factories import MONDAY

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
