"""Pushing changes of officials to other systems: queued, tried again with growing pauses, every state visible."""

import datetime as dt
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from sen.foundation.accounts.policies import check_province, require_proof
from sen.foundation.accounts.selectors import officers_with_posts
from sen.foundation.accounts.services import seal, unseal
from sen.foundation.audit.services import record_change
from sen.foundation.directory.adapters.scim.client import HttpTransport
from sen.foundation.directory.errors import ClientNotFound, NameMissing, TargetAddressWrong
from sen.foundation.directory.events import PushWaiting
from sen.foundation.directory.models import PushItem, TargetSystem
from sen.foundation.directory.selectors.resources import render_users
from sen.foundation.directory.selectors.systems import due_items
from sen.foundation.directory.types import Json, RemoteAnswer, Transport
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

PORTION = 50
MOST_ATTEMPTS = 10
LONGEST_PAUSE = dt.timedelta(hours=6)


@transaction.atomic
def register_target(*, actor: Actor, name: str, base_url: str, token: str, now: dt.datetime) -> TargetSystem:
    """Have every change of officials pushed to a system; everybody is sent once at the start.

    Raises NotAllowed, ProofTooOld, NameMissing, TargetAddressWrong.
    """
    check_province(actor, clock.local(now).date())
    require_proof(actor, now)
    name, base_url = clean(name), clean(base_url).rstrip("/")
    if len(name) < 3:
        raise NameMissing("name")
    _check_address(base_url)
    target = TargetSystem.objects.create(name=name[:120], base_url=base_url, sealed_token=seal(token.strip()), created_at=now)
    _record(actor, "directory.register_target", target, now)
    _queue_everybody(target, now)
    return target


@transaction.atomic
def resync_target(*, actor: Actor, target_id: int, now: dt.datetime) -> int:
    """Send everybody to a target again; returns how many.  Raises NotAllowed, ClientNotFound."""
    target = _target(actor, target_id, now)
    _record(actor, "directory.resync_target", target, now)
    return _queue_everybody(target, now)


@transaction.atomic
def retry_failed(*, actor: Actor, target_id: int, now: dt.datetime) -> int:
    """Try pushes that were given up again; returns how many.  Raises NotAllowed, ClientNotFound."""
    target = _target(actor, target_id, now)
    failed = PushItem.objects.filter(target=target, state=PushItem.State.FAILED)
    count = failed.update(state=PushItem.State.WAITING, attempts=0, next_at=now)
    publish(PushWaiting(target.pk), now=now)
    _record(actor, "directory.retry_failed", target, now)
    return count


@transaction.atomic
def pause_target(*, actor: Actor, target_id: int, paused: bool, now: dt.datetime) -> None:
    """Hold the pushes to a target, or let them go on; changes keep waiting.  Raises NotAllowed, ClientNotFound."""
    target = _target(actor, target_id, now)
    target.paused_at = now if paused else None
    target.save(update_fields=["paused_at"])
    if not paused:
        publish(PushWaiting(target.pk), now=now)
    _record(actor, "directory.pause_target" if paused else "directory.resume_target", target, now)


@transaction.atomic
def queue_change(*, account_id: int, now: dt.datetime) -> int:
    """Let a changed officer wait for every target; returns for how many."""
    targets = list(TargetSystem.objects.all())
    for target in targets:
        PushItem.objects.update_or_create(
            target=target,
            account_id=account_id,
            defaults={"state": PushItem.State.WAITING, "changed_at": now, "next_at": now, "attempts": 0, "error": ""},
        )
        publish(PushWaiting(target.pk), now=now)
    return len(targets)


def push_due(*, target_id: int, now: dt.datetime, transport: Transport | None = None, portion: int = PORTION) -> int:
    """Push what waits for a target and is due; returns how many were tried.  One refusal does not hold the others.

    A target that cannot be reached is left after the first item, which pauses; the rest waits with it.
    """
    target = TargetSystem.objects.filter(pk=target_id, paused_at__isnull=True).first()
    if target is None:
        return 0
    carrier, token, tried = transport or HttpTransport(), unseal(target.sealed_token), 0
    for item in due_items(target_id, now, portion):
        tried += 1
        if not _push(target, item, carrier, token, now):
            break
    else:
        if tried == portion:
            publish(PushWaiting(target_id), now=now)
    return tried


def push_all_due(*, now: dt.datetime) -> int:
    """Ask for pushes to every target for which something is due; returns how many targets."""
    waiting = PushItem.objects.filter(state=PushItem.State.WAITING, next_at__lte=now, target__paused_at__isnull=True)
    targets = sorted(set(waiting.values_list("target_id", flat=True)))
    for target_id in targets:
        publish(PushWaiting(target_id), now=now)
    return len(targets)


