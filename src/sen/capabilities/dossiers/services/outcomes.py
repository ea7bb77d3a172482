"""The result: drafted, signed one or many, numbered, returned, verifiable.

Basis: 61/2018/NĐ-CP, Articles 19(8) and 20; 45/2020/NĐ-CP, Articles 14 and 15.
"""

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.dossiers.errors import DraftAtSignature, OutcomeMissing, ReasonMissing, TooLateToUndo
from sen.capabilities.dossiers.models import Dossier, Outcome, OutcomeKind, WorkItem, WorkKind
from sen.capabilities.dossiers.policies import check_may_receive, check_may_settle
from sen.capabilities.dossiers.selectors.form_facts import outcome_facts
from sen.capabilities.dossiers.services.loading import calendar_of, close_all, close_item, lock_dossier, lock_item
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction, DossierState
from sen.capabilities.dossiers.types import OutcomeDraft
from sen.foundation.files.services import store_bytes
from sen.foundation.numbering.services import next_number
from sen.foundation.printing.services import render_pdf
from sen.foundation.signing.services import sign_pdf
from sen.foundation.signing.types import SignerIdentity
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import DomainError, IllegalTransition
from sen.kernel.text import clean
from sen.kernel.worktime import MINUTES_PER_WORKING_DAY

_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12
UNDO_RETURN_WINDOW = dt.timedelta(hours=12)


@transaction.atomic
def draft_outcome(*, actor: Actor, dossier_id: int, draft: OutcomeDraft, now: dt.datetime) -> Outcome:
    """Save the proposed result; once it was sent for signature only its signer may still change it.

    Raises ReasonMissing, NotAllowed, IllegalTransition, DraftAtSignature.
    """
    dossier = lock_dossier(dossier_id)
    check_may_settle(actor, dossier, Role.SPECIALIST, Role.HEAD, Role.LEADER)
    if dossier.state != DossierState.PROCESSING:
        raise IllegalTransition
    _check_not_at_signature(dossier, actor)
    if draft.kind == OutcomeKind.REFUSED and len(clean(draft.content)) < 5:
        raise ReasonMissing(field="content")
    outcome, _ = Outcome.objects.update_or_create(
        dossier=dossier,
        defaults={
            "kind": draft.kind,
            "title": clean(draft.title),
            "content": clean(draft.content),
            "agency_id": dossier.competent_agency_id,
            "drafted_by_id": actor.account,
        },
    )
    return outcome


def _check_not_at_signature(dossier: Dossier, actor: Actor) -> None:
    """What a signer has read must not change under the pen."""
    signing = WorkItem.objects.filter(dossier=dossier, kind=WorkKind.SIGNING, closed_at__isnull=True).first()
    if signing is not None and not actor.has(Role(signing.role), signing.agency_id):
        raise DraftAtSignature


@transaction.atomic
def sign_outcome(*, actor: Actor, item_id: int, now: dt.datetime, seen: int | None = None, note: str = "") -> Dossier:
    """Approve and sign: the system gives the number, makes the PAdES-signed PDF, and sends the dossier to be returned.

    Raises NotFound, NotYourTurn, OutcomeMissing, Stale, IllegalTransition.
    """
    dossier, item = lock_item(item_id, actor=actor, seen=seen)
    if item.kind != WorkKind.SIGNING:
        raise IllegalTransition
    outcome = Outcome.objects.select_for_update().filter(dossier=dossier, signed_at__isnull=True).first()
    if outcome is None:
        raise OutcomeMissing
    before = tally_point(dossier)
    dossier.settled_at = now
    _issue(outcome, dossier, actor, now)
    payload = {"number": outcome.number, "kind": outcome.kind, "sha256": outcome.file.sha256 if outcome.file else "", "item": item.pk}
    record(
        dossier, DossierAction.SETTLE, actor=actor, now=now, before=before, reason=clean(note), payload=payload, agency_id=item.agency_id
    )
    close_item(item, actor=actor, now=now, note=clean(note))
    close_all(dossier, actor=actor, now=now)
    WorkItem.objects.create(
        dossier=dossier,
        kind=WorkKind.RETURN,
        name=WorkKind.RETURN.label,
        agency_id=dossier.return_agency_id,
        role=Role.ONE_STOP,
        opened_at=now,
        due_at=dossier.due_at or calendar_of(dossier, now).add_minutes(now, MINUTES_PER_WORKING_DAY),
    )
    return dossier


