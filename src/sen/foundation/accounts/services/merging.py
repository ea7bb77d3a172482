"""Agencies that merge: positions end in the old one and go on in the new one from a day; taken back before that day.

The decision that merges them is named with the transfer.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from sen.foundation.accounts.errors import NothingToCarry, ReasonMissing, TransferDateWrong, TransferNotFound, TransferStarted
from sen.foundation.accounts.models import Appointment, CarriedPost, PostTransfer
from sen.foundation.accounts.policies import check_province
from sen.foundation.accounts.services.ending import tell_changed
from sen.foundation.agencies.selectors import get_agency, list_divisions
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean, fold


@transaction.atomic
def carry_positions(
    *, actor: Actor, from_agency_id: int, to_agency_id: int, starts_on: dt.date, basis: str, now: dt.datetime
) -> PostTransfer:
    """Let every position of an agency that lasts until then go on in another from a day; the province's administrators only.

    Somebody who holds the same role in the receiving agency already keeps that position alone.  Divisions go on by their name.
    Raises NotAllowed, ReasonMissing, AgencyNotFound, TransferDateWrong, NothingToCarry.
    """
    today, basis = clock.local(now).date(), clean(basis)
    check_province(actor, today)
    _check_days(from_agency_id, to_agency_id, starts_on, today)
    if len(basis) < 5:
        raise ReasonMissing("basis")
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=starts_on)
    posts = list(
        Appointment.objects.select_for_update(of=("self",))
        .select_related("division")
        .filter(lasting, agency=from_agency_id, valid_from__lt=starts_on)
    )
    if not posts:
        raise NothingToCarry
    transfer = PostTransfer.objects.create(
        from_agency_id=from_agency_id,
        to_agency_id=to_agency_id,
        starts_on=starts_on,
        basis=basis[:300],
        made_at=now,
        made_by_id=actor.account_id,
    )
    _carry(transfer, posts)
    for account_id in {post.account_id for post in posts}:
        tell_changed(account_id, now)
    _record(actor, "officers.carry_positions", transfer, now, len(posts))
    return transfer


@transaction.atomic
def undo_transfer(*, actor: Actor, transfer_id: int, now: dt.datetime) -> int:
    """Take a transfer back before its day: positions are as before; returns how many.

    Raises NotAllowed, TransferNotFound, TransferStarted.
    """
    today = clock.local(now).date()
    check_province(actor, today)
    transfer = PostTransfer.objects.select_for_update().filter(pk=transfer_id, undone_at__isnull=True).first()
    if transfer is None:
        raise TransferNotFound
    if transfer.starts_on <= today:
        raise TransferStarted
    carried = list(transfer.posts.select_related("old_post", "new_post"))
    for one in carried:
        one.old_post.valid_to = one.valid_to_before
        one.old_post.save(update_fields=["valid_to"])
    Appointment.objects.filter(pk__in=[one.new_post_id for one in carried if one.new_post_id]).delete()
    transfer.undone_at = now
    transfer.save(update_fields=["undone_at"])
    for account_id in {one.old_post.account_id for one in carried}:
        tell_changed(account_id, now)
    _record(actor, "officers.undo_transfer", transfer, now, len(carried))
    return len(carried)


def _check_days(from_agency_id: int, to_agency_id: int, starts_on: dt.date, today: dt.date) -> None:
    old, new = get_agency(from_agency_id), get_agency(to_agency_id)
    if from_agency_id == to_agency_id or starts_on <= today:
        raise TransferDateWrong("starts_on")
    if old.valid_from >= starts_on or new.valid_from > starts_on or (new.valid_to is not None and new.valid_to < starts_on):
        raise TransferDateWrong("starts_on")


def _carry(transfer: PostTransfer, posts: list[Appointment]) -> None:
    starts_on = transfer.starts_on
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=starts_on)
    there = set(Appointment.objects.filter(lasting, agency=transfer.to_agency_id).values_list("account_id", "role"))
    divisions = {fold(division.name): division.pk for division in list_divisions(transfer.to_agency_id)}
    for post in posts:
        before, new = post.valid_to, None
        if (post.account_id, post.role) not in there:
            there.add((post.account_id, post.role))
            new = Appointment.objects.create(
                account_id=post.account_id,
                agency_id=transfer.to_agency_id,
                division_id=divisions.get(fold(post.division.name)) if post.division else None,
                role=post.role,
                title=post.title,
                valid_from=starts_on,
                valid_to=before,
            )
        post.valid_to = starts_on - dt.timedelta(days=1)
        post.save(update_fields=["valid_to"])
        CarriedPost.objects.create(transfer=transfer, old_post=post, new_post=new, valid_to_before=before)


def _record(actor: Actor, action: str, transfer: PostTransfer, now: dt.datetime, count: int) -> None:
    detail = {"from": transfer.from_agency_id, "to": transfer.to_agency_id, "on": transfer.starts_on.isoformat(), "positions": count}
    record_change(
        actor=actor,
        action=action,
        subject_type="post_transfer",
        subject_id=transfer.pk,
        now=now,
        agency_id=transfer.to_agency_id,
        detail=detail,
    )
