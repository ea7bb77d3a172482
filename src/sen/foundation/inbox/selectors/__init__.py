"""Every read of the inbox: merged lists, counts, saved filters."""

from sen.foundation.inbox.selectors.merging import count_late_by_holder, count_work, group_names, list_work
from sen.foundation.inbox.selectors.saved import SavedView, list_saved_filters

__all__ = ["SavedView", "count_late_by_holder", "count_work", "group_names", "list_saved_filters", "list_work"]
