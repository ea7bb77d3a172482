"""Proving to be there once more before a grave change."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from sen.foundation.accounts.errors import ProofTooOld
from sen.foundation.accounts.models import Account, LiveSession, SignInFailure
from sen.foundation.accounts.policies import require_proof
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor
from tests.factories import MONDAY, signed_in

PASSWORD = "mot bong sen 2025"
HASH = make_password(PASSWORD)
PLACE = "/tai-khoan/bao-ve/ung-dung/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def stale(client: Client, specialist: Actor) -> Client:
    """A browser whose owner proved to be there an hour ago."""
    Account.objects.update(password=HASH)
    signed_in(client, specialist)
    LiveSession.objects.update(confirmed_at=clock.now() - dt.timedelta(hours=1))
    return client


def test_an_old_proof_leads_to_the_confirmation_and_back(stale: Client) -> None:
    assert stale.get(PLACE)["Location"] == f"/dang-nhap/xac-nhan/?tiep={PLACE}"
    response = stale.post("/dang-nhap/xac-nhan/", {"password": PASSWORD, "tiep": PLACE})
    assert response["Location"] == PLACE
    assert stale.get(PLACE).status_code == 200


def test_a_wrong_password_confirms_nothing_and_is_counted(stale: Client) -> None:
    assert stale.post("/dang-nhap/xac-nhan/", {"password": "khong phai"}).status_code == 422
    assert SignInFailure.objects.count() == 1
    assert stale.get(PLACE).status_code == 302


def test_what_was_posted_with_an_old_proof_is_not_done(stale: Client) -> None:
    assert stale.post("/tai-khoan/bao-ve/ma-du-phong/")["Location"].startswith("/dang-nhap/xac-nhan/")


def test_a_service_refuses_an_old_proof_and_a_level_too_low(specialist: Actor) -> None:
    proved = Actor(specialist.kind, specialist.account_id, assurance=2, confirmed_at=MONDAY)
    require_proof(proved, MONDAY + dt.timedelta(minutes=14))
    require_proof(SYSTEM, MONDAY)
    with pytest.raises(ProofTooOld):
        require_proof(proved, MONDAY + dt.timedelta(minutes=16))
    with pytest.raises(ProofTooOld):
        require_proof(proved, MONDAY, assurance=3)
    with pytest.raises(ProofTooOld):
        require_proof(specialist, MONDAY)
