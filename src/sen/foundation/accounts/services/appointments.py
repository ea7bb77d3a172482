"""Appointing officers, and lending a role for a time."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from sen.foundation.accounts.errors import (
    AccountClosedAlready,
    AgencyNotOpenThen,
    AlreadyAppointed,
    AppointmentDatesWrong,
    DelegationDatesWrong,
    DelegationNotFound,
    DelegationReasonMissing,
    DivisionElsewhere,
    NotYourRole,
    OwnAccount,
    PositionEnded,
    ReceiverUnfit,
    TitleMissing,
)
from sen.foundation.accounts.models import Account, Appointment, Delegation
from sen.foundation.accounts.policies import access_appointing, access_officer, access_post, check_may_give
from sen.foundation.accounts.selectors import appointments_on
from sen.foundation.accounts.selectors.managing import Scope
from sen.foundation.accounts.services.ending import tell_changed
from sen.foundation.accounts.types import NewPost
from sen.foundation.agencies.selectors import get_agency, list_divisions
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import clean

LONGEST_DELEGATION = dt.timedelta(days=366)


@transaction.atomic
def appoint(*, actor: Actor, account_id: int, post: NewPost, now: dt.datetime, valid_to: dt.date | None = None) -> Appointment:
    """Give an officer a position with a role in an agency, from a date on; administrators within their agencies.

    Raises NotAllowed, AccountNotFound, AccountClosedAlready, OutOfYourScope, RoleOfTheProvince, TitleMissing, AgencyNotFound,
    AgencyNotOpenThen, DivisionElsewhere, AppointmentDatesWrong, AlreadyAppointed.
    """
    scope = access_appointing(actor, clock.local(now).date())
    account = access_officer(scope, account_id, lock=True)
    return give_position(account, post, actor=actor, scope=scope, now=now, valid_to=valid_to)


def give_position(
    account: Account, post: NewPost, *, actor: Actor, scope: Scope, now: dt.datetime, valid_to: dt.date | None = None
) -> Appointment:
    """Check and write a position of an officer whose row the caller holds.  For use inside other services."""
    check_may_give(scope, post.agency_id, post.role)
    if not account.is_active:
        raise AccountClosedAlready
    title = clean(post.title)
    if not title:
        raise TitleMissing("title")
    if valid_to is not None and valid_to < post.valid_from:
        raise AppointmentDatesWrong("valid_to")
    _check_place(post)
    _check_free(account.pk, post, valid_to)
    written = Appointment.objects.create(
        account=account,
        agency_id=post.agency_id,
        division_id=post.division_id,
        role=post.role,
        title=title,
        valid_from=post.valid_from,
        valid_to=valid_to,
    )
    detail = {"role": str(post.role), "title": title, "from": post.valid_from.isoformat(), "to": valid_to.isoformat() if valid_to else None}
    record_change(
        actor=actor,
        action="account.appoint",
        subject_type="account",
        subject_id=account.pk,
        now=now,
        agency_id=post.agency_id,
        detail=detail,
    )
    tell_changed(account.pk, now)
    return written


@transaction.atomic
def end_appointment(*, actor: Actor, appointment_id: int, last_day: dt.date, now: dt.datetime) -> None:
    """End a position with its last day; administrators within their agencies.

    Raises NotAllowed, PositionNotFound, RoleOfTheProvince, OwnAccount, PositionEnded, AppointmentDatesWrong.
    """
    today = clock.local(now).date()
    post = access_post(access_appointing(actor, today), appointment_id, lock=True)
    end_post(post, last_day, actor=actor, now=now)


@transaction.atomic
def move_officer(*, actor: Actor, appointment_id: int, post: NewPost, now: dt.datetime) -> Appointment:
    """End a position on the day before another begins, in one step; the administrator must manage both agencies.

    Raises what ``end_appointment`` and ``appoint`` raise.
    """
    scope = access_appointing(actor, clock.local(now).date())
    old = access_post(scope, appointment_id)
    account = access_officer(scope, old.account_id, lock=True)
    old = access_post(scope, appointment_id, lock=True)
    if post.valid_from <= old.valid_from:
        raise AppointmentDatesWrong("valid_from")
    end_post(old, post.valid_from - dt.timedelta(days=1), actor=actor, now=now)
    return give_position(account, post, actor=actor, scope=scope, now=now)


@transaction.atomic
def correct_position(*, actor: Actor, appointment_id: int, title: str, now: dt.datetime) -> None:
    """Correct the title of a position.  Raises NotAllowed, PositionNotFound, TitleMissing."""
    post = access_post(access_appointing(actor, clock.local(now).date()), appointment_id, lock=True)
    title = clean(title)[:120]
    if not title:
        raise TitleMissing("title")
    before, post.title = post.title, title
    post.save(update_fields=["title"])
    record_change(
        actor=actor,
        action="account.correct_position",
        subject_type="account",
        subject_id=post.account_id,
        now=now,
        agency_id=post.agency_id,
        detail={"before": before, "title": title},
    )
    tell_changed(post.account_id, now)


@transaction.atomic
def delegate(
    *, actor: Actor, receiver_id: int, agency_id: int, role: Role, valid_from: dt.date, valid_to: dt.date, reason: str, now: dt.datetime
) -> Delegation:
    """Lend one's own role in an agency to a colleague there, for some days, with its basis; a lent role cannot be lent on.

    Raises NotYourRole, ReceiverUnfit, DelegationDatesWrong, DelegationReasonMissing.
    """
    today, reason = clock.local(now).date(), clean(reason)
    held = appointments_on(today).filter(agency=agency_id)
    giver_id = actor.account_id or 0
    if not held.filter(account=giver_id, role=role).exists():
        raise NotYourRole("role")
    if receiver_id == giver_id or not held.filter(account=receiver_id).exists():
        raise ReceiverUnfit("receiver")
    if not today <= valid_from <= valid_to <= valid_from + LONGEST_DELEGATION:
        raise DelegationDatesWrong("valid_to")
    if not reason:
        raise DelegationReasonMissing("reason")
    lent = Delegation.objects.create(
        giver_id=giver_id,
        receiver_id=receiver_id,
        agency_id=agency_id,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
    )
    detail = {"receiver": receiver_id, "role": str(role), "from": valid_from.isoformat(), "to": valid_to.isoformat(), "reason": reason}
    record_change(
        actor=actor, action="delegation.give", subject_type="delegation", subject_id=lent.pk, now=now, agency_id=agency_id, detail=detail
    )
    return lent


@transaction.atomic
def revoke_delegation(*, actor: Actor, delegation_id: int, now: dt.datetime) -> None:
    """Take a lent role back at once; the giver only.  Raises DelegationNotFound."""
    mine = Delegation.objects.select_for_update().filter(pk=delegation_id, giver=actor.account_id, revoked_at__isnull=True)
    lent = mine.first()
    if lent is None:
        raise DelegationNotFound
    lent.revoked_at = now
    lent.save(update_fields=["revoked_at"])
    detail = {"receiver": lent.receiver_id, "role": lent.role}
    record_change(
        actor=actor,
        action="delegation.revoke",
        subject_type="delegation",
        subject_id=lent.pk,
        now=now,
        agency_id=lent.agency_id,
        detail=detail,
    )


@transaction.atomic
def tell_ended_positions(*, now: dt.datetime) -> int:
    """Tell the apps above whose position ended yesterday or begins today, by their dates alone; returns how many accounts."""
    today = clock.local(now).date()
    touched = Appointment.objects.filter(Q(valid_to=today - dt.timedelta(days=1)) | Q(valid_from=today))
    accounts = sorted(set(touched.values_list("account_id", flat=True)))
    for account_id in accounts:
        tell_changed(account_id, now)
    return len(accounts)


def end_post(post: Appointment, last_day: dt.date, *, actor: Actor, now: dt.datetime) -> None:
    """Write the last day of a position whose row is locked.  For use inside other services."""
    today = clock.local(now).date()
    if post.role == Role.ADMIN and post.account_id == actor.account_id:
        raise OwnAccount
    if post.valid_to is not None and post.valid_to < today:
        raise PositionEnded(on=f"{post.valid_to:%d/%m/%Y}")
    if last_day < post.valid_from:
        raise AppointmentDatesWrong("last_day")
    before, post.valid_to = post.valid_to, last_day
    post.save(update_fields=["valid_to"])
    detail = {"role": post.role, "title": post.title, "before": before.isoformat() if before else None, "to": last_day.isoformat()}
    record_change(
        actor=actor,
        action="account.end_appointment",
        subject_type="account",
        subject_id=post.account_id,
        now=now,
        agency_id=post.agency_id,
        detail=detail,
    )
    tell_changed(post.account_id, now)


def _check_place(post: NewPost) -> None:
    agency = get_agency(post.agency_id)
    if agency.valid_from > post.valid_from or (agency.valid_to is not None and agency.valid_to < post.valid_from):
        raise AgencyNotOpenThen("agency")
    if post.division_id is not None and post.division_id not in {division.pk for division in list_divisions(post.agency_id)}:
        raise DivisionElsewhere("division")


def _check_free(account_id: int, post: NewPost, valid_to: dt.date | None) -> None:
    """Refuse a second position of the same role in the same agency at the same time."""
    same = Appointment.objects.filter(account=account_id, agency=post.agency_id, role=post.role)
    if valid_to is not None:
        same = same.filter(valid_from__lte=valid_to)
    clash = same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=post.valid_from)).order_by("valid_from").first()
    if clash is not None:
        raise AlreadyAppointed("valid_from", since=f"{clash.valid_from:%d/%m/%Y}")
