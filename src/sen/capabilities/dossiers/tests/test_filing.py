"""A dossier can lie in a work file without carrying the applicant into it."""

from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.selectors.filing import DossierSource
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import in_work
from tests.factories import MONDAY

ON = MONDAY.date()


def test_a_dossier_brings_no_personal_data(
    citizen: Actor, clerk: Actor, agency: Agency, specialist: Actor, outsider_officer: Actor
) -> None:
    dossier: Dossier = in_work(citizen, clerk, agency)
    source = DossierSource()
    assert source.visible_ids(specialist, [dossier.pk], ON) == {dossier.pk}
    assert source.visible_ids(outsider_officer, [dossier.pk], ON) == frozenset()
    facts = source.facts([dossier.pk])[dossier.pk]
    assert (facts.number, facts.open_reason) == (dossier.code, "Hồ sơ chưa giải quyết xong")
    assert dossier.applicant_name not in str(facts)
    assert [one.record_id for one in source.search(clerk, dossier.code[:6], 5, ON)] == [dossier.pk]
