"""The whole story of one dossier in a real browser, with JavaScript and without."""

import pytest

from tests.browsing import CITIZEN, Come
from tests.journeys.browser import story

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_dossier_goes_from_the_first_word_typed_to_a_strangers_check(come: Come, scripts: bool) -> None:
    citizen = come(scripts=scripts)
    story.find_procedure(citizen)
    told = story.apply(citizen, CITIZEN)
    print(told)
