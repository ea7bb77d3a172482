"""How reporting periods are cut and who receives the reports."""

import datetime as dt

from django.db import transaction

from sen.capabilities.onestop.models import ReportingCalendar
from sen.capabilities.onestop.policies import check_may_set_reporting
from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor
from sen.kernel.text import clean

# From the 15th to the 14th (09/2019/NĐ-CP); reports went to the Government Office (01/2020/TT-VPCP) until control of
# procedures moved to the Ministry of Justice (224/2026/NĐ-CP, Article 18).
_SHIPPED = ((dt.date(2020, 10, 21), 15, "Văn phòng Chính phủ"), (dt.date(2026, 7, 1), 15, "Bộ Tư pháp"))


@transaction.atomic
def load_reporting_calendar() -> dict[str, int]:
    """Write the calendar the platform ships while there is none; what was set by hand stays."""
    if ReportingCalendar.objects.exists():
        return {"reporting_rules": 0}
    rows = [ReportingCalendar(valid_from=since, first_day=first_day, receiver=receiver) for since, first_day, receiver in _SHIPPED]
    return {"reporting_rules": len(ReportingCalendar.objects.bulk_create(rows))}


@transaction.atomic
def set_reporting_rule(*, actor: Actor, valid_from: dt.date, first_day: int, receiver: str, now: dt.datetime) -> ReportingCalendar:
    """Set how periods are cut from a date on: ``first_day`` 15 for the 15th to the 14th, 1 for calendar months.  Raises NotAllowed."""
    check_may_set_reporting(actor)
    values = {"first_day": first_day, "receiver": clean(receiver)}
    rule, _is_new = ReportingCalendar.objects.update_or_create(valid_from=valid_from, defaults=values)
    detail = {"valid_from": valid_from.isoformat(), **values}
    record_change(actor=actor, action="reporting.set", subject_type="reporting_calendar", subject_id=rule.pk, now=now, detail=detail)
    return rule
