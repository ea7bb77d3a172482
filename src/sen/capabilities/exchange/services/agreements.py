"""Agreements between members: recording, prolonging, ending before time."""

import datetime as dt

from django.db import transaction

from sen.capabilities.exchange.errors import CodeTaken, EndsBeforeItBegins, NoticeMissing
from sen.capabilities.exchange.models import Agreement, Member
from sen.capabilities.exchange.policies import require_operator
from sen.capabilities.exchange.services.recording import record
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotFound


@transaction.atomic
def record_agreement(
    *,
    actor: Actor,
    number: str,
    provider_id: int,
    consumer_id: int | None,
    legal_basis: str,
    purpose: str,
    signed_on: dt.date,
    valid_from: dt.date,
    ends_on: dt.date | None,
    now: dt.datetime,
) -> Agreement:
    """Enter a signed agreement.  Raises NotAllowed, NotFound, CodeTaken, EndsBeforeItBegins."""
    require_operator(actor)
    provider = Member.objects.filter(pk=provider_id).first()
    if provider is None or (consumer_id is not None and not Member.objects.filter(pk=consumer_id).exists()):
        raise NotFound
    if ends_on is not None and ends_on < valid_from:
        raise EndsBeforeItBegins("ends_on")
    if Agreement.objects.filter(provider=provider, number=number).exists():
        raise CodeTaken("number", code=number)
    agreement = Agreement.objects.create(
        number=number,
        provider=provider,
        consumer_id=consumer_id,
        legal_basis=legal_basis,
        purpose=purpose,
        signed_on=signed_on,
        valid_from=valid_from,
        ends_on=ends_on,
        created_at=now,
    )
    record("agreement.record", agreement, actor=actor, now=now, provider=str(provider), ends_on=str(ends_on or ""))
    return agreement


@transaction.atomic
def prolong_agreement(*, actor: Actor, agreement_id: int, ends_on: dt.date | None, reason: str, now: dt.datetime) -> Agreement:
    """Give an agreement a new last day, on the ground named.

    Raises NotAllowed, NotFound, NoticeMissing, EndsBeforeItBegins, IllegalTransition.
    """
    require_operator(actor)
    agreement = _locked(agreement_id)
    if not reason.strip():
        raise NoticeMissing("reason")
    if agreement.ended_on is not None:
        raise IllegalTransition
    if ends_on is not None and ends_on < max(agreement.valid_from, clock.local(now).date()):
        raise EndsBeforeItBegins("ends_on")
    before = agreement.ends_on
    agreement.ends_on = ends_on
    agreement.save(update_fields=["ends_on"])
    record("agreement.prolong", agreement, actor=actor, now=now, before=str(before or ""), after=str(ends_on or ""), reason=reason)
    return agreement


@transaction.atomic
def end_agreement(*, actor: Actor, agreement_id: int, reason: str, now: dt.datetime) -> Agreement:
    """End an agreement today; the rights under it stop with the next snapshots.

    Raises NotAllowed, NotFound, NoticeMissing, IllegalTransition.
    """
    require_operator(actor)
    agreement = _locked(agreement_id)
    if not reason.strip():
        raise NoticeMissing("reason")
    if agreement.ended_on is not None:
        raise IllegalTransition
    agreement.ended_on, agreement.end_reason = clock.local(now).date(), reason
    agreement.save(update_fields=["ended_on", "end_reason"])
    record("agreement.end", agreement, actor=actor, now=now, reason=reason)
    return agreement


def _locked(agreement_id: int) -> Agreement:
    agreement = Agreement.objects.select_for_update(of=("self",)).filter(pk=agreement_id).first()
    if agreement is None:
        raise NotFound
    return agreement
