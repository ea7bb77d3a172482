"""Which rules hold on a day."""

import datetime as dt

from django.db import connection

from sen.capabilities.dossiers.errors import NoRuleSet
from sen.capabilities.dossiers.models import RuleSet
from sen.kernel.statements import planned

_IN_FORCE = """
    SELECT id, xmin::text FROM dossiers_ruleset
    WHERE valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s) ORDER BY valid_from DESC LIMIT 1
"""
_kept: dict[tuple[int, str], RuleSet] = {}


def rule_set_on(day: dt.date) -> RuleSet:
    """The rule set in force on the day; raises NoRuleSet.

    Kept in the process until its row is written again, which one small statement tells.
    """
    with planned(connection) as cursor:
        cursor.execute(_IN_FORCE, [day, day])
        row = cursor.fetchone()
    if row is None:
        raise NoRuleSet
    if row not in _kept:
        _kept.clear()
        _kept[row] = RuleSet.objects.get(pk=row[0])
    return _kept[row]
