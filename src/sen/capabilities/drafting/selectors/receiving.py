"""To whom a draft will go, as the picker of recipients takes it and as the draft keeps it."""

from collections.abc import Iterable
from typing import Any

from sen.capabilities.correspondence.types import Recipient, RecipientRole
from sen.capabilities.drafting.models import Draft


def recipients_of(draft: Draft) -> list[Recipient]:
    """The chosen recipients in their order."""
    return [
        Recipient(
            one.get("agency_id"),
            str(one.get("organ_code") or ""),
            str(one.get("organ_name") or ""),
            bool(one.get("paper")),
            RecipientRole(one.get("role") or RecipientRole.ADDRESSED),
        )
        for one in draft.recipients
    ]


def kept_recipients(recipients: Iterable[Recipient]) -> list[dict[str, Any]]:
    """Recipients as a draft keeps them; empty parts and the usual role are left out."""
    names = ("agency_id", "organ_code", "organ_name", "paper", "role")
    usual = ("", None, False, RecipientRole.ADDRESSED)
    return [{name: getattr(one, name) for name in names if getattr(one, name) not in usual} for one in recipients]
