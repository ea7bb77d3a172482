"""Who answers for an agency from above reads its dossiers: with a purpose, logged, and changing nothing."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.policies import access_dossier, access_readable
from sen.capabilities.dossiers.selectors.overseeing import overseen_agencies
from sen.foundation.agencies.models import Agency, AgencyLevel
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from tests.dossier_factories import open_item
from tests.factories import MONDAY, make_agency, make_officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday")]

TODAY = MONDAY.date()
PURPOSE = "Đôn đốc hồ sơ trễ hạn của phường"


@pytest.fixture
def places(province: Agency, province_office: Agency, department: Agency, agency: Agency, other_agency: Agency) -> dict[str, Agency]:
    """Every relation an agency can have to the one that settles the dossier."""
    district = make_agency("Ủy ban nhân dân huyện Lấp Vò", AgencyLevel.DISTRICT, parent=province)
    Agency.objects.filter(pk=agency.pk).update(parent=district)
    return {
        "own": agency,
        "district": district,
        "province": province,
        "office": province_office,
        "department": department,
        "neighbour": other_agency,
    }


_READS = {
    *((role, "own") for role in Role),
    *((role, place) for role in (Role.HEAD, Role.LEADER) for place in ("district", "province", "office")),
    *((Role.CONTROL, place) for place in ("district", "province", "office", "department", "neighbour")),
}
_EVERY = [(role, place) for role in Role for place in ("own", "district", "province", "office", "department", "neighbour")]


@pytest.mark.parametrize(("role", "place"), _EVERY)
def test_each_role_reads_as_far_as_its_agency_reaches(role: Role, place: str, places: dict[str, Agency], dossier: Dossier) -> None:
    officer = make_officer(role, places[place])
    if (role, place) in _READS:
        assert access_readable(officer, dossier.code, TODAY) == dossier
    else:
        with pytest.raises(NotFound):
            access_readable(officer, dossier.code, TODAY)
    if place != "own" and role is not Role.CONTROL:
        with pytest.raises(NotFound):
            access_dossier(officer, dossier.code)


def test_an_officer_without_a_post_and_a_citizen_oversee_nobody(citizen: Actor, agency: Agency) -> None:
    assert overseen_agencies(make_officer(None, agency), TODAY) == overseen_agencies(citizen, TODAY) == frozenset()


@pytest.fixture
def chairman(province: Agency) -> Actor:
    """The chairman of the province."""
    return make_officer(Role.LEADER, province, name="Nguyễn Minh Trí", title="Chủ tịch")


def test_the_reader_from_above_states_a_purpose_first_and_every_page_is_logged(client: Client, chairman: Actor, dossier: Dossier) -> None:
    browser = signed_in(client, chairman)
    url, ask = (reverse(f"dossiers:{name}", args=[dossier.code]) for name in ("page", "purpose"))
    assert browser.get(url).headers["Location"] == ask
    assert dossier.applicant_name not in browser.get(ask).content.decode()
    assert browser.post(ask, {"purpose": "xem"}).status_code == 422
    assert not AuditEntry.objects.filter(kind="read", actor_id=chairman.account_id).exists()

    assert browser.post(ask, {"purpose": PURPOSE}).headers["Location"] == url
    text = browser.get(url).content.decode()
    assert dossier.applicant_name in text and "để theo dõi" in text and "087198004512" not in text
    browser.get(reverse("dossiers:control_sheet", args=[dossier.code]))
    logged = AuditEntry.objects.filter(kind="read", actor_id=chairman.account_id, subject_id=dossier.pk).order_by("pk")
    assert [(entry.purpose, entry.detail["page"]) for entry in logged] == [(PURPOSE, "show"), (PURPOSE, "control_sheet")]


def test_the_purpose_stands_for_half_an_hour(client: Client, chairman: Actor, dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(client, chairman)
    url = reverse("dossiers:page", args=[dossier.code])
    browser.post(reverse("dossiers:purpose", args=[dossier.code]), {"purpose": PURPOSE})
    assert browser.get(url).status_code == 200
    later = clock.now() + dt.timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert browser.get(url).status_code == 302


def test_nothing_can_be_done_from_above(client: Client, chairman: Actor, dossier: Dossier) -> None:
    browser = signed_in(client, chairman)
    browser.post(reverse("dossiers:purpose", args=[dossier.code]), {"purpose": PURPOSE})
    text = browser.get(reverse("dossiers:page", args=[dossier.code])).content.decode()
    assert "Hiện không có việc nào chờ bạn" in text
    item = open_item(dossier).pk
    urls = [reverse(f"dossiers:{name}", args=[dossier.code]) for name in ("consult", "propose", "supplement", "suspend", "stop", "extend")]
    urls += [reverse(f"dossiers:{name}", args=[dossier.code, item]) for name in ("finish", "assign", "send_back")]
    assert {url: browser.post(url).status_code for url in urls} == dict.fromkeys(urls, 404)


def test_a_control_officer_reads_every_dossier_with_a_purpose_but_gets_no_work(
    client: Client, control_officer: Actor, dossier: Dossier
) -> None:
    browser = signed_in(client, control_officer)
    assert browser.get(reverse("dossiers:page", args=[dossier.code])).status_code == 302
    browser.post(reverse("dossiers:purpose", args=[dossier.code]), {"purpose": PURPOSE})
    text = browser.get(reverse("dossiers:page", args=[dossier.code])).content.decode()
    assert "Hiện không có việc nào chờ bạn" in text
    assert reverse("dossiers:propose", args=[dossier.code]) not in text


def test_who_works_on_the_dossier_is_not_asked(client: Client, head: Actor, dossier: Dossier) -> None:
    browser = signed_in(client, head)
    page = reverse("dossiers:page", args=[dossier.code])
    assert browser.get(reverse("dossiers:purpose", args=[dossier.code])).headers["Location"] == page
    assert browser.get(page).status_code == 200
