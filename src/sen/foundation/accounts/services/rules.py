"""Who must have a second factor, by dated rules."""

import datetime as dt

from django.db import transaction

from sen.foundation.accounts.errors import AppointmentDatesWrong, RuleDatesWrong
from sen.foundation.accounts.models import FactorRule
from sen.foundation.accounts.policies import check_province
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor, Role


@transaction.atomic
def require_factor(*, actor: Actor, role: Role, valid_from: dt.date, grace_days: int, binds_demo: bool, now: dt.datetime) -> FactorRule:
    """From a date, have holders of a role sign in with two factors; an earlier rule of the role ends the day before.

    Raises NotAllowed, RuleDatesWrong.
    """
    check_province(actor, clock.local(now).date())
    rules = FactorRule.objects.select_for_update().filter(role=role)
    if rules.filter(valid_from__gte=valid_from).exists():
        raise RuleDatesWrong("valid_from")
    rules.exclude(valid_to__lt=valid_from).update(valid_to=valid_from - dt.timedelta(days=1))
    rule = FactorRule.objects.create(role=role, valid_from=valid_from, grace_days=grace_days, spares_demo=not binds_demo)
    _record(actor, "factor_rule.add", rule, now)
    return rule


@transaction.atomic
def end_factor_rule(*, actor: Actor, rule_id: int, last_day: dt.date, now: dt.datetime) -> None:
    """End a rule with its last day.  Raises NotAllowed, AppointmentDatesWrong, RuleDatesWrong."""
    check_province(actor, clock.local(now).date())
    rule = FactorRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise RuleDatesWrong
    if last_day < rule.valid_from:
        raise AppointmentDatesWrong("last_day")
    rule.valid_to = last_day
    rule.save(update_fields=["valid_to"])
    _record(actor, "factor_rule.end", rule, now)


def _record(actor: Actor, action: str, rule: FactorRule, now: dt.datetime) -> None:
    detail = {"role": rule.role, "from": rule.valid_from.isoformat(), "to": rule.valid_to.isoformat() if rule.valid_to else None}
    record_change(actor=actor, action=action, subject_type="factor_rule", subject_id=rule.pk, now=now, detail=detail)
