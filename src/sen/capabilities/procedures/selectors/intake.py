"""What opening and moving a dossier needs of a procedure."""

from sen.capabilities.procedures.selectors.routes import route_for, route_steps
from sen.capabilities.procedures.selectors.versions import VersionFacts, version_facts

current_route_id = route_for

__all__ = ["VersionFacts", "current_route_id", "route_steps", "version_facts"]
