"""Search by code, by name without accents, by phone; only within the reader's reach."""

import pytest
from django.test import Client

from sen.capabilities.dossiers.models import Dossier
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import in_work
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(citizen: Actor, clerk: Actor, agency: Agency) -> Dossier:
    return in_work(citizen, clerk, agency)


@pytest.mark.parametrize("words", ["tran thi mai", "Trần Thị Mai", "0900000123", "0900 000 123", "087198004512"])
def test_it_finds_by_name_phone_and_number(client: Client, specialist: Actor, dossier: Dossier, words: str) -> None:
    text = signed_in(client, specialist).get("/lam-viec/tim/", {"q": words}).content.decode()
    assert dossier.code in text
    row = text[text.index("<tbody>") : text.index("</tbody>")]
    assert "0900000123" not in row and "087198004512" not in row


def test_an_exact_code_opens_the_dossier(client: Client, specialist: Actor, dossier: Dossier) -> None:
    answer = signed_in(client, specialist).get("/lam-viec/tim/", {"q": dossier.code.lower()})
    assert answer["Location"] == f"/lam-viec/ho-so/{dossier.code}/"


def test_it_says_what_to_try_when_nothing_is_found(client: Client, specialist: Actor, dossier: Dossier) -> None:
    text = signed_in(client, specialist).get("/lam-viec/tim/", {"q": "<khong ai>"}).content.decode()
    assert "Chưa thấy hồ sơ nào" in text and "<khong ai>" not in text


def test_it_does_not_reach_into_another_agency(client: Client, outsider_officer: Actor, dossier: Dossier) -> None:
    for words in ("tran thi mai", dossier.code, "087198004512"):
        answer = signed_in(client, outsider_officer).get("/lam-viec/tim/", {"q": words})
        assert answer.status_code == 200 and f"/lam-viec/ho-so/{dossier.code}/" not in answer.content.decode()
