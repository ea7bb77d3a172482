"""When a legal basis loses effect, the procedures that rest on it show it."""

import datetime as dt

import pytest
from django.test import Client

from sen.capabilities.procedures import services
from sen.capabilities.procedures.errors import ReviewNotFound
from sen.capabilities.procedures.models import BasisReview, LegalBasis, ProcedureVersion
from sen.capabilities.procedures.selectors.bases import citing_procedures, count_reviews, stated_bases
from sen.capabilities.procedures.subscriptions import look_again
from sen.foundation.feeds.selectors import changes_after
from sen.kernel.actor import SYSTEM, Actor
from sen.kernel.errors import NotAllowed
from sen.registries.legislation.events import EffectChanged
from sen.registries.legislation.models import LegalDocument
from sen.registries.legislation.services import record_relation, withdraw_relation
from sen.registries.legislation.states import Effect
from sen.registries.legislation.types import RelationDraft
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def basis(birth: ProcedureVersion) -> LegalDocument:
    """The first basis of birth registration."""
    return LegalBasis.objects.filter(version=birth).order_by("pk").first().document


@pytest.fixture
def lost(basis: LegalDocument) -> int:
    """The basis was repealed last week; returns the relation's id."""
    repealing = LegalDocument.objects.create(number="1/2026/LÊN", effective_on=MONDAY.date() - dt.timedelta(days=7))
    return record_relation(actor=SYSTEM, document_id=repealing.pk, draft=RelationDraft("repeals", basis.number), now=MONDAY).pk


def test_a_lost_basis_opens_one_task_however_often_it_is_looked_at(birth: ProcedureVersion, basis: LegalDocument, lost: int) -> None:
    seen = changes_after("thu-tuc", 0).count()
    assert services.review_bases(now=MONDAY) == 1
    assert services.review_bases(now=MONDAY) == 0
    assert BasisReview.objects.get().version_id == birth.pk
    assert [row.key for row in changes_after("thu-tuc", seen)] == ["1.001193"]


def test_the_event_of_a_document_looks_only_at_that_document(birth: ProcedureVersion, basis: LegalDocument, lost: int) -> None:
    look_again(EffectChanged(basis.pk + 100_000, "x"))
    assert not BasisReview.objects.exists()
    look_again(EffectChanged(basis.pk, basis.number))
    assert BasisReview.objects.count() == 1


def test_a_day_that_has_not_come_opens_nothing(birth: ProcedureVersion, basis: LegalDocument) -> None:
    LegalDocument.objects.filter(pk=basis.pk).update(ends_on=MONDAY.date() + dt.timedelta(days=1))
    assert services.review_bases(now=MONDAY) == 0
    assert services.review_bases(now=MONDAY + dt.timedelta(days=1)) == 1


def test_an_effect_given_back_closes_the_task(birth: ProcedureVersion, basis: LegalDocument, lost: int) -> None:
    services.review_bases(now=MONDAY)
    withdraw_relation(actor=SYSTEM, relation_id=lost, now=MONDAY)
    services.review_bases(now=MONDAY, document_id=basis.pk)
    assert not BasisReview.objects.exists()


def test_the_controller_sees_the_warning_on_page_list_and_task(
    client: Client, control_officer: Actor, birth: ProcedureVersion, basis: LegalDocument, lost: int
) -> None:
    services.review_bases(now=MONDAY)
    signed_in(client, control_officer)
    page = client.get(f"/quan-tri/thu-tuc/{birth.pk}/").content.decode()
    assert "Căn cứ pháp lý không còn hiệu lực" in page and basis.number in page
    assert "Căn cứ hết hiệu lực" in client.get("/quan-tri/thu-tuc/?can_sua=basis").content.decode()
    assert basis.number in client.get("/quan-tri/thu-tuc/can-cu/").content.decode()
    assert count_reviews(control_officer) == 1


def test_a_controller_settles_the_task_with_words(client: Client, control_officer: Actor, birth: ProcedureVersion, lost: int) -> None:
    services.review_bases(now=MONDAY)
    review = BasisReview.objects.get()
    signed_in(client, control_officer)
    assert client.post(f"/quan-tri/thu-tuc/can-cu/{review.pk}/", {"resolution": ""}).status_code == 422
    sent = client.post(f"/quan-tri/thu-tuc/can-cu/{review.pk}/", {"resolution": "Nội dung không đổi, đang trình bản mới."})
    assert sent.status_code == 302
    review.refresh_from_db()
    assert (review.resolution, review.resolved_by) == ("Nội dung không đổi, đang trình bản mới.", control_officer.name)
    assert services.review_bases(now=MONDAY) == 0
    with pytest.raises(ReviewNotFound):
        services.resolve_review(actor=control_officer, review_id=review.pk, resolution="x", now=MONDAY)


def test_nobody_else_settles_it(specialist: Actor, birth: ProcedureVersion, lost: int) -> None:
    services.review_bases(now=MONDAY)
    with pytest.raises(NotAllowed):
        services.resolve_review(actor=specialist, review_id=BasisReview.objects.get().pk, resolution="x", now=MONDAY)
    assert BasisReview.objects.get().resolved_at is None
    assert count_reviews(specialist) == 0


def test_bases_are_stated_with_their_effect_in_two_queries(
    birth: ProcedureVersion, basis: LegalDocument, lost: int, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):
        stated = stated_bases(birth.pk, MONDAY.date())
    assert [one.number for one in stated if one.is_lost] == [basis.number]
    assert {one.effect for one in stated} <= set(Effect)


def test_a_document_knows_the_procedures_that_cite_it(birth: ProcedureVersion, basis: LegalDocument) -> None:
    assert [citation.code for citation in citing_procedures(basis.pk, 10)] == ["1.001193"]
