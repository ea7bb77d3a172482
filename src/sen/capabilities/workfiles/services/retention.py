"""Comparing terms of keeping with the official text, and changing them from a day on.

Basis: 10/2022/TT-BNV; the terms are shared by all agencies of the province.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import BasisMissing, TermDayWrong
from sen.capabilities.workfiles.models import RetentionRule
from sen.capabilities.workfiles.selectors.rules import maintenance_text, retention_rule
from sen.foundation.audit.services import record_change
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

KIND = "retention"


@transaction.atomic
def check_term(*, actor: Actor, rule_id: int, basis: str, now: dt.datetime) -> RetentionRule:
    """Note that the term was compared with the official text, and where it stands there.

    Raises NotAllowed, RetentionNotInForce, BasisMissing.
    """
    rule = _locked(actor, rule_id, now)
    rule.basis = _basis(basis)
    _mark(rule, actor, now)
    rule.save()
    _record(rule, "check", actor, now)
    return rule


@transaction.atomic
def change_term(
    *, actor: Actor, rule_id: int, years: int | None, until_void: bool, valid_from: dt.date, basis: str, now: dt.datetime
) -> RetentionRule:
    """Let another term hold from a day on; files that took the old one keep it.  Returns the new term.

    Without ``years`` files are kept for ever, or until the documents lose their effect.
    Raises NotAllowed, RetentionNotInForce, BasisMissing, TermDayWrong for a day on which the old term did not hold yet.
    """
    old = _locked(actor, rule_id, now)
    if valid_from <= old.valid_from or (old.valid_to is not None and valid_from > old.valid_to):
        raise TermDayWrong("valid_from")
    new = RetentionRule(
        code=old.code,
        group=old.group,
        description=old.description,
        description_folded=old.description_folded,
        years=None if until_void else years,
        until_void=until_void,
        valid_from=valid_from,
        valid_to=old.valid_to,
        basis=_basis(basis),
    )
    _mark(new, actor, now)
    new.save()
    old.valid_to = valid_from - dt.timedelta(days=1)
    old.save(update_fields=["valid_to"])
    _record(new, "change", actor, now, before=maintenance_text(old), replaced=old.pk)
    return new


def _locked(actor: Actor, rule_id: int, now: dt.datetime) -> RetentionRule:
    policies.check(policies.can_set_terms(actor))
    RetentionRule.objects.select_for_update().filter(pk=rule_id).values_list("pk", flat=True).first()
    return retention_rule(rule_id, clock.local(now).date())


def _basis(text: str) -> str:
    basis = clean(text)[:200]
    if not basis:
        raise BasisMissing("basis")
    return basis


def _mark(rule: RetentionRule, actor: Actor, now: dt.datetime) -> None:
    rule.is_checked, rule.checked_at = True, now
    rule.checked_by_name = ", ".join(part for part in (actor.name, actor.title) if part)[:160]


def _record(rule: RetentionRule, action: str, actor: Actor, now: dt.datetime, **more: Any) -> None:
    facts = {"code": rule.code, "term": maintenance_text(rule), "from": rule.valid_from.isoformat(), "basis": rule.basis, **more}
    append([NewEvent(KIND, rule.pk, action, reason=rule.basis, payload=facts)], actor=actor, now=now)
    record_change(actor=actor, action=f"retention.{action}", subject_type=KIND, subject_id=rule.pk, now=now, detail=facts)
