"""What tests of drafts share."""

import datetime as dt

import pytest

from sen.capabilities.drafting.models import Draft
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from tests.draft_factories import make_draft
from tests.factories import MONDAY, make_officer

LATER = MONDAY + dt.timedelta(hours=1)


@pytest.fixture
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands an hour after the drafts were made."""
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def colleague(agency: Agency) -> Actor:
    """Another specialist of the agency."""
    return make_officer(Role.SPECIALIST, agency, name="Trần Văn Dũng", title="Chuyên viên")


@pytest.fixture
def draft(specialist: Actor, agency: Agency, approver: Actor, head: Actor, other_agency: Agency) -> Draft:
    """A complete letter of the specialist, for the leader to sign, to the other agency."""
    return make_draft(specialist, agency, approver, other_agency)
