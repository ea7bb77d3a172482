"""Who looks: ordinary officers, control officers and citizens of the measured province, signed in."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client

from sen.config.middleware.scope import set_scope
from sen.foundation.accounts.models import Account, AccountKind, LiveSession
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.services import start_session
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import fold
from sen.registries.parties.models import Person

_BROWSER = "benchmark"
_OFFICERS = """
    SELECT min(a.account_id) FROM accounts_appointment a JOIN agencies_agency g ON g.id = a.agency_id
    WHERE a.role = %s AND g.valid_to IS NULL AND g.level = 'commune' AND g.one_stop_name <> '' GROUP BY a.agency_id ORDER BY 1 LIMIT %s
"""
_HOLDER = "SELECT account_id FROM accounts_appointment WHERE role = %s ORDER BY account_id LIMIT 1"
_COMMUNES = """
    SELECT u.id FROM agencies_agency g
    JOIN units_administrativeunit u ON u.code = g.area_code AND u.level = 'commune' AND u.valid_to IS NULL
    WHERE g.level = 'commune' AND g.valid_to IS NULL ORDER BY u.id LIMIT %s
"""


def officers(role: str, count: int) -> list[Actor]:
    """One officer of the role from each of so many communes."""
    return [_actor(account) for (account,) in _ask(_OFFICERS, [role, count])]


def control_officer() -> Actor:
    """A procedure-control officer, who sees the whole province."""
    return _actor(int(_ask(_HOLDER, ["control"])[0][0]))


def administrator() -> Actor:
    """The first administrator there is: the one at the office of the province."""
    return _actor(int(_ask(_HOLDER, ["admin"])[0][0]))


def citizens(count: int) -> list[Actor]:
    """So many citizens, each of another commune; made once, with reserved numbers."""
    communes = _ask(_COMMUNES, [count])
    return [_actor(_citizen(number, unit)) for number, (unit,) in enumerate(communes)]


def _citizen(number: int, unit: int) -> int:
    name, login, phone = "Trần Thị Mai", f"0871909{number:05d}", f"09000{number:05d}"
    facts = {"name": name, "name_folded": fold(name), "phone": phone}
    person, _new = Person.objects.get_or_create(
        identity_number=login, defaults={**facts, "born_on": dt.date(1990, 5, 17), "gender": "2", "unit_id": unit, "is_demo": True}
    )
    account, _new = Account.objects.get_or_create(
        login=login,
        defaults={
            **facts,
            "kind": AccountKind.CITIZEN,
            "person_id": person.pk,
            "password": "!",
            "assurance": 2,
            "is_demo": True,
            "created_at": clock.now(),
        },
    )
    return account.pk


def session_of(actor: Actor) -> str:
    """A fresh signed-in session of the person; its key is the cookie's value."""
    store = SessionStore()
    store.create()
    key = store.session_key or ""
    start_session(account_id=actor.account_id or 0, session_key=key, browser=_BROWSER, address=None, now=clock.now())
    return key


def browser_of(actor: Actor) -> Client:
    """A browser inside this process, signed in: for counting statements."""
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(actor)
    return client


def forget_sessions() -> None:
    """End the sessions of earlier runs."""
    LiveSession.objects.filter(browser=_BROWSER).delete()


@contextmanager
def looking_as(actor: Actor) -> Iterator[None]:
    """One transaction bound to what the person may see, as around every request."""
    with transaction.atomic():
        set_scope(actor)
        yield


def _actor(account_id: int) -> Actor:
    return actor_of(account_id, clock.today())


def _ask(sql: str, values: list[object]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
