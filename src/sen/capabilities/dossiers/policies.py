"""Who may do what with a dossier: role × agency × object; and who keeps the rules."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from sen.capabilities.dossiers.errors import NotYourTurn
from sen.capabilities.dossiers.models import ApplicantLetter, Dossier, Draft, WorkItem
from sen.capabilities.dossiers.selectors.letters import letters_to_answer_for
from sen.capabilities.dossiers.selectors.overseeing import open_overseen
from sen.foundation.accounts.policies import can_manage_province
from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed, NotFound


def check_may_receive(actor: Actor, agency_id: int | None) -> None:
    """Raise NotAllowed unless the actor works at the one-stop of the agency."""
    if agency_id is None or not actor.has(Role.ONE_STOP, agency_id):
        raise NotAllowed


def check_may_settle(actor: Actor, dossier: Dossier, *roles: Role) -> None:
    """Raise NotAllowed unless the actor holds one of the roles in the agency that settles the dossier."""
    if not any(actor.has(role, dossier.competent_agency_id) for role in roles):
        raise NotAllowed


def may_act_on(actor: Actor, item: WorkItem) -> None:
    """Raise unless the work is the actor's: given to the person, or free for the role in the agency."""
    if not actor.has(Role(item.role), item.agency_id):
        raise NotFound
    if item.assignee_id not in (None, actor.account_id):
        raise NotYourTurn(who=item.assignee.name if item.assignee else "")


def works_on(actor: Actor, dossier: Dossier) -> bool:
    """Whether the dossier is work of an agency of the actor."""
    return bool(actor.agencies() & set(dossier.agency_ids))


def can_see(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may open the dossier."""
    if actor.kind is ActorKind.CITIZEN:
        return dossier.applicant_account_id is not None and dossier.applicant_account_id == actor.account_id
    return actor.is_control or works_on(actor, dossier)


def access_dossier(actor: Actor, code: str) -> Dossier:
    """The dossier with the code, if the actor may see it; NotFound otherwise."""
    dossier = _dossiers().filter(code=code).first()
    if dossier is None or not can_see(actor, dossier):
        raise NotFound
    return dossier


def access_readable(actor: Actor, code: str, on: dt.date) -> Dossier:
    """The dossier with the code for reading: also to those who answer for its agency from above; NotFound otherwise.

    Nothing is done through this door: every act asks ``access_dossier``, and the database shows such rows for reading only.
    """
    overseen = open_overseen(actor, on)
    dossier = _dossiers().filter(code=code).first()
    if dossier is None or not (can_see(actor, dossier) or overseen is None or dossier.competent_agency_id in overseen):
        raise NotFound
    return dossier


def access_own_dossier(actor: Actor, public_id: UUID) -> Dossier:
    """The citizen's own dossier; NotFound otherwise."""
    dossier = _dossiers().filter(public_id=public_id).first()
    if dossier is None or not can_see(actor, dossier):
        raise NotFound
    return dossier


def _dossiers() -> QuerySet[Dossier]:
    return Dossier.objects.select_related("version", "version__procedure", "case", "rule_set")


# A version has three dozen columns; the pages of a draft need these.
_OF_DRAFT = (
    *("public_id", "account", "version", "case", "answers", "started_at", "saved_at", "dossier"),
    *("version__name", "version__done_at_commune", "version__procedure__code"),
)


def access_draft(actor: Actor, public_id: UUID, *, lock: bool = False) -> Draft:
    """The actor's own draft with its procedure, or locked until the transaction ends; NotFound otherwise."""
    drafts = Draft.objects.select_for_update() if lock else Draft.objects.select_related("version__procedure").only(*_OF_DRAFT)
    draft = drafts.filter(public_id=public_id, account_id=actor.account_id or 0).first()
    if draft is None or actor.account_id is None:
        raise NotFound
    return draft


def access_item(dossier: Dossier, item_id: int) -> WorkItem:
    """One piece of work of a dossier the caller was given; NotFound for another dossier's."""
    item = WorkItem.objects.select_related("assignee", "step").filter(pk=item_id, dossier=dossier).first()
    if item is None:
        raise NotFound
    return item


def access_letter(actor: Actor, public_id: UUID, *, lock: bool = False) -> ApplicantLetter:
    """A letter of a dossier whose one-stop the actor works at, or locked until the transaction ends; NotFound otherwise."""
    letters = letters_to_answer_for(actor)
    letter = (letters.select_for_update(of=("self",)) if lock else letters).filter(public_id=public_id).first()
    if letter is None:
        raise NotFound
    return letter


def can_keep_rules(actor: Actor, on: dt.date) -> bool:
    """Whether the actor may write rule sets: procedure control, and administrators of the whole province."""
    return actor.is_control or can_manage_province(actor, on)


def check_may_keep_rules(actor: Actor, on: dt.date) -> None:
    """Pass, or raise NotAllowed."""
    if not can_keep_rules(actor, on):
        raise NotAllowed
