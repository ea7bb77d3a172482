"""The way of a draft to the signature: content by the head, form by the clerk, back with a reason.

Basis: 30/2020/NĐ-CP, Articles 10(4), 11 and 12.
"""

import datetime as dt
import re

from django.db import transaction

from sen.capabilities.drafting.errors import DraftIncomplete, ReasonNeeded, SignerNotFound
from sen.capabilities.drafting.models import Draft, DraftOpinion
from sen.capabilities.drafting.policies import check_author, check_decides, check_writer, led_by
from sen.capabilities.drafting.selectors.people import has_head
from sen.capabilities.drafting.selectors.signers import may_sign
from sen.capabilities.drafting.services.loading import lock_draft, move
from sen.capabilities.drafting.states import DraftAction, DraftState
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import clean

_LEAST_REASON = 5
_TO_FILL = re.compile(r"\[[^\[\]\n]{2,}\]")
"""A place a template leaves for the writer to fill in."""
_MISSING = (
    ("subject", "trích yếu"),
    ("body", "nội dung"),
    ("signer_id", "người ký"),
    ("places", "nơi nhận"),
)


@transaction.atomic
def submit_draft(*, actor: Actor, draft_id: int, seen: int, now: dt.datetime, note: str = "") -> Draft:
    """Submit the draft: to the head of the division, or on to the form check when the submitter is the head or there is none.

    Opinions still awaited are no longer waited for.  Raises NotFound, NotAllowed, DraftChanged, DraftIncomplete, SignerNotFound.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now, seen=seen)
    check_writer(actor, draft)
    on = clock.local(now).date()
    check_complete(draft, on)
    DraftOpinion.objects.filter(draft=draft, closed_at__isnull=True).update(closed_at=now)
    draft.return_reason = ""
    draft.approved_at, draft.approved_by_name, draft.checked_at, draft.checked_by_name = None, "", None, ""
    draft.review_division_id = draft.division_id if has_head(draft.agency_id, draft.division_id, on) else None
    answers_for_it = _answers_for(actor, draft, on)
    if draft.state == DraftState.OPINIONS:
        move(draft, DraftAction.CLOSE_OPINIONS, actor=actor, now=now)
    if answers_for_it:
        draft.approved_at, draft.approved_by_name = now, actor.name
    action = DraftAction.SUBMIT_APPROVED if answers_for_it or not has_head(draft.agency_id, None, on) else DraftAction.SUBMIT
    move(draft, action, actor=actor, now=now, reason=clean(note), payload={"signer": draft.signer_id})
    return draft


def check_complete(draft: Draft, on: dt.date) -> None:
    """Pass when nothing the layout needs is missing, no place of a template is left open, and the signer may sign.

    Raises DraftIncomplete, SignerNotFound.
    """
    missing = [words for name, words in _MISSING if not getattr(draft, name)]
    if not draft.recipients and "nơi nhận" not in missing:
        missing.append("nơi gửi trên hệ thống")
    texts = (draft.subject, draft.body, draft.legal_basis, draft.addressees, draft.places)
    left = [found[0] for text in texts for found in _TO_FILL.finditer(text)]
    if left:
        missing.append(f"chỗ mẫu chưa điền {left[0][:60]}")
    if missing:
        raise DraftIncomplete(what=", ".join(missing))
    if not may_sign(draft, on):
        raise SignerNotFound("signer_id")


def _answers_for(actor: Actor, draft: Draft, on: dt.date) -> bool:
    """Whether the submitter is the one who answers for the content: head of the division, or leader of the agency."""
    led = led_by(actor, on)
    is_head = draft.agency_id in led.agencies and (draft.division_id is None or draft.division_id in led.divisions)
    return is_head or actor.has(Role.LEADER, draft.agency_id)


@transaction.atomic
def approve_draft(*, actor: Actor, draft_id: int, seen: int, now: dt.datetime, note: str = "") -> Draft:
    """The head answers for the content and sends the draft on to the form check.

    Raises NotFound, NotAllowed, DraftChanged, IllegalTransition.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now, seen=seen)
    if draft.state == DraftState.HEAD_REVIEW:
        check_decides(actor, draft, clock.local(now).date())
    draft.approved_at, draft.approved_by_name = now, actor.name
    move(draft, DraftAction.APPROVE, actor=actor, now=now, reason=clean(note))
    return draft


@transaction.atomic
def check_form(*, actor: Actor, draft_id: int, seen: int, now: dt.datetime, note: str = "") -> Draft:
    """The clerk answers for form and technique and submits the draft to the signer.

    Raises NotFound, NotAllowed, DraftChanged, IllegalTransition, DraftIncomplete, SignerNotFound.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now, seen=seen)
    on = clock.local(now).date()
    if draft.state == DraftState.FORM_CHECK:
        check_decides(actor, draft, on)
        check_complete(draft, on)
    draft.checked_at, draft.checked_by_name = now, actor.name
    move(draft, DraftAction.CHECK_FORM, actor=actor, now=now, reason=clean(note))
    return draft


@transaction.atomic
def return_draft(*, actor: Actor, draft_id: int, reason: str, now: dt.datetime) -> Draft:
    """Head, clerk or signer sends the draft back to its author with a reason.

    Raises NotFound, NotAllowed, ReasonNeeded, IllegalTransition.
    """
    reason = clean(reason)
    if len(reason) < _LEAST_REASON:
        raise ReasonNeeded("reason")
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    if draft.state in (DraftState.HEAD_REVIEW, DraftState.FORM_CHECK, DraftState.TO_SIGN):
        check_decides(actor, draft, clock.local(now).date())
    draft.return_reason = reason
    move(draft, DraftAction.SEND_BACK, actor=actor, now=now, reason=reason)
    return draft


@transaction.atomic
def take_back_draft(*, actor: Actor, draft_id: int, now: dt.datetime, reason: str = "") -> Draft:
    """The author takes a submitted draft back to change it.  Raises NotFound, NotAllowed, IllegalTransition."""
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    check_author(actor, draft)
    move(draft, DraftAction.TAKE_BACK, actor=actor, now=now, reason=clean(reason))
    return draft


@transaction.atomic
def drop_draft(*, actor: Actor, draft_id: int, reason: str, now: dt.datetime) -> Draft:
    """The author gives the draft up; its versions and opinions stay.  Raises NotFound, NotAllowed, ReasonNeeded, IllegalTransition."""
    reason = clean(reason)
    if len(reason) < _LEAST_REASON:
        raise ReasonNeeded("reason")
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    check_author(actor, draft)
    DraftOpinion.objects.filter(draft=draft, closed_at__isnull=True).update(closed_at=now)
    move(draft, DraftAction.DROP, actor=actor, now=now, reason=reason)
    return draft