def _push(target: TargetSystem, item: PushItem, carrier: Transport, token: str, now: dt.datetime) -> bool:
    """Push one officer; False when the target cannot be reached."""
    seen = item.changed_at
    try:
        remote_id = _send(target, item, carrier, token, now)
    except ConnectionError as error:
        _failed(target, item, str(error), now)
        return False
    except ValueError as error:
        _failed(target, item, str(error), now)
        return True
    with transaction.atomic():
        # A change that came while this one was on its way keeps waiting.
        fresh = PushItem.objects.filter(pk=item.pk, changed_at=seen)
        fresh.update(state=PushItem.State.DONE, pushed_at=now, attempts=0, error="")
        PushItem.objects.filter(pk=item.pk).update(remote_id=remote_id)
        TargetSystem.objects.filter(pk=target.pk).update(succeeded_at=now, last_error="")
    return True


def _send(target: TargetSystem, item: PushItem, carrier: Transport, token: str, now: dt.datetime) -> str:
    """Bring the officer at the target to what it is here; returns its id there.  Raises ConnectionError, ValueError for a refusal."""
    account = officers_with_posts(clock.local(now).date()).get(pk=item.account_id)
    resource = render_users([account], None)[0]
    body = {key: value for key, value in resource.items() if key not in ("id", "meta", "groups")} | {"externalId": resource["id"]}
    remote_id = item.remote_id or _find(target, carrier, token, account.login)
    if remote_id:
        answer = carrier.send("PUT", f"{target.base_url}/Users/{quote(remote_id, safe='')}", token, body)
        if answer.status != 404:
            return _identified(answer, remote_id)
    if not account.is_active:
        return ""
    return _identified(carrier.send("POST", f"{target.base_url}/Users", token, body), "")


def _find(target: TargetSystem, carrier: Transport, token: str, login: str) -> str:
    wanted = quote(f'userName eq "{login}"')
    answer = carrier.send("GET", f"{target.base_url}/Users?filter={wanted}", token, None)
    found: list[Json] = answer.body.get("Resources") or [] if answer.status == 200 else []
    return str(found[0].get("id", "")) if found else ""


def _identified(answer: RemoteAnswer, known: str) -> str:
    if answer.status >= 500 or answer.status == 429:
        raise ConnectionError(f"HTTP {answer.status}")
    if answer.status >= 400:
        raise ValueError(f"HTTP {answer.status}: {answer.body.get('detail', '')}"[:300])
    return str(answer.body.get("id") or known)


@transaction.atomic
def _failed(target: TargetSystem, item: PushItem, error: str, now: dt.datetime) -> None:
    attempts = item.attempts + 1
    pause = min(dt.timedelta(minutes=2**attempts), LONGEST_PAUSE)
    state = PushItem.State.FAILED if attempts >= MOST_ATTEMPTS else PushItem.State.WAITING
    PushItem.objects.filter(pk=item.pk).update(state=state, attempts=F("attempts") + 1, next_at=now + pause, error=error[:300])
    TargetSystem.objects.filter(pk=target.pk).update(last_error=error[:300])


def _queue_everybody(target: TargetSystem, now: dt.datetime) -> int:
    keys = list(officers_with_posts(clock.local(now).date()).filter(is_active=True).values_list("pk", flat=True))
    PushItem.objects.bulk_create(
        [PushItem(target=target, account_id=key, changed_at=now, next_at=now) for key in keys],
        update_conflicts=True,
        unique_fields=["target", "account"],
        update_fields=["changed_at", "next_at"],
        batch_size=2000,
    )
    PushItem.objects.filter(target=target).update(state=PushItem.State.WAITING, attempts=0, error="", next_at=now, changed_at=now)
    publish(PushWaiting(target.pk), now=now)
    return len(keys)


def _target(actor: Actor, target_id: int, now: dt.datetime) -> TargetSystem:
    check_province(actor, clock.local(now).date())
    target = TargetSystem.objects.select_for_update().filter(pk=target_id).first()
    if target is None:
        raise ClientNotFound
    return target


def _check_address(base_url: str) -> None:
    parts = urlsplit(base_url)
    loopback = parts.hostname in ("localhost", "127.0.0.1") and settings.DEBUG
    if not parts.hostname or parts.username or (parts.scheme != "https" and not (parts.scheme == "http" and loopback)):
        raise TargetAddressWrong("base_url")


def _record(actor: Actor, action: str, target: TargetSystem, now: dt.datetime) -> None:
    detail: dict[str, Any] = {"name": target.name, "url": target.base_url}
    record_change(actor=actor, action=action, subject_type="scim_target", subject_id=target.pk, now=now, detail=detail)
