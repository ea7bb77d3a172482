"""Work by the clock."""

import datetime as dt

from sen.foundation.jobs.services import every
from sen.registries.parties.services import find_likely_twins, fold_population


@every("20 3 * * *")
def fold_the_count(now: dt.datetime) -> None:
    """Every night, bring the steps of the population's count together."""
    fold_population()


@every("50 3 * * *")
def find_twins(now: dt.datetime) -> None:
    """Every night, look for records that may be one person."""
    find_likely_twins(now=now)
