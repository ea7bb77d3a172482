"""The demonstration fills agencies once and leaves others alone."""

import json

from django.core.management import call_command

from sen.capabilities.workfiles.models import FileList, WorkFile
from sen.capabilities.workfiles.services.demonstration import HEADINGS, load_demo_workfiles
from sen.capabilities.workfiles.services.rules import load_rules
from sen.capabilities.workfiles.tests.conftest import IN_FORCE
from sen.kernel.actor import Role
from tests.factories import MONDAY, make_officer


def team(agency):
    for role in (Role.CLERK, Role.SPECIALIST, Role.LEADER, Role.ARCHIVE):
        make_officer(role, agency, is_demo=True)


def test_agencies_with_demonstration_officers_are_filled_once(agency, other_agency, rules):
    codes = {code for _title, _short, files in HEADINGS for _name, code in files}
    told = {**IN_FORCE, "group": "Nhóm", "years": "10", "until_void": "0", "is_checked": "0"}
    load_rules(retention=[{**told, "code": code, "description": f"Nhóm {code}"} for code in codes], terms=[], targets=[])
    team(agency)
    wanted = [agency.pk, other_agency.pk]
    assert load_demo_workfiles(agency_ids=wanted, now=MONDAY) == {"agencies": 1, "files": 6}
    assert load_demo_workfiles(agency_ids=wanted, now=MONDAY) == {"agencies": 0, "files": 6}
    states = sorted(WorkFile.objects.values_list("state", flat=True))
    assert states == ["archived", "closed", "closed", "open", "open", "submitted"]
    assert {owner.agency_id for owner in FileList.objects.all()} == {agency.pk}


def test_the_shipped_rules_load_twice_without_a_change(db, capsys):
    call_command("load_records")
    call_command("load_records")
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["created"], second["created"], second["unchanged"]) == (62, 0, 62)


def test_on_a_day_before_any_term_of_keeping_nothing_is_filed_and_nothing_fails(agency, db):
    team(agency)
    assert load_demo_workfiles(agency_ids=[agency.pk], now=MONDAY) == {"agencies": 0, "files": 0}
    assert not FileList.objects.exists()
