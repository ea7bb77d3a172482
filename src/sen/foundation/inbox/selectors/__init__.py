"""Every read of the inbox: merged lists, counts, saved filters, chosen columns."""

from sen.foundation.inbox.selectors.merging import count_late_by_holder, count_work, group_names, list_work
from sen.foundation.inbox.selectors.saved import ColumnChoice, SavedView, column_choice, list_saved_filters

__all__ = [
    "ColumnChoice",
    "SavedView",
    "column_choice",
    "count_late_by_holder",
    "count_work",
    "group_names",
    "list_saved_filters",
    "list_work",
]
