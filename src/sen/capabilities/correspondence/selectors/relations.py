"""Documents that belong together: what one answers, what answers it, what takes its place, what it seems to repeat."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.models import Content, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from sen.capabilities.correspondence.selectors.reading import find_content
from sen.kernel.actor import Actor

_MOST = 20


@dataclass(frozen=True, slots=True)
class Related:
    """Another document and what it is to this one; ``url`` is empty when the reader may not open it."""

    label: str
    code: str
    subject: str
    url: str = ""


def related_to_incoming(actor: Actor, incoming: IncomingDocument) -> list[Related]:
    """What the agency answered to an incoming document, what the document itself answers, and what it seems to repeat."""
    content = incoming.content
    answers = Q(pk=incoming.answered_by_id or 0) | _says_it_answers(content)
    found = [*_rows(_("Được trả lời bằng"), visible_outgoing(actor).filter(answers, agency=incoming.agency_id))]
    if incoming.answered_by is not None and not found:
        found.append(_named(_("Được trả lời bằng"), incoming.answered_by.content))
    asked = _answered_ids(content)
    found += _rows(_("Trả lời văn bản"), visible_outgoing(actor).filter(agency=incoming.agency_id, content__document_id__in=asked), asked)
    if incoming.duplicate_of is not None:
        found += _rows(_("Có thể trùng với"), visible_incoming(actor).filter(pk=incoming.duplicate_of_id or 0))
    return found


def related_to_outgoing(actor: Actor, outgoing: OutgoingDocument) -> list[Related]:
    """What an outgoing document answers, what came back as an answer to it, and what stands in its place or it in another's."""
    content, asked = outgoing.content, _answered_ids(outgoing.content)
    arrived = visible_incoming(actor).filter(agency=outgoing.agency_id)
    found = _rows(_("Trả lời văn bản"), arrived.filter(Q(answered_by=outgoing) | Q(content__document_id__in=asked)), asked)
    found += _rows(_("Được trả lời bằng"), arrived.filter(_says_it_answers(content)))
    found += _rows(_("Thay thế văn bản"), visible_outgoing(actor).filter(pk=outgoing.replaces_id or 0))
    return found + _rows(_("Được thay thế bằng"), visible_outgoing(actor).filter(replaces=outgoing))


def _answered_ids(content: Content) -> list[str]:
    return list(content.replies.values_list("document_id", flat=True)[:_MOST])


def _says_it_answers(content: Content) -> Q:
    return Q(content__replies__document_id=content.document_id) if content.document_id else Q(pk__in=[])


def _rows(label: str, rows: Iterable[IncomingDocument] | Iterable[OutgoingDocument], asked: Iterable[str] = ()) -> list[Related]:
    """Documents the reader may open, with the way to them; those only asked for by their identifier follow in words."""
    ordered = rows.select_related("content").distinct().order_by("pk")[:_MOST]  # type: ignore[union-attr]
    found = {row.content.document_id or str(row.pk): _named(label, row.content, _address(row)) for row in ordered}
    for document_id in asked:
        if document_id not in found:
            other = find_content(document_id)
            found[document_id] = _named(label, other) if other else Related(label, document_id.rpartition(",")[2], "")
    return list(found.values())


def _named(label: str, content: Content, url: str = "") -> Related:
    return Related(label, content.code or _("Không số"), content.subject, url)


def _address(row: IncomingDocument | OutgoingDocument) -> str:
    kind = "incoming" if isinstance(row, IncomingDocument) else "outgoing"
    return reverse(f"correspondence:{kind}_page", args=[row.pk])
