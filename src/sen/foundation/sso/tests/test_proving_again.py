"""prompt=login, max_age and levels: who must prove to be there once more."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from sen.foundation.accounts.models import LiveSession
from sen.foundation.sso.tests.conftest import RETURN, Party, make_party
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import signed_in


def sent_to(answer: object) -> tuple[str, str]:
    """The page a browser was sent to, and the way back it carries."""
    assert answer.status_code == 302, answer.content  # type: ignore[attr-defined]
    address = urlsplit(answer["Location"])  # type: ignore[index]
    return address.path, parse_qs(address.query)["tiep"][0]


def test_prompt_login_asks_again_and_is_satisfied_by_a_proof_given_after_it_asked(entered: Party, specialist: Actor) -> None:
    page, way_back = sent_to(entered.ask(prompt="login"))
    assert page == "/dang-nhap/xac-nhan/"
    assert sent_to(entered.browser.get(way_back))[0] == page, "coming back without a proof is no proof"
    LiveSession.objects.update(confirmed_at=clock.now())
    assert RETURN in entered.browser.get(way_back).content.decode()


def test_a_proof_given_for_one_request_does_not_count_for_another(entered: Party, specialist: Actor) -> None:
    _page, way_back = sent_to(entered.ask(prompt="login"))
    mark = parse_qs(urlsplit(way_back).query)["moc"][0]
    LiveSession.objects.update(confirmed_at=clock.now())
    assert sent_to(entered.ask(prompt="login", nonce="khac", moc=mark))[0] == "/dang-nhap/xac-nhan/"
    assert sent_to(entered.ask(prompt="login", moc="tu-bia"))[0] == "/dang-nhap/xac-nhan/"


def test_max_age_looks_at_when_the_person_last_proved_to_be_there(entered: Party, specialist: Actor) -> None:
    LiveSession.objects.update(confirmed_at=clock.now() - dt.timedelta(minutes=20))
    assert sent_to(entered.ask(max_age="600"))[0] == "/dang-nhap/xac-nhan/"
    assert entered.returned(max_age="600", prompt="none")["error"] == "login_required"
    assert entered.returned(max_age="3600")["code"]


@pytest.mark.parametrize("wanted", [{"acr_values": "loa2"}, {"acr_values": "loa3 loa2"}])
def test_a_level_above_the_sessions_is_stepped_up_to(entered: Party, wanted: dict[str, str]) -> None:
    page, _way_back = sent_to(entered.ask(**wanted))
    assert page == "/dang-nhap/nang-muc/"
    assert entered.returned(prompt="none", **wanted)["error"] == "interaction_required"
    LiveSession.objects.update(assurance=2)
    assert entered.returned(**wanted)["code"]


def test_a_system_may_demand_a_level_of_everybody(administrator: Actor, citizen: Actor) -> None:
    party = make_party(administrator, min_assurance=2)
    signed_in(party.browser, citizen)
    assert sent_to(party.ask())[0] == "/dang-nhap/nang-muc/"


def test_the_page_of_stepping_up_goes_on_by_itself_once_the_level_is_reached(entered: Party) -> None:
    answer = entered.ask(acr_values="loa2")
    shown = entered.browser.get(answer["Location"])
    assert shown.status_code == 200
    LiveSession.objects.update(assurance=2)
    assert entered.browser.get(answer["Location"]).status_code == 302
