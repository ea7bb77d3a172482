"""Texts drafts begin with."""

import pytest

from sen.capabilities.correspondence.types import KindGroup
from sen.capabilities.drafting import services
from sen.capabilities.drafting.errors import AlreadyThere
from sen.capabilities.drafting.models import Draft, DraftTemplate
from sen.capabilities.drafting.selectors.kinds import kind_names, list_templates
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from tests.document_factories import make_kinds
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_every_kind_that_is_drafted_has_a_template_and_a_second_load_changes_nothing() -> None:
    make_kinds()
    first = services.load_templates(now=MONDAY)
    second = services.load_templates(now=MONDAY)
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    kinds = set(DraftTemplate.objects.values_list("kind_code", flat=True))
    assert kinds == set(kind_names(MONDAY.date()))
    assert KindGroup.COPY not in kinds


def test_an_agency_keeps_its_own_template_before_the_provinces(draft: Draft, specialist: Actor, outsider_officer: Actor) -> None:
    services.load_templates(now=MONDAY)
    services.save_as_template(actor=specialist, draft_id=draft.pk, name="Mời giao ban", now=MONDAY)
    assert list_templates(draft.agency_id, "cong-van")[0].name == "Mời giao ban"
    assert all(one.agency_id is None for one in list_templates(outsider_officer.agency_id or 0, "cong-van"))
    with pytest.raises(AlreadyThere):
        services.save_as_template(actor=specialist, draft_id=draft.pk, name="Mời giao ban", now=MONDAY)
    with pytest.raises(NotFound):
        services.save_as_template(actor=outsider_officer, draft_id=draft.pk, name="Của người khác", now=MONDAY)
    assert DraftTemplate.objects.filter(agency__isnull=False).count() == 1
