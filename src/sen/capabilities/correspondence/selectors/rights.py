"""Who sees one document and why, who was given the right, who has looked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sen.capabilities.assignments.selectors import tasks_of_source
from sen.capabilities.correspondence.models import DocumentGrant, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.policies import WIDE
from sen.foundation.accounts.selectors import list_officers, names_of
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.foundation.audit.selectors import EntryPage, list_reads_of_subject
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class SightRow:
    """Somebody who sees the document, and why."""

    name: str
    why: str


def list_sight(document: IncomingDocument | OutgoingDocument, on: dt.date) -> list[SightRow]:
    """Everybody who sees the document by post, by what was passed to them or by a task."""
    wide = {officer.account_id: officer for officer in list_officers(document.agency_id, on=on) if officer.role in WIDE}
    rows = [SightRow(officer.name, ROLE_NAMES[officer.role]) for officer in wide.values()]
    if isinstance(document, IncomingDocument):
        for each in document.passes.select_related("division", "officer").order_by("pk"):
            name = each.division.name if each.division else each.officer.name if each.officer else ""
            rows.append(SightRow(name, _("Được chuyển văn bản")))
        rows += [SightRow(task.receiver, _("Được giao việc")) for task in tasks_of_source("incoming", document.pk)]
    else:
        names = names_of([document.drafted_by_id, document.signed_by_id])
        rows += [SightRow(names[pk], why) for pk, why in _hands(document) if pk in names]
    return list(dict.fromkeys(rows))


def list_views(kind: str, record_id: int, page: int) -> EntryPage:
    """Who opened the document or its files, newest first.  Basis: 30/2020/NĐ-CP, Appendix VI part III.5."""
    return list_reads_of_subject(kind, record_id, page)


def list_grants(kind: str, record_id: int) -> list[DocumentGrant]:
    """Every right ever given on the document, those in force first."""
    rows = DocumentGrant.objects.filter(**{kind: record_id}).select_related("account", "given_by", "withdrawn_by", "confirmed_by")
    return sorted(rows.order_by("-given_at", "-pk"), key=lambda grant: grant.withdrawn_at is not None)


def list_unconfirmed(agency_ids: Iterable[int]) -> QuerySet[DocumentGrant]:
    """Rights in force nobody responsible has confirmed, oldest first.  Basis: 30/2020/NĐ-CP, Appendix VI part III.3."""
    agencies = list(agency_ids)
    rows = DocumentGrant.objects.filter(Q(incoming__agency__in=agencies) | Q(outgoing__agency__in=agencies))
    rows = rows.filter(withdrawn_at__isnull=True, confirmed_at__isnull=True)
    return rows.select_related("account", "given_by", "incoming__content", "outgoing__content").order_by("given_at", "pk")[:100]


def access_grant(actor: Actor, grant_id: int) -> DocumentGrant:
    """A right on a document of an agency the actor works in; raises NotFound."""
    agencies = actor.agencies()
    rows = DocumentGrant.objects.filter(Q(incoming__agency__in=agencies) | Q(outgoing__agency__in=agencies), pk=grant_id)
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def _hands(document: OutgoingDocument) -> list[tuple[int | None, str]]:
    return [(document.drafted_by_id, _("Người soạn")), (document.signed_by_id, _("Người ký"))]
