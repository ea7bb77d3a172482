"""Search over a million dossiers: by code, phone or name, with and without accents.

Under row-level security LIKE loses its index, so a database function applies the agency filter itself.  It looks at the newest
dossiers first, where frequent names fill the page, and asks the index of words only for rare ones.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sen.capabilities.dossiers.selectors.overseeing import overseen_agencies
from sen.capabilities.dossiers.selectors.words import channel_word, list_due, state_tag
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.identifiers import normal_phone
from sen.kernel.text import fold, initials
from sen.ui.types import DueView, TagView

MIN_LENGTH = 2
_NOT_SEARCHED = str.maketrans("", "", "%_\\")


@dataclass(frozen=True, slots=True)
class FoundDossier:
    """One hit; of a dossier from below only the initials of the applicant are told."""

    code: str
    procedure: str
    applicant: str
    channel: str
    agency: str
    state: TagView
    due: DueView
    from_below: bool


def search_dossiers(actor: Actor, text: str, now: dt.datetime, limit: int = 25) -> list[FoundDossier]:
    """Dossiers the actor works on or may read from above: whose code or phone begins with the text, whose identity number it is,
    or in whose applicant's name its words stand, the last perhaps unfinished.  A whole code finds that dossier alone.

    Newest first within each way of matching; nothing for fewer than two characters.
    """
    words = text.translate(_NOT_SEARCHED).strip()
    if len(words) < MIN_LENGTH:
        return []
    overseen = overseen_agencies(actor, clock.local(now).date())
    phone = normal_phone(words) or ("".join(words.split()) if words.replace(" ", "").isdigit() else "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM sen_search_dossiers(%s, %s, %s, %s::bigint[], %s::bigint[], %s, %s)",
            [words.upper(), phone, fold(words), sorted(actor.agencies()), sorted(overseen or ()), overseen is None, limit],
        )
        return [_found(row, now) for row in cursor.fetchall()]


def _found(row: tuple[Any, ...], now: dt.datetime) -> FoundDossier:
    code, procedure, applicant, channel, agency, state, due_at, settled_at, own = row
    return FoundDossier(
        code=code,
        procedure=procedure,
        applicant=applicant if own else initials(applicant),
        channel=channel_word(channel),
        agency=agency,
        state=state_tag(state),
        due=list_due(state, due_at, now, settled_at),
        from_below=not own,
    )
