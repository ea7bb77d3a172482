"""Records of the apps below as things a work file can hold: documents in and out, drafts, tasks."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.assignments.selectors import filing as tasks
from sen.capabilities.assignments.states import ACTION_NAMES as TASK_ACTIONS
from sen.capabilities.correspondence.selectors import filing as documents
from sen.capabilities.correspondence.selectors.reading import list_content_files
from sen.capabilities.correspondence.states import ACTION_NAMES as DOCUMENT_ACTIONS
from sen.capabilities.correspondence.states import OPEN_INCOMING, OutgoingState
from sen.capabilities.drafting.selectors import filing as drafts
from sen.capabilities.drafting.selectors.kinds import kind_names
from sen.capabilities.drafting.states import ACTION_NAMES as DRAFT_ACTIONS
from sen.capabilities.workfiles.types import Fileable, FiledFile, Trace
from sen.foundation.history.selectors import list_events_of
from sen.kernel import clock
from sen.kernel.actor import Actor

if TYPE_CHECKING:
    from sen.capabilities.assignments.models import Task
    from sen.capabilities.correspondence.models import Content, ContentFile, IncomingDocument, OutgoingDocument
    from sen.capabilities.drafting.models import Draft
    from sen.foundation.history.types import EventView

_DAY = "%Y-%m-%d"
_LANGUAGES = {"vi": "Tiếng Việt", "en": "Tiếng Anh"}


class _Source(ABC):
    """What all sources have in common: facts of rows found by key, in the order a search gave."""

    kind: str

    @abstractmethod
    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """What the records say of themselves."""

    def events(self, ids: Iterable[int]) -> dict[int, list["EventView"]]:
        """The histories of the records, in one query."""
        return list_events_of(self.kind, ids)

    def in_order(self, ids: Sequence[int]) -> list[Fileable]:
        """The facts in the order of the keys; unknown keys are left out."""
        known = self.facts(ids)
        return [known[number] for number in ids if number in known]


class IncomingSource(_Source):
    """Documents an agency received."""

    kind = "incoming"
    label = gettext_lazy("Văn bản đến")
    icon = "inbox"

    def visible_ids(self, actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
        """Those the actor may see now."""
        return documents.visible_incoming_ids(actor, ids)

    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """What the documents say, with directions and handling as their history keeps them; four queries."""
        rows, events = documents.incoming_by_ids(ids), self.events(ids)
        files = list_content_files([row.content_id for row in rows])
        return {row.pk: _incoming(row, files.get(row.content_id, []), events.get(row.pk, [])) for row in rows}

    def search(self, actor: Actor, words: str, limit: int, on: dt.date) -> list[Fileable]:
        """The newest the actor may see."""
        return self.in_order(documents.find_incoming_ids(actor, words, limit))


class OutgoingSource(_Source):
    """Documents of the agency itself."""

    kind = "outgoing"
    label = gettext_lazy("Văn bản đi")
    icon = "send"

    def visible_ids(self, actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
        """Those the actor may see now."""
        return documents.visible_outgoing_ids(actor, ids)

    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """What the documents say and where they went; five queries."""
        rows, events = documents.outgoing_by_ids(ids), self.events(ids)
        files = list_content_files([row.content_id for row in rows])
        return {row.pk: _outgoing(row, files.get(row.content_id, []), events.get(row.pk, [])) for row in rows}

    def search(self, actor: Actor, words: str, limit: int, on: dt.date) -> list[Fileable]:
        """The newest the actor may see."""
        return self.in_order(documents.find_outgoing_ids(actor, words, limit))


class DraftSource(_Source):
    """Drafts with the opinions and comments about them."""

    kind = "draft"
    label = gettext_lazy("Dự thảo")
    icon = "file-pen-line"

    def visible_ids(self, actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
        """Those the actor may see on the day."""
        return drafts.visible_draft_ids(actor, ids, on)

    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """What the drafts say and what was said about them; six queries."""
        rows, events = drafts.drafts_by_ids(ids), self.events(ids)
        names = kind_names(max((clock.local(row.created_at).date() for row in rows), default=dt.date.min)) if rows else {}
        return {row.pk: _draft(row, names.get(row.kind_code, ""), events.get(row.pk, [])) for row in rows}

    def search(self, actor: Actor, words: str, limit: int, on: dt.date) -> list[Fileable]:
        """Those last changed that the actor may see."""
        return self.in_order(drafts.find_draft_ids(actor, words, limit, on))


class TaskSource(_Source):
    """Tasks with what their doers reported."""

    kind = "task"
    label = gettext_lazy("Việc được giao")
    icon = "clipboard-check"

    def visible_ids(self, actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
        """Those the actor may see now."""
        return tasks.visible_task_ids(actor, ids)

    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """What was given to do and how it went; three queries."""
        events = self.events(ids)
        return {row.pk: _task(row, events.get(row.pk, [])) for row in tasks.tasks_by_ids(ids)}

    def search(self, actor: Actor, words: str, limit: int, on: dt.date) -> list[Fileable]:
        """The newest the actor may see."""
        return self.in_order(tasks.find_task_ids(actor, words, limit))


def _incoming(row: "IncomingDocument", files: Sequence["ContentFile"], events: Sequence["EventView"]) -> Fileable:
    content = row.content
    arrived = clock.local(row.registered_at or row.arrived_at)
    more = {
        "ArrivalDate": arrived.strftime(_DAY),
        "ArrivalNumber": row.arrival_number,
        "ToPlaces": content.to_places,
    }
    lacking = ""
    if row.arrival_number is None:
        lacking = _("Văn bản đến chưa đăng ký trên hệ thống")
    elif not files:
        lacking = _("Văn bản giấy chưa được số hóa")
    return Fileable(
        "incoming",
        row.pk,
        content.subject,
        content.kind_name,
        content.code,
        content.issued_on,
        content.issuer_name,
        content.pages,
        reverse("correspondence:incoming_page", args=[row.pk]),
        _files(files),
        {**_metadata(content), **more},
        _traces(events, DOCUMENT_ACTIONS),
        lacking,
        _("Văn bản đến chưa giải quyết xong") if row.state in OPEN_INCOMING else "",
        content.signed_at or row.arrived_at,
    )


def _outgoing(row: "OutgoingDocument", files: Sequence["ContentFile"], events: Sequence["EventView"]) -> Fileable:
    content = row.content
    sent_to = [{"OrganId": each.organ_code, "OrganName": each.organ_name} for each in row.deliveries.all()]
    lacking = ""
    if row.sealed_at is None or content.signed_at is None:
        lacking = _("Văn bản đi chưa có đủ chữ ký số của người có thẩm quyền và của cơ quan")
    elif row.sent_at is None:
        lacking = _("Văn bản đi chưa phát hành trên hệ thống")
    return Fileable(
        "outgoing",
        row.pk,
        content.subject,
        content.kind_name,
        content.code,
        content.issued_on,
        content.issuer_name,
        content.pages,
        reverse("correspondence:outgoing_page", args=[row.pk]),
        _files(files),
        {**_metadata(content), "To": sent_to, "IssuedAmount": row.copies},
        _traces(events, DOCUMENT_ACTIONS),
        lacking,
        _("Văn bản đi chưa phát hành") if row.state == OutgoingState.REGISTERED else "",
        content.signed_at or row.registered_at,
    )


def _draft(row: "Draft", kind_name: str, events: Sequence["EventView"]) -> Fileable:
    files = [FiledFile(row.file_id, row.file.name)] if row.file_id and row.file else []
    files += [FiledFile(each.file_id, each.name, "annex") for each in row.files.all() if each.removed_at is None]
    said = [Trace(c.made_at, c.author_name, c.text) for c in row.comments.all()]
    said += [Trace(o.answered_at, o.asked_name, f"{o.get_verdict_display()}: {o.answer}") for o in row.opinions.all() if o.answered_at]
    traces = sorted([*_traces(events, DRAFT_ACTIONS), *said], key=lambda trace: trace.at or row.created_at)
    name = _("Dự thảo %(kind)s") % {"kind": kind_name[:1].lower() + kind_name[1:]} if kind_name else _("Dự thảo")
    told = {"TypeName": name, "Subject": row.subject, "SignerInfo": _signer(row.signer_title, row.signed_by_name)}
    return Fileable(
        "draft",
        row.pk,
        row.subject,
        name,
        row.code,
        row.issued_on or clock.local(row.created_at).date(),
        row.agency.name,
        url=reverse("drafting:page", args=[row.pk]),
        files=files,
        metadata=told,
        traces=traces,
        open_reason=_("Dự thảo chưa hoàn thành") if row.is_open else "",
        at=row.signed_at or row.created_at,
    )


def _task(row: "Task", events: Sequence["EventView"]) -> Fileable:
    reports = [Trace(each.reported_at, each.reporter_name, each.text) for each in row.reports.all()]
    return Fileable(
        "task",
        row.pk,
        row.title,
        _("Việc được giao"),
        row.source_code,
        clock.local(row.opened_at).date(),
        row.given_by_name,
        url=reverse("assignments:task", args=[row.pk]),
        metadata={"Subject": row.title, "OrganName": row.giver_agency.name, "DueDate": _due(row.due_at)},
        traces=sorted([*_traces(events, TASK_ACTIONS), *reports], key=lambda trace: trace.at or row.opened_at),
        open_reason=_("Việc chưa xong") if row.closed_at is None else "",
        at=row.opened_at,
    )


def _metadata(content: "Content") -> dict[str, Any]:
    """What both sides of a document say in the names of Appendix VI."""
    number, _stroke, notation = content.code.partition("/")
    return {
        "TypeName": content.kind_name,
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": content.issued_on.strftime(_DAY),
        "OrganName": content.issuer_name,
        "Subject": content.subject,
        "Language": _LANGUAGES.get(content.language, content.language),
        "PageAmount": content.pages or None,
        "SignerInfo": _signer(content.signer_title, content.signer_name),
        "Priority": content.urgency,
        "DueDate": content.due_on.strftime(_DAY) if content.due_on else "",
    }


def _signer(position: str, name: str) -> dict[str, str]:
    return {"Position": position, "FullName": name} if name else {}


def _due(at: dt.datetime | None) -> str:
    return clock.local(at).strftime(_DAY) if at else ""


def _files(files: Sequence["ContentFile"]) -> list[FiledFile]:
    return [FiledFile(each.file_id, each.name, each.role) for each in files]


def _traces(events: Sequence["EventView"], words: Any) -> list[Trace]:
    """Steps of the history in words: what was done, by whom, and what was said."""
    return [
        Trace(
            event.occurred_at,
            event.actor_name,
            ": ".join(part for part in (str(words.get(event.action, event.action)), event.reason) if part),
        )
        for event in events
    ]
