"""Beginning a draft, writing on it alone or together, going back to an earlier version."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sen.capabilities.correspondence.types import Recipient
from sen.capabilities.drafting.errors import AlreadyNumbered, KindUnknown
from sen.capabilities.drafting.models import CONTENT_FIELDS, Draft, DraftReader, DraftTemplate, DraftVersion, VersionKind, content_of
from sen.capabilities.drafting.policies import can_edit, check_edit, check_writer, writes_in
from sen.capabilities.drafting.selectors.beginning import proposals
from sen.capabilities.drafting.selectors.kinds import is_kind
from sen.capabilities.drafting.selectors.receiving import kept_recipients
from sen.capabilities.drafting.services.loading import lock_draft, note
from sen.capabilities.drafting.services.merging import merge_content
from sen.capabilities.drafting.services.naming import renamed
from sen.capabilities.drafting.services.versions import (
    apply_content,
    content_at,
    keep_aside,
    keep_version,
    seal_before_reader,
)
from sen.capabilities.drafting.states import DraftAction, DraftState
from sen.capabilities.drafting.types import DraftContent, DraftOrigin, Saved, SaveOutcome
from sen.foundation.accounts.selectors import demo_accounts
from sen.foundation.audit.services import record_read
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed, NotFound
from sen.kernel.text import clean

_TEXTS = ("subject", "body", "legal_basis", "addressees", "places", "signer_title", "unit_sign")
_DONE = (DraftState.SIGNED, DraftState.ISSUED, DraftState.DROPPED)


@transaction.atomic
def create_draft(
    *,
    actor: Actor,
    agency_id: int,
    content: DraftContent,
    now: dt.datetime,
    division_id: int | None = None,
    origin: DraftOrigin | None = None,
    template_id: int | None = None,
) -> Draft:
    """Begin a draft in the agency, from the text of a template when one is named; empty fields of ``content`` take the template's.

    Raises NotAllowed for somebody without a writing role in the agency, KindUnknown.
    """
    if not writes_in(actor, agency_id):
        raise NotAllowed
    if not is_kind(content.kind_code, clock.local(now).date()):
        raise KindUnknown("kind_code")
    origin = origin or DraftOrigin()
    draft = Draft(
        agency_id=agency_id,
        division_id=division_id,
        author_id=actor.account,
        author_name=actor.name,
        incoming_id=origin.incoming_id,
        task_id=origin.task_id,
        due_at=origin.due_at,
        is_demo=demo_accounts().filter(pk=actor.account).exists(),
        created_at=now,
        changed_at=now,
        changed_by_name=actor.name,
        state_since=now,
        revision=1,
    )
    apply_content(draft, _first_values(draft, content, template_id, clock.local(now).date()))
    draft.save()
    keep_version(draft, VersionKind.SAVED, actor=actor, now=now)
    payload = {"kind": draft.kind_code, "incoming": origin.incoming_id, "task": origin.task_id}
    note(draft, DraftAction.CREATE, actor=actor, now=now, payload=payload)
    return draft


def _first_values(draft: Draft, content: DraftContent, template_id: int | None, on: dt.date) -> dict[str, Any]:
    """What was typed; where nothing was, the template's text, the usual signer and the division's sign."""
    typed = {**_as_values(content, draft), **_from_template(template_id, draft.agency_id, content)}
    proposed = proposals(draft.agency_id, draft.division_id, draft.author_id, on)
    return typed | {name: value for name, value in proposed.items() if not typed[name]}


def _from_template(template_id: int | None, agency_id: int, content: DraftContent) -> dict[str, Any]:
    if template_id is None:
        return {}
    template = DraftTemplate.objects.filter(pk=template_id, is_active=True, agency_id__in=[agency_id, None]).first()
    template = template or DraftTemplate.objects.filter(pk=template_id, is_active=True, agency__isnull=True).first()
    if template is None:
        raise NotFound
    names = ("subject", "body", "legal_basis", "addressees", "places")
    return {name: getattr(template, name) for name in names if not getattr(content, name)}


@transaction.atomic
def save_draft(*, actor: Actor, draft_id: int, content: DraftContent, seen: int, now: dt.datetime, auto: bool = False) -> Saved:
    """Save what was typed over the revision the writer had ``seen``.

    Somebody else's changes since then are kept: changes at different places are put together; where both changed the same place
    the draft stays as it is, the typed text is kept aside as a version of its own, and the outcome says CLASH.  So it is when the
    draft was submitted meanwhile.  Raises NotFound, NotAllowed, KindUnknown.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    on = clock.local(now).date()
    if not is_kind(content.kind_code, on):
        raise KindUnknown("kind_code")
    mine = _as_values(content, draft, seen)
    if not can_edit(actor, draft, on):
        check_writer(actor, draft)
        return Saved(draft, SaveOutcome.CLASH, keep_aside(draft, mine, actor=actor, now=now), draft.changed_by_name, draft.state_since)
    if seen == draft.revision:
        return _store(draft, mine, VersionKind.AUTOSAVED if auto else VersionKind.SAVED, actor, now)
    other_name, other_at = draft.changed_by_name, draft.changed_at
    base = content_at(draft, seen)
    merged, clashes = merge_content(base, mine, content_of(draft)) if base is not None else (mine, ("body",))
    if clashes and mine != content_of(draft):
        version = keep_aside(draft, mine, actor=actor, now=now)
        return Saved(draft, SaveOutcome.CLASH, version, other_name, other_at)
    saved = _store(draft, merged, VersionKind.MERGED, actor, now)
    return Saved(saved.draft, SaveOutcome.MERGED, saved.version, other_name, other_at)


