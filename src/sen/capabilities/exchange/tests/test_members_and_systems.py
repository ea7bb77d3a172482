"""Members and their systems are admitted, changed, stopped and never lost."""

from typing import Any

import pytest

from sen.capabilities.exchange.errors import BadAddress, BadCode, CodeTaken, NoticeMissing
from sen.capabilities.exchange.models import Group, Member, Server, Subsystem
from sen.capabilities.exchange.services import members, servers
from sen.capabilities.exchange.services.membership import load_members
from sen.capabilities.exchange.tests.conftest import TODAY, Axis
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.selectors import list_entries_of
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY


def admit(actor: Actor, **values: Any) -> Member:
    given: dict[str, Any] = {"member_class": "GOV", "code": "H20.09", "name": "Sở Y tế", "agency_id": None, **values}
    return members.register_member(actor=actor, now=MONDAY, **given)


def test_a_member_gets_its_identifier_and_an_entry_in_the_trail(operator: Actor) -> None:
    member = admit(operator)
    assert member.identifier == "VN-DT/GOV/H20.09"
    entries = list_entries_of("exchange_member", member.pk)
    assert [entry.action for entry in entries] == ["exchange.member.register"]


@pytest.mark.parametrize("code", ["SỞ", "A_B", "A/B", "A B", "A%2F", "A:B", "", "..", "a" * 61, "A\u200bB"])
def test_codes_outside_the_message_protocol_are_refused(operator: Actor, code: str) -> None:
    with pytest.raises(BadCode):
        admit(operator, code=code)
    assert not Member.objects.exists()


def test_a_code_is_given_once(axis: Axis) -> None:
    with pytest.raises(CodeTaken):
        admit(axis.operator, code="H20")
    with pytest.raises(CodeTaken):
        members.register_subsystem(actor=axis.operator, member_id=axis.giver.pk, code="CSDL", name="x", server_ids=[], now=MONDAY)
    assert Subsystem.objects.count() == 2


def test_only_operators_admit(giver_admin: Actor) -> None:
    with pytest.raises(NotAllowed):
        admit(giver_admin)
    assert not Member.objects.exists()


def test_a_member_is_stopped_with_a_reason_and_let_back(axis: Axis) -> None:
    with pytest.raises(NoticeMissing):
        members.disable_member(actor=axis.operator, member_id=axis.asker.pk, notice="  ", now=MONDAY)
    axis.asker.refresh_from_db()
    assert axis.asker.is_active
    members.disable_member(actor=axis.operator, member_id=axis.asker.pk, notice="Chuyển trụ sở", now=MONDAY)
    axis.asker.refresh_from_db()
    assert (axis.asker.is_active, axis.asker.notice) == (False, "Chuyển trụ sở")
    members.enable_member(actor=axis.operator, member_id=axis.asker.pk, now=MONDAY)
    axis.asker.refresh_from_db()
    assert (axis.asker.is_active, axis.asker.notice) == (True, "")


def test_a_system_moves_to_other_servers(axis: Axis) -> None:
    members.edit_subsystem(
        actor=axis.operator, subsystem_id=axis.office.pk, name="Hộ tịch", server_ids=[axis.near.pk, axis.far.pk], now=MONDAY
    )
    axis.office.refresh_from_db()
    assert axis.office.name == "Hộ tịch"
    assert set(axis.office.servers.all()) == {axis.near, axis.far}


@pytest.mark.parametrize("address", ["x", "x:", ":5500", "x:0", "x:99999", "u@x:5500", "x/y:5500", "máy:5500", "x:5500/"])
def test_an_address_that_no_server_can_have_is_refused(axis: Axis, address: str) -> None:
    with pytest.raises(BadAddress):
        servers.register_server(actor=axis.operator, owner_id=axis.giver.pk, code="DU-PHONG", name="x", address=address, now=MONDAY)
    assert Server.objects.count() == 2


def test_a_group_is_made_and_changed(axis: Axis) -> None:
    members.save_group(actor=axis.operator, code="MOTCUA", name="Một cửa", subsystem_ids=[axis.office.pk], now=MONDAY)
    members.save_group(actor=axis.operator, code="MOTCUA", name="Một cửa các cấp", subsystem_ids=[], now=MONDAY)
    group = Group.objects.get()
    assert group.name == "Một cửa các cấp"
    assert not group.subsystems.exists()


def test_loading_members_twice_changes_nothing(centre: Agency, department: Agency) -> None:
    first = load_members(on=TODAY, now=MONDAY)
    again = load_members(on=TODAY, now=MONDAY)
    assert first["new"] == first["members"] >= 2
    assert again == {"members": first["members"], "new": 0}
    assert Member.objects.filter(identifier="VN-DT/GOV/H20").exists()
