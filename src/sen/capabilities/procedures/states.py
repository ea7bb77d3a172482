"""Life of a procedure version and of a processing route.

Basis: 63/2010/NĐ-CP, Articles 13 to 24 (publication); 61/2018/NĐ-CP (internal routes approved by decision).
"""

from enum import StrEnum

from sen.kernel.states import StateTable


class VersionState(StrEnum):
    """State of one version of a procedure record."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    PUBLISHED = "published"
    REPLACED = "replaced"
    ABOLISHED = "abolished"


class VersionAction(StrEnum):
    """What can be done to a version."""

    CHECK = "check"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    REPLACE = "replace"
    ABOLISH = "abolish"


class RouteState(StrEnum):
    """State of one version of a processing route."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


class RouteAction(StrEnum):
    """What can be done to a route."""

    APPROVE = "approve"
    RETIRE = "retire"


VERSION_STATES: StateTable[VersionState, VersionAction] = StateTable(
    "procedure version",
    {
        (VersionState.DRAFT, VersionAction.CHECK): VersionState.CHECKED,
        (VersionState.CHECKED, VersionAction.SEND_BACK): VersionState.DRAFT,
        (VersionState.CHECKED, VersionAction.APPROVE): VersionState.APPROVED,
        (VersionState.APPROVED, VersionAction.PUBLISH): VersionState.PUBLISHED,
        (VersionState.PUBLISHED, VersionAction.REPLACE): VersionState.REPLACED,
        (VersionState.PUBLISHED, VersionAction.ABOLISH): VersionState.ABOLISHED,
    },
)

ROUTE_STATES: StateTable[RouteState, RouteAction] = StateTable(
    "processing route",
    {
        (RouteState.DRAFT, RouteAction.APPROVE): RouteState.APPROVED,
        (RouteState.APPROVED, RouteAction.RETIRE): RouteState.RETIRED,
    },
)
