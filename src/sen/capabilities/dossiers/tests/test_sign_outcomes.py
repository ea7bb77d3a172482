"""Signing one or many."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, Outcome
from sen.capabilities.dossiers.selectors import check_result
from sen.foundation.agencies.models import Agency
from sen.foundation.files.selectors import read_bytes
from sen.foundation.signing.services import validate_pdf
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from tests.dossier_factories import at_signature, in_work
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_many_are_signed_each_on_its_own_and_failures_are_named(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    items = [at_signature(in_work(citizen, clerk, agency), head, specialist) for _ in range(2)]
    Outcome.objects.filter(dossier=items[1].dossier).delete()
    results = services.sign_outcomes(actor=approver, item_ids=[item.pk for item in items], now=MONDAY)
    assert [error.code if error else None for _, error in results] == [None, "outcome-missing"]
    assert [Dossier.objects.get(pk=item.dossier_id).state for item in items] == ["settled", "processing"]


def test_the_result_is_a_signed_pdf_that_anybody_can_check(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.sign_outcome(actor=approver, item_id=at_signature(dossier, head, specialist).pk, now=MONDAY)
    outcome = Outcome.objects.select_related("file").get(dossier=dossier)
    assert outcome.file is not None
    reports = validate_pdf(read_bytes(outcome.file))
    assert [(report.signer_name, report.valid) for report in reports] == [(approver.name, True)]
    check = check_result(outcome.verify_code or "")
    assert check is not None
    assert check.sha256 == outcome.file.sha256
    assert citizen.name not in check.applicant_initials
    assert check_result("ABCDEFGH2345") is None


def test_numbers_run_by_agency_and_year(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    numbers = []
    for now in (MONDAY, MONDAY, MONDAY + dt.timedelta(days=60)):
        dossier = in_work(citizen, clerk, agency)
        services.sign_outcome(actor=approver, item_id=at_signature(dossier, head, specialist).pk, now=now)
        numbers.append(Outcome.objects.get(dossier=dossier).number)
    assert numbers == ["1/KQ-2026", "2/KQ-2026", "1/KQ-2027"]


def test_only_the_leader_signs(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency) -> None:
    item = at_signature(in_work(citizen, clerk, agency), head, specialist)
    with pytest.raises(NotFound):
        services.sign_outcome(actor=specialist, item_id=item.pk, now=MONDAY)
    assert Outcome.objects.get(dossier_id=item.dossier_id).signed_at is None


def test_a_revoked_result_says_so(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.sign_outcome(actor=approver, item_id=at_signature(dossier, head, specialist).pk, now=MONDAY)
    services.revoke_outcome(actor=approver, dossier_id=dossier.pk, reason="Cấp nhầm người", now=MONDAY + dt.timedelta(days=1))
    check = check_result(Outcome.objects.get(dossier=dossier).verify_code or "")
    assert check is not None and check.revoked_at is not None
