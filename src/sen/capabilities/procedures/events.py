"""What the catalogue tells the rest of the platform."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VersionPublished:
    """A version came into force; the one before it, if any, was replaced."""

    procedure_id: int
    version_id: int
    replaced_id: int | None


@dataclass(frozen=True)
class ProcedureAbolished:
    """A procedure is received no longer."""

    procedure_id: int
    version_id: int


@dataclass(frozen=True)
class RouteApproved:
    """A processing route came into force."""

    procedure_id: int
    route_id: int
    agency_id: int | None


@dataclass(frozen=True)
class BasisLost:
    """A document a published version rests on is without effect."""

    procedure_id: int
    version_id: int
    document_id: int
    number: str
