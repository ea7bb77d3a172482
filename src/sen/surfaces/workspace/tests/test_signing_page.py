"""Signing one or many; what could not be signed says why, the rest is signed."""

import pytest
from django.test import Client

from sen.capabilities.dossiers.models import Dossier, Outcome, WorkItem
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from tests.dossier_factories import at_signature, in_work, make_version, open_item
from tests.factories import make_officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency) -> list[WorkItem]:
    """Two results that wait for the leader."""
    version = make_version()
    return [at_signature(in_work(citizen, clerk, agency, version=version), head, specialist) for _ in range(2)]


def _pair(item: WorkItem) -> str:
    return f"{item.pk}-{Dossier.objects.get(pk=item.dossier_id).event_count}"


def test_the_list_says_what_each_result_is_and_who_sent_it(client: Client, approver: Actor, specialist: Actor, two: list[WorkItem]) -> None:
    text = signed_in(client, approver).get("/lam-viec/ky/").content.decode()
    assert "2 văn bản chờ ký" in text and text.count("Giấy chứng nhận</a>") == 2 and f"{specialist.name} trình" in text


def test_many_are_signed_at_once_each_with_its_own_number(client: Client, approver: Actor, two: list[WorkItem]) -> None:
    answer = signed_in(client, approver).post("/lam-viec/ky/", {"viec": [_pair(item) for item in two]}, follow=True)
    assert "Đã ký 2 văn bản" in answer.content.decode()
    assert len({outcome.number for outcome in Outcome.objects.exclude(number="")}) == 2


def test_one_that_cannot_be_signed_says_why_and_the_other_is_signed(client: Client, approver: Actor, two: list[WorkItem]) -> None:
    Outcome.objects.filter(dossier=two[0].dossier_id).delete()
    answer = signed_in(client, approver).post("/lam-viec/ky/", {"viec": [_pair(item) for item in two]})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "1 văn bản chưa ký được" in text and "Chưa có dự thảo kết quả" in text and "Đã ký 1 văn bản" in text
    assert Outcome.objects.get(dossier=two[1].dossier_id).signed_at is not None
    assert Dossier.objects.get(pk=two[0].dossier_id).state == "processing"


def test_nothing_ticked_signs_nothing(client: Client, approver: Actor, two: list[WorkItem]) -> None:
    text = signed_in(client, approver).post("/lam-viec/ky/", {}).content.decode()
    assert "Chưa chọn văn bản nào" in text
    assert not Outcome.objects.filter(signed_at__isnull=False).exists()


def test_a_result_is_returned_from_the_list_with_a_reason(client: Client, approver: Actor, specialist: Actor, two: list[WorkItem]) -> None:
    browser = signed_in(client, approver)
    url = f"/lam-viec/ky/{two[0].pk}/tra-lai/"
    assert "Giấy chứng nhận" in browser.get(url).content.decode()
    assert browser.post(url, {"reason": "x"}).status_code == 422
    assert browser.post(url, {"reason": "Thiếu ngày cấp"}).status_code == 302
    item = open_item(Dossier.objects.get(pk=two[0].dossier_id))
    assert (item.name, item.assignee_id) == ("Thẩm định", specialist.account_id)


def test_another_agencys_leader_signs_and_returns_nothing(client: Client, other_agency: Agency, two: list[WorkItem]) -> None:
    stranger = make_officer(Role.LEADER, other_agency, name="Ngô Văn Lạ")
    browser = signed_in(client, stranger)
    assert "Không có văn bản nào chờ ký" in browser.get("/lam-viec/ky/").content.decode()
    assert browser.post("/lam-viec/ky/", {"viec": [_pair(item) for item in two]}).status_code == 422
    assert browser.get(f"/lam-viec/ky/{two[0].pk}/tra-lai/").status_code == 404
    assert browser.post(f"/lam-viec/ky/{two[0].pk}/tra-lai/", {"reason": "Trả lại thử"}).status_code == 404
    assert not Outcome.objects.filter(signed_at__isnull=False).exists()


def test_a_specialist_has_no_signing_page(client: Client, specialist: Actor) -> None:
    assert signed_in(client, specialist).get("/lam-viec/ky/").status_code == 403
