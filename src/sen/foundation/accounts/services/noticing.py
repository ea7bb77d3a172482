"""Telling an account's owner what looks unusual, on the page and by letter, and acting on the owner's answer."""

import datetime as dt
import ipaddress

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sen.foundation.accounts.errors import NoticeNotFound
from sen.foundation.accounts.events import NoticeMade
from sen.foundation.accounts.models import Account, AccountKind, KnownBrowser, SecurityNotice, TrustedDevice
from sen.foundation.accounts.services.ending import end_other_sessions
from sen.foundation.accounts.types import Visit
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor

NIGHT_FROM, NIGHT_TO = 23, 5
MANY_REFUSALS = 3
_NETWORK_BITS = {4: 24, 6: 48}


@transaction.atomic
def tell(*, account_id: int, kind: str, now: dt.datetime, visit: Visit | None = None, count: int = 0) -> SecurityNotice:
    """Leave a notice to the account's owner; the letter follows by a job."""
    notice = SecurityNotice.objects.create(
        account_id=account_id,
        kind=kind,
        told_at=now,
        browser=visit.browser[:200] if visit else "",
        address=visit.address if visit else None,
        count=count,
    )
    publish(NoticeMade(notice.pk), now=now)
    return notice


@transaction.atomic
def watch_sign_in(*, account: Account, visit: Visit, now: dt.datetime) -> list[SecurityNotice]:
    """Compare a sign-in with earlier ones and tell the owner what is unusual: the place, the hour.

    The very first browser of an account is no news.
    """
    network, night = network_of(visit.address), is_night(now)
    known = KnownBrowser.objects.filter(account=account)
    first_ever = not known.exists()
    place, fresh = known.select_for_update().get_or_create(
        account=account, browser=visit.browser[:200], network=network, defaults={"first_at": now, "last_at": now, "at_night": night}
    )
    told = []
    if fresh and not first_ever:
        told.append(tell(account_id=account.pk, kind=SecurityNotice.Kind.NEW_PLACE, visit=visit, now=now))
    elif night and not place.at_night and not fresh and account.kind == AccountKind.OFFICER:
        told.append(tell(account_id=account.pk, kind=SecurityNotice.Kind.NIGHT, visit=visit, now=now))
    place.last_at, place.at_night = now, place.at_night or night
    place.save(update_fields=["last_at", "at_night"])
    return told


@transaction.atomic
def confirm_notice(*, actor: Actor, notice_id: int, now: dt.datetime) -> None:
    """The owner says it was them; harmless when said before.  Raises NoticeNotFound."""
    notice = _own_notice(actor, notice_id)
    _answer(notice, SecurityNotice.Answer.MINE, now)


@transaction.atomic
def disown_notice(*, actor: Actor, notice_id: int, now: dt.datetime) -> Account:
    """The owner says it was somebody else: every session and trusted device ends, the password is worth nothing any more.

    Returns the account, whose owner chooses a new password at once.  Raises NoticeNotFound.
    """
    notice = _own_notice(actor, notice_id)
    _answer(notice, SecurityNotice.Answer.NOT_MINE, now)
    account = Account.objects.select_for_update().get(pk=actor.account)
    # Nobody can sign in with the old password between now and the new one.
    account.password, account.must_change_password = make_password(None), True
    account.save(update_fields=["password", "must_change_password"])
    KnownBrowser.objects.filter(account=account, browser=notice.browser, network=network_of(notice.address)).delete()
    TrustedDevice.objects.filter(account=account).delete()
    ended = end_other_sessions(account.pk, None, now=now)
    record_change(
        actor=actor,
        action="account.disown_sign_in",
        subject_type="account",
        subject_id=account.pk,
        now=now,
        detail={"notice": notice.pk, "sessions_ended": ended},
    )
    return account


def network_of(address: str | None) -> str:
    """The network an address lies in (/24, for IPv6 /48): telephones change addresses within it all day."""
    if not address:
        return ""
    parsed = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((parsed, _NETWORK_BITS[parsed.version]), strict=False).network_address)


def is_night(now: dt.datetime) -> bool:
    """Whether it is between 23 and 5 o'clock in the province."""
    hour = clock.local(now).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def _own_notice(actor: Actor, notice_id: int) -> SecurityNotice:
    notice = SecurityNotice.objects.select_for_update().filter(pk=notice_id, account=actor.account).first()
    if notice is None:
        raise NoticeNotFound
    return notice


def _answer(notice: SecurityNotice, answer: str, now: dt.datetime) -> None:
    if not notice.answer:
        notice.answer, notice.answered_at = answer, now
        notice.save(update_fields=["answer", "answered_at"])
