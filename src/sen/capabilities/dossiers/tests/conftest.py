"""What tests of the dossier pages share."""

import datetime as dt

import pytest

from sen.capabilities.dossiers.models import Dossier
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.dossier_factories import in_work
from tests.factories import MONDAY

LATER = MONDAY + dt.timedelta(hours=1)


@pytest.fixture
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands an hour after the dossiers were made."""
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def dossier(citizen: Actor, clerk: Actor, agency: Agency) -> Dossier:
    """A dossier at the first step of its route, with the head."""
    return in_work(citizen, clerk, agency)
