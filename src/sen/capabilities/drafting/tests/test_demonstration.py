"""The demonstration leaves a draft at every step of the way in an agency, once."""

import datetime as dt

import pytest

from sen.capabilities.correspondence.services.demonstration import load_demo_documents
from sen.capabilities.drafting.models import Draft, DraftComment, DraftOpinion, DraftVersion
from sen.capabilities.drafting.services.demonstration import STEPS, load_demo_drafts
from sen.capabilities.drafting.services.papers import paper_facts
from sen.foundation.files import services as files
from sen.foundation.files.adapters.none import NoScanner
from sen.foundation.history.selectors import list_events_of
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.services import use_signer
from sen.kernel.actor import Role
from tests.document_factories import make_book
from tests.factories import MONDAY, make_agency, make_division, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(settings, tmp_path, monkeypatch):
    """A commune and a department with demonstration officers at every desk and a year of documents."""
    settings.DATA_DIR = tmp_path
    files.use_scanner(NoScanner())
    use_signer(DemoAuthority(MemoryStore()))
    printer = "sen.capabilities.correspondence.services.demo_corpus.render_pdf"
    monkeypatch.setattr(printer, lambda template, facts: b"%PDF-1.7 " + str(facts).encode())
    places = [make_agency(level="department"), make_agency()]
    for place in places:
        division = make_division(place)
        for role in (Role.CLERK, Role.LEADER, Role.SPECIALIST, Role.HEAD):
            make_officer(role, place, division=division, is_demo=True)
        make_book(place, valid_from=dt.date(2025, 1, 1))
    load_demo_documents(count=200, per_topic=1, now=MONDAY)
    yield places[1]
    files.use_scanner(None)
    use_signer(None)


def test_every_step_has_its_draft_with_versions_remarks_and_opinions_and_a_second_run_adds_none(commune):
    assert load_demo_drafts(agency_ids=[commune.pk], now=MONDAY) == {"drafts": len(STEPS)}
    drafts = {draft.pk: draft for draft in Draft.objects.all()}
    assert sorted(draft.state for draft in drafts.values()) == sorted(state.value for state, _kind, _subject in STEPS)
    assert DraftVersion.objects.count() >= 2 * len(STEPS)
    assert DraftComment.objects.exists()
    assert DraftOpinion.objects.filter(answered_at__isnull=False).exists()
    assert not any(draft.due_at and draft.due_at < MONDAY for draft in drafts.values())
    assert all(lines[-1].to_state == drafts[number].state for number, lines in list_events_of("draft", drafts).items())
    assert load_demo_drafts(agency_ids=[commune.pk], now=MONDAY) == {"drafts": 0}


def test_what_comes_of_the_demonstration_says_so_everywhere(commune):
    load_demo_drafts(agency_ids=[commune.pk], now=MONDAY)
    signed = Draft.objects.get(state="signed")
    assert not Draft.objects.filter(is_demo=False).exists()
    assert (signed.outgoing.is_demo, signed.outgoing.content.is_demo) == (True, True)
    assert paper_facts(signed, on=MONDAY.date(), sign=signed.code)["demo"] is True
