"""One action on several rows: each stands alone, refusals are named beside their row."""

import pytest
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from tests.dossier_factories import in_work, make_version, open_item
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(citizen: Actor, clerk: Actor, agency: Agency) -> list[Dossier]:
    """Two dossiers at the head's step."""
    version = make_version()
    return [in_work(citizen, clerk, agency, version=version) for _ in range(2)]


def _pair(dossier: Dossier) -> str:
    return f"{open_item(dossier).pk}-{dossier.event_count}"


def test_a_press_without_a_tick_goes_back_with_a_hint(client: Client, head: Actor) -> None:
    answer = signed_in(client, head).get("/lam-viec/hang-loat/?lam=hoan-thanh", follow=True)
    assert answer.redirect_chain == [("/lam-viec/ho-so/", 302)]
    assert "Chưa chọn hồ sơ nào" in answer.content.decode()


def test_several_steps_are_finished_with_one_opinion_and_one_next_person(
    client: Client, head: Actor, specialist: Actor, two: list[Dossier]
) -> None:
    browser = signed_in(client, head)
    pairs = [_pair(dossier) for dossier in two]
    page = browser.get("/lam-viec/hang-loat/", {"lam": "hoan-thanh", "viec": pairs}).content.decode()
    assert all(dossier.code in page for dossier in two) and specialist.name in page and "Thẩm định" in page
    assert all(Dossier.objects.get(pk=dossier.pk).event_count == dossier.event_count for dossier in two)
    answer = browser.post("/lam-viec/hang-loat/hoan-thanh/", {"viec": pairs, "note": "Làm sớm", "assignee": specialist.account_id})
    assert answer["Location"] == "/lam-viec/ho-so/"
    assert {(open_item(dossier).name, open_item(dossier).assignee_id) for dossier in two} == {("Thẩm định", specialist.account_id)}


def test_a_row_changed_meanwhile_is_refused_by_name_and_the_others_are_done(client: Client, head: Actor, two: list[Dossier]) -> None:
    pairs = [_pair(dossier) for dossier in two]
    services.extend_deadline(actor=head, dossier_id=two[0].pk, new_due_at=two[0].due_at.replace(day=27), reason="Chờ xác minh", now=MONDAY)
    answer = signed_in(client, head).post("/lam-viec/hang-loat/hoan-thanh/", {"viec": pairs, "note": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "1 hồ sơ chưa làm được" in text and two[0].code in text and two[1].code not in text and head.name in text
    assert [open_item(dossier).name for dossier in two] == ["Phân công thụ lý", "Thẩm định"]


def test_work_of_the_agency_is_given_to_one_person_by_its_head(
    client: Client, head: Actor, specialist: Actor, agency: Agency, two: list[Dossier]
) -> None:
    other = make_officer(Role.SPECIALIST, agency, name="Lê Văn Khác")
    for dossier in two:
        services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY, assignee_id=specialist.account_id)
    pairs = [f"{open_item(dossier).pk}-{Dossier.objects.get(pk=dossier.pk).event_count}" for dossier in two]
    browser = signed_in(client, head)
    assert "Lê Văn Khác" in browser.get("/lam-viec/hang-loat/", {"lam": "giao", "viec": pairs}).content.decode()
    assert browser.post("/lam-viec/hang-loat/giao/", {"viec": pairs, "assignee": other.account_id}).status_code == 302
    assert {open_item(dossier).assignee_id for dossier in two} == {other.account_id}


def test_rows_of_another_agency_are_left_out(client: Client, outsider_officer: Actor, two: list[Dossier]) -> None:
    pairs = [_pair(dossier) for dossier in two]
    browser = signed_in(client, outsider_officer)
    assert not any(d.code in browser.get("/lam-viec/hang-loat/", {"lam": "hoan-thanh", "viec": pairs}).content.decode() for d in two)
    assert browser.post("/lam-viec/hang-loat/hoan-thanh/", {"viec": pairs}).status_code == 422
    assert [Dossier.objects.get(pk=dossier.pk).event_count for dossier in two] == [dossier.event_count for dossier in two]


def test_control_sheets_are_printed_in_one_file(client: Client, head: Actor, two: list[Dossier]) -> None:
    answer = signed_in(client, head).get("/lam-viec/hang-loat/", {"lam": "in", "viec": [_pair(dossier) for dossier in two]})
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize("odd", ["abc", "-1", "99999999999999999999-1", "1;drop", ""])
def test_odd_values_are_ignored(client: Client, head: Actor, odd: str) -> None:
    assert signed_in(client, head).get("/lam-viec/hang-loat/", {"lam": "giao", "viec": odd}).status_code == 302
