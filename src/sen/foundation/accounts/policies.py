"""Who may change other people's accounts and positions: administrators, each within the agencies they manage."""

import datetime as dt

from sen.foundation.accounts.errors import (
    AccountNotFound,
    AssuranceTooLow,
    MandateTooNarrow,
    OfficerElsewhere,
    OutOfYourScope,
    OwnAccount,
    PositionNotFound,
    ProofTooOld,
    RoleOfTheProvince,
)
from sen.foundation.accounts.models import Account, Appointment
from sen.foundation.accounts.selectors.managing import PROVINCE_ROLES, Scope, agencies_outside, managed_agencies, visible_officers
from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed


def can_appoint(actor: Actor) -> bool:
    """Whether the actor may give and end positions: administrators and the system."""
    return actor.kind is ActorKind.SYSTEM or actor.has(Role.ADMIN)


def can_manage_province(actor: Actor, on: dt.date) -> bool:
    """Whether the actor administers the whole province on the date."""
    return managed_agencies(actor, on) is None


def check_province(actor: Actor, on: dt.date) -> None:
    """Pass for the province's own administrators and the system; raises NotAllowed."""
    if not can_appoint(actor) or not can_manage_province(actor, on):
        raise NotAllowed


def require_proof(actor: Actor, now: dt.datetime, *, minutes: int = 15, assurance: int = 0) -> None:
    """Pass when the actor proved to be there at most so many minutes ago, on a session of the level; raises ProofTooOld.

    Pages wear ``sen.ui.access.confirmed`` so that nobody is surprised; this keeps the service itself.
    """
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.confirmed_at is None or actor.confirmed_at < now - dt.timedelta(minutes=minutes) or actor.assurance < assurance:
        raise ProofTooOld


def access_appointing(actor: Actor, on: dt.date) -> Scope:
    """The agencies the actor may appoint in; None is the whole province.  Raises NotAllowed."""
    if not can_appoint(actor):
        raise NotAllowed
    return managed_agencies(actor, on)


def check_may_give(scope: Scope, agency_id: int, role: Role | str) -> None:
    """Pass when the scope covers the agency and the role; raises OutOfYourScope, RoleOfTheProvince."""
    if scope is None:
        return
    if agency_id not in scope:
        raise OutOfYourScope("agency")
    if role in PROVINCE_ROLES:
        raise RoleOfTheProvince("role")


def access_officer(scope: Scope, account_id: int, *, lock: bool = False) -> Account:
    """An officer in the administrator's scope; raises AccountNotFound."""
    officers = visible_officers(scope).filter(pk=account_id)
    account = (officers.select_for_update() if lock else officers).first()
    if account is None:
        raise AccountNotFound
    return account


def access_post(scope: Scope, appointment_id: int, *, lock: bool = False) -> Appointment:
    """A position in the administrator's scope; raises PositionNotFound, RoleOfTheProvince."""
    posts = Appointment.objects.select_related("account", "agency", "division").filter(pk=appointment_id)
    post = (posts.select_for_update(of=("self",)) if lock else posts).first()
    if post is None or (scope is not None and post.agency_id not in scope):
        raise PositionNotFound
    check_may_give(scope, post.agency_id, post.role)
    return post


def check_whole_officer(actor: Actor, scope: Scope, account_id: int, on: dt.date) -> None:
    """Pass when the administrator may decide on the whole account: someone else's, with no position outside the scope.

    Whoever sets a password could act for its owner, so nobody sets one for rights they could not give.
    Raises OwnAccount, OfficerElsewhere.
    """
    if actor.account_id == account_id:
        raise OwnAccount
    outside = agencies_outside(account_id, scope, on)
    if outside:
        raise OfficerElsewhere(agency=outside[0])


def can_submit(actor: Actor) -> bool:
    """Whether the actor may hand dossiers in: in its own name, or by a mandate wide enough."""
    return actor.acting_for is None or actor.acting_for.scope != "read"


def check_may_submit(actor: Actor) -> None:
    """Pass, or raise MandateTooNarrow."""
    if not can_submit(actor):
        raise MandateTooNarrow


def check_assurance(actor: Actor, level: int) -> None:
    """Pass when the session is of the level: 1 stated, 2 verified, 3 verified with two factors; raises AssuranceTooLow."""
    if actor.kind is not ActorKind.SYSTEM and actor.assurance < level:
        raise AssuranceTooLow
