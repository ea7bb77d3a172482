"""What tests of the workspace share."""

import datetime as dt

import pytest

from sen.kernel import clock
from tests.factories import MONDAY

LATER = MONDAY + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands an hour after the dossiers were made."""
    monkeypatch.setattr(clock, "now", lambda: LATER)
