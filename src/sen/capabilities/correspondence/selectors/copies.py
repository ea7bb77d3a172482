"""Reads of the register of kept copies."""

from django.db.models import F, QuerySet

from sen.capabilities.correspondence.models import CopyUse, OutgoingDocument


def list_copy_uses(agency_id: int, *, only_out: bool = False) -> QuerySet[CopyUse]:
    """Uses of the copies an agency keeps, those still out first and oldest first, then the latest."""
    rows = CopyUse.objects.filter(agency=agency_id)
    if only_out:
        rows = rows.filter(returned_on__isnull=True)
    ordered = rows.order_by(F("returned_on").desc(nulls_first=True), "used_on", "pk")
    return ordered.select_related("outgoing__content", "permitted_by")


def count_copies_out(agency_id: int) -> int:
    """How many kept copies are lent now."""
    return CopyUse.objects.filter(agency=agency_id, returned_on__isnull=True).count()


def copy_out(outgoing: OutgoingDocument) -> CopyUse | None:
    """Who has the kept copy of the document now; None while it lies where it is kept."""
    return CopyUse.objects.filter(outgoing=outgoing.pk, returned_on__isnull=True).first()
