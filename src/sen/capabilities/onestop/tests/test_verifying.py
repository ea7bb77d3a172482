"""An account is proved at the counter when person, card, account and register agree; otherwise it stays where it was."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.onestop import services
from sen.capabilities.onestop.errors import AccountStatesOther, RegisterKnowsNobody, RegisterStatesOther
from sen.capabilities.onestop.types import ShownCard
from sen.foundation.accounts.errors import AccountNotFound
from sen.foundation.accounts.models import Account
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_person, signed_in

pytestmark = pytest.mark.django_db
NUMBER = "087190123456"
NAME = "Phan Thị Kim Ngân"
BORN = dt.date(1990, 5, 17)
CARD = ShownCard(NUMBER, NAME, BORN)
SCANNED = f"{NUMBER}|312345678|{NAME}|17051990|Nữ|Số 5, Khóm 3, Phường Cao Lãnh, Đồng Tháp|01012022"


@pytest.fixture
def account(db: None) -> Account:
    return Account.objects.create(
        login=NUMBER, kind="citizen", name=NAME, name_folded="phan thi kim ngan", phone="0900000456", created_at=MONDAY
    )


def level(account: Account) -> int:
    account.refresh_from_db()
    return account.assurance


def test_card_account_and_register_agree_and_the_account_rises(clerk: Actor, account: Account) -> None:
    person = make_person(NAME, identity_number=NUMBER, born_on=BORN)
    assert services.verify_account(actor=clerk, card=CARD, now=MONDAY) == NAME
    assert level(account) == 2
    read = AuditEntry.objects.get(kind="read")
    assert (read.person_id, read.purpose, read.actor_id) == (person.pk, "Xác minh tài khoản tại quầy", clerk.account_id)
    assert AuditEntry.objects.get(action="account.vouch").actor_id == clerk.account_id


@pytest.mark.parametrize(
    ("card", "error"),
    [
        (ShownCard(NUMBER, "Phan Thị Kim Hoa", BORN), AccountStatesOther),
        (ShownCard(NUMBER, NAME, dt.date(1990, 5, 18)), RegisterStatesOther),
        (ShownCard("087190123457", NAME, BORN), AccountNotFound),
    ],
)
def test_whoever_differs_is_refused_and_nothing_rises(clerk: Actor, account: Account, card: ShownCard, error: type[Exception]) -> None:
    make_person(NAME, identity_number=NUMBER, born_on=BORN)
    with pytest.raises(error):
        services.verify_account(actor=clerk, card=card, now=MONDAY)
    assert level(account) == 1


def test_a_number_the_register_does_not_know_proves_nothing(clerk: Actor, account: Account) -> None:
    with pytest.raises(RegisterKnowsNobody):
        services.verify_account(actor=clerk, card=CARD, now=MONDAY)
    assert level(account) == 1


def test_only_a_one_stop_verifies(specialist: Actor, account: Account) -> None:
    make_person(NAME, identity_number=NUMBER, born_on=BORN)
    with pytest.raises(NotAllowed):
        services.verify_account(actor=specialist, card=CARD, now=MONDAY)
    assert level(account) == 1


def test_the_page_takes_a_scanned_card_and_wants_the_card_seen(client: Client, clerk: Actor, account: Account) -> None:
    make_person(NAME, identity_number=NUMBER, born_on=BORN)
    page = signed_in(client, clerk)
    unseen = page.post(reverse("onestop:verify"), {"number": SCANNED})
    assert unseen.status_code == 422 and level(account) == 1
    done = page.post(reverse("onestop:verify"), {"number": SCANNED, "seen": "on"}, follow=True)
    assert "đã ở mức 2" in done.content.decode() and level(account) == 2


def test_a_typed_number_needs_name_and_birthday(client: Client, clerk: Actor, account: Account) -> None:
    answer = signed_in(client, clerk).post(reverse("onestop:verify"), {"number": "0871", "seen": "on"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Số định danh gồm 12 chữ số" in text and "gõ như trên thẻ" in text
