"""How the chosen recipients are named on the paper: behind “Kính gửi”, and under “Nơi nhận”.

Basis: 30/2020/NĐ-CP, Appendix I, Part I, II.9.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sen.capabilities.correspondence.selectors.picking import common_names
from sen.capabilities.correspondence.types import Recipient, RecipientRole
from sen.capabilities.drafting.selectors.receiving import recipients_of
from sen.capabilities.drafting.services.layouts import layout_of

if TYPE_CHECKING:
    from sen.capabilities.drafting.models import Draft

AS_ABOVE = "Như trên"
_TO_FILL = re.compile(r"\[.*\]")
_PURPOSE = {RecipientRole.REPORT: " (để báo cáo)", RecipientRole.INFORMED: " (để biết)"}


def renamed(draft: "Draft", recipients: Sequence[Recipient], on: dt.date) -> dict[str, Any]:
    """Both lists of the draft with its recipients changed to ``recipients``; what people wrote there themselves stays."""
    before, after = (_named(draft, each, on) for each in (recipients_of(draft), recipients))
    return {name: _retold(getattr(draft, name), before[name], after[name]) for name in after}


def lines_of(text: str) -> list[str]:
    """The lines of a list as written, without the dashes and semicolons the paper gives them."""
    return [line.strip().lstrip("-– ").rstrip(" ;") for line in text.splitlines() if line.strip()]


def all_places(draft: "Draft") -> str:
    """Everybody the paper names as a recipient, in one line, for registers and packets."""
    return "; ".join([*lines_of(draft.addressees), *(line for line in lines_of(draft.places) if line != AS_ABOVE)])


def _named(draft: "Draft", recipients: Sequence[Recipient], on: dt.date) -> dict[str, list[str]]:
    """Who acts stands behind “Kính gửi” where the kind has it, and is then “as above”; reports come next, information last.

    A paper nobody is to act on, such as a report to the agency above, addresses those it reports to.
    """
    of = {role: common_names(draft.agency_id, [one for one in recipients if one.role == role], on) for role in RecipientRole}
    has_head = layout_of(draft.kind_code).addresses
    addressed = of.pop(RecipientRole.ADDRESSED) or (of.pop(RecipientRole.REPORT) if has_head else [])
    others = [f"{name}{_PURPOSE[role]}" for role, names in of.items() for name in names]
    if not has_head:
        return {"addressees": [], "places": [*addressed, *others]}
    return {"addressees": addressed, "places": [*([AS_ABOVE] if addressed else []), *others]}


def _retold(text: str, before: Sequence[str], after: Sequence[str]) -> str:
    """The text with the lines of ``before`` turned into those of ``after``; a line somebody struck out does not come back."""
    if before == after:
        return text
    lines = [line for line in lines_of(text) if not _TO_FILL.fullmatch(line)]  # a template's “[Nơi nhận]”
    named = [line for line in after if line in lines or line not in before]
    kept = [line for line in lines if line not in before and line not in after]
    return "\n".join(sorted([*named, *kept], key=lambda line: line != AS_ABOVE))
