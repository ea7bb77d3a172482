"""What an officer of the one-stop may do with a dossier now."""

from dataclasses import dataclass

from sen.capabilities.dossiers.selectors import DossierPage
from sen.capabilities.dossiers.states import DossierAction
from sen.kernel.actor import Actor, Role

_RECEIVING = {
    DossierAction.ACCEPT: "tiep-nhan",
    DossierAction.REFUSE: "tu-choi",
    DossierAction.REDIRECT: "doi-co-quan",
    DossierAction.TRANSFER: "chuyen",
    DossierAction.UNDO_ACCEPT: "huy-tiep-nhan",
    DossierAction.UNDO_TRANSFER: "thu-hoi-chuyen",
}
_RETURNING = {DossierAction.RETURN_RESULT: "tra", DossierAction.UNDO_RETURN: "huy-tra"}
_BEFORE_ACCEPTANCE = ("submitted",)


@dataclass(frozen=True, slots=True)
class Choices:
    """The actions open to this officer, by their word in the address; ``supplement_used`` when the one request was made."""

    actions: frozenset[str]
    supplement_used: bool

    def __contains__(self, action: str) -> bool:
        """Whether the action is open."""
        return action in self.actions


def choices_of(actor: Actor, view: DossierPage) -> Choices:
    """What the state allows and the officer's agency may do."""
    dossier = view.dossier
    open_now = set(view.actions)
    found: set[str] = set()
    if actor.has(Role.ONE_STOP, dossier.receiving_agency_id):
        found |= {word for action, word in _RECEIVING.items() if action in open_now}
        if dossier.state in _BEFORE_ACCEPTANCE:
            found.add("bo-sung")
    if actor.has(Role.ONE_STOP, dossier.return_agency_id):
        found |= {word for action, word in _RETURNING.items() if action in open_now}
    if actor.has(Role.ONE_STOP) and DossierAction.ANSWER_SUPPLEMENT in open_now:
        found.add("nop-bo-sung")
    used = dossier.supplement_count >= dossier.rule_set.max_supplements
    return Choices(frozenset(found), used)
