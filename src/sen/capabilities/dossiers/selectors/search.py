"""Search over a million dossiers: by code, phone or name, with and without accents.

Under row-level security LIKE loses its index, so a database function applies the agency filter itself.  It looks at the newest
dossiers first, where frequent names fill the page, and asks the index of words only for rare ones.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from sen.capabilities.dossiers.selectors.words import channel_word, list_due, state_tag
from sen.kernel.actor import Actor
from sen.kernel.identifiers import normal_phone
from sen.kernel.text import fold
from sen.ui.types import DueView, TagView

MIN_LENGTH = 2
_NOT_SEARCHED = str.maketrans("", "", "%_\\")


@dataclass(frozen=True, slots=True)
class FoundDossier:
    """One hit."""

    code: str
    procedure: str
    applicant: str
    channel: str
    agency: str
    state: TagView
    due: DueView


def search_dossiers(actor: Actor, text: str, now: dt.datetime, limit: int = 25) -> list[FoundDossier]:
    """Dossiers the actor may see whose code or phone begins with the text, whose identity number it is, or in whose applicant's name
    its words stand, the last perhaps unfinished.  A whole code finds that dossier alone.

    Newest first within each way of matching; nothing for fewer than two characters.
    """
    words = text.translate(_NOT_SEARCHED).strip()
    if len(words) < MIN_LENGTH:
        return []
    phone = normal_phone(words) or ("".join(words.split()) if words.replace(" ", "").isdigit() else "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM sen_search_dossiers(%s, %s, %s, %s::bigint[], %s, %s)",
            [words.upper(), phone, fold(words), sorted(actor.agencies()), actor.is_control, limit],
        )
        found = cursor.fetchall()
    return [
        FoundDossier(code, procedure, applicant, channel_word(channel), agency, state_tag(state), list_due(state, due_at, now, settled_at))
        for code, procedure, applicant, channel, agency, state, due_at, settled_at in found
    ]
