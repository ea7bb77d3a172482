"""Acting in another's name: legal representatives, mandates granted and withdrawn, and whose name a session uses.

Basis: 91/2015/QH13, Articles 137, 138, 140 and 563.
"""

import datetime as dt

from django.db import transaction

from sen.foundation.accounts.errors import (
    AssuranceTooLow,
    BusinessUnknown,
    MandateDatesWrong,
    MandateNotFound,
    NotItsRepresentative,
    NotYoursToGrant,
    ReasonMissing,
    RegisterAway,
    RepresentativeUnfit,
    SessionNotFound,
)
from sen.foundation.accounts.models import Account, AccountKind, LiveSession, Mandate
from sen.foundation.accounts.selectors.mandates import mandates_on
from sen.foundation.accounts.types import BusinessAnswer, NewMandate, registered_business_check
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

LONGEST = dt.timedelta(days=5 * 366)
BUSINESS, PERSON = "business", "person"


@transaction.atomic
def claim_business(*, actor: Actor, code: str, now: dt.datetime) -> Mandate:
    """Let the actor act for a business whose legal representative the register says it is; asking again gives the same mandate.

    Raises AssuranceTooLow, RegisterAway, BusinessUnknown, NotItsRepresentative.
    """
    if actor.assurance < 2:
        raise AssuranceTooLow
    account = Account.objects.select_for_update().get(pk=actor.account)
    business = _ask_business(clean(code).replace(" ", ""), actor, now)
    if account.login not in business.representatives:
        raise NotItsRepresentative("code")
    mandate, fresh = Mandate.objects.get_or_create(
        principal_kind=BUSINESS,
        principal_id=business.id,
        representative=account,
        ground=Mandate.Ground.LEGAL,
        withdrawn_at=None,
        defaults={
            "principal_code": business.code,
            "principal_name": business.name[:200],
            "scope": Mandate.Scope.ALL,
            "valid_from": clock.local(now).date(),
            "granted_at": now,
        },
    )
    if fresh:
        _record(actor, "mandate.claim", mandate, now)
    return mandate


@transaction.atomic
def grant_mandate(*, actor: Actor, wanted: NewMandate, now: dt.datetime, business_id: int | None = None) -> Mandate:
    """Let another person act for a business the actor legally represents, or for the actor itself; with a scope and a term.

    Raises AssuranceTooLow, NotYoursToGrant, RepresentativeUnfit, MandateDatesWrong, and what asking the register raises.
    """
    if actor.assurance < 2:
        raise AssuranceTooLow
    today = clock.local(now).date()
    if not today <= wanted.valid_from <= wanted.valid_to <= wanted.valid_from + LONGEST:
        raise MandateDatesWrong("valid_to")
    number = clean(wanted.representative).replace(" ", "").lower()
    receiver = Account.objects.filter(login=number, kind=AccountKind.CITIZEN, is_active=True).first()
    if receiver is None or receiver.pk == actor.account_id:
        raise RepresentativeUnfit("representative")
    kind, key, code, name = _principal(actor, business_id, now)
    mandate = Mandate.objects.create(
        principal_kind=kind,
        principal_id=key,
        principal_code=code,
        principal_name=name,
        representative=receiver,
        granted_by_id=actor.account,
        ground=Mandate.Ground.GRANTED,
        scope=wanted.scope,
        basis=clean(wanted.basis)[:300],
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        granted_at=now,
    )
    _record(actor, "mandate.grant", mandate, now)
    return mandate


@transaction.atomic
def withdraw_mandate(*, actor: Actor, mandate_id: int, reason: str, now: dt.datetime) -> None:
    """End a mandate at once: by who granted it, by the business's legal representative, or by the representative giving it back.

    Raises MandateNotFound, ReasonMissing.
    """
    mandate = Mandate.objects.select_for_update().filter(pk=mandate_id, withdrawn_at__isnull=True).first()
    if mandate is None or not _may_withdraw(actor, mandate, clock.local(now).date()):
        raise MandateNotFound
    reason = clean(reason)
    if len(reason) < 3:
        raise ReasonMissing("reason")
    _end([mandate], reason, actor=actor, now=now)


