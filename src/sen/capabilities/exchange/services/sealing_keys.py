"""The key that seals configurations, changed in steps so that no gateway meets a seal it does not know.

Announced: gateways' settings name the coming key beside the present one.  Taken: everything is sealed with it, the one before is
still named, and one can return to it.  Forgotten: the one before is gone.
"""

import datetime as dt

from django.db import transaction

from sen.capabilities.exchange.policies import require_operator
from sen.capabilities.exchange.services import keys
from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition

SUBJECT = "exchange_seal"


@transaction.atomic
def announce_key(*, actor: Actor, now: dt.datetime) -> None:
    """Make the coming key; settings files written from now on name both.  Raises NotAllowed, IllegalTransition during another change."""
    require_operator(actor)
    with keys.locked():
        if keys.known(keys.COMING) or keys.known(keys.PAST):
            raise IllegalTransition
        keys.write_secret(keys.folder() / keys.COMING, keys.make_sealing_key())
        _record(actor, "announce", keys.COMING, now)


@transaction.atomic
def withdraw_key(*, actor: Actor, now: dt.datetime) -> None:
    """Drop the coming key before anything was sealed with it.  Raises NotAllowed, IllegalTransition when there is none."""
    require_operator(actor)
    with keys.locked():
        _record(actor, "withdraw", keys.COMING, now)
        (keys.folder() / keys.COMING).unlink()


@transaction.atomic
def take_key(*, actor: Actor, now: dt.datetime) -> None:
    """Seal with the coming key; every gateway gets its configuration anew.  Raises NotAllowed, IllegalTransition when there is none."""
    require_operator(actor)
    with keys.locked():
        _record(actor, "take", keys.COMING, now)
        place = keys.folder()
        # In this order a broken change leaves the old key sealing, or the new one with the old one still named.
        keys.write_secret(place / keys.PAST, (place / keys.ACTIVE).read_bytes())
        (place / keys.COMING).replace(place / keys.ACTIVE)


@transaction.atomic
def return_to_key(*, actor: Actor, now: dt.datetime) -> None:
    """Seal with the key before again; the new one stays announced.  Raises NotAllowed, IllegalTransition when it was forgotten."""
    require_operator(actor)
    with keys.locked():
        _record(actor, "return", keys.PAST, now)
        place = keys.folder()
        keys.write_secret(place / keys.COMING, (place / keys.ACTIVE).read_bytes())
        (place / keys.PAST).replace(place / keys.ACTIVE)


@transaction.atomic
def forget_key(*, actor: Actor, now: dt.datetime) -> None:
    """End the change: the key before is deleted.  Raises NotAllowed, IllegalTransition when there is none."""
    require_operator(actor)
    with keys.locked():
        _record(actor, "forget", keys.PAST, now)
        (keys.folder() / keys.PAST).unlink()


def _record(actor: Actor, deed: str, name: str, now: dt.datetime) -> None:
    """Write down which key it is about; raises IllegalTransition when there is no such key."""
    mark = keys.known(name)
    if not mark:
        raise IllegalTransition
    record_change(actor=actor, action=f"exchange.seal.{deed}", subject_type=SUBJECT, subject_id=0, now=now, detail={"key": mark})
