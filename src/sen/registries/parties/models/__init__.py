"""People, households, businesses, what changed in them, and the imports that brought them."""

from sen.registries.parties.models.businesses import Business, BusinessChange, BusinessLine, BusinessState
from sen.registries.parties.models.changes import ChangeKind, LikelyTwin, PersonChange, PersonMerge, PopulationStep
from sen.registries.parties.models.imports import ImportKind, ImportProblem, ImportRun, ImportState, SourceKey
from sen.registries.parties.models.people import BirthPrecision, Household, Person, Relation, RelationKind, Residence, ResidenceKind

__all__ = [
    "BirthPrecision",
    "Business",
    "BusinessChange",
    "BusinessLine",
    "BusinessState",
    "ChangeKind",
    "Household",
    "ImportKind",
    "ImportProblem",
    "ImportRun",
    "ImportState",
    "LikelyTwin",
    "Person",
    "PersonChange",
    "PersonMerge",
    "PopulationStep",
    "Relation",
    "RelationKind",
    "Residence",
    "ResidenceKind",
    "SourceKey",
]
