"""Pages of tasks: lists, giving, one task with its acts, several at once."""

import re

import pytest
from django.test import Client

from sen.capabilities.assignments import services
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.tests.conftest import FRIDAY, PAPER, Give
from sen.capabilities.assignments.types import register_source_kind
from sen.foundation.agencies.models import Agency, Division
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
HOME = "/lam-viec/nhiem-vu/"


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def read(actor: Actor, path: str) -> str:
    answer = signed_in(Client(), actor).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def post(actor: Actor, path: str, **values: object) -> tuple[int, str]:
    answer = signed_in(Client(), actor).post(path, values)
    return answer.status_code, answer.headers.get("Location", answer.content.decode())


def test_lists_show_what_was_given_to_and_by_and_below(give: Give, approver: Actor, worker: Actor, colleague: Actor) -> None:
    give(title="Việc của Lúa")
    assert "Việc của Lúa" in read(worker, HOME)
    assert "Việc của Lúa" in read(approver, f"{HOME}?cua=toi-giao")
    assert "Việc của Lúa" in read(approver, f"{HOME}?cua=cap-duoi")
    for path in (HOME, f"{HOME}?cua=toi-giao", f"{HOME}?cua=cap-duoi", f"{HOME}?tinh-trang=done"):
        assert "Việc của Lúa" not in read(colleague, path)
    assert "Việc của Lúa" in read(worker, f"{HOME}?tim=viec+cua+lua&tinh-trang=given&vai-tro=lead")
    assert "Việc của Lúa" not in read(worker, f"{HOME}?tinh-trang=done")


def test_a_leader_gives_from_the_page(approver: Actor, worker: Actor, colleague: Actor, division: Division) -> None:
    text = read(approver, f"{HOME}giao/")
    assert f'value="officer-{worker.account}"' in text and f'value="division-{division.pk}"' in text
    values = {
        "title": "Dọn kênh",
        "lead": f"division-{division.pk}",
        "assist": [f"officer-{colleague.account}"],
        "due": "20/11/2026",
        "urgency": "1",
    }
    status, place = post(approver, f"{HOME}giao/", **values)
    lead, assist = Task.objects.order_by("pk")
    assert (status, place) == (302, f"{HOME}{lead.pk}/")
    assert (lead.division_id, lead.role, lead.due_at, lead.urgency) == (division.pk, "lead", FRIDAY.replace(hour=10, minute=0), 1)
    assert (assist.officer_id, assist.role) == (colleague.account, "assist")


def test_an_empty_form_keeps_what_was_typed_and_says_what_lacks(approver: Actor) -> None:
    status, text = post(approver, f"{HOME}giao/", title="Dọn kênh", urgency="0")
    assert status == 422 and "Chưa chọn người hoặc đơn vị nhận việc" in text and 'value="Dọn kênh"' in text
    assert not Task.objects.exists()


def test_those_who_direct_nobody_give_only_parts_of_their_own_task(give: Give, worker: Actor, colleague: Actor, specialist: Actor) -> None:
    task = give()
    assert signed_in(Client(), worker).get(f"{HOME}giao/").status_code == 403
    assert 'name="lead"' not in read(worker, f"{HOME}giao/?cha={task.pk}")
    path = f"{HOME}giao/?cha={task.pk}"
    status, _place = post(worker, path, title="Phần của Sông", assist=f"officer-{colleague.account}", urgency="0")
    assert (status, Task.objects.filter(parent=task.pk).count()) == (302, 1)
    assert "Phần của Sông" in read(worker, f"{HOME}{task.pk}/")
    assert signed_in(Client(), specialist).get(path).status_code == 404
    assert post(specialist, path, title="x", assist=f"officer-{colleague.account}", urgency="0")[0] == 404
    assert Task.objects.count() == 2


def test_a_task_is_carried_through_from_its_page(give: Give, approver: Actor, worker: Actor) -> None:
    task = give(wants_report=True)
    page = f"{HOME}{task.pk}/"
    assert f"{page}nhan/" in read(worker, page) and Task.objects.get().seen_at == MONDAY
    assert post(worker, f"{page}nhan/") == (302, page)
    assert post(worker, f"{page}tien-do/", text="Nửa đường", progress=50)[0] == 302
    assert post(worker, f"{page}xin-them/", due="27/11/2026", text="Mưa")[0] == 302
    assert "Đang xin thêm thời gian" in read(approver, page)
    assert post(approver, f"{page}tra-loi-han/", granted="yes", text="", due="")[0] == 302
    assert post(approver, f"{page}don-doc/", text="Nhanh lên")[0] == 302
    assert post(worker, f"{page}hoan-thanh/", text="Xong cả rồi")[0] == 302
    assert post(approver, f"{page}lam-lai/", text="Thiếu ấp 3", due="")[0] == 302
    assert post(worker, f"{page}hoan-thanh/", text="Đã thêm ấp 3")[0] == 302
    assert post(approver, f"{page}xac-nhan/", text="")[0] == 302
    text = read(approver, page)
    assert "Đã thêm ấp 3" in text and "Thiếu ấp 3" in text and "Nửa đường" in text
    assert Task.objects.get().state == "done"


