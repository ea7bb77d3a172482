"""One dossier through the officials' hands, by HTTP alone: assign, ask, propose, sign, see it counted."""

import datetime as dt
import re

import pytest
from django.test import Client

from sen.capabilities.dossiers.models import Dossier, Outcome
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.dossier_factories import in_work, open_item
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


class Desk:
    """A browser of one officer that follows what the pages offer, never an address typed by the test."""

    def __init__(self, actor: Actor) -> None:
        self.browser = signed_in(Client(), actor)

    def get(self, url: str) -> str:
        answer = self.browser.get(url, follow=True)
        assert answer.status_code == 200, url
        return answer.content.decode()

    def link(self, text: str, part: str) -> str:
        found = re.search(rf'href="([^"]*{re.escape(part)}[^"]*)"', text)
        assert found, f"no link with {part}"
        return found.group(1).replace("&amp;", "&")

    def send(self, url: str, **values: object) -> str:
        form = self.get(url)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        hidden.pop("csrfmiddlewaretoken", None)
        answer = self.browser.post(url, hidden | values, follow=True)
        assert answer.status_code == 200, answer.content.decode()[-4000:]
        return answer.content.decode()


def test_from_the_heads_desk_to_the_signed_result(
    monkeypatch: pytest.MonkeyPatch,
    citizen: Actor,
    clerk: Actor,
    head: Actor,
    specialist: Actor,
    approver: Actor,
    control_officer: Actor,
    outsider_officer: Actor,
    agency: Agency,
    other_agency: Agency,
) -> None:
    moment = [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    code = in_work(citizen, clerk, agency).code
    page = f"/lam-viec/ho-so/{code}/"

    desk = Desk(head)
    text = desk.get(desk.link(desk.get("/lam-viec/"), code))
    text = desk.send(desk.link(text, "/hoan-thanh/"), note="Giao Bình thẩm định", assignee=specialist.account_id)
    assert "Đã hoàn thành bước" in text

    moment[0] += dt.timedelta(minutes=30)
    desk = Desk(specialist)
    text = desk.get(desk.link(desk.get("/lam-viec/?cua=toi"), code))
    assert "Giao Bình thẩm định" in text
    rows = {"co-TOTAL_FORMS": 2, "co-INITIAL_FORMS": 0, "co-0-agency": other_agency.pk, "co-0-due_on": "17/11/2026"}
    text = desk.send(desk.link(text, "/lay-y-kien/"), question="Địa điểm kinh doanh có tranh chấp không?", **rows)
    assert "Đã gửi lấy ý kiến" in text

    consulted = Desk(outsider_officer)
    text = consulted.get(consulted.link(consulted.get("/lam-viec/"), code))
    consulted.send(consulted.link(text, "/tra-loi/"), agrees="yes", answer="Không có tranh chấp")

    moment[0] += dt.timedelta(hours=1)
    text = desk.get(page)
    assert "Không có tranh chấp" in text
    text = desk.send(desk.link(text, f"{page}ket-qua/"), kind="granted", title="Giấy chứng nhận đăng ký hộ kinh doanh", content="")
    text = desk.send(desk.link(text, "/hoan-thanh/"), note="Đủ điều kiện")
    assert "Đã trình ký" in text

    leader = Desk(approver)
    text = leader.get(leader.link(leader.get("/lam-viec/"), "/lam-viec/ky/"))
    assert "1 văn bản chờ ký" in text and "Giấy chứng nhận đăng ký hộ kinh doanh" in text
    text = leader.send(leader.link(text, "/tra-lai/"), reason="Bổ sung căn cứ ở đoạn đầu")
    text = desk.get(page)
    assert "Bổ sung căn cứ ở đoạn đầu" in text
    desk.send(desk.link(text, "/hoan-thanh/"), note="Đã bổ sung")

    ticked = re.findall(r'name="viec" value="([^"]+)"', leader.get("/lam-viec/ky/"))
    text = leader.browser.post("/lam-viec/ky/", {"viec": ticked}, follow=True).content.decode()
    assert "Đã ký 1 văn bản" in text
    outcome = Outcome.objects.get()
    text = leader.get(page)
    assert outcome.number in text and "Ký và phát hành kết quả" in text
    dossier = Dossier.objects.get(code=code)
    assert dossier.state == "settled" and open_item(dossier).kind == "return"

    control = Desk(control_officer)
    text = control.get(control.link(control.get("/ket-qua/"), f"/ket-qua/co-quan/{agency.pk}/"))
    assert code in control.get(control.link(text, "so=finished"))
    assert "Mọi số liệu khớp" in control.get("/ket-qua/doi-chieu/")
