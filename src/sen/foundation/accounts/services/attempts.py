"""Counting refusals that make guessing slow, for passwords and second factors alike."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from sen.foundation.accounts.errors import CodeWrong, KeyRefused, TooManyAttempts
from sen.foundation.accounts.models import SignInFailure
from sen.kernel import clock

WINDOW = dt.timedelta(minutes=15)
FAILURES_PER_LOGIN = 5
FAILURES_PER_ADDRESS = 30


def check_attempts(*, login: str, address: str | None, now: dt.datetime) -> None:
    """Pass while the log-in name and the network address have few recent refusals; raises TooManyAttempts with the time to come back."""
    recent = SignInFailure.objects.filter(failed_at__gt=now - WINDOW)
    waits = []
    for failures, limit in ((recent.filter(login=login), FAILURES_PER_LOGIN), (recent.filter(address=address), FAILURES_PER_ADDRESS)):
        newest = list(failures.order_by("-failed_at").values_list("failed_at", flat=True)[:limit])
        if len(newest) == limit and (address is not None or limit == FAILURES_PER_LOGIN):
            waits.append(newest[-1] + WINDOW)
    if waits:
        # A minute is added because the message names whole minutes.
        raise TooManyAttempts(at=f"{clock.local(max(waits) + dt.timedelta(minutes=1)):%H:%M}")


def count_refusal(*, login: str, address: str | None, now: dt.datetime) -> int:
    """Count one refusal and forget those too old to matter; returns how many of the name are recent."""
    SignInFailure.objects.create(login=login, address=address, failed_at=now)
    SignInFailure.objects.filter(failed_at__lt=now - dt.timedelta(days=1)).delete()
    return SignInFailure.objects.filter(login=login, failed_at__gt=now - WINDOW).count()


@contextmanager
def attempting(account_id: int, *, now: dt.datetime, address: str | None = None) -> Iterator[None]:
    """Let one attempt with a second factor run alone; a refused one is undone and counted.  Raises TooManyAttempts.

    Second factors are counted apart from passwords: a right password must not clear the count of wrong codes.
    """
    name = f"factor:{account_id}"
    with transaction.atomic():
        one_at_a_time(name)
        check_attempts(login=name, address=address, now=now)
        try:
            with transaction.atomic():
                yield
        except (CodeWrong, KeyRefused) as error:
            count_refusal(login=name, address=address, now=now)
            refused: Exception | None = error
        else:
            SignInFailure.objects.filter(login=name).delete()
            refused = None
    if refused is not None:
        raise refused


def one_at_a_time(name: str) -> None:
    """Let attempts on one name wait for each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [name])
