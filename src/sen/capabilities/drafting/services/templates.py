"""Texts that drafts begin with."""

import datetime as dt
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sen.capabilities.drafting.errors import AlreadyThere
from sen.capabilities.drafting.models import DraftTemplate
from sen.capabilities.drafting.policies import access_draft, writes_in
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import BadValue, NotAllowed
from sen.kernel.loading import LoadReport
from sen.kernel.text import clean

_TEXTS = ("subject", "body", "legal_basis", "addressees", "places")


@transaction.atomic
def load_templates(*, now: dt.datetime, source: Path | None = None) -> LoadReport:
    """Read ``documents/draft_templates.json`` of the reference data; what an agency made itself stays as it is."""
    path = source or Path(settings.REFERENCE_DIR) / "documents" / "draft_templates.json"
    report = LoadReport()
    for row in json.loads(path.read_text(encoding="utf-8")):
        facts = {name: _text(row.get(name, "")) for name in _TEXTS}
        made, is_new = DraftTemplate.objects.get_or_create(
            agency=None, kind_code=row["kind_code"], name=row["name"], defaults={**facts, "changed_at": now}
        )
        if is_new:
            report.created += 1
        elif any(getattr(made, name) != value for name, value in facts.items()):
            DraftTemplate.objects.filter(pk=made.pk).update(**facts, changed_at=now)
            report.updated += 1
        else:
            report.unchanged += 1
    return report


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


@transaction.atomic
def save_as_template(*, actor: Actor, draft_id: int, name: str, now: dt.datetime) -> DraftTemplate:
    """Keep the text of a draft as a template of its agency.  Raises NotFound, NotAllowed, AlreadyThere, BadValue."""
    draft = access_draft(actor, draft_id, clock.local(now).date())
    if not writes_in(actor, draft.agency_id):
        raise NotAllowed
    name = clean(name)
    if not name:
        raise BadValue("name", reason="Hãy đặt tên cho mẫu.")
    if DraftTemplate.objects.filter(agency=draft.agency_id, kind_code=draft.kind_code, name=name).exists():
        raise AlreadyThere("name", who=name)
    template = DraftTemplate.objects.create(
        agency_id=draft.agency_id,
        kind_code=draft.kind_code,
        name=name,
        changed_at=now,
        changed_by_name=actor.name,
        **{field: getattr(draft, field) for field in _TEXTS},
    )
    record_change(
        actor=actor,
        action="draft.template",
        subject_type="draft",
        subject_id=draft.pk,
        now=now,
        agency_id=draft.agency_id,
        detail={"template": template.pk, "name": name},
    )
    return template
