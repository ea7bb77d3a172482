"""One counter for everything open to strangers: so many times in so long, for a name and a key."""

import datetime as dt

from django.db import connection, transaction

from sen.foundation.accounts.errors import AskedTooOften
from sen.kernel import clock
from sen.kernel.statements import planned

_COUNT = """
    INSERT INTO accounts_ratecount AS kept (name, key, since, count) VALUES (%(name)s, %(key)s, %(now)s, 1)
    ON CONFLICT (name, key) DO UPDATE SET
        count = CASE WHEN kept.since <= %(start)s THEN 1 ELSE kept.count + 1 END,
        since = CASE WHEN kept.since <= %(start)s THEN %(now)s ELSE kept.since END
    RETURNING since, count
"""


def limit(*, name: str, key: str, most: int, window: dt.timedelta, now: dt.datetime) -> None:
    """Count one use and pass while there were at most so many in the window; one statement.

    ``name`` says of what, ``key`` of whom: a network address, an account, a client.  Raises AskedTooOften with the time to come back;
    what was counted stays counted as long as the request is not rolled back.
    """
    with transaction.atomic(), planned(connection) as cursor:
        cursor.execute(_COUNT, {"name": name[:40], "key": key[:100], "now": now, "start": now - window})
        since, count = cursor.fetchone()
    if count > most:
        raise AskedTooOften(at=f"{clock.local(since + window + dt.timedelta(minutes=1)):%H:%M}")