def test_what_is_not_the_readers_to_do_is_not_found_and_changes_nothing(
    give: Give, worker: Actor, colleague: Actor, approver: Actor
) -> None:
    task = give(wants_report=True)
    page = f"{HOME}{task.pk}/"
    for actor, act in ((worker, "xac-nhan"), (worker, "rut"), (colleague, "nhan"), (approver, "nhan"), (worker, "khong-co")):
        assert post(actor, f"{page}{act}/", text="x")[0] == 404, act
    assert signed_in(Client(), approver).get(f"{page}xac-nhan/").status_code == 409
    assert signed_in(Client(), colleague).get(page).status_code == 404
    assert Task.objects.get().state == "given"


def test_refusals_of_the_use_case_stay_on_the_form(give: Give, worker: Actor) -> None:
    task = give()
    status, text = post(worker, f"{HOME}{task.pk}/xin-them/", due="18/11/2026", text="Mưa")
    assert status == 422 and "muộn hơn thời hạn hiện tại" in text
    assert Task.objects.get().asked_due_at is None


def test_a_head_hands_on_from_the_page(give: Give, chief: Actor, worker: Actor, colleague: Actor, division: Division) -> None:
    task = give(division_id=division.pk)
    path = f"{HOME}{task.pk}/phan-cong/"
    text = read(chief, path)
    assert worker.name in text and colleague.name not in text
    assert post(chief, path, officer=colleague.account, text="")[0] == 422
    assert post(chief, path, officer=worker.account, text="Em làm nhé", due="")[0] == 302
    assert Task.objects.get().officer_id == worker.account


def test_several_are_handed_on_known_confirmed_and_urged_together(
    give: Give, approver: Actor, chief: Actor, worker: Actor, colleague: Actor, division: Division, agency: Agency
) -> None:
    two = [give(division_id=division.pk, title=f"Việc {number}").pk for number in (1, 2)]
    path = f"{HOME}hang-loat/phan-cong/"
    assert "Việc 1" in read(chief, f"{path}?viec={two[0]}&viec={two[1]}")
    assert Task.objects.filter(officer__isnull=True).count() == 2
    assert post(chief, path, viec=two, officer=worker.account, text="")[0] == 302
    assert Task.objects.filter(officer=worker.account).count() == 2
    assert post(approver, f"{HOME}hang-loat/don-doc/", viec=two, text="Nhanh")[0] == 302
    assert Task.objects.filter(reminded_at=MONDAY).count() == 2
    know = give(role="know").pk
    assert post(worker, f"{HOME}hang-loat/da-biet/", viec=[know, two[0]])[0] in (302, 422)
    assert post(worker, f"{HOME}hang-loat/da-biet/", viec=[know])[0] in (302, 422)
    assert Task.objects.get(pk=know).state == "done" and Task.objects.get(pk=two[0]).state == "given"
    report = give(wants_report=True, title="Báo lại").pk
    services.finish_task(actor=worker, task_id=report, result="Xong", now=MONDAY)
    assert "không còn chờ bạn" in read(colleague, f"{HOME}hang-loat/xac-nhan/?viec={report}")
    assert post(approver, f"{HOME}hang-loat/xac-nhan/", viec=[report], text="")[0] == 302
    assert Task.objects.get(pk=report).state == "done"


def test_the_source_is_named_and_linked_when_its_app_says_where(give: Give, worker: Actor) -> None:
    register_source_kind("kiem-thu", "Văn bản thử", lambda source_id, actor: f"/thu/{source_id}/")
    task = give(source=type(PAPER)("kiem-thu", 5, "Văn bản số 5", "05/TB"))
    text = read(worker, f"{HOME}{task.pk}/")
    assert '<a href="/thu/5/">Văn bản số 5</a>' in text and "05/TB" in text
    assert re.search(r"<dt>Văn bản thử</dt>", text)


@pytest.mark.parametrize("path", ["", "giao/", "1/", "1/nhan/", "hang-loat/don-doc/"])
def test_citizens_and_strangers_stay_outside(citizen: Actor, path: str) -> None:
    assert signed_in(Client(), citizen).get(HOME + path).status_code == 403
    assert Client().get(HOME + path).status_code == 302
