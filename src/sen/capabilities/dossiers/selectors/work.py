"""Dossier work as a source of the inbox: the same rows as the work list, most urgent first."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.models import WorkKind
from sen.capabilities.dossiers.selectors.words import state_tag
from sen.capabilities.dossiers.selectors.worklist import work_hint, work_scope
from sen.foundation.inbox.types import BulkAction, WorkLine, WorkQuery, WorkRecord
from sen.kernel.actor import Actor, Role
from sen.ui.format import due_view

SOURCE = "ho-so"
WORKING_ROLES = (Role.ONE_STOP, Role.SPECIALIST, Role.HEAD, Role.LEADER)
_DESK_KINDS = frozenset({WorkKind.RECEPTION.value, WorkKind.TRANSFER.value, WorkKind.RETURN.value})

# Names hang on by LEFT JOIN: where only rows are counted, the planner leaves those tables out.
_SQL = """
SELECT w.kind,
       CASE w.kind WHEN 'signing' THEN 'decide' WHEN 'reception' THEN 'arrived' ELSE 'do' END,
       w.id, d.code, v.name, w.name, d.applicant_name, coalesce(a.name, ''), w.due_at, w.opened_at, d.state, 0,
       d.applicant_folded || ' ' || coalesce(v.search_text, ''),
       jsonb_build_object('seen', d.event_count, 'mine', w.assignee_id = %s, 'due', d.due_at, 'paused', w.paused_minutes_left IS NOT NULL)
FROM dossiers_workitem w
JOIN dossiers_dossier d ON d.id = w.dossier_id
LEFT JOIN procedures_procedureversion v ON v.id = d.version_id
LEFT JOIN accounts_account a ON a.id = w.assignee_id
WHERE w.closed_at IS NULL
"""


class DossierWork:
    """Dossiers in the inbox.  Kinds are those of ``WorkKind``; a signature is a decision, a reception has just arrived."""

    key = SOURCE
    label = gettext_lazy("Hồ sơ")
    icon = "folder-open"
    order = 10
    actions: tuple[BulkAction, ...] = ()

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Given to the actor, or free for one of the actor's roles in its agency."""
        if not any(actor.has(role) for role in WORKING_ROLES):
            return None
        return _query(actor, *work_scope(actor))

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """Open in the agencies the actor directs and not the actor's own."""
        if not actor.agencies(Role.HEAD, Role.LEADER):
            return None
        scope, values = work_scope(actor, whole_agency=True)
        roles = sorted({grant.role.value for grant in actor.grants})
        other = "AND w.assignee_id IS DISTINCT FROM %s AND NOT (w.assignee_id IS NULL AND w.role = ANY(%s))"
        return _query(actor, f"{scope} {other}", [*values, actor.account_id, roles])

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The step as a line: the procedure, the applicant, what is to be done."""
        facts = record.facts
        due = dt.datetime.fromisoformat(facts["due"]) if facts.get("due") else None
        paused = record.opened_at if facts.get("paused") else None
        at_desk = record.kind in _DESK_KINDS and actor.has(Role.ONE_STOP)
        hint = work_hint(record.kind, record.holder, bool(facts.get("mine")), due, now)
        return WorkLine(
            self.key,
            record.kind,
            f"{self.key}-{record.record}",
            record.title,
            f"{record.detail} · {hint}" if hint else record.detail,
            # A name, not an import: the desk stands above and opens such work on its own pages.
            reverse("onestop:dossier" if at_desk else "dossiers:page", args=[record.code]),
            code=record.code,
            due=due_view(record.due_at, now, paused_since=paused) if paused else None,
            state=state_tag(record.state),
            ticket=f"{record.record}-{facts['seen']}" if record.kind == WorkKind.STEP else "",
            action=_("Đọc và ký") if record.kind == WorkKind.SIGNING else "",
            action_url=reverse("dossiers:sign", args=[record.code, record.record]) if record.kind == WorkKind.SIGNING else "",
        )


def _query(actor: Actor, scope: str, values: list[Any]) -> WorkQuery:
    return WorkQuery(f"{_SQL} {scope}", (actor.account_id, *values))
