"""Locking a draft and writing down what happened to it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sen.capabilities.drafting.errors import DraftChanged
from sen.capabilities.drafting.events import DraftMoved
from sen.capabilities.drafting.models import Draft, DraftVersion
from sen.capabilities.drafting.policies import access_draft
from sen.capabilities.drafting.states import DRAFT_STATES, DraftAction, DraftState
from sen.capabilities.drafting.types import EVENT_KIND
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor


def lock_draft(*, actor: Actor, draft_id: int, now: dt.datetime, seen: int | None = None) -> Draft:
    """The draft the actor may see, locked to the end of the transaction; raises NotFound.

    ``seen`` is the revision the actor read; raises DraftChanged when the text has changed since.
    """
    draft = access_draft(actor, draft_id, clock.local(now).date(), lock=True)
    if seen is not None and seen != draft.revision:
        when = clock.local(draft.changed_at).strftime("%H:%M %d/%m/%Y")
        raise DraftChanged(who=draft.changed_by_name, when=when)
    return draft


def move(
    draft: Draft, action: DraftAction, *, actor: Actor, now: dt.datetime, reason: str = "", payload: Mapping[str, Any] | None = None
) -> None:
    """Take the action's step in the table, save the draft and append the event; raises IllegalTransition.

    Leaving a state seals the newest version, so that what was read there stays as it was.
    """
    before = DraftState(draft.state)
    after = DRAFT_STATES.next(before, action)
    draft.state = after
    if after != before:
        draft.state_since = now
        DraftVersion.objects.filter(draft=draft, is_sealed=False).update(is_sealed=True)
    draft.save()
    note(draft, action, actor=actor, now=now, before=before, reason=reason, payload=payload)
    if after != before:
        publish(DraftMoved(draft.pk, after.value), now=now)


def note(
    draft: Draft,
    action: DraftAction | str,
    *,
    actor: Actor,
    now: dt.datetime,
    before: str = "",
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Append an event about the draft to its history."""
    facts = {"revision": draft.revision, **(payload or {})}
    event = NewEvent(EVENT_KIND, draft.pk, str(action), before or draft.state, draft.state, reason, facts, draft.agency_id)
    append([event], actor=actor, now=now)
