"""A file becomes a draft, a look at the differences, then a version."""

import datetime as dt

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.registries.codelists.errors import DraftHasProblems
from sen.registries.codelists.models import CodeListDraft, CodeListVersion
from sen.registries.codelists.policies import access_draft, access_list
from sen.registries.codelists.services.applying import apply_rows
from sen.registries.codelists.services.reading import read_rows
from sen.registries.codelists.types import CodeRow


@transaction.atomic
def upload_draft(*, actor: Actor, key: str, file_name: str, content: bytes, now: dt.datetime) -> int:
    """Read a CSV or Excel file as the list's next content; returns the draft's id.  Nothing of the list changes yet.

    Raises NotAllowed, CodeListNotFound, FileUnreadable, ColumnsMissing.
    """
    code_list = access_list(actor, key)
    rows, problems = read_rows(content)
    draft = CodeListDraft.objects.create(
        code_list=code_list,
        file_name=clean(file_name)[:200],
        rows=[[row.code, row.name, row.parent_code, row.extra] for row in rows],
        problems=problems,
        uploaded_at=now,
        uploaded_by_id=actor.account_id,
        uploaded_by=actor.name[:120],
    )
    return draft.pk


@transaction.atomic
def publish_draft(*, actor: Actor, draft_id: int, valid_from: dt.date, basis: str, note: str, now: dt.datetime) -> CodeListVersion:
    """Publish a draft as the list's content from a day on, on a legal basis.

    Raises NotAllowed, DraftNotFound, DraftHasProblems, VersionTooEarly, NothingChanged.
    """
    draft = access_draft(actor, draft_id)
    code_list = access_list(actor, draft.code_list.key)
    if draft.problems:
        raise DraftHasProblems(count=len(draft.problems))
    version = apply_rows(
        actor=actor, code_list=code_list, rows=rows_of(draft), valid_from=valid_from, basis=clean(basis), note=clean(note), now=now
    )
    CodeListDraft.objects.filter(code_list=code_list).delete()
    return version


@transaction.atomic
def drop_draft(*, actor: Actor, draft_id: int, now: dt.datetime) -> str:
    """Throw a draft away; returns the list's key.  Raises NotAllowed, DraftNotFound."""
    draft = access_draft(actor, draft_id)
    record_change(actor=actor, action="code_list.drop_draft", subject_type="code_list", subject_id=draft.code_list_id, now=now)
    draft.delete()
    return draft.code_list.key


def rows_of(draft: CodeListDraft) -> list[CodeRow]:
    """The rows a draft holds."""
    return [CodeRow(code, name, parent_code, extra) for code, name, parent_code, extra in draft.rows]
