"""Dossiers and everything that belongs to one."""

from sen.capabilities.dossiers.models.dossier import Dossier, Draft, DraftFile, ReceiptWay, SubmittedDocument, SubmittedFile
from sen.capabilities.dossiers.models.history import DossierEvent, DossierTally, TallyChange
from sen.capabilities.dossiers.models.letters import ApplicantLetter, LetterKind, LetterRefusal, LetterState, LetterWay
from sen.capabilities.dossiers.models.outcome import FormKind, OfficialForm, Outcome, OutcomeKind
from sen.capabilities.dossiers.models.rules import GoalKind, InTimeGoal, RuleSet
from sen.capabilities.dossiers.models.work import (
    Consultation,
    PauseCause,
    SupplementItem,
    SupplementRequest,
    Suspension,
    WorkItem,
    WorkKind,
)

__all__ = [
    "ApplicantLetter",
    "Consultation",
    "Dossier",
    "DossierEvent",
    "DossierTally",
    "Draft",
    "DraftFile",
    "FormKind",
    "GoalKind",
    "InTimeGoal",
    "LetterKind",
    "LetterRefusal",
    "LetterState",
    "LetterWay",
    "OfficialForm",
    "Outcome",
    "OutcomeKind",
    "PauseCause",
    "ReceiptWay",
    "RuleSet",
    "SubmittedDocument",
    "SubmittedFile",
    "SupplementItem",
    "SupplementRequest",
    "Suspension",
    "TallyChange",
    "WorkItem",
    "WorkKind",
]
