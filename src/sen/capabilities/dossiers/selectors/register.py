"""The follow-up register (form 07) and report II.06a, computed from the dossiers.

Basis: 01/2020/TT-VPCP, form II.06a/VPCP/KSTT: (3)=(4)+(5)+(6); (7)=(8)+(9)+(10); (11)=(12)+(13); (3)=(7)+(11).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from sen.capabilities.dossiers.models import Dossier
from sen.ui.paging import PAGE_SIZE, ListPage, list_page


def list_register(
    agency_ids: Sequence[int], start: dt.datetime, end: dt.datetime, *, field_id: int | None = None, page: int = 1, size: int = PAGE_SIZE
) -> ListPage[Dossier]:
    """Dossiers accepted by the agencies' one-stop in the period, in order of acceptance."""
    rows = Dossier.objects.filter(receiving_agency_id__in=list(agency_ids), accepted_at__gte=start, accepted_at__lt=end)
    if field_id is not None:
        rows = rows.filter(version__field_id=field_id)
    return list_page(rows.select_related("version", "competent_agency").order_by("accepted_at", "id"), page, size)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of II.06a; the names are the column numbers of the form."""

    field_id: int
    c4: int
    c5: int
    c6: int
    c8: int
    c9: int
    c10: int
    c12: int
    c13: int

    @property
    def c3(self) -> int:
        """Received in all."""
        return self.c4 + self.c5 + self.c6

    @property
    def c7(self) -> int:
        """Settled in all."""
        return self.c8 + self.c9 + self.c10

    @property
    def c11(self) -> int:
        """Being settled in all."""
        return self.c12 + self.c13

    @property
    def holds(self) -> bool:
        """Whether the identity (3) = (7) + (11) holds."""
        return self.c3 == self.c7 + self.c11


_REPORT = """
WITH counted AS (
    SELECT v.field_id, d.channel, d.accepted_at, d.due_at,
           CASE WHEN least(d.settled_at, d.closed_at) < %(end)s THEN least(d.settled_at, d.closed_at) END AS done_at,
           (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due_on,
           (least(d.settled_at, d.closed_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS done_on,
           d.state, d.settled_at
    FROM dossiers_dossier d JOIN procedures_procedureversion v ON v.id = d.version_id
    WHERE d.competent_agency_id = ANY(%(agencies)s) AND d.accepted_at < %(end)s
      AND (d.accepted_at >= %(start)s OR coalesce(least(d.settled_at, d.closed_at), 'infinity') >= %(start)s)
)
SELECT field_id,
       count(*) FILTER (WHERE accepted_at >= %(start)s AND channel = 'online'),
       count(*) FILTER (WHERE accepted_at >= %(start)s AND channel <> 'online'),
       count(*) FILTER (WHERE accepted_at < %(start)s),
       count(*) FILTER (WHERE done_at IS NOT NULL AND settled_at IS NOT NULL AND done_on < due_on),
       count(*) FILTER (WHERE done_at IS NOT NULL AND (settled_at IS NULL OR due_on IS NULL OR (done_on >= due_on AND done_at <= due_at))),
       count(*) FILTER (WHERE done_at IS NOT NULL AND settled_at IS NOT NULL AND done_on >= due_on AND done_at > due_at),
       count(*) FILTER (WHERE done_at IS NULL AND (due_at IS NULL OR due_at >= %(moment)s OR state IN ('supplement', 'financial_duty', 'withdrawal_asked'))),
       count(*) FILTER (WHERE done_at IS NULL AND due_at < %(moment)s AND state NOT IN ('supplement', 'financial_duty', 'withdrawal_asked'))
FROM counted GROUP BY field_id ORDER BY field_id
"""


def report_06a(agency_ids: Sequence[int], start: dt.datetime, end: dt.datetime, now: dt.datetime) -> list[ReportRow]:
    """Report II.06a of the agencies for a period, one row per field.

    Withdrawn and stopped dossiers count as settled in time; a dossier waiting for the applicant counts as in time.
    """
    values = {"agencies": list(agency_ids), "start": start, "end": end, "moment": min(end, now)}
    with connection.cursor() as cursor:
        cursor.execute(_REPORT, values)
        return [ReportRow(*row) for row in cursor.fetchall()]
