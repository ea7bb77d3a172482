"""The goal for results in time: set for a day to come or today, never for days whose figures were already judged."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from sen.capabilities.dossiers.errors import GoalInThePast, GoalWithoutBasis
from sen.capabilities.dossiers.models import InTimeGoal
from sen.capabilities.dossiers.policies import check_may_keep_rules
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean


@transaction.atomic
def set_goal(*, actor: Actor, kind: str, valid_from: dt.date, percent: Decimal, basis: str, now: dt.datetime) -> InTimeGoal:
    """Hold agencies to a share in time (0 to 100) of a kind of work from the day on; the same day again corrects it.

    Raises NotAllowed, GoalInThePast, GoalWithoutBasis.
    """
    today = clock.local(now).date()
    check_may_keep_rules(actor, today)
    if valid_from < today:
        raise GoalInThePast("valid_from")
    if not clean(basis):
        raise GoalWithoutBasis("basis")
    facts = {"percent": percent, "basis": clean(basis)}
    goal, _new = InTimeGoal.objects.update_or_create(kind=kind, valid_from=valid_from, defaults=facts)
    detail = {"kind": goal.kind, "from": valid_from.isoformat(), "percent": str(percent), "basis": goal.basis}
    record_change(actor=actor, action="rules.goal", subject_type="in_time_goal", subject_id=goal.pk, now=now, detail=detail)
    return goal
