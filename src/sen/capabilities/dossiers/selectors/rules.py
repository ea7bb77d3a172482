"""Which rules hold on a day."""

import datetime as dt

from django.db.models import Q

from sen.capabilities.dossiers.errors import NoRuleSet
from sen.capabilities.dossiers.models import RuleSet


def rule_set_on(day: dt.date) -> RuleSet:
    """The rule set in force on the day; raises NoRuleSet."""
    rules = RuleSet.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day).order_by("-valid_from").first()
    if rules is None:
        raise NoRuleSet
    return rules
