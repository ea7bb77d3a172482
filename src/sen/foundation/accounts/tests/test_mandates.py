"""Acting in another's name: legal representatives, mandates with scope and term, and the session's choice."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts import types as ports
from sen.foundation.accounts.errors import (
    AssuranceTooLow,
    BusinessUnknown,
    MandateDatesWrong,
    MandateNotFound,
    MandateTooNarrow,
    NotItsRepresentative,
    NotYoursToGrant,
    RegisterAway,
    RepresentativeUnfit,
)
from sen.foundation.accounts.models import Account, LiveSession, Mandate
from sen.foundation.accounts.policies import check_may_submit
from sen.foundation.accounts.selectors import actor_of_session
from sen.foundation.accounts.types import BusinessAnswer, MemoryBusinessCheck, NewMandate, register_business_check
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import make_citizen, signed_in

CODE = "1400123456"
TODAY = clock.today()
YEAR = dt.timedelta(days=364)
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> Actor:
    return make_citizen("Trần Thị Mai", assurance=2)


@pytest.fixture
def helper(db: None) -> Actor:
    return make_citizen("Lê Văn Hòa", assurance=2)


@pytest.fixture
def registers(owner: Actor) -> Iterator[MemoryBusinessCheck]:
    """A register in which the owner represents one business."""
    check, before = MemoryBusinessCheck(), list(ports._business_check)
    check.businesses[CODE] = BusinessAnswer(7, CODE, "Công ty TNHH Sen Hồng", True, frozenset({login(owner)}))
    register_business_check(check)
    yield check
    ports._business_check[:] = before


def login(actor: Actor) -> str:
    return Account.objects.get(pk=actor.account_id).login


def claim(actor: Actor) -> Mandate:
    return services.claim_business(actor=actor, code=CODE, now=clock.now())


def grant(actor: Actor, to: str, *, business_id: int | None = 7, scope: str = "submit", until: dt.date = TODAY + YEAR) -> Mandate:
    return services.grant_mandate(actor=actor, wanted=NewMandate(to, scope, TODAY, until), business_id=business_id, now=clock.now())


def test_a_legal_representative_acts_for_the_business(registers: MemoryBusinessCheck, owner: Actor, client: Client) -> None:
    mandate = claim(owner)
    assert claim(owner).pk == mandate.pk
    signed_in(client, owner)
    assert client.post("/tai-khoan/thay-mat/chon/", {"uy-quyen": mandate.pk, "tiep": "/tai-khoan/"})["Location"] == "/tai-khoan/"
    acting = actor_of_session(client.cookies["phien"].value, clock.now()).acting_for
    assert acting is not None
    assert (acting.kind, acting.id, acting.code, acting.name) == ("business", 7, CODE, "Công ty TNHH Sen Hồng")


def test_every_portal_page_says_in_whose_name(registers: MemoryBusinessCheck, owner: Actor, client: Client) -> None:
    mandate = claim(owner)
    signed_in(client, owner)
    client.post("/tai-khoan/thay-mat/chon/", {"uy-quyen": mandate.pk})
    for place in ("/", "/tai-khoan/", "/tai-khoan/phien/"):
        page = client.get(place).content.decode()
        assert "Đang thao tác thay mặt <b>Công ty TNHH Sen Hồng</b>" in page
    client.post("/tai-khoan/thay-mat/chon/", {"tiep": "/"})
    assert "Đang thao tác thay mặt <b>" not in client.get("/").content.decode()


def test_somebody_the_register_does_not_name_is_refused(registers: MemoryBusinessCheck, helper: Actor) -> None:
    with pytest.raises(NotItsRepresentative):
        claim(helper)
    with pytest.raises(BusinessUnknown):
        services.claim_business(actor=helper, code="0000000000", now=clock.now())
    assert not Mandate.objects.exists()


def test_a_stated_identity_is_not_enough(registers: MemoryBusinessCheck) -> None:
    stated = make_citizen(assurance=1)
    with pytest.raises(AssuranceTooLow):
        claim(stated)
    with pytest.raises(AssuranceTooLow):
        grant(stated, "087190000001", business_id=None)


def test_without_a_register_the_page_says_so_and_nothing_is_written(owner: Actor) -> None:
    before = list(ports._business_check)
    ports._business_check.clear()
    try:
        with pytest.raises(RegisterAway):
            claim(owner)
    finally:
        ports._business_check[:] = before
    assert not Mandate.objects.exists()


def test_the_representative_lets_somebody_act_within_a_scope_and_a_term(
    registers: MemoryBusinessCheck, owner: Actor, helper: Actor
) -> None:
    claim(owner)
    mandate = grant(owner, login(helper), scope="read")
    assert (mandate.principal_name, mandate.ground, mandate.valid_to) == ("Công ty TNHH Sen Hồng", "granted", TODAY + YEAR)
    browser = signed_in(Client(), helper)
    services.act_for(actor=helper, session_key=browser.cookies["phien"].value, mandate_id=mandate.pk, now=clock.now())
    acting = actor_of_session(browser.cookies["phien"].value, clock.now())
    with pytest.raises(MandateTooNarrow):
        check_may_submit(acting)
    after = clock.now() + YEAR + dt.timedelta(days=2)
    assert actor_of_session(browser.cookies["phien"].value, after).acting_for is None


def test_a_person_lets_another_act_for_itself(owner: Actor, helper: Actor) -> None:
    mandate = grant(owner, login(helper), business_id=None)
    assert (mandate.principal_kind, mandate.principal_id, mandate.principal_name) == ("person", owner.person_id, owner.name)


def test_who_was_let_act_cannot_let_others(registers: MemoryBusinessCheck, owner: Actor, helper: Actor) -> None:
    claim(owner)
    grant(owner, login(helper))
    with pytest.raises(NotYoursToGrant):
        grant(helper, login(make_citizen()))
    assert Mandate.objects.count() == 2


@pytest.mark.parametrize("to", ["", "087190999999"])
def test_a_representative_needs_an_account(owner: Actor, to: str) -> None:
    with pytest.raises(RepresentativeUnfit):
        grant(owner, to, business_id=None)
    with pytest.raises(RepresentativeUnfit):
        grant(owner, login(owner), business_id=None)
    assert not Mandate.objects.exists()


def test_a_term_has_an_end_that_comes_after_its_start(owner: Actor, helper: Actor) -> None:
    for until in (TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=4000)):
        with pytest.raises(MandateDatesWrong):
            grant(owner, login(helper), business_id=None, until=until)
    assert not Mandate.objects.exists()


def test_withdrawing_ends_it_at_once_also_in_running_sessions(registers: MemoryBusinessCheck, owner: Actor, helper: Actor) -> None:
    claim(owner)
    mandate = grant(owner, login(helper))
    browser = signed_in(Client(), helper)
    services.act_for(actor=helper, session_key=browser.cookies["phien"].value, mandate_id=mandate.pk, now=clock.now())
    services.withdraw_mandate(actor=owner, mandate_id=mandate.pk, reason="Đã thôi việc", now=clock.now())
    assert actor_of_session(browser.cookies["phien"].value, clock.now()).acting_for is None
    assert LiveSession.objects.get().mandate is None
    with pytest.raises(MandateNotFound):
        services.act_for(actor=helper, session_key=browser.cookies["phien"].value, mandate_id=mandate.pk, now=clock.now())


def test_a_stranger_neither_uses_nor_ends_a_mandate(registers: MemoryBusinessCheck, owner: Actor, other_citizen: Actor) -> None:
    mandate = claim(owner)
    browser = signed_in(Client(), other_citizen)
    with pytest.raises(MandateNotFound):
        services.act_for(actor=other_citizen, session_key=browser.cookies["phien"].value, mandate_id=mandate.pk, now=clock.now())
    with pytest.raises(MandateNotFound):
        services.withdraw_mandate(actor=other_citizen, mandate_id=mandate.pk, reason="Không rõ", now=clock.now())
    mandate.refresh_from_db()
    assert mandate.withdrawn_at is None


def test_another_legal_representative_ends_the_old_ones_rights_and_grants(
    registers: MemoryBusinessCheck, owner: Actor, helper: Actor
) -> None:
    claim(owner)
    grant(owner, login(helper))
    assert services.end_mandates_of_business(business_id=7, keep_numbers=frozenset({login(owner)}), now=clock.now()) == 0
    assert services.end_mandates_of_business(business_id=7, keep_numbers=frozenset({"087190000000"}), now=clock.now()) == 2
    assert not Mandate.objects.filter(withdrawn_at__isnull=True).exists()


def test_the_register_is_asked_again_when_the_mandate_is_used(registers: MemoryBusinessCheck, owner: Actor) -> None:
    mandate = claim(owner)
    browser = signed_in(Client(), owner)
    registers.businesses[CODE] = BusinessAnswer(7, CODE, "Công ty TNHH Sen Hồng", True, frozenset())
    with pytest.raises(NotItsRepresentative):
        services.act_for(actor=owner, session_key=browser.cookies["phien"].value, mandate_id=mandate.pk, now=clock.now())
    assert actor_of_session(browser.cookies["phien"].value, clock.now()).acting_for is None


def test_the_pages_claim_grant_and_withdraw(registers: MemoryBusinessCheck, owner: Actor, helper: Actor, client: Client) -> None:
    signed_in(client, owner)
    assert client.post("/tai-khoan/thay-mat/doanh-nghiep/", {"code": CODE}).status_code == 302
    facts = {"principal": "7", "representative": login(helper), "scope": "submit", "basis": ""}
    facts |= {"valid_from": f"{TODAY:%d/%m/%Y}", "valid_to": f"{TODAY + YEAR:%d/%m/%Y}"}
    assert client.post("/tai-khoan/thay-mat/uy-quyen/", facts).status_code == 302
    granted = Mandate.objects.get(ground="granted")
    assert helper.name in client.get("/tai-khoan/thay-mat/").content.decode()
    assert client.post(f"/tai-khoan/thay-mat/{granted.pk}/rut/", {"reason": "Đã thôi việc"}).status_code == 302
    granted.refresh_from_db()
    assert granted.withdrawn_at is not None
