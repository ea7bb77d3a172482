"""The procedure catalogue and processing routes."""

from sen.capabilities.procedures.models.bases import BasisReview
from sen.capabilities.procedures.models.catalogue import (
    Channel,
    CompetenceRule,
    ComponentDuty,
    FeeRule,
    Field,
    FilingMethod,
    LegalBasis,
    LifeEvent,
    Procedure,
    ProcedureCase,
    ProcedureVersion,
    RequiredDocument,
    ResultKind,
    ServiceLevel,
)
from sen.capabilities.procedures.models.history import CatalogueEvent, CatalogueImport
from sen.capabilities.procedures.models.routes import ProcessingRoute, RouteStep

__all__ = [
    "BasisReview",
    "CatalogueEvent",
    "CatalogueImport",
    "Channel",
    "CompetenceRule",
    "ComponentDuty",
    "FeeRule",
    "Field",
    "FilingMethod",
    "LegalBasis",
    "LifeEvent",
    "Procedure",
    "ProcedureCase",
    "ProcedureVersion",
    "ProcessingRoute",
    "RequiredDocument",
    "ResultKind",
    "RouteStep",
    "ServiceLevel",
]
