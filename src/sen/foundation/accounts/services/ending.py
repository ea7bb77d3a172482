"""What every change of an account brings along: sessions end wherever they are open, and the apps above are told."""

import datetime as dt

from django.contrib.sessions.models import Session

from sen.foundation.accounts.events import AccountChanged, SessionEnded
from sen.foundation.accounts.models import Account, LiveSession
from sen.foundation.jobs.services import publish


def end_other_sessions(account_id: int, keep: str | None, *, now: dt.datetime) -> int:
    """End every session of the account but one; returns how many ended.  For use inside other services."""
    return end_sessions(list(LiveSession.objects.filter(account=account_id).exclude(session_key=keep or "")), now=now)


def end_sessions(ended: list[LiveSession], *, now: dt.datetime) -> int:
    """End these sessions; returns how many.  For use inside other services."""
    Session.objects.filter(session_key__in=[live.session_key for live in ended]).delete()
    LiveSession.objects.filter(pk__in=[live.pk for live in ended]).delete()
    for live in ended:
        publish(SessionEnded(live.account_id, str(live.sid)), now=now)
    return len(ended)


def tell_changed(account_id: int, now: dt.datetime) -> None:
    """Stamp the account and tell the apps above that it or its positions changed.  For use inside other services."""
    Account.objects.filter(pk=account_id).update(changed_at=now)
    publish(AccountChanged(account_id), now=now)
