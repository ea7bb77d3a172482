"""The procedure catalogue and processing routes."""

from sen.capabilities.procedures.models.catalogue import (
    Channel,
    ComponentDuty,
    Field,
    FeeRule,
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
from sen.capabilities.procedures.models.routes import ProcessingRoute, RouteStep

__all__ = [
    "Channel",
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
