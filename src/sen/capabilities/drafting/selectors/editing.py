"""What the editor offers, and who else is there."""

import datetime as dt
from typing import Any

from sen.capabilities.correspondence.selectors.reading import books_for
from sen.capabilities.drafting.models import Draft, DraftReader
from sen.capabilities.drafting.selectors.kinds import kind_names
from sen.capabilities.drafting.selectors.signers import signer_lines, signers_of, usual_power
from sen.foundation.accounts.types import Officer
from sen.kernel.actor import Actor

PRESENT = dt.timedelta(minutes=1)
"""Whoever gave a sign within this time still has the text open."""


def editor_choices(draft: Draft, on: dt.date) -> dict[str, Any]:
    """Kinds of the day, who may sign, and books when there is more than one to choose from."""
    signers = [(str(one.account_id), _as_choice(one, draft.agency.name)) for one in signers_of(draft.agency_id, on)]
    books = books_for(draft.agency_id, draft.kind_code, on)
    return {
        "kinds": list(kind_names(on).items()),
        "signers": signers,
        "books": [(str(book.pk), book.name) for book in books] if len(books) > 1 else (),
    }


def _as_choice(officer: Officer, agency_name: str) -> str:
    """The signer with the power that goes with the position: ``Nguyễn Văn A (KT.), Phó Giám đốc Sở``."""
    *powers, _position = signer_lines(agency_name=agency_name, power=usual_power(officer, agency_name), title=officer.title)
    short = ", ".join(line.split(" ", 1)[0] for line in powers)
    return ", ".join(part for part in (f"{officer.name} ({short})" if short else officer.name, officer.title) if part)


def recent_names(draft: Draft, actor: Actor, now: dt.datetime) -> list[str]:
    """Others who have the text open."""
    rows = DraftReader.objects.filter(draft=draft, seen_at__gte=now - PRESENT).exclude(account=actor.account_id)
    return list(rows.order_by("name").values_list("name", flat=True))
