"""Appointing officers, and lending a role for a time."""

import datetime as dt

from django.db import transaction

from sen.foundation.accounts.errors import (
    AccountNotFound,
    AppointmentDatesWrong,
    DelegationDatesWrong,
    DelegationNotFound,
    DelegationReasonMissing,
    NotYourRole,
    ReceiverUnfit,
)
from sen.foundation.accounts.models import Account, AccountKind, Appointment, Delegation
from sen.foundation.accounts.policies import access_appointing
from sen.foundation.accounts.selectors import appointments_on
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import clean

LONGEST_DELEGATION = dt.timedelta(days=366)


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    account_id: int,
    agency_id: int,
    role: Role,
    title: str,
    valid_from: dt.date,
    now: dt.datetime,
    division_id: int | None = None,
    valid_to: dt.date | None = None,
) -> Appointment:
    """Give an officer a position with a role in an agency, from a date on; administrators only.

    Raises NotAllowed, AccountNotFound, AgencyNotFound, AppointmentDatesWrong.
    """
    access_appointing(actor)
    account = Account.objects.filter(pk=account_id, kind=AccountKind.OFFICER).first()
    if account is None:
        raise AccountNotFound
    get_agency(agency_id)
    if valid_to is not None and valid_to < valid_from:
        raise AppointmentDatesWrong("valid_to")
    post = Appointment.objects.create(
        account=account,
        agency_id=agency_id,
        division_id=division_id,
        role=role,
        title=clean(title),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    detail = {"role": str(role), "title": post.title, "from": valid_from.isoformat(), "to": valid_to.isoformat() if valid_to else None}
    record_change(
        actor=actor, action="account.appoint", subject_type="account", subject_id=account.pk, now=now, agency_id=agency_id, detail=detail
    )
    return post


@transaction.atomic
def end_appointment(*, actor: Actor, appointment_id: int, last_day: dt.date, now: dt.datetime) -> None:
    """End a position with its last day; administrators only.  Raises NotAllowed, AccountNotFound, AppointmentDatesWrong."""
    access_appointing(actor)
    post = Appointment.objects.select_for_update().filter(pk=appointment_id).first()
    if post is None:
        raise AccountNotFound
    if last_day < post.valid_from:
        raise AppointmentDatesWrong("last_day")
    post.valid_to = last_day
    post.save(update_fields=["valid_to"])
    detail = {"role": post.role, "to": last_day.isoformat()}
    record_change(
        actor=actor,
        action="account.end_appointment",
        subject_type="account",
        subject_id=post.account_id,
        now=now,
        agency_id=post.agency_id,
        detail=detail,
    )


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