@transaction.atomic
def set_recipients(*, actor: Actor, draft_id: int, recipients: Sequence[Recipient], now: dt.datetime) -> Draft:
    """Say who gets the document and for what; “Kính gửi” and “Nơi nhận” on the paper follow.

    Raises NotFound, NotAllowed, AlreadyNumbered.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    _check_open(draft)
    on = clock.local(now).date()
    check_edit(actor, draft, on)
    values = {**content_of(draft), **renamed(draft, recipients, on), "recipients": kept_recipients(recipients)}
    return _store(draft, values, VersionKind.SAVED, actor, now).draft


@transaction.atomic
def restore_version(*, actor: Actor, draft_id: int, number: int, now: dt.datetime) -> Draft:
    """Make an earlier version, or one that was kept aside, the text again; the present text stays among the versions.

    Raises NotFound, NotAllowed, AlreadyNumbered.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    _check_open(draft)
    check_edit(actor, draft, clock.local(now).date())
    version = DraftVersion.objects.filter(draft=draft, number=number).first()
    if version is None:
        raise NotFound
    saved = _store(draft, dict(version.content), VersionKind.RESTORED, actor, now)
    note(draft, DraftAction.EDIT, actor=actor, now=now, payload={"restored": number})
    return saved.draft


@transaction.atomic
def follow_draft(*, actor: Actor, draft_id: int, now: dt.datetime, opened: bool = False) -> list[str]:
    """Note that the actor has the text open, and return the names of others who had it open in the last minute.

    What they hold is sealed, so that a later save of theirs can be put together with other people's.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    seal_before_reader(draft, actor=actor)
    DraftReader.objects.update_or_create(
        draft=draft, account_id=actor.account, defaults={"name": actor.name, "revision": draft.revision, "seen_at": now}
    )
    if opened:
        record_read(
            actor=actor,
            subject_type="draft",
            subject_id=draft.pk,
            purpose="Mở để soạn",
            now=now,
            agency_id=draft.agency_id,
            detail={"revision": draft.revision},
        )
    recent = DraftReader.objects.filter(draft=draft, seen_at__gte=now - dt.timedelta(minutes=1))
    return list(recent.exclude(account=actor.account_id).order_by("name").values_list("name", flat=True))


def note_reading(*, actor: Actor, draft: Draft, now: dt.datetime, purpose: str = "Đọc dự thảo") -> None:
    """Record that the actor read the draft.  Basis: 30/2020/NĐ-CP, Appendix VI, Part I, 5 (history of access)."""
    record_read(actor=actor, subject_type="draft", subject_id=draft.pk, purpose=purpose, now=now, agency_id=draft.agency_id)


def _check_open(draft: Draft) -> None:
    if draft.state in _DONE:
        raise AlreadyNumbered


def _store(draft: Draft, content: Mapping[str, Any], kind: VersionKind, actor: Actor, now: dt.datetime) -> Saved:
    if dict(content) == content_of(draft):
        return Saved(draft, SaveOutcome.UNCHANGED)
    apply_content(draft, content)
    draft.revision += 1
    draft.changed_at, draft.changed_by_name = now, actor.name
    draft.save()
    return Saved(draft, SaveOutcome.SAVED, keep_version(draft, kind, actor=actor, now=now))


def _as_values(content: DraftContent, draft: Draft, seen: int | None = None) -> dict[str, Any]:
    """The content as a version keeps it, cleaned; recipients as the writer last saw them when the form did not carry them."""
    values: dict[str, Any] = {name: getattr(content, name) for name in CONTENT_FIELDS}
    values |= {name: clean(values[name]) for name in _TEXTS}
    values["answer_due_on"] = content.answer_due_on.isoformat() if content.answer_due_on else None
    if content.recipients is None:
        held = content_at(draft, seen) if seen is not None else None
        values["recipients"] = (held or content_of(draft))["recipients"]
    else:
        values["recipients"] = [dict(one) for one in content.recipients]
    return values
