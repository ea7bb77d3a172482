"""Reads of certified copies."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from sen.capabilities.correspondence.policies import access_incoming, access_outgoing
from sen.capabilities.correspondence.selectors.reading import list_content_files
from sen.capabilities.correspondence.states import IncomingState, OutgoingState
from sen.capabilities.drafting.errors import SourceNotCopied
from sen.capabilities.drafting.models import CertifiedCopy
from sen.foundation.accounts.selectors import list_officers
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from sen.kernel.text import clean

if TYPE_CHECKING:
    from sen.foundation.accounts.types import Officer
    from sen.foundation.agencies.models import Agency

_PDF = "application/pdf"
_LIVE = (IncomingState.REGISTERED, IncomingState.ASSIGNED, IncomingState.DOING, IncomingState.DONE)


@dataclass(frozen=True, slots=True)
class CopySource:
    """A document that may be copied, with its PDF files."""

    kind: str
    record_id: int
    agency: "Agency"
    code: str
    title: str
    files: tuple[tuple[int, str], ...]
    incoming_id: int | None = None
    outgoing_id: int | None = None

    @property
    def file_ids(self) -> frozenset[int]:
        """Numbers of its files."""
        return frozenset(file_id for file_id, _ in self.files)


def access_source(actor: Actor, kind: str, record_id: int) -> CopySource:
    """The registered incoming, or the sent outgoing document to copy; raises NotFound, SourceNotCopied."""
    incoming_id = outgoing_id = None
    if kind == "incoming":
        incoming = access_incoming(actor, record_id)
        if incoming.state not in _LIVE:
            raise SourceNotCopied
        content, agency, incoming_id = incoming.content, incoming.agency, incoming.pk
    elif kind == "outgoing":
        outgoing = access_outgoing(actor, record_id)
        if outgoing.state != OutgoingState.SENT:
            raise SourceNotCopied
        content, agency, outgoing_id = outgoing.content, outgoing.agency, outgoing.pk
    else:
        raise NotFound
    rows = list_content_files([content.pk]).get(content.pk, [])
    files = tuple((row.file_id, row.name or row.file.name) for row in rows if row.file.media_type == _PDF)
    title = f"{content.kind_name} {content.code}: {content.subject}".replace(" :", ":")
    return CopySource(kind, record_id, agency, content.code, title, files, incoming_id, outgoing_id)


def copy_signers(agency_id: int, on: dt.date) -> "list[Officer]":
    """Who may decide on copies and sign them: leaders of the agency.  Basis: 30/2020/NĐ-CP, Article 26."""
    found = {officer.account_id: officer for officer in reversed(list_officers(agency_id, Role.LEADER, on=on))}
    return list(reversed(found.values()))


def visible_copies(actor: Actor) -> QuerySet[CertifiedCopy]:
    """Copies of the agencies in which the actor is clerk or leader."""
    return CertifiedCopy.objects.filter(agency__in=actor.agencies(Role.CLERK, Role.LEADER))


def access_copy(actor: Actor, copy_id: int) -> CertifiedCopy:
    """The copy with its file and agency; raises NotFound."""
    found = visible_copies(actor).select_related("file", "agency").filter(pk=copy_id).first()
    if found is None:
        raise NotFound
    return found


def list_copies(actor: Actor, *, words: str = "", year: int | None = None) -> QuerySet[CertifiedCopy]:
    """The register of copies, newest first, by words of number or title and by year."""
    rows = visible_copies(actor)
    text = clean(words)
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(source_title__icontains=text))
    return rows.filter(made_on__year=year) if year else rows
