"""The directory of outside agencies, compared with the axis page by page: changes every night, all of it every week."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from sen.capabilities.edocs.errors import AxisRefused
from sen.capabilities.edocs.events import DirectoryPageDue
from sen.capabilities.edocs.models import DirectorySync, OutsideAgency
from sen.capabilities.edocs.policies import require_operator
from sen.capabilities.edocs.services.carriage import document_axis
from sen.capabilities.edocs.services.recording import wait_after
from sen.capabilities.edocs.services.sending import PASSING_TROUBLES
from sen.capabilities.edocs.types import Listed
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean, fold

_WHOLE_EVERY = dt.timedelta(days=7)
_STALE = dt.timedelta(hours=3)
_MOST_PAGES = 500
_TRIES = 5
_HIDDEN = "W00"
_FIELDS = ("name", "name_folded", "parent_code", "email", "phone", "address", "is_active", "is_hidden")


@transaction.atomic
def start_sync(*, actor: Actor, now: dt.datetime, whole: bool = False) -> DirectorySync | None:
    """Begin a comparison; None while another runs.  Only changes are asked for when a whole comparison is less than a week old.

    Raises NotAllowed for those who do not operate the axis.
    """
    require_operator(actor)
    if DirectorySync.objects.filter(finished_at=None, started_at__gt=now - _STALE).exists():
        return None
    last_whole = DirectorySync.objects.filter(since=None, finished_at__isnull=False, trouble="").aggregate(Max("started_at"))[
        "started_at__max"
    ]
    last = DirectorySync.objects.filter(finished_at__isnull=False, trouble="").aggregate(Max("started_at"))["started_at__max"]
    since = None
    if not whole and last_whole is not None and last is not None and now - last_whole < _WHOLE_EVERY:
        # A day earlier, because the other side's day may end later than ours.
        since = clock.local(last).date() - dt.timedelta(days=1)
    sync = DirectorySync.objects.create(since=since, started_at=now)
    publish(DirectoryPageDue(sync.pk, 1), now=now)
    return sync


@transaction.atomic
def fetch_directory_page(*, sync_id: int, page: int, now: dt.datetime) -> bool:
    """Take over one page and ask for the next; returns whether the comparison is finished.  Safe to run twice."""
    sync = DirectorySync.objects.select_for_update().filter(pk=sync_id, finished_at=None).first()
    if sync is None or sync.pages >= page:
        return True
    try:
        found = document_axis(now).agencies(page, sync.since)
    except (AxisRefused, *PASSING_TROUBLES) as error:
        sync.attempts += 1
        sync.trouble = error.message[:300]
        if sync.attempts >= _TRIES:
            sync.finished_at = now
        sync.save()
        return sync.finished_at is not None
    sync.trouble, sync.attempts, sync.pages = "", 0, page
    sync.seen += len(found.agencies)
    sync.changed += _write(found.agencies, sync, now)
    if found.more and page < _MOST_PAGES:
        sync.save()
        publish(DirectoryPageDue(sync.pk, page + 1), now=now)
        return False
    if sync.since is None and sync.seen:
        gone = OutsideAgency.objects.filter(is_active=True).exclude(seen_in=sync.pk)
        sync.ended = gone.update(is_active=False, changed_at=now)
    sync.finished_at = now
    sync.save()
    return True


@transaction.atomic
def resume_syncs(*, now: dt.datetime) -> int:
    """Ask again for the page a comparison stumbled over, with growing pauses; returns how many comparisons go on."""
    waiting = DirectorySync.objects.filter(finished_at=None, attempts__gt=0)
    due = [each for each in waiting if each.started_at + wait_after(each.attempts) <= now]
    for sync in due:
        publish(DirectoryPageDue(sync.pk, sync.pages + 1), now=now)
    return len(due)


def _write(listed: Sequence[Listed], sync: DirectorySync, now: dt.datetime) -> int:
    """Write what is new or different, in two statements a page; returns how many."""
    made = {each.code: _made(each, sync, now) for each in listed}
    known = OutsideAgency.objects.in_bulk(list(made), field_name="code")
    if sync.since is None:
        OutsideAgency.objects.filter(code__in=list(known)).update(seen_in=sync.pk)
    changed = [each for code, each in made.items() if code not in known or _differs(known[code], each)]
    OutsideAgency.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=[*_FIELDS, "seen_in", "changed_at"], batch_size=1000
    )
    return len(changed)


def _made(listed: Listed, sync: DirectorySync, now: dt.datetime) -> OutsideAgency:
    name = clean(listed.name)[:200]
    return OutsideAgency(
        code=listed.code,
        name=name,
        name_folded=f"{fold(name)} {listed.code.lower()}"[:240],
        parent_code=listed.parent_code,
        email=listed.email,
        phone=listed.phone,
        address=listed.address,
        is_active=listed.is_active,
        is_hidden=_HIDDEN in listed.code,
        seen_in=sync.pk,
        changed_at=now,
    )


def _differs(known: OutsideAgency, made: OutsideAgency) -> bool:
    return any(getattr(known, name) != getattr(made, name) for name in _FIELDS)
