"""Every read of the directory."""

from sen.foundation.directory.selectors.systems import access_target, list_clients, list_items, list_targets

__all__ = ["access_target", "list_clients", "list_items", "list_targets"]
