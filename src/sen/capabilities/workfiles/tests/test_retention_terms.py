"""Terms of keeping are compared with the official text and changed from a day on, by those who answer for the whole province."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.errors import BasisMissing, TermDayWrong
from sen.capabilities.workfiles.models import RetentionRule
from sen.capabilities.workfiles.selectors.rules import retention_rules
from sen.foundation.history.selectors import list_events
from sen.kernel.actor import Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_officer, signed_in

BASIS = "10/2022/TT-BNV, Phụ lục I, nhóm 13, mục 2"
TODAY = MONDAY.date()


@pytest.fixture
def keeper(province):
    """The archivist of the province's committee."""
    return make_officer(Role.ARCHIVE, province, name="Huỳnh Thị Lan", title="Lưu trữ viên")


@pytest.fixture
def term(rules):
    RetentionRule.objects.update(is_checked=False)
    return rules["13.02"]


def change(actor, term, **values):
    told = {"years": 30, "until_void": False, "valid_from": TODAY, "basis": BASIS} | values
    return services.change_term(actor=actor, rule_id=term.pk, now=MONDAY, **told)


def test_a_checked_term_names_its_basis_and_who_read_it(keeper, term):
    services.check_term(actor=keeper, rule_id=term.pk, basis=BASIS, now=MONDAY)
    term.refresh_from_db()
    assert (term.is_checked, term.basis, term.checked_by_name) == (True, BASIS, "Huỳnh Thị Lan, Lưu trữ viên")
    assert [event.action for event in list_events("retention", term.pk)] == ["check"]


def test_a_changed_term_holds_from_its_day_and_files_keep_the_old_one(keeper, term, workfile):
    new = change(keeper, term)
    term.refresh_from_db()
    workfile.refresh_from_db()
    assert (term.valid_to, new.years, new.is_checked) == (TODAY - dt.timedelta(days=1), 30, True)
    assert [rule.pk for rule in retention_rules(TODAY).filter(code="13.02")] == [new.pk]
    assert (workfile.retention_id, workfile.maintenance) == (term.pk, "20 năm")
    assert list_events("retention", new.pk)[0].payload["before"] == "20 năm"


def test_a_term_is_not_changed_without_a_basis_or_before_it_began(keeper, term):
    with pytest.raises(BasisMissing):
        change(keeper, term, basis=" ")
    with pytest.raises(TermDayWrong):
        change(keeper, term, valid_from=term.valid_from)
    assert RetentionRule.objects.filter(code="13.02").count() == 1


def test_the_archive_of_one_agency_sees_the_marks_and_changes_nothing(archivist, term):
    with pytest.raises(NotAllowed):
        services.check_term(actor=archivist, rule_id=term.pk, basis=BASIS, now=MONDAY)
    with pytest.raises(NotAllowed):
        change(archivist, term)
    term.refresh_from_db()
    assert not term.is_checked
    browser = signed_in(Client(), archivist)
    assert "Chưa đối chiếu" in browser.get(reverse("workfiles:retention")).content.decode()
    assert browser.post(reverse("workfiles:check-term", args=[term.pk]), {"basis": BASIS}).status_code in (403, 404)


def test_the_provinces_archivist_checks_and_changes_by_forms(keeper, term):
    browser = signed_in(Client(), keeper)
    assert "Xác nhận đã đối chiếu" in browser.get(reverse("workfiles:term", args=[term.pk])).content.decode()
    browser.post(reverse("workfiles:check-term", args=[term.pk]), {"basis": BASIS})
    told = {"basis": BASIS, "years": "30", "valid_from": f"{TODAY:%d/%m/%Y}"}
    page = browser.post(reverse("workfiles:change-term", args=[term.pk]), told, follow=True)
    assert page.status_code == 200
    assert list(RetentionRule.objects.filter(code="13.02").order_by("valid_from").values_list("years", "is_checked")) == [
        (20, True),
        (30, True),
    ]
