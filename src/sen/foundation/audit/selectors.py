"""Reading the trail.  Lists are paged and newest first; none counts the whole trail."""

from django.db.models import QuerySet

from sen.foundation.audit.models import AuditEntry
from sen.foundation.audit.types import EntryFilter
from sen.kernel.actor import Actor, Role
from sen.ui.paging import ListPage, list_page

EntryPage = ListPage[AuditEntry]


def visible_entries(actor: Actor) -> QuerySet[AuditEntry]:
    """Lines the actor may read: all for procedure control, those of its agencies for an administrator, otherwise none."""
    if actor.is_control:
        return AuditEntry.objects.all()
    return AuditEntry.objects.filter(agency_id__in=actor.agencies(Role.ADMIN))


def search_entries(actor: Actor, wanted: EntryFilter, page: int = 1) -> EntryPage:
    """One page of the visible lines that match the filter."""
    rows = visible_entries(actor)
    exact = {
        "actor_id": wanted.actor_id,
        "person_id": wanted.person_id,
        "subject_type": wanted.subject_type or None,
        "subject_id": wanted.subject_id,
        "kind": wanted.kind or None,
        "recorded_at__gte": wanted.since,
        "recorded_at__lt": wanted.until,
    }
    return _page(rows.filter(**{name: value for name, value in exact.items() if value is not None}), page)


def list_reads_of_person(person_id: int, page: int = 1) -> EntryPage:
    """Every read of the person's data: who, when, for what.  The caller has made sure that the reader is that person."""
    return _page(AuditEntry.objects.filter(person_id=person_id, kind=AuditEntry.Kind.READ), page)


def list_reads_of_subject(subject_type: str, subject_id: int, page: int = 1) -> EntryPage:
    """Every read of one record's personal data."""
    return _page(AuditEntry.objects.filter(subject_type=subject_type, subject_id=subject_id, kind=AuditEntry.Kind.READ), page)


def list_entries_of(subject_type: str, subject_id: int, page: int = 1) -> EntryPage:
    """Every line about one record."""
    return _page(AuditEntry.objects.filter(subject_type=subject_type, subject_id=subject_id), page)


def _page(rows: QuerySet[AuditEntry], number: int) -> EntryPage:
    return list_page(rows.order_by("-recorded_at", "-id"), number)
