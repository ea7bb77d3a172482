"""Systems that call the platform's interfaces with an access token of their own."""

from sen.foundation.sso.models import TokenKind
from sen.foundation.sso.selectors.standings import find_bearer
from sen.foundation.sso.services.secrets import digest_of
from sen.kernel import clock
from sen.ui.api.callers import TokenFacts


def system_of_token(token: str) -> TokenFacts | None:
    """The system whose own access token this is (client credentials); None for any other token.

    It is known, nothing more: no right to personal data comes with it, those are given on the exchange axis.
    Basis: RFC 6749, section 4.4.
    """
    bearer = find_bearer(digest_of(token), clock.now())
    if bearer is None or bearer.kind != TokenKind.ACCESS or bearer.account_id is not None:
        return None
    return TokenFacts(bearer.client_id)
