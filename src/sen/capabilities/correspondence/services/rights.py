"""Opening one document to one more officer, and closing it again; every look at a document is written down."""

import datetime as dt

from django.db import transaction

from sen.capabilities.correspondence.errors import GrantExists, ReasonMissing
from sen.capabilities.correspondence.events import RightChanged
from sen.capabilities.correspondence.models import DocumentGrant, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.policies import access_incoming, access_outgoing, can_grant
from sen.capabilities.correspondence.services.recording import INCOMING, OUTGOING, note
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.audit.services import record_read
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound
from sen.kernel.text import clean


@transaction.atomic
def grant_document(*, actor: Actor, kind: str, record_id: int, account_id: int, reason: str, now: dt.datetime) -> DocumentGrant:
    """Let an officer of the same agency see an incoming or outgoing document (``kind``); leaders, clerks and its drafter decide.

    It shows as a change of rights until a responsible person confirms it.  Raises NotFound, NotAllowed, ReasonMissing, GrantExists.
    Basis: 30/2020/NĐ-CP, Appendix VI part III.3.
    """
    document = _access(actor, kind, record_id)
    owner_id = getattr(document, "drafted_by_id", None)
    if not can_grant(actor, document.agency_id, owner_id):
        raise NotAllowed
    why = clean(reason)[:500]
    if not why:
        raise ReasonMissing("reason")
    officers = {each.account_id for each in list_officers(document.agency_id, on=clock.local(now).date())}
    if account_id not in officers:
        raise NotFound
    live = DocumentGrant.objects.filter(**{kind: document.pk}, account=account_id, withdrawn_at__isnull=True)
    if live.exists():
        raise GrantExists("account")
    grant = DocumentGrant.objects.create(
        **{f"{kind}_id": document.pk}, account_id=account_id, reason=why, given_by_id=actor.account, given_at=now
    )
    _tell(grant, document, "grant", actor, now, why)
    return grant


@transaction.atomic
def withdraw_grant(*, actor: Actor, grant_id: int, now: dt.datetime, reason: str = "") -> DocumentGrant:
    """Close the document to the officer again, with effect at once.  Raises NotFound, NotAllowed."""
    grant, document = _lock(actor, grant_id)
    if grant.given_by_id != actor.account_id and not can_grant(actor, document.agency_id, getattr(document, "drafted_by_id", None)):
        raise NotAllowed
    grant.withdrawn_at, grant.withdrawn_by_id = now, actor.account
    grant.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _tell(grant, document, "withdraw_grant", actor, now, clean(reason)[:500])
    return grant


@transaction.atomic
def confirm_grant(*, actor: Actor, grant_id: int, now: dt.datetime) -> DocumentGrant:
    """Confirm a change of rights, so that its warning goes; a leader, or a clerk other than the one who gave it.

    Raises NotFound, NotAllowed.
    """
    grant, document = _lock(actor, grant_id)
    may = actor.has(Role.LEADER, document.agency_id) or actor.has(Role.CLERK, document.agency_id)
    if not may or grant.given_by_id == actor.account_id and not actor.has(Role.LEADER, document.agency_id):
        raise NotAllowed
    if grant.confirmed_at is None:
        grant.confirmed_at, grant.confirmed_by_id = now, actor.account
        grant.save(update_fields=["confirmed_at", "confirmed_by"])
        _tell(grant, document, "confirm_grant", actor, now, "", publishing=False)
    return grant


def note_view(*, actor: Actor, kind: str, record_id: int, now: dt.datetime, what: str = "") -> None:
    """Write down that the actor opened a document, or one of its files (``what``).

    Basis: 30/2020/NĐ-CP, Appendix VI part III.5: the history of access is kept.
    """
    record_read(
        actor=actor, subject_type=kind, subject_id=record_id, purpose="Xem văn bản", now=now, detail={"what": what} if what else None
    )


def _access(actor: Actor, kind: str, record_id: int) -> IncomingDocument | OutgoingDocument:
    if kind == INCOMING:
        return access_incoming(actor, record_id)
    if kind == OUTGOING:
        return access_outgoing(actor, record_id)
    raise NotFound


def _lock(actor: Actor, grant_id: int) -> tuple[DocumentGrant, IncomingDocument | OutgoingDocument]:
    grant = DocumentGrant.objects.select_for_update(of=("self",)).filter(pk=grant_id, withdrawn_at__isnull=True).first()
    if grant is None:
        raise NotFound
    kind = INCOMING if grant.incoming_id is not None else OUTGOING
    return grant, _access(actor, kind, grant.incoming_id or grant.outgoing_id or 0)


def _tell(
    grant: DocumentGrant,
    document: IncomingDocument | OutgoingDocument,
    action: str,
    actor: Actor,
    now: dt.datetime,
    reason: str,
    *,
    publishing: bool = True,
) -> None:
    kind = INCOMING if grant.incoming_id is not None else OUTGOING
    payload = {"account": grant.account_id, "grant": grant.pk}
    note(
        kind,
        document.pk,
        action,
        actor=actor,
        now=now,
        agency_id=document.agency_id,
        state=document.state,
        reason=reason,
        payload=payload,
    )
    if publishing:
        publish(RightChanged(grant.pk, kind, document.pk, grant.withdrawn_at is None), now=now)
