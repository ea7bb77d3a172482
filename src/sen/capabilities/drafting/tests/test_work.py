"""Drafts in the inbox."""

import pytest
from django.db import connection

from sen.capabilities.drafting import services
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.selectors.work import DraftWork
from sen.foundation.inbox.types import WorkQuery
from sen.kernel.actor import Actor
from tests.draft_factories import at_signature, submitted
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def rows(query: WorkQuery | None) -> list[tuple[str, str, int]]:
    """Kind, lane and record of each line."""
    assert query is not None
    with connection.cursor() as cursor:
        cursor.execute(query.sql, list(query.values))
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def test_work_waits_for_whoever_must_act_next(draft: Draft, specialist: Actor, head: Actor, approver: Actor, registrar: Actor) -> None:
    source = DraftWork()
    assert rows(source.mine(specialist, MONDAY)) == [("write", "do", draft.pk)]
    submitted(draft, specialist)
    assert rows(source.mine(specialist, MONDAY)) == []
    assert rows(source.mine(head, MONDAY)) == [("approve", "decide", draft.pk)]
    assert rows(source.below(approver, MONDAY)) == [("wait", "note", draft.pk)]


def test_what_waits_for_the_leader_is_not_also_below(
    draft: Draft, specialist: Actor, head: Actor, registrar: Actor, approver: Actor, citizen: Actor
) -> None:
    at_signature(draft, specialist, head, registrar)
    source = DraftWork()
    assert rows(source.mine(approver, MONDAY)) == [("sign", "decide", draft.pk)]
    assert rows(source.below(approver, MONDAY)) == []
    assert source.mine(citizen, MONDAY) is None


def test_a_signed_document_is_work_of_the_outgoing_ones_not_of_drafts_too(
    draft: Draft, specialist: Actor, head: Actor, registrar: Actor, approver: Actor
) -> None:
    at_signature(draft, specialist, head, registrar)
    services.sign_draft(actor=approver, draft_id=draft.pk, seen=1, now=MONDAY)
    assert rows(DraftWork().mine(registrar, MONDAY)) == []
