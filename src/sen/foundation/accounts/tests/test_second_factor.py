"""The second step of signing in: codes, keys, recovery codes, trusted browsers, and roles that must have one."""

import datetime as dt
import html
import re

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import AccountNotFound, CodeWrong, FactorNeeded, TooManyAttempts
from sen.foundation.accounts.models import Account, FactorRule, LiveSession, RecoveryCode, SecurityKey, TotpFactor, TrustedDevice
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.selectors.factors import is_factor_required
from sen.foundation.accounts.services.sealing import unseal
from sen.foundation.accounts.tests.authenticator import SoftKey
from sen.foundation.accounts.types import Visit
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from tests.factories import MONDAY, make_account, make_officer, signed_in

PASSWORD = "mot bong sen 2025"
HASH = make_password(PASSWORD)
VISIT = Visit("Firefox, Linux", "203.0.113.7")
pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_account("Võ Thị Lan", login="lan@test.example", password=HASH, assurance=2)


def with_codes(account: Account, now: dt.datetime) -> tuple[pyotp.TOTP, list[str]]:
    """A generator set up for the account, and the recovery codes that came with it."""
    setup = services.begin_totp(account_id=account.pk, login=account.login, now=now)
    generator = pyotp.TOTP(setup.secret)
    codes = services.confirm_totp(actor=actor_of(account.pk, now.date()), code=generator.at(now), label="Điện thoại", now=now)
    return generator, codes


def enter_password(client: Client, login: str = "lan@test.example", **more: str) -> str:
    response = client.post("/dang-nhap/", {"login": login, "password": PASSWORD, **more})
    assert response.status_code == 302
    return str(response["Location"])


def options_in(page: bytes) -> str:
    found = re.search(r'data-options="([^"]*)"', page.decode())
    assert found
    return html.unescape(found.group(1))


def test_without_a_factor_the_password_is_enough(client: Client, account: Account) -> None:
    assert enter_password(client) not in {"/dang-nhap/buoc-hai/", "/dang-nhap/them-lop/"}
    live = LiveSession.objects.get()
    assert (live.methods, live.assurance) == (["pwd"], 2)


def test_a_code_is_asked_after_the_password_and_only_then_the_session_begins(client: Client, account: Account) -> None:
    earlier = clock.now() - dt.timedelta(minutes=5)
    generator, _ = with_codes(account, earlier)
    assert enter_password(client, tiep="/tai-khoan/") == "/dang-nhap/buoc-hai/?tiep=%2Ftai-khoan%2F"
    assert not LiveSession.objects.exists()
    assert client.get("/tai-khoan/").status_code == 302
    response = client.post("/dang-nhap/buoc-hai/", {"code": generator.at(clock.now()), "tiep": "/tai-khoan/"})
    assert response["Location"] == "/tai-khoan/"
    live = LiveSession.objects.get()
    assert (live.methods, live.assurance) == (["pwd", "otp"], 3)
    assert live.confirmed_at is not None


def test_the_second_step_is_closed_without_the_first(client: Client, account: Account) -> None:
    generator, _ = with_codes(account, MONDAY)
    response = client.post("/dang-nhap/buoc-hai/", {"code": generator.at(clock.now())})
    assert response["Location"] == "/dang-nhap/"
    assert not LiveSession.objects.exists()


def test_a_new_password_in_between_ends_the_second_step(client: Client, account: Account) -> None:
    generator, _ = with_codes(account, MONDAY)
    enter_password(client)
    Account.objects.update(password=make_password("mot mat khau khac 9"))
    assert client.post("/dang-nhap/buoc-hai/", {"code": generator.at(clock.now())})["Location"] == "/dang-nhap/"
    assert not LiveSession.objects.exists()


def test_a_code_is_good_once(account: Account) -> None:
    generator, _ = with_codes(account, MONDAY)
    later = MONDAY + dt.timedelta(minutes=2)
    code = generator.at(later)
    assert services.prove_code(account_id=account.pk, code=code, visit=VISIT, now=later) == "otp"
    with pytest.raises(CodeWrong):
        services.prove_code(account_id=account.pk, code=code, visit=VISIT, now=later)


