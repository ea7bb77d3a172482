"""Two at the same moment: one gets tokens, and neither keeps them when the code was shown twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from sen.foundation.agencies.models import AgencyLevel
from sen.foundation.sso import services
from sen.foundation.sso.errors import InvalidGrant
from sen.foundation.sso.models import Token
from sen.foundation.sso.selectors import find_bearer, find_client
from sen.foundation.sso.services.secrets import digest_of
from sen.foundation.sso.tests.conftest import RETURN, Party, make_party
from sen.kernel import clock
from sen.kernel.actor import Role
from tests.factories import make_agency, make_officer, signed_in


@pytest.fixture
def entered(transactional_db: None) -> Party:
    """A system in the browser of somebody who is signed in, visible to every connection."""
    agency = make_agency("Ủy ban nhân dân phường Thử", AgencyLevel.COMMUNE)
    party = make_party(make_officer(Role.ADMIN, agency))
    signed_in(party.browser, make_officer(Role.SPECIALIST, agency))
    return party


def raced(party: Party, attempts: list[tuple[str, str]]) -> list[str]:
    """Show codes or refresh tokens at the same time; returns the access tokens that were given out."""

    def show(attempt: tuple[str, str]) -> str:
        kind, text = attempt
        client = find_client(party.client.client_id)
        assert client is not None
        try:
            if kind == "code":
                answer = services.redeem_code(client=client, code=text, redirect_uri=RETURN, verifier=party.verifier, now=clock.now())
            else:
                answer = services.refresh_tokens(client=client, refresh_token=text, scope="", now=clock.now())
        except InvalidGrant:
            return ""
        finally:
            connections.close_all()
        return answer.access_token

    with ThreadPoolExecutor(len(attempts)) as pool:
        return [token for token in pool.map(show, attempts) if token]


def test_a_code_shown_by_several_at_once_is_taken_once_and_then_worth_nothing(entered: Party) -> None:
    given = raced(entered, [("code", entered.code())] * 5)
    assert len(given) == 1
    assert find_bearer(digest_of(given[0]), clock.now()) is None
    assert Token.objects.filter(kind="access").count() == 1


def test_a_refresh_token_shown_by_several_at_once_is_taken_once_and_then_worth_nothing(entered: Party) -> None:
    refresh = entered.tokens()["refresh_token"]
    given = raced(entered, [("refresh", refresh)] * 5)
    assert len(given) == 1
    assert find_bearer(digest_of(given[0]), clock.now()) is None
