"""What needs a look now, each with its owner; empty when all promises hold."""

import datetime as dt

import pytest
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import in_work, make_version, open_item, submitted
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


def rows(browser: Client, alert: str) -> str:
    return browser.get(f"/ket-qua/canh-bao/?loai={alert}").content.decode()


def test_receptions_beyond_the_clock_are_named_with_their_agency(
    client: Client, control_officer: Actor, citizen: Actor, agency: Agency
) -> None:
    dossier = submitted(citizen, agency, now=MONDAY - dt.timedelta(days=3))
    fresh = submitted(citizen, agency, now=MONDAY + dt.timedelta(days=1))
    text = rows(signed_in(client, control_officer), "tiep-nhan")
    assert dossier.code in text and agency.name in text and fresh.code not in text


def test_late_dossiers_leave_the_list_with_an_apology(
    client: Client, control_officer: Actor, citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency
) -> None:
    version = make_version(days="0.5")
    late, told = (in_work(citizen, clerk, agency, version=version) for _ in range(2))
    services.complete_step(actor=head, item_id=open_item(late).pk, now=MONDAY, assignee_id=specialist.account_id)
    services.extend_deadline(
        actor=head, dossier_id=told.pk, new_due_at=MONDAY + dt.timedelta(hours=7), reason="Chờ xác minh", now=MONDAY, although_late=True
    )
    text = rows(signed_in(client, control_officer), "tre-chua-xin-loi")
    assert late.code in text and specialist.name in text and told.code not in text


def test_a_second_supplement_is_shown_with_its_number(
    client: Client, control_officer: Actor, citizen: Actor, clerk: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    Dossier.objects.filter(pk=dossier.pk).update(supplement_count=2)
    text = rows(signed_in(client, control_officer), "bo-sung-nhieu-lan")
    assert dossier.code in text and ">2</td>" in text


def test_a_late_opinion_names_the_consulted_agency(
    client: Client, control_officer: Actor, citizen: Actor, clerk: Actor, head: Actor, agency: Agency, department: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.consult_agencies(
        actor=head,
        dossier_id=dossier.pk,
        agency_ids=[department.pk],
        question="Có tranh chấp không?",
        due_at=MONDAY + dt.timedelta(hours=4),
        now=MONDAY,
    )
    text = rows(signed_in(client, control_officer), "y-kien-tre")
    assert dossier.code in text and department.name in text


def test_a_leader_watches_the_own_agency_only(
    client: Client, approver: Actor, citizen: Actor, agency: Agency, other_agency: Agency
) -> None:
    own = submitted(citizen, agency, now=MONDAY - dt.timedelta(days=3))
    foreign = submitted(citizen, other_agency, now=MONDAY - dt.timedelta(days=3))
    text = rows(signed_in(client, approver), "tiep-nhan")
    assert own.code in text and foreign.code not in text
    assert '<span class="count count--late">1</span>' in text


def test_an_unknown_alert_falls_back_and_a_specialist_is_refused(client: Client, control_officer: Actor, specialist: Actor) -> None:
    assert "Không có hồ sơ nào cần xem" in rows(signed_in(client, control_officer), "khong-co")
    assert signed_in(Client(), specialist).get("/ket-qua/canh-bao/").status_code == 403
