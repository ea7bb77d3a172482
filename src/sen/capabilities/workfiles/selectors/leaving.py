"""Files an officer keeps, told when the officer moves or leaves."""

from django.db.models import Count, Min

from sen.capabilities.workfiles.models import WorkFile
from sen.capabilities.workfiles.states import WorkFileState
from sen.foundation.accounts.types import OpenWork


def list_open_work(account_id: int) -> list[OpenWork]:
    """Files not yet in the archive that the officer keeps, by agency; its leaders give them to another keeper.

    Basis: 30/2020/NĐ-CP, Article 31: whoever leaves hands everything over.
    """
    rows = WorkFile.objects.filter(keeper=account_id, state__in=[WorkFileState.OPEN, WorkFileState.CLOSED])
    found = rows.values("agency__name").annotate(count=Count("pk"), first=Min("opened_at")).order_by("agency__name")
    return [OpenWork("Hồ sơ công việc", row["count"], None, row["agency__name"]) for row in found]
