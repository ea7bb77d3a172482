"""Officers enter a system by single sign-on over HTTP: authorize, token, userinfo; two web workers, password check left out.

Each sign-on is three requests from a session that is already open: the code with PKCE S256, the exchange with the system's secret
(an RS256 id-token, an opaque access token and a refresh token), the claims of the moment.  The floor is the same server
answering an empty view three times.
"""

import base64
import hashlib
import json
import secrets
import sys
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks._people import browser_of, forget_sessions, officers, session_of
from benchmarks._province import ensure_reference
from benchmarks._report import clocked, finish, latency, measure, median, middle_half, options, tell
from benchmarks._web import EMPTY_VIEW, Visitor, rate, web_server
from sen.foundation.sso.models import Client, SignOn, Token
from sen.foundation.sso.services import put_demo_client
from sen.foundation.sso.types import NewClient
from sen.kernel import clock
from sen.kernel.actor import Actor

ROUNDS = 3
TARGET_RATE = 200
TARGET_STATEMENTS = 12
TARGET_MILLISECONDS = 100
CLIENT_ID, SECRET, RETURN = "benchmark", secrets.token_urlsafe(32), "https://benchmark.example/ve"


def main() -> int:
    """Measure sign-ons and the empty view in turns."""
    asked = options(__doc__ or "", seconds=8, visitors=8)
    ensure_reference()
    forget_sessions()
    _forget_sign_ons()
    people = officers("specialist", asked.visitors)
    statements = _statements(people[0])
    before = SignOn.objects.filter(client__client_id=CLIENT_ID).count()
    ours, floors, spent, done = [], [], [], 0
    with web_server() as web:
        visitors = [Visitor(web.port, session_of(person)) for person in people]
        for turn in range(ROUNDS):
            floors.append(rate([_empty(visitor) for visitor in visitors], asked.seconds / 2, 1_000_000)[0])
            speed, count = rate([_entering(visitor) for visitor in visitors], asked.seconds, 1_000_000)
            ours.append(speed)
            done += count
            tell(f"  round {turn + 1}: {speed:,.0f} sign-ons/s, three empty views {floors[-1]:,.0f}/s")
        alone = _entering(visitors[0])
        spent = [clocked(lambda: alone(0)) for _ in range(200)]
    kept = SignOn.objects.filter(client__client_id=CLIENT_ID, code_used_at__isnull=False).count() - before
    size = f"over HTTP, {len(people)} browsers, {ROUNDS} rounds of {asked.seconds} s"
    _forget_sign_ons()
    return finish(
        [
            measure("sign-ons with tokens", median(ours), "per s", TARGET_RATE, size=size, floor=median(floors), spread=middle_half(ours)),
            latency("one sign-on at a time", spent, TARGET_MILLISECONDS, size="authorize, token and userinfo together"),
            measure("statements of a sign-on", statements, "statements", TARGET_STATEMENTS, size="savepoints not counted"),
            measure("sign-ons answered and not kept", abs(done + len(spent) - kept), "faults", 0, size=f"{done + len(spent)} sign-ons"),
        ],
        asked.json,
    )


def _forget_sign_ons() -> None:
    """Begin with a fresh system whose secret nobody else knows."""
    Token.objects.filter(client__client_id=CLIENT_ID).delete()
    SignOn.objects.filter(client__client_id=CLIENT_ID).delete()
    Client.objects.filter(client_id=CLIENT_ID).delete()
    facts = NewClient(
        name="Hệ thống để đo",
        about="Chỉ dùng để đo.",
        owner_id=None,
        redirect_uris=(RETURN,),
        leaving_uris=(),
        backchannel_uri="",
        scopes=("openid", "profile", "position"),
        audience="officers",
        asks_consent=False,
        token_form="opaque",
        refreshes=True,
        acts_alone=False,
        introspects=False,
        min_assurance=1,
    )
    put_demo_client(client_id=CLIENT_ID, secret=SECRET, facts=facts, now=clock.now())


def _empty(visitor: Visitor) -> Callable[[int], object]:
    return lambda _turn: [visitor.get(EMPTY_VIEW) for _ in range(3)]


def _request() -> tuple[str, str]:
    """The path of an authorization request and its verifier."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    values = {
        "client_id": CLIENT_ID,
        "redirect_uri": RETURN,
        "response_type": "code",
        "scope": "openid profile position",
        "state": "s",
        "nonce": "n",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"/sso/authorize?{urlencode(values)}", verifier


def _exchange(location: str, verifier: str) -> dict[str, str]:
    """The form that exchanges the code the browser came back with."""
    code = parse_qs(urlsplit(location).query)["code"][0]
    return {"grant_type": "authorization_code", "code": code, "redirect_uri": RETURN, "code_verifier": verifier}


def _entering(visitor: Visitor) -> Callable[[int], object]:
    """One sign-on: the browser's request with its session, the system's two without."""
    system = Visitor(visitor.port)
    basic = "Basic " + base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
    cookie = f"{settings.SESSION_COOKIE_NAME}={visitor.session}"

    def enter(_turn: int) -> None:
        path, verifier = _request()
        status, location, _body = _ask(visitor, "GET", path, {"Cookie": cookie})
        _must(status == 302, location or str(status))
        form = urlencode(_exchange(location, verifier))
        headers = {"Authorization": basic, "Content-Type": "application/x-www-form-urlencoded"}
        status, _location, body = _ask(system, "POST", "/sso/token", headers, form)
        _must(status == 200, body)
        headers = {"Authorization": f"Bearer {json.loads(body)['access_token']}"}
        status, _location, body = _ask(system, "GET", "/sso/userinfo", headers)
        _must(status == 200 and "roles" in body, body)

    return enter


def _ask(visitor: Visitor, method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[int, str, str]:
    """Status, address to go on to, and text of an answer, on the visitor's open connection."""
    visitor._connection.request(method, path, body, headers)
    answer = visitor._connection.getresponse()
    return answer.status, answer.getheader("Location", "") or "", answer.read().decode("utf-8")


def _must(right: bool, words: str) -> None:
    if not right:
        raise RuntimeError(f"a sign-on failed: {words[:400]}")


def _statements(person: Actor) -> int:
    """Statements of the second sign-on of a process; the first one also reads what is kept."""
    browser = browser_of(person)
    system = type(browser)(SERVER_NAME="localhost")
    basic = "Basic " + base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            path, verifier = _request()
            location = browser.get(path)["Location"]
            tokens = system.post("/sso/token", _exchange(location, verifier), headers={"authorization": basic}).json()
            system.get("/sso/userinfo", headers={"authorization": f"Bearer {tokens['access_token']}"})
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config")
    return sum(not (query["sql"] or "").startswith(control) for query in seen.captured_queries)


if __name__ == "__main__":
    sys.exit(main())
