"""Tables of the directory."""

from sen.foundation.directory.models.clients import ExternalName, RemovedOfficer, ScimClient
from sen.foundation.directory.models.pushing import PushItem, TargetSystem

__all__ = ["ExternalName", "PushItem", "RemovedOfficer", "ScimClient", "TargetSystem"]
