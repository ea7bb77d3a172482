"""Rule sets: loading the shipped ones, editing by an administrator."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sen.capabilities.dossiers.models import RuleSet


@transaction.atomic
def load_rule_sets(*, records: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Create the rule sets that are missing; what an administrator changed stays."""
    created = 0
    for record in records:
        values = dict(record)
        values["transfer_cutoff"] = dt.time.fromisoformat(values["transfer_cutoff"])
        _, is_new = RuleSet.objects.get_or_create(key=values.pop("key"), defaults=values)
        created += is_new
    return {"created": created, "unchanged": len(records) - created}
