"""Versions of a text: kept with every save, sealed as soon as somebody else holds them, never deleted."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from sen.capabilities.drafting.models import CONTENT_FIELDS, Draft, DraftVersion, VersionKind, content_of
from sen.kernel.actor import Actor

COALESCE = dt.timedelta(minutes=10)
"""Autosaves of one writer within this time are one version."""


def apply_content(draft: Draft, content: Mapping[str, Any]) -> None:
    """Put a version's content on the draft."""
    for name in CONTENT_FIELDS:
        value = content.get(name)
        if name == "answer_due_on" and isinstance(value, str):
            value = dt.date.fromisoformat(value)
        setattr(draft, name, value)


def content_at(draft: Draft, revision: int) -> dict[str, Any] | None:
    """The text as it was at the revision; None when no version of it was kept."""
    if revision == draft.revision:
        return content_of(draft)
    kept = DraftVersion.objects.filter(draft=draft, revision=revision).exclude(kind=VersionKind.ASIDE).order_by("number").last()
    return dict(kept.content) if kept else None


def keep_version(draft: Draft, kind: VersionKind, *, actor: Actor, now: dt.datetime) -> DraftVersion:
    """Keep the draft's present text; an autosave goes on with the writer's own unsealed version of the last minutes."""
    latest = DraftVersion.objects.filter(draft=draft).exclude(kind=VersionKind.ASIDE).order_by("number").last()
    if latest and _may_go_on(latest, kind, actor, now):
        latest.content, latest.revision, latest.saved_at = content_of(draft), draft.revision, now
        latest.kind, latest.is_sealed = kind, kind != VersionKind.AUTOSAVED
        latest.save()
        return latest
    if latest and not latest.is_sealed:
        seal(latest)
    return _new(draft, kind, content_of(draft), actor, now)


def keep_aside(draft: Draft, content: Mapping[str, Any], *, actor: Actor, now: dt.datetime) -> DraftVersion:
    """Keep a text that met somebody else's change at the same place, beside the draft; nothing typed is ever lost."""
    known = DraftVersion.objects.filter(
        draft=draft, kind=VersionKind.ASIDE, author=actor.account_id, revision=draft.revision, is_sealed=False
    ).last()
    if known is None:
        return _new(draft, VersionKind.ASIDE, content, actor, now)
    known.content, known.saved_at = dict(content), now
    known.save()
    return known


def seal(version: DraftVersion) -> None:
    """Let nobody write on the version any more."""
    version.is_sealed = True
    version.save(update_fields=["is_sealed"])


def seal_before_reader(draft: Draft, *, actor: Actor) -> None:
    """Seal the newest version when somebody else is about to read it: their change will be measured against it."""
    DraftVersion.objects.filter(draft=draft, is_sealed=False).exclude(kind=VersionKind.ASIDE).exclude(author=actor.account_id).update(
        is_sealed=True
    )


def _may_go_on(latest: DraftVersion, kind: VersionKind, actor: Actor, now: dt.datetime) -> bool:
    own = latest.author_id == actor.account_id and not latest.is_sealed and latest.kind == VersionKind.AUTOSAVED
    return own and kind in (VersionKind.AUTOSAVED, VersionKind.SAVED) and now - latest.started_at < COALESCE


def _new(draft: Draft, kind: VersionKind, content: Mapping[str, Any], actor: Actor, now: dt.datetime) -> DraftVersion:
    last = DraftVersion.objects.filter(draft=draft).aggregate(last=Max("number"))["last"] or 0
    return DraftVersion.objects.create(
        draft=draft,
        number=last + 1,
        revision=draft.revision,
        kind=kind,
        author_id=actor.account,
        author_name=actor.name,
        content=dict(content),
        started_at=now,
        saved_at=now,
        is_sealed=kind not in (VersionKind.AUTOSAVED, VersionKind.ASIDE),
    )
