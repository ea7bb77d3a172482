"""The demonstration comes after the first pages are served, and once."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from sen.capabilities.dossiers.management.commands import load_demo_dossiers
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.dossier_factories import submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def _load(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> dict[str, Any]:
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(load_demo_dossiers, "plans", lambda now, count: iter(()))
    said = io.StringIO()
    call_command("load_demo_dossiers", stdout=said)
    answer: dict[str, Any] = json.loads(said.getvalue())
    return answer


def test_what_a_first_visitor_hands_in_does_not_keep_the_demonstration_away(monkeypatch, citizen: Actor, agency: Agency) -> None:
    submitted(citizen, agency)
    assert "why" not in _load(monkeypatch, MONDAY + dt.timedelta(minutes=3))


def test_a_province_at_work_gets_no_demonstration(monkeypatch, citizen: Actor, agency: Agency) -> None:
    submitted(citizen, agency)
    assert "already" in _load(monkeypatch, MONDAY + dt.timedelta(days=1))["why"]