def _issue(outcome: Outcome, dossier: Dossier, actor: Actor, now: dt.datetime) -> None:
    day = clock.local(now).date()
    number = next_number(f"outcome:{dossier.competent_agency_id}:{outcome.kind}", str(day.year))
    outcome.number = f"{number}/{'KQ' if outcome.kind == OutcomeKind.GRANTED else 'TB'}-{day.year}"
    outcome.issued_on = day
    outcome.signed_by_id, outcome.signer_title, outcome.signed_at = actor.account_id, actor.title, now
    outcome.verify_code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
    facts = outcome_facts(dossier, outcome, signer=actor, now=now)
    pdf = render_pdf("dossiers/forms/result.typ", facts)
    identity = SignerIdentity(name=actor.name, title=actor.title, agency=facts["agency"], account_id=actor.account_id)
    signed = sign_pdf(pdf, signer=identity, reason=outcome.title[:120], location=facts["place"], at=now)
    stored = store_bytes(
        name=f"{dossier.code}-ket-qua.pdf", content=signed, actor=actor, now=now, media_type="application/pdf", produced=True
    )
    outcome.file_id = stored.pk
    outcome.file = stored
    outcome.save()


def sign_outcomes(*, actor: Actor, item_ids: Sequence[int], now: dt.datetime) -> list[tuple[int, DomainError | None]]:
    """Sign many; each stands alone, so one failure leaves the others signed.  Returns the error per item, or None."""
    results: list[tuple[int, DomainError | None]] = []
    for item_id in item_ids:
        try:
            sign_outcome(actor=actor, item_id=item_id, now=now)
            results.append((item_id, None))
        except DomainError as error:
            results.append((item_id, error))
    return results


@transaction.atomic
def return_result(
    *, actor: Actor, dossier_id: int, collected_by: str, now: dt.datetime, seen: int | None = None, note: str = "", proof: str = ""
) -> Dossier:
    """Hand the result over at the return point; who collected it and what they showed (``proof``) are kept.

    Raises NotAllowed, Stale, ReasonMissing.  Basis: 61/2018/NĐ-CP, Article 6(2b).
    """
    collected_by = clean(collected_by)
    if not collected_by:
        raise ReasonMissing(field="collected_by")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.return_agency_id)
    before = tally_point(dossier)
    dossier.closed_at = now
    payload = {"collected_by": collected_by, "way": dossier.receipt_way, "proof": clean(proof)}
    record(dossier, DossierAction.RETURN_RESULT, actor=actor, now=now, before=before, reason=clean(note), payload=payload)
    close_all(dossier, actor=actor, now=now)
    return dossier


@transaction.atomic
def undo_return(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime, seen: int | None = None) -> Dossier:
    """Take back a return recorded by mistake on the same half-day.  Raises TooLateToUndo, ReasonMissing."""
    if len(clean(reason)) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id, seen=seen)
    check_may_receive(actor, dossier.return_agency_id)
    if dossier.closed_at is None or now - dossier.closed_at > UNDO_RETURN_WINDOW:
        raise TooLateToUndo(why="đã quá 12 giờ kể từ khi trả kết quả")
    before = tally_point(dossier)
    dossier.closed_at = None
    record(dossier, DossierAction.UNDO_RETURN, actor=actor, now=now, before=before, reason=clean(reason))
    item = WorkItem.objects.filter(dossier=dossier, kind=WorkKind.RETURN).latest("id")
    item.closed_at = item.closed_by = None
    item.save(update_fields=["closed_at", "closed_by"])
    return dossier


@transaction.atomic
def revoke_outcome(*, actor: Actor, dossier_id: int, reason: str, now: dt.datetime) -> Outcome:
    """Mark an issued result as revoked; whoever checks its code is told.  Raises ReasonMissing, NotAllowed, OutcomeMissing."""
    if len(clean(reason)) < 5:
        raise ReasonMissing(field="reason")
    dossier = lock_dossier(dossier_id)
    check_may_settle(actor, dossier, Role.LEADER)
    outcome = Outcome.objects.select_for_update().filter(dossier=dossier, signed_at__isnull=False, revoked_at__isnull=True).first()
    if outcome is None:
        raise OutcomeMissing
    outcome.revoked_at, outcome.revoke_reason = now, clean(reason)
    outcome.save(update_fields=["revoked_at", "revoke_reason"])
    before = tally_point(dossier)
    record(dossier, DossierAction.REVOKE, actor=actor, now=now, before=before, reason=clean(reason), payload={"number": outcome.number})
    return outcome
