"""Every read of drafts that leaves the app."""

from sen.capabilities.drafting.policies import visible_drafts
from sen.capabilities.drafting.selectors.lists import (
    count_to_sign,
    draft_facts,
    drafts_of_incoming,
    list_drafts,
)
from sen.capabilities.drafting.selectors.turns import Turn, drafts_in_turn

__all__ = [
    "Turn",
    "count_to_sign",
    "draft_facts",
    "drafts_in_turn",
    "drafts_of_incoming",
    "list_drafts",
    "visible_drafts",
]
