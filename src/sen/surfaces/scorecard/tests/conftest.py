"""What tests of the scorecard share."""

import datetime as dt

import pytest

from sen.kernel import clock
from tests.factories import MONDAY

LATER = MONDAY + dt.timedelta(days=1, hours=3)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands on the day after the dossiers were made, a Tuesday at 11:30."""
    monkeypatch.setattr(clock, "now", lambda: LATER)
