"""What waits for a signature: each result as its signer needs to know it."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from sen.capabilities.dossiers.models import OutcomeKind
from sen.capabilities.dossiers.selectors.worklist import work_scope
from sen.kernel.actor import Actor
from sen.ui.format import due_view, moment_text
from sen.ui.paging import ListPage
from sen.ui.types import DueView

SIGNING_PAGE = 30


@dataclass(frozen=True, slots=True)
class ToSign:
    """One result that waits for the reader's signature."""

    item_id: int
    code: str
    title: str
    kind: str
    refused: bool
    procedure: str
    applicant: str
    sent_by: str
    sent: str
    due: DueView
    seen: int

    @property
    def pair(self) -> str:
        """The work and the version of the dossier its reader saw, as one form value."""
        return f"{self.item_id}-{self.seen}"

    @property
    def label(self) -> str:
        """What a screen reader hears at the box."""
        return f"{self.title}, {self.applicant}"


_SQL = """
    SELECT w.id, d.code, coalesce(o.title, v.name), coalesce(o.kind, ''), v.name, d.applicant_name, coalesce(g.name, ''), w.opened_at,
           coalesce(d.due_at, w.due_at), d.event_count, w.paused_minutes_left
    FROM dossiers_workitem w
    JOIN dossiers_dossier d ON d.id = w.dossier_id
    JOIN procedures_procedureversion v ON v.id = d.version_id
    LEFT JOIN dossiers_outcome o ON o.dossier_id = d.id
    LEFT JOIN accounts_account g ON g.id = w.given_by_id
    WHERE w.closed_at IS NULL AND w.kind = 'signing' {scope}
    ORDER BY coalesce(d.due_at, w.due_at) NULLS LAST, w.id LIMIT %s OFFSET %s
"""


def list_to_sign(actor: Actor, now: dt.datetime, page: int = 1, size: int = SIGNING_PAGE) -> ListPage[ToSign]:
    """One page of what waits for the actor's signature, most urgent promise first, in one query."""
    scope, values = work_scope(actor)
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(scope=scope), [*values, size + 1, (page - 1) * size])
        found = cursor.fetchall()
    rows = [
        ToSign(
            item_id=item,
            code=code,
            title=title,
            kind=str(OutcomeKind(kind).label) if kind else "",
            refused=kind == OutcomeKind.REFUSED,
            procedure=procedure,
            applicant=applicant,
            sent_by=sent_by,
            sent=moment_text(sent_at, now),
            due=due_view(due_at, now, paused_since=sent_at if left is not None else None),
            seen=seen,
        )
        for item, code, title, kind, procedure, applicant, sent_by, sent_at, due_at, seen, left in found[:size]
    ]
    return ListPage(rows, page, size, len(found) > size)
