"""Who sees a draft, who writes on it, who decides about it.

People on the draft: its author, those it was opened to, those asked for an opinion.  Besides them: heads once it was submitted
to their division, the clerk from the form check on, leaders of the agency once it was submitted.
Basis: 30/2020/NĐ-CP, Articles 10 to 13.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from sen.capabilities.drafting.models import Draft, DraftMember, DraftOpinion
from sen.capabilities.drafting.states import AUTHOR_STATES, DraftState
from sen.foundation.accounts.selectors import appointments_on, delegations_on
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound

_S = DraftState
_SUBMITTED = (_S.HEAD_REVIEW, _S.FORM_CHECK, _S.TO_SIGN, _S.SIGNED, _S.ISSUED, _S.RETURNED)
_AT_THE_CLERK = (_S.FORM_CHECK, _S.TO_SIGN, _S.SIGNED, _S.ISSUED)
WRITERS = (Role.SPECIALIST, Role.HEAD, Role.LEADER, Role.CLERK, Role.ONE_STOP, Role.CONTROL)


@dataclass(frozen=True, slots=True)
class Led:
    """Where somebody is head: whole agencies, and single divisions."""

    agencies: frozenset[int] = frozenset()
    divisions: frozenset[int] = frozenset()


def led_by(actor: Actor, on: dt.date) -> Led:
    """Where the actor is head of division on the date, by appointment or delegation; no query for those who are nowhere."""
    agencies = actor.agencies(Role.HEAD)
    if not agencies:
        return Led()
    lent = delegations_on(on).filter(receiver=actor.account_id, role=Role.HEAD).values("giver")
    own = appointments_on(on).filter(Q(account=actor.account_id) | Q(account__in=lent), role=Role.HEAD, agency__in=agencies)
    return Led(agencies, frozenset(own.filter(division__isnull=False).values_list("division_id", flat=True)))


def on_the_draft(actor: Actor) -> Q:
    """The condition that the actor takes part in the draft by name."""
    member = DraftMember.objects.filter(draft=OuterRef("pk"), account=actor.account_id, removed_at__isnull=True)
    asked = DraftOpinion.objects.filter(draft=OuterRef("pk"), asked=actor.account_id)
    return Q(author=actor.account_id) | Exists(member) | Exists(asked)


def to_review(actor: Actor, led: Led) -> Q:
    """The condition that the actor is the head who approves the draft."""
    return Q(agency__in=led.agencies) & (Q(review_division__isnull=True) | Q(review_division__in=led.divisions))


def visible_drafts(actor: Actor, on: dt.date) -> QuerySet[Draft]:
    """Every draft the actor may open on the date."""
    if actor.account_id is None:
        return Draft.objects.none()
    shown = on_the_draft(actor)
    led = led_by(actor, on)
    if led.agencies:
        shown |= to_review(actor, led) & Q(state__in=_SUBMITTED)
    if clerks := actor.agencies(Role.CLERK):
        shown |= Q(agency__in=clerks, state__in=_AT_THE_CLERK)
    if leaders := actor.agencies(Role.LEADER):
        shown |= Q(agency__in=leaders, state__in=_SUBMITTED)
    return Draft.objects.filter(shown)


def access_draft(actor: Actor, draft_id: int, on: dt.date, *, lock: bool = False) -> Draft:
    """The draft, if the actor may see it, locked when asked; raises NotFound."""
    drafts = visible_drafts(actor, on).filter(pk=draft_id)
    draft = (drafts.select_for_update(of=("self",)) if lock else drafts.select_related("agency", "division", "file")).first()
    if draft is None:
        raise NotFound
    return draft


def writes_in(actor: Actor, agency_id: int) -> bool:
    """Whether the actor may begin drafts in the agency."""
    return any(actor.has(role, agency_id) for role in WRITERS)


def is_writer(actor: Actor, draft: Draft) -> bool:
    """Whether the actor is the author or was let write along."""
    if draft.author_id == actor.account_id:
        return True
    return DraftMember.objects.filter(draft=draft, account=actor.account_id, removed_at__isnull=True).exists()


def is_reviewer(actor: Actor, draft: Draft, on: dt.date) -> bool:
    """Whether the actor is the head who approves the draft."""
    led = led_by(actor, on)
    return draft.agency_id in led.agencies and (draft.review_division_id is None or draft.review_division_id in led.divisions)


def decides(actor: Actor, draft: Draft, on: dt.date) -> bool:
    """Whether the draft waits for the actor's decision: head, clerk or signer, each at their step."""
    if draft.state == _S.HEAD_REVIEW:
        return is_reviewer(actor, draft, on)
    if draft.state == _S.FORM_CHECK:
        return actor.has(Role.CLERK, draft.agency_id)
    if draft.state == _S.TO_SIGN:
        return is_signer(actor, draft)
    return False


def is_signer(actor: Actor, draft: Draft) -> bool:
    """Whether the actor is the person the draft is submitted to, still with the right to sign in the agency."""
    return draft.signer_id == actor.account_id and any(actor.has(role, draft.agency_id) for role in (Role.LEADER, Role.HEAD))


def can_edit(actor: Actor, draft: Draft, on: dt.date) -> bool:
    """Whether the actor may change the text now: its writers before it is submitted, afterwards whoever must decide."""
    if draft.state in AUTHOR_STATES:
        return is_writer(actor, draft)
    return decides(actor, draft, on)


def check_edit(actor: Actor, draft: Draft, on: dt.date) -> None:
    """Pass, or raise NotAllowed."""
    if not can_edit(actor, draft, on):
        raise NotAllowed


def check_decides(actor: Actor, draft: Draft, on: dt.date) -> None:
    """Pass, or raise NotAllowed."""
    if not decides(actor, draft, on):
        raise NotAllowed


def check_author(actor: Actor, draft: Draft) -> None:
    """Pass for the author, or raise NotAllowed."""
    if draft.author_id != actor.account_id:
        raise NotAllowed


def check_writer(actor: Actor, draft: Draft) -> None:
    """Pass for the author and those who write along, or raise NotAllowed."""
    if not is_writer(actor, draft):
        raise NotAllowed