def test_the_code_of_the_setting_up_is_not_good_again(account: Account) -> None:
    generator, _ = with_codes(account, MONDAY)
    with pytest.raises(CodeWrong):
        services.prove_code(account_id=account.pk, code=generator.at(MONDAY), visit=VISIT, now=MONDAY)


@pytest.mark.parametrize(("seconds", "fits"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_drift_by_one_step(account: Account, seconds: int, fits: bool) -> None:
    generator, _ = with_codes(account, MONDAY - dt.timedelta(hours=1))
    code = generator.at(MONDAY + dt.timedelta(seconds=seconds))
    if fits:
        assert services.prove_code(account_id=account.pk, code=code, visit=VISIT, now=MONDAY)
    else:
        with pytest.raises(CodeWrong):
            services.prove_code(account_id=account.pk, code=code, visit=VISIT, now=MONDAY)


def test_guessing_codes_is_stopped_even_for_those_who_know_the_password(account: Account) -> None:
    generator, _ = with_codes(account, MONDAY)
    Account.objects.update(password=HASH)
    for _ in range(5):
        services.sign_in(login=account.login, password=PASSWORD, address=None, now=MONDAY)
        with pytest.raises(CodeWrong):
            services.prove_code(account_id=account.pk, code="000000", visit=VISIT, now=MONDAY)
    later = MONDAY + dt.timedelta(minutes=2)
    with pytest.raises(TooManyAttempts):
        services.prove_code(account_id=account.pk, code=generator.at(later), visit=VISIT, now=later)


def test_the_secret_is_not_stored_in_clear(account: Account) -> None:
    generator, _ = with_codes(account, MONDAY)
    sealed = TotpFactor.objects.get().sealed_secret
    assert generator.secret not in sealed
    assert unseal(sealed) == generator.secret


def test_a_recovery_code_opens_once_and_is_kept_as_a_digest(account: Account) -> None:
    _, codes = with_codes(account, MONDAY)
    assert len(codes) == 10
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert services.prove_code(account_id=account.pk, code=f" {codes[3].upper()} ", visit=VISIT, now=MONDAY) == "otp"
    with pytest.raises(CodeWrong):
        services.prove_code(account_id=account.pk, code=codes[3], visit=VISIT, now=MONDAY)
    assert account.security_notices.filter(kind="recovery").exists()


def test_the_recovery_code_of_another_person_is_refused(account: Account) -> None:
    with_codes(account, MONDAY)
    other = make_account(assurance=2)
    _, codes = with_codes(other, MONDAY)
    with pytest.raises(CodeWrong):
        services.prove_code(account_id=account.pk, code=codes[0], visit=VISIT, now=MONDAY)


def test_a_trusted_browser_is_spared_the_second_step_but_not_the_proof_before_grave_changes(client: Client, account: Account) -> None:
    generator, _ = with_codes(account, clock.now() - dt.timedelta(minutes=5))
    enter_password(client)
    client.post("/dang-nhap/buoc-hai/", {"code": generator.at(clock.now()), "trust": "on"})
    token = client.cookies["sen_thiet_bi"].value
    assert not TrustedDevice.objects.filter(digest=token).exists()
    client.post("/dang-xuat/")
    assert enter_password(client) != "/dang-nhap/buoc-hai/"
    live = LiveSession.objects.get()
    assert (live.assurance, live.confirmed_at) == (2, None)
    assert client.get("/tai-khoan/bao-ve/ung-dung/")["Location"].startswith("/dang-nhap/xac-nhan/?tiep=")


def test_the_token_of_another_persons_browser_is_worth_nothing(client: Client, account: Account) -> None:
    with_codes(account, MONDAY)
    other = make_account()
    client.cookies["sen_thiet_bi"] = services.trust_device(account_id=other.pk, browser="", now=clock.now())
    assert enter_password(client) == "/dang-nhap/buoc-hai/"


def test_a_role_that_must_have_a_factor_sets_one_up_on_the_way_in(client: Client, agency: Agency) -> None:
    make_officer(Role.LEADER, agency, login="lan@test.example", password=HASH, assurance=2)
    FactorRule.objects.update_or_create(role="leader", valid_from=dt.date(2026, 1, 1), defaults={"grace_days": 0})
    assert enter_password(client) == "/dang-nhap/them-lop/"
    page = client.get("/dang-nhap/them-lop/")
    assert "<svg" in page.content.decode()
    secret = unseal(TotpFactor.objects.get().sealed_secret)
    assert client.post("/dang-nhap/them-lop/", {"code": "12"}).status_code == 422
    assert not LiveSession.objects.exists()
    answer = client.post("/dang-nhap/them-lop/", {"code": pyotp.TOTP(secret).at(clock.now())})
    assert answer.status_code == 200
    assert len(re.findall(r'<li class="code', answer.content.decode())) == 10
    assert LiveSession.objects.get().assurance == 3
    assert client.get("/tai-khoan/").status_code == 200


def test_accounts_of_the_demonstration_are_invited_only_until_a_rule_binds_them(agency: Agency) -> None:
    leader = make_officer(Role.LEADER, agency, is_demo=True)
    FactorRule.objects.update_or_create(role="leader", valid_from=dt.date(2026, 1, 1), defaults={"grace_days": 0, "spares_demo": True})
    assert not is_factor_required(leader.account, MONDAY.date())
    FactorRule.objects.update(spares_demo=False)
    assert is_factor_required(leader.account, MONDAY.date())


def test_a_new_holder_has_the_days_of_grace(agency: Agency) -> None:
    leader = make_officer(Role.LEADER, agency)
    FactorRule.objects.update_or_create(role="leader", valid_from=dt.date(2026, 1, 1), defaults={"grace_days": 14})
    assert not is_factor_required(leader.account, MONDAY.date() + dt.timedelta(days=13))
    assert is_factor_required(leader.account, MONDAY.date() + dt.timedelta(days=14))


def test_roles_without_a_rule_need_none(agency: Agency) -> None:
    assert not is_factor_required(make_officer(Role.SPECIALIST, agency).account, MONDAY.date() + dt.timedelta(days=400))


def test_the_last_factor_of_a_person_who_must_have_one_stays(agency: Agency) -> None:
    FactorRule.objects.update_or_create(role="leader", valid_from=dt.date(2026, 1, 1), defaults={"grace_days": 0})
    leader = make_officer(Role.LEADER, agency)
    with_codes(Account.objects.get(pk=leader.account), MONDAY)
    factor = TotpFactor.objects.get()
    with pytest.raises(FactorNeeded):
        services.remove_factor(actor=leader, kind="totp", factor_id=factor.pk, now=MONDAY)
    assert TotpFactor.objects.filter(pk=factor.pk).exists()


def test_a_security_key_is_added_and_opens_the_second_step(client: Client, account: Account) -> None:
    key = SoftKey()
    signed_in(client, actor_of(account.pk, MONDAY.date()))
    invitation = options_in(client.get("/tai-khoan/bao-ve/khoa/").content)
    assert client.post("/tai-khoan/bao-ve/khoa/", {"label": "Khóa đen", "answer": key.make(invitation)}).status_code == 200
    assert SecurityKey.objects.get().label == "Khóa đen"
    assert LiveSession.objects.get().assurance == 3
    visitor = Client()
    assert enter_password(visitor) == "/dang-nhap/buoc-hai/"
    answer = key.sign(options_in(visitor.get("/dang-nhap/buoc-hai/").content))
    assert visitor.post("/dang-nhap/buoc-hai/", {"answer": answer}).status_code == 302
    assert LiveSession.objects.filter(methods=["pwd", "hwk"], assurance=3).count() == 2
    assert SecurityKey.objects.get().sign_count == 1


def test_what_a_key_signed_is_not_good_a_second_time(account: Account, client: Client) -> None:
    key = SoftKey()
    signed_in(client, actor_of(account.pk, MONDAY.date()))
    client.post("/tai-khoan/bao-ve/khoa/", {"answer": key.make(options_in(client.get("/tai-khoan/bao-ve/khoa/").content))})
    visitor = Client()
    enter_password(visitor)
    answer = key.sign(options_in(visitor.get("/dang-nhap/buoc-hai/").content))
    visitor.post("/dang-nhap/buoc-hai/", {"answer": answer})
    again = Client()
    enter_password(again)
    again.get("/dang-nhap/buoc-hai/")
    assert again.post("/dang-nhap/buoc-hai/", {"answer": answer}).status_code == 422
    assert LiveSession.objects.count() == 2


def test_a_key_of_another_site_is_refused(account: Account, client: Client) -> None:
    signed_in(client, actor_of(account.pk, MONDAY.date()))
    invitation = options_in(client.get("/tai-khoan/bao-ve/khoa/").content)
    false = SoftKey(origin="https://gia-mao.example")
    assert client.post("/tai-khoan/bao-ve/khoa/", {"answer": false.make(invitation)}).status_code == 422
    assert not SecurityKey.objects.exists()


def test_new_recovery_codes_replace_the_old(client: Client, account: Account) -> None:
    _, old = with_codes(account, MONDAY)
    signed_in(client, actor_of(account.pk, MONDAY.date()))
    page = client.post("/tai-khoan/bao-ve/ma-du-phong/").content.decode()
    assert "Mã dự phòng" in page
    with pytest.raises(CodeWrong):
        services.prove_code(account_id=account.pk, code=old[0], visit=VISIT, now=MONDAY)


def test_an_administrator_of_the_province_sets_a_rule_from_a_day(client: Client, administrator: Actor) -> None:
    signed_in(client, administrator)
    facts = {"role": "clerk", "valid_from": "01/12/2026", "grace_days": "7"}
    assert client.post("/quan-tri/dang-nhap-hai-lop/", facts).status_code == 302
    rule = FactorRule.objects.get(role="clerk")
    assert (rule.valid_from, rule.grace_days, rule.spares_demo) == (dt.date(2026, 12, 1), 7, True)


def test_an_administrator_of_one_agency_sets_no_rule(client: Client, agency: Agency) -> None:
    signed_in(client, make_officer(Role.ADMIN, agency))
    facts = {"role": "clerk", "valid_from": "01/12/2026", "grace_days": "7"}
    assert client.post("/quan-tri/dang-nhap-hai-lop/", facts).status_code == 403
    assert not FactorRule.objects.filter(role="clerk").exists()


def test_an_administrator_clears_the_factors_of_somebody_who_lost_them_all(client: Client, administrator: Actor, specialist: Actor) -> None:
    with_codes(Account.objects.get(pk=specialist.account), MONDAY)
    browser = signed_in(Client(), specialist)
    signed_in(client, administrator)
    place = f"/quan-tri/can-bo/{specialist.account}/"
    assert "Gỡ lớp thứ hai" in client.get(place).content.decode()
    assert client.post(place + "lop-hai/", {"reason": "Mất điện thoại, đã gặp mặt"}).status_code == 302
    assert not TotpFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert browser.get("/tai-khoan/").status_code == 302
    assert Account.objects.get(pk=specialist.account).security_notices.filter(kind="factor").count() == 2


def test_an_administrator_elsewhere_clears_nothing(specialist: Actor, other_agency: Agency) -> None:
    with_codes(Account.objects.get(pk=specialist.account), MONDAY)
    with pytest.raises(AccountNotFound):
        services.clear_factors(actor=make_officer(Role.ADMIN, other_agency), account_id=specialist.account, reason="Mất máy", now=MONDAY)
    assert TotpFactor.objects.count() == 1
