"""Rule sets: who may write them, when, and that a promise keeps the rules of its day."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from sen.capabilities.dossiers import services as dossiers
from sen.capabilities.dossiers.errors import (
    CodeTemplateWrong,
    NumberPatternWrong,
    RuleSetNotFound,
    RulesIncomplete,
    RulesInForce,
    RulesOutOfBounds,
    RulesStartTaken,
    RulesStartTooEarly,
)
from sen.capabilities.dossiers.models import Dossier, RuleSet
from sen.capabilities.dossiers.selectors.rules import code_example, rule_set_on, unknown_forms, values_of
from sen.capabilities.dossiers.services.rules import create_rule_set, edit_rule_set, withdraw_rule_set
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.dossier_factories import make_rules, make_version, submitted
from tests.factories import MONDAY, make_officer, signed_in

TODAY = clock.local(MONDAY).date()
NEXT_YEAR = dt.date(2027, 1, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(db: None) -> RuleSet:
    return make_rules()


def prepare(actor: Actor, source: RuleSet, **changes: Any) -> RuleSet:
    facts = {"name": "Nghị định mới", "basis": "Nghị định số 1/2027/NĐ-CP", "valid_from": NEXT_YEAR} | changes
    return create_rule_set(actor=actor, source_id=source.pk, now=MONDAY, **facts)


def write(actor: Actor, rules: RuleSet, **changes: Any) -> RuleSet:
    return edit_rule_set(actor=actor, rule_set_id=rules.pk, values=replace(values_of(rules), **changes), now=MONDAY)


def with_text(rules: RuleSet, kind: str, **texts: str) -> dict[str, dict[str, str]]:
    forms = values_of(rules).forms
    return forms | {kind: forms[kind] | texts}


def test_a_new_set_copies_an_old_one_which_ends_the_day_before(rules: RuleSet, control_officer: Actor) -> None:
    fresh = prepare(control_officer, rules)
    rules.refresh_from_db()
    assert (rules.valid_to, fresh.valid_from, fresh.valid_to) == (NEXT_YEAR - dt.timedelta(days=1), NEXT_YEAR, None)
    assert values_of(fresh) == replace(values_of(rules), name=fresh.name, basis=fresh.basis)
    assert rule_set_on(NEXT_YEAR) == fresh
    assert rule_set_on(NEXT_YEAR - dt.timedelta(days=1)) == rules
    assert AuditEntry.objects.get(action="rules.create").detail["before"] == rules.key


def test_a_set_between_two_ends_before_the_later_one(rules: RuleSet, control_officer: Actor) -> None:
    prepare(control_officer, rules)
    between = prepare(control_officer, rules, valid_from=dt.date(2026, 12, 1))
    assert between.valid_to == NEXT_YEAR - dt.timedelta(days=1)
    assert rule_set_on(TODAY).valid_to == dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"valid_from": TODAY}, RulesStartTooEarly), ({"name": " "}, RulesIncomplete), ({"basis": ""}, RulesIncomplete)],
)
def test_a_wrong_start_or_name_is_refused(rules: RuleSet, control_officer: Actor, changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        prepare(control_officer, rules, **changes)
    assert RuleSet.objects.get().valid_to is None


def test_two_sets_do_not_start_on_one_day(rules: RuleSet, control_officer: Actor) -> None:
    prepare(control_officer, rules)
    with pytest.raises(RulesStartTaken):
        prepare(control_officer, rules)
    assert RuleSet.objects.count() == 2


def test_a_dossier_keeps_the_rules_of_its_day(rules: RuleSet, control_officer: Actor, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    version = make_version()
    before = submitted(citizen, agency, version=version)
    fresh = prepare(control_officer, rules, valid_from=TODAY + dt.timedelta(days=1))
    write(control_officer, fresh, due_rounding="end_of_day")
    later = MONDAY + dt.timedelta(days=1)
    first = dossiers.accept_dossier(actor=clerk, dossier_id=before.pk, now=later)
    second = submitted(citizen, agency, version=version, now=later)
    second = dossiers.accept_dossier(actor=clerk, dossier_id=second.pk, now=later)
    assert (first.rule_set_id, second.rule_set_id) == (rules.pk, fresh.pk)
    assert first.due_at and second.due_at
    assert (clock.local(first.due_at).time(), clock.local(second.due_at).time()) == (dt.time(8, 30), dt.time(17))
    assert Dossier.objects.get(pk=before.pk).due_at == first.due_at


def test_a_coming_set_is_written_and_the_change_recorded(rules: RuleSet, control_officer: Actor) -> None:
    fresh = prepare(control_officer, rules)
    write(control_officer, fresh, supplement_clock="resume", transfer_cutoff=dt.time(16), forms=with_text(fresh, "stop", basis="Điều 5"))
    fresh.refresh_from_db()
    assert (fresh.supplement_clock, fresh.transfer_cutoff) == ("resume", dt.time(16))
    assert AuditEntry.objects.get(action="rules.edit").detail == {
        "supplement_clock": ["restart", "resume"],
        "transfer_cutoff": ["15:00", "16:00"],
        "stop.basis": ["", "Điều 5"],
    }


def test_a_set_in_force_takes_only_texts_that_were_unknown(control_officer: Actor) -> None:
    known = {"list_number": "01", "title": "Giấy tiếp nhận", "pattern": "{number}/{year}", "basis": "Thông tư 3"}
    rules = make_rules(forms={"receipt": known})
    for changes in (
        {"max_supplements": 2},
        {"name": "Tên khác"},
        {"forms": with_text(rules, "receipt", title="Giấy khác")},
        {"forms": with_text(rules, "stop", basis="Điều 5"), "code_template": "{unit}-{date:%y%m%d}-{seq:05d}"},
    ):
        with pytest.raises(RulesInForce):
            write(control_officer, rules, **changes)
        rules.refresh_from_db()
        assert (rules.max_supplements, rules.forms) == (1, {"receipt": known})
    write(control_officer, rules, forms=with_text(rules, "stop", title="Thông báo dừng", pattern="{number}/TBD", basis="Điều 5"))
    rules.refresh_from_db()
    assert rules.forms["receipt"] == known
    assert rules.forms["stop"]["basis"] == "Điều 5"
    assert "stop" not in unknown_forms(rules)
    with pytest.raises(RulesInForce):
        write(control_officer, rules, forms=with_text(rules, "stop", basis="Điều 6"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"max_supplements": 0}, RulesOutOfBounds),
        ({"reception_hours": 500}, RulesOutOfBounds),
        ({"code_template": "{unit}-{seq:04d}"}, CodeTemplateWrong),
        ({"forms": {"receipt": {"title": "Giấy", "pattern": "{year}/X", "basis": "", "list_number": ""}}}, NumberPatternWrong),
    ],
)
def test_values_no_dossier_could_live_by_are_refused(
    rules: RuleSet, control_officer: Actor, changes: dict[str, Any], error: type[Exception]
) -> None:
    fresh = prepare(control_officer, rules)
    with pytest.raises(error):
        write(control_officer, fresh, **changes)
    assert values_of(RuleSet.objects.get(pk=fresh.pk)) == values_of(fresh)


@pytest.mark.parametrize(
    "template",
    [
        "{unit}",
        "{unit}-{date:%y%m}-{seq:04d}",
        "{date:%y%m%d}-{seq:04d}",
        "{unit}-{date:%y%m%d}",
        "{unit.__class__}-{date:%y%m%d}-{seq:04d}",
        "{unit!r}-{date:%y%m%d}-{seq:04d}",
        "{unit}/{date:%y%m%d}/{seq:04d}",
        "{unit}-{date:%y%m%d}-{seq:04d}-hồ sơ",
        "{unit}-{date:%y%m%d}-{seq:>9999}",
        "{unit}-{date:%Y%m%d}-{seq:04d}-ABCDEFGHIJ",
        "{unit}-{date:%y%m%d-{seq:04d}",
        "{other}-{unit}-{date:%y%m%d}-{seq:04d}",
    ],
)
def test_a_template_that_repeats_codes_or_reaches_further_is_refused(template: str) -> None:
    with pytest.raises(CodeTemplateWrong):
        code_example(template, TODAY)


@pytest.mark.parametrize(
    ("template", "example"),
    [
        ("{unit}-{date:%y%m%d}-{seq:04d}", "H20.19-261116-0007"),
        ("{unit}-{date:%Y%m%d}-{seq:05d}", "H20.19-20261116-00007"),
    ],
)
def test_a_fit_template_shows_an_example(template: str, example: str) -> None:
    assert code_example(template, TODAY) == example


def test_withdrawing_a_coming_set_lets_the_old_one_go_on(rules: RuleSet, control_officer: Actor) -> None:
    fresh = prepare(control_officer, rules)
    withdraw_rule_set(actor=control_officer, rule_set_id=fresh.pk, now=MONDAY)
    assert RuleSet.objects.get().valid_to is None
    with pytest.raises(RulesInForce):
        withdraw_rule_set(actor=control_officer, rule_set_id=rules.pk, now=MONDAY)
    with pytest.raises(RuleSetNotFound):
        withdraw_rule_set(actor=control_officer, rule_set_id=fresh.pk, now=MONDAY)
    assert RuleSet.objects.get() == rules


def test_others_write_no_rules(rules: RuleSet, approver: Actor, agency: Agency, administrator: Actor) -> None:
    for actor in (approver, make_officer(Role.ADMIN, agency)):
        with pytest.raises(NotAllowed):
            prepare(actor, rules)
        with pytest.raises(NotAllowed):
            write(actor, rules, forms=with_text(rules, "stop", basis="Điều 5"))
        with pytest.raises(NotAllowed):
            withdraw_rule_set(actor=actor, rule_set_id=rules.pk, now=MONDAY)
    assert RuleSet.objects.get().valid_to is None
    assert prepare(administrator, rules).valid_from == NEXT_YEAR


def test_the_pages_prepare_show_and_write(client: Client, rules: RuleSet, control_officer: Actor) -> None:
    signed_in(client, control_officer)
    start = clock.today() + dt.timedelta(days=30)
    typed = {"name": "Nghị định mới", "basis": "Nghị định số 1", "valid_from": f"{start:%d/%m/%Y}"}
    assert client.post(f"/quan-tri/bo-quy-dinh/{rules.pk}/bo-moi/", typed).status_code == 302
    fresh = RuleSet.objects.latest("pk")
    address = f"/quan-tri/bo-quy-dinh/{fresh.pk}/sua/"
    form = client.get(address).context["form"]
    filled = {box.html_name: box.value() for box in form} | {"transfer_cutoff": "15:30"}
    shown = client.post(address, filled | {"do": "xem", "code_template": "{unit}-{date:%Y%m%d}-{seq:05d}"})
    assert f"H20.19-{clock.today():%Y%m%d}-00007" in shown.content.decode()
    assert client.post(address, filled | {"do": "xem", "code_template": "{unit}"}).status_code == 422
    assert client.post(address, filled | {"do": "luu", "receipt_pattern": "12"}).status_code == 422
    assert RuleSet.objects.get(pk=fresh.pk).transfer_cutoff == dt.time(15)
    assert client.post(address, filled | {"do": "luu"}).status_code == 302
    assert RuleSet.objects.get(pk=fresh.pk).transfer_cutoff == dt.time(15, 30)
    assert "Nghị định mới" in client.get("/quan-tri/bo-quy-dinh/").content.decode()
    assert client.get(f"/quan-tri/bo-quy-dinh/{rules.pk}/").status_code == 200
    assert client.post(f"/quan-tri/bo-quy-dinh/{fresh.pk}/bo/").status_code == 302
    assert RuleSet.objects.get() == rules


def test_the_page_of_a_set_in_force_offers_only_unknown_forms(client: Client, control_officer: Actor) -> None:
    rules = make_rules(forms={"receipt": {"list_number": "", "title": "Giấy", "pattern": "{number}", "basis": "Thông tư 3"}})
    page = signed_in(client, control_officer).get(f"/quan-tri/bo-quy-dinh/{rules.pk}/sua/")
    names = set(page.context["form"].fields)
    assert "stop_title" in names
    assert not names & {"receipt_title", "max_supplements", "code_template"}


def test_a_local_administrator_reads_but_does_not_write(client: Client, rules: RuleSet, agency: Agency) -> None:
    signed_in(client, make_officer(Role.ADMIN, agency))
    assert client.get(f"/quan-tri/bo-quy-dinh/{rules.pk}/").status_code == 200
    assert client.get(f"/quan-tri/bo-quy-dinh/{rules.pk}/sua/").status_code == 403


def test_the_pages_are_not_for_others(client: Client, rules: RuleSet, specialist: Actor) -> None:
    signed_in(client, specialist)
    assert client.get("/quan-tri/bo-quy-dinh/").status_code == 403
    assert client.post(f"/quan-tri/bo-quy-dinh/{rules.pk}/bo/").status_code == 403
    assert RuleSet.objects.filter(pk=rules.pk).exists()


def test_each_box_stands_once_on_the_page_of_a_coming_set(client: Client, rules: RuleSet, control_officer: Actor) -> None:
    fresh = prepare(control_officer, rules, valid_from=clock.today() + dt.timedelta(days=30))
    form = signed_in(client, control_officer).get(f"/quan-tri/bo-quy-dinh/{fresh.pk}/sua/").context["form"]
    grouped = [box.html_name for _label, boxes in form.groups() for box in boxes]
    assert len(grouped) == len(set(grouped)) == 32
    assert not {"supplement_clock", "apology_days_before"} & set(grouped)
