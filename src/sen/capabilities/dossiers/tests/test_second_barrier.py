"""Row-level security: what the role of web requests sees whatever a query forgets."""

import pytest
from django.db import connection, transaction

from sen.capabilities.dossiers.models import Dossier, DossierEvent
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import submitted

pytestmark = pytest.mark.django_db


def seen_by(agencies: str = "", account: str = "", province: str = "", granted: str = "", overseen: str = "") -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', 'sen_app', true), set_config('sen.agencies', %s, true), set_config('sen.account', %s, true), "
            "set_config('sen.province', %s, true), set_config('sen.granted', %s, true), set_config('sen.overseen', %s, true)",
            [agencies, account, province, granted, overseen],
        )
        count = Dossier.objects.count()
        cursor.execute("SELECT set_config('role', 'none', true)")
    return count


def test_only_agencies_of_the_dossier_its_applicant_and_control_see_it(
    citizen: Actor, other_citizen: Actor, agency: Agency, other_agency: Agency
) -> None:
    dossier = submitted(citizen, agency)
    assert seen_by() == 0
    assert seen_by(agencies=f"{{{agency.pk}}}") == 1
    assert seen_by(agencies=f"{{{other_agency.pk}}}") == 0
    assert seen_by(account=str(citizen.account_id)) == 1
    assert seen_by(account=str(other_citizen.account_id)) == 0
    assert seen_by(province="on") == 1
    assert seen_by(granted=str(dossier.public_id)) == 1


def test_whoever_oversees_the_agency_reads_the_row_and_changes_nothing(citizen: Actor, agency: Agency, other_agency: Agency) -> None:
    dossier = submitted(citizen, agency)
    assert seen_by(overseen="province") == 1
    assert seen_by(overseen=f"{{{agency.pk},{other_agency.pk}}}") == 1
    assert seen_by(overseen=f"{{{other_agency.pk}}}") == 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', 'sen_app', true), set_config('sen.agencies', '{}', true), set_config('sen.overseen', 'province', true)"
        )
        changed = Dossier.objects.filter(pk=dossier.pk).update(note="x")
        cursor.execute("SELECT set_config('role', 'none', true), set_config('sen.overseen', '', true)")
    dossier.refresh_from_db()
    assert (changed, dossier.note) == (0, "")


@pytest.mark.parametrize("statement", ["UPDATE dossiers_dossierevent SET reason = 'x'", "DELETE FROM dossiers_dossierevent"])
def test_nobody_changes_history(citizen: Actor, agency: Agency, statement: str) -> None:
    dossier = submitted(citizen, agency)
    with pytest.raises(Exception, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert DossierEvent.objects.filter(dossier_id=dossier.pk).count() == 1