@transaction.atomic
def act_for(*, actor: Actor, session_key: str, mandate_id: int | None, now: dt.datetime) -> Mandate | None:
    """Use a mandate from now on in this session, or none.  A legal representative is looked up in the register again.

    Raises SessionNotFound, MandateNotFound, and what asking the register raises.
    """
    live = LiveSession.objects.select_for_update().filter(session_key=session_key, account=actor.account).first()
    if live is None:
        raise SessionNotFound
    mandate = None
    if mandate_id is not None:
        held = mandates_on(clock.local(now).date()).filter(representative=actor.account)
        mandate = held.filter(pk=mandate_id).first()
        if mandate is None:
            raise MandateNotFound
        if mandate.ground == Mandate.Ground.LEGAL:
            _still_represents(actor, mandate, now)
    live.mandate = mandate
    live.save(update_fields=["mandate"])
    if mandate is not None:
        _record(actor, "mandate.use", mandate, now)
    return mandate


@transaction.atomic
def end_mandates_of_business(*, business_id: int, keep_numbers: frozenset[str], now: dt.datetime) -> int:
    """End legal mandates of a business for everybody who is no longer its legal representative, and what they granted; returns how many.

    For the app that keeps businesses, when one changed.
    """
    held = Mandate.objects.select_for_update(of=("self",)).select_related("representative")
    legal = held.filter(principal_kind=BUSINESS, principal_id=business_id, ground=Mandate.Ground.LEGAL, withdrawn_at__isnull=True)
    gone = [mandate for mandate in legal if mandate.representative.login not in keep_numbers]
    givers = [mandate.representative_id for mandate in gone]
    granted = held.filter(principal_kind=BUSINESS, principal_id=business_id, granted_by__in=givers, withdrawn_at__isnull=True)
    ended = [*gone, *granted]
    _end(ended, "Người đại diện theo pháp luật đã thay đổi", actor=None, now=now)
    return len(ended)


def _principal(actor: Actor, business_id: int | None, now: dt.datetime) -> tuple[str, int, str, str]:
    """Kind, row, number and name of whom the actor may grant for."""
    if business_id is None:
        if actor.person_id is None:
            raise NotYoursToGrant
        account = Account.objects.get(pk=actor.account)
        return PERSON, actor.person_id, account.login[:20], account.name
    legal = mandates_on(clock.local(now).date()).filter(
        principal_kind=BUSINESS, principal_id=business_id, representative=actor.account, ground=Mandate.Ground.LEGAL
    )
    held = legal.first()
    if held is None:
        raise NotYoursToGrant
    _still_represents(actor, held, now)
    return BUSINESS, held.principal_id, held.principal_code, held.principal_name


def _still_represents(actor: Actor, mandate: Mandate, now: dt.datetime) -> None:
    login = Account.objects.values_list("login", flat=True).get(pk=actor.account)
    if login not in _ask_business(mandate.principal_code, actor, now).representatives:
        raise NotItsRepresentative


def _ask_business(code: str, actor: Actor, now: dt.datetime) -> BusinessAnswer:
    check = registered_business_check()
    if check is None:
        raise RegisterAway
    business = check.business(code=code, actor=actor, now=now)
    if business is None or not business.is_active:
        raise BusinessUnknown("code")
    return business


def _may_withdraw(actor: Actor, mandate: Mandate, on: dt.date) -> bool:
    if actor.account_id in (mandate.granted_by_id, mandate.representative_id):
        return True
    legal = mandates_on(on).filter(
        principal_kind=mandate.principal_kind, principal_id=mandate.principal_id, ground=Mandate.Ground.LEGAL, representative=actor.account
    )
    return mandate.principal_kind == BUSINESS and legal.exists()


def _end(mandates: list[Mandate], reason: str, *, actor: Actor | None, now: dt.datetime) -> None:
    for mandate in mandates:
        mandate.withdrawn_at, mandate.withdrawn_reason = now, reason[:300]
        mandate.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        if actor is not None:
            _record(actor, "mandate.withdraw", mandate, now)
    LiveSession.objects.filter(mandate__in=mandates).update(mandate=None)


def _record(actor: Actor, action: str, mandate: Mandate, now: dt.datetime) -> None:
    detail = {"principal": mandate.principal_code, "representative": mandate.representative_id, "scope": mandate.scope}
    record_change(actor=actor, action=action, subject_type="mandate", subject_id=mandate.pk, now=now, detail=detail)
