"""Rights of colleagues to a work file: given and withdrawn with effect at once, told to the keeper, confirmed by somebody authorised.

Basis: 30/2020/NĐ-CP, Appendix VI.III.3.
"""

import datetime as dt

from django.db import transaction

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import GrantTaken, GrantToOwner, WrongColleague
from sen.capabilities.workfiles.events import AccessChanged
from sen.capabilities.workfiles.models import AccessGrant, AccessLevel, WorkFile
from sen.capabilities.workfiles.services.recording import record_deed
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.kernel.text import clean


@transaction.atomic
def give_access(*, actor: Actor, workfile_id: int, account_id: int, level: str, reason: str = "", now: dt.datetime) -> AccessGrant:
    """Let a colleague of the agency see the file, or make it together.  Raises NotAllowed, GrantToOwner, WrongColleague, GrantTaken."""
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_manage_rights(actor, workfile))
    if account_id == workfile.keeper_id:
        raise GrantToOwner("account_id")
    officers = list_officers(workfile.agency_id, on=clock.local(now).date())
    colleague = next((officer for officer in officers if officer.account_id == account_id), None)
    if colleague is None:
        raise WrongColleague("account_id")
    if workfile.grants.filter(account=account_id, withdrawn_at__isnull=True).exists():
        raise GrantTaken("account_id", who=colleague.name)
    grant = AccessGrant.objects.create(
        workfile=workfile,
        account_id=account_id,
        account_name=colleague.name,
        level=AccessLevel(level),
        given_by_id=actor.account,
        given_by_name=actor.name,
        given_at=now,
        reason=clean(reason)[:300],
    )
    _tell(workfile, grant, "give_access", actor, now)
    return grant


@transaction.atomic
def withdraw_access(*, actor: Actor, workfile_id: int, grant_id: int, now: dt.datetime) -> None:
    """Take a right back; it ends with this transaction.  Raises NotAllowed, NotFound."""
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_manage_rights(actor, workfile))
    grant = workfile.grants.filter(pk=grant_id, withdrawn_at__isnull=True).first()
    if grant is None:
        raise NotFound
    grant.withdrawn_by_id, grant.withdrawn_by_name, grant.withdrawn_at = actor.account, actor.name, now
    grant.confirmed_at, grant.confirmed_by_name = None, ""
    grant.save()
    _tell(workfile, grant, "withdraw_access", actor, now)


@transaction.atomic
def confirm_access(*, actor: Actor, workfile_id: int, now: dt.datetime) -> int:
    """Take note of every change of rights somebody else made; the alert ends.  Returns how many changes there were."""
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_manage_rights(actor, workfile))
    open_changes = [grant for grant in workfile.grants.filter(confirmed_at__isnull=True) if changed_by(grant) != actor.account_id]
    for grant in open_changes:
        grant.confirmed_at, grant.confirmed_by_name = now, actor.name
        grant.save(update_fields=["confirmed_at", "confirmed_by_name"])
    if open_changes:
        record_deed(workfile, "confirm_access", actor=actor, now=now, payload={"grants": [grant.pk for grant in open_changes]})
    return len(open_changes)


def changed_by(grant: AccessGrant) -> int | None:
    """Who made the last change of the right."""
    return grant.withdrawn_by_id if grant.withdrawn_at else grant.given_by_id


def _tell(workfile: WorkFile, grant: AccessGrant, action: str, actor: Actor, now: dt.datetime) -> None:
    if actor.account_id == workfile.keeper_id:
        # The keeper is the authorised person: a change of its own needs nobody else.
        grant.confirmed_at, grant.confirmed_by_name = now, actor.name
        grant.save(update_fields=["confirmed_at", "confirmed_by_name"])
    record_deed(
        workfile, action, actor=actor, now=now, payload={"account": grant.account_id, "who": grant.account_name, "level": grant.level}
    )
    publish(AccessChanged(workfile.pk, grant.pk), now=now)
