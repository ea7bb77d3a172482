"""The inbox page: every source in one list, few statements, bulk actions that lead to their own pages."""

import datetime as dt
import re

import pytest
from django.test import Client

from sen.capabilities.assignments.services import finish_task, give_tasks
from sen.capabilities.assignments.types import TaskLine
from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier
from sen.foundation.agencies.models import Agency
from sen.foundation.inbox.models import SavedFilter
from sen.kernel.actor import Actor, Role
from sen.surfaces.workspace.tests.test_work_list import statements
from tests.dossier_factories import in_work, make_version, open_item
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, agency: Agency) -> Dossier:
    """A dossier at the specialist's step."""
    found = in_work(citizen, clerk, agency, version=make_version())
    services.complete_step(actor=head, item_id=open_item(found).pk, now=MONDAY, assignee_id=specialist.account_id)
    return found


def give(by: Actor, to: Actor, agency: Agency, title: str, *, days: int = 2, role: str = "lead", wants_report: bool = False) -> int:
    line = TaskLine(role, agency.pk, officer_id=to.account, due_at=MONDAY + dt.timedelta(days=days), wants_report=wants_report)
    return give_tasks(actor=by, source=None, title=title, lines=[line], now=MONDAY - dt.timedelta(days=5))[0].pk


def test_dossiers_and_tasks_stand_in_one_list_by_deadline(
    client: Client, specialist: Actor, approver: Actor, agency: Agency, dossier: Dossier
) -> None:
    give(approver, specialist, agency, "Việc đã trễ", days=-1)
    give(approver, specialist, agency, "Việc còn lâu", days=90)
    text = signed_in(client, specialist).get("/lam-viec/").content.decode()
    assert text.index("Trễ hạn</th>") < text.index("Việc đã trễ") < text.index(dossier.code) < text.index("Việc còn lâu")
    assert re.search(r'Tất cả <span class="count">3</span>', text)
    assert re.search(r'Việc của tôi<span class="count">3</span>', text)
    assert re.search(r'Hồ sơ<span class="count">1</span>', text)


def test_the_list_is_narrowed_by_source_group_and_words(
    client: Client, specialist: Actor, approver: Actor, agency: Agency, dossier: Dossier
) -> None:
    give(approver, specialist, agency, "Khảo sát cầu Cái Sao", days=-1)
    browser = signed_in(client, specialist)

    def found(query: str) -> tuple[bool, bool]:
        text = browser.get(f"/lam-viec/?{query}").content.decode()
        return "Khảo sát cầu Cái Sao" in text, dossier.code in text

    assert found("") == (True, True)
    assert found("nguon=ho-so") == (False, True)
    assert found("nhom=tre") == (True, False)
    assert found("tim=cau+cai+sao") == (True, False)
    assert found(f"tim={dossier.code.lower()}") == (False, True)
    assert found("viec=moi-den") == (False, False)
    assert found("nguon=khong-co&nhom=la") == (True, True)


def test_the_whole_page_takes_at_most_six_statements_with_every_source(
    client: Client, specialist: Actor, approver: Actor, agency: Agency, dossier: Dossier
) -> None:
    browser = signed_in(client, specialist)
    few = statements(browser, "/lam-viec/")
    for number in range(6):
        give(approver, specialist, agency, f"Việc {number}")
    many = statements(browser, "/lam-viec/")
    assert len(many) == len(few) <= 6, "\n".join(many)


def test_a_clerk_and_a_leader_stay_below_six_statements_too(client: Client, registrar: Actor, approver: Actor, dossier: Dossier) -> None:
    for actor in (registrar, approver):
        assert len(statements(signed_in(Client(), actor), "/lam-viec/")) <= 6


def test_ticked_lines_go_to_the_action_of_their_source_and_others_stay(
    client: Client, specialist: Actor, approver: Actor, agency: Agency, dossier: Dossier
) -> None:
    known = give(approver, specialist, agency, "Để biết", role="know")
    browser = signed_in(client, specialist)
    text = browser.get("/lam-viec/").content.decode()
    pairs = re.findall(r'name="viec" value="([^"]+)"', text)
    assert len(pairs) == 2
    action = re.search(r'name="lam" value="(nhiem-vu:\d)"', text)
    assert action
    answer = browser.get("/lam-viec/chon/", {"lam": action.group(1), "viec": pairs})
    assert answer["Location"] == f"/lam-viec/nhiem-vu/hang-loat/da-biet/?viec={known}"
    assert "thuộc loại khác" in browser.get(answer["Location"]).content.decode()
    dossiers = re.search(r'name="lam" value="(ho-so:\d)"', text)
    assert dossiers
    answer = browser.get("/lam-viec/chon/", {"lam": dossiers.group(1), "viec": pairs})
    assert answer["Location"].startswith("/lam-viec/hang-loat/?lam=hoan-thanh&viec=")


@pytest.mark.parametrize("odd", ["", "x", "nhiem-vu:", "nhiem-vu:99", "nhiem-vu:-1", "khong-co:0"])
def test_odd_actions_lead_back(client: Client, specialist: Actor, odd: str) -> None:
    answer = signed_in(client, specialist).get("/lam-viec/chon/", {"lam": odd, "viec": ["nhiem-vu|know|1"]})
    assert (answer.status_code, answer["Location"]) == (302, "/lam-viec/")


def test_a_filter_is_saved_and_offered_again(client: Client, specialist: Actor) -> None:
    browser = signed_in(client, specialist)
    assert "Lưu bộ lọc này" not in browser.get("/lam-viec/").content.decode()
    text = browser.get("/lam-viec/?nhom=tre").content.decode()
    assert "Lưu bộ lọc này" in text and 'value="nhom=tre"' in text
    browser.post("/lam-viec/bo-loc/luu/", {"place": "hop-viec", "name": "Việc trễ của tôi", "query": "nhom=tre"})
    assert SavedFilter.objects.count() == 1
    assert 'href="?nhom=tre">' in browser.get("/lam-viec/").content.decode()
    assert "Việc trễ của tôi" in browser.get("/lam-viec/").content.decode()


def test_the_morning_shows_what_came_what_waits_and_what_is_late_below(
    client: Client, specialist: Actor, approver: Actor, head: Actor, province: Agency, agency: Agency, dossier: Dossier
) -> None:
    chairman = make_officer(Role.LEADER, province, title="Chủ tịch")
    lines = [TaskLine("lead", agency.pk)]
    give_tasks(actor=chairman, source=None, title="Việc của tỉnh giao xã", lines=lines, now=MONDAY)
    done = give(approver, specialist, agency, "Việc chờ xác nhận", wants_report=True)
    finish_task(actor=specialist, task_id=done, result="Xong", now=MONDAY)
    give(approver, specialist, agency, "Việc trễ ở dưới", days=-1)
    text = signed_in(client, approver).get("/lam-viec/sang-nay/").content.decode()
    arrived, decide, late = text.split('class="card card--flush worklist morning"')[1:]
    assert "Việc của tỉnh giao xã" in arrived and "Việc chờ xác nhận" in decide and "Việc trễ ở dưới" in late
    assert specialist.name in late and "Đôn đốc" in late
    assert len(statements(signed_in(Client(), approver), "/lam-viec/sang-nay/")) <= 10
    assert "Việc trễ ở dưới" in client.get("/lam-viec/?cua=cap-duoi").content.decode()


def test_the_morning_is_for_leaders_and_heads(client: Client, specialist: Actor, head: Actor, registrar: Actor) -> None:
    assert signed_in(client, head).get("/lam-viec/sang-nay/").status_code == 200
    for actor in (specialist, registrar):
        assert signed_in(Client(), actor).get("/lam-viec/sang-nay/").status_code == 403
    assert "cap-duoi" not in signed_in(Client(), specialist).get("/lam-viec/").content.decode()


def test_a_clerk_without_work_is_told_so(client: Client, registrar: Actor) -> None:
    assert "Không còn việc nào chờ bạn" in signed_in(client, registrar).get("/lam-viec/").content.decode()


def test_below_is_not_for_those_who_direct_nobody(client: Client, specialist: Actor, approver: Actor, agency: Agency) -> None:
    other = make_officer(Role.SPECIALIST, agency, name="Lê Văn Khác")
    give(approver, other, agency, "Việc của người khác")
    assert "Việc của người khác" not in signed_in(client, specialist).get("/lam-viec/?cua=cap-duoi").content.decode()
    assert "Việc của người khác" in signed_in(Client(), approver).get("/lam-viec/?cua=cap-duoi").content.decode()
