"""The key that seals configurations is changed in steps: announced, taken, the one before forgotten; at every step a gateway goes on."""

import json

import pytest
from django.test import Client
from joserfc.jwk import OKPKey

from sen.capabilities.exchange.services import keys, sealing_keys
from sen.capabilities.exchange.services.homes import gateway_file
from sen.capabilities.exchange.services.snapshots import current_snapshot
from sen.capabilities.exchange.tests.conftest import Axis
from sen.foundation.accounts.models import LiveSession
from sen.foundation.audit.models import AuditEntry
from sen.gateway.errors import SnapshotRefused
from sen.gateway.trust.snapshot import unseal
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/truc/chung-thu/khoa/"


def settings_of(axis: Axis) -> list[OKPKey]:
    """The keys a gateway set up now accepts."""
    return [OKPKey.import_key(key) for key in json.loads(json.dumps(gateway_file(axis.near, "")))["keys"]]


def accepts(axis: Axis, known: list[OKPKey]) -> bool:
    sealed = current_snapshot(server_id=axis.near.pk, now=MONDAY).sealed
    try:
        unseal(sealed, known, server=axis.near.identifier, now=int(MONDAY.timestamp()))
    except SnapshotRefused:
        return False
    return True


def test_a_gateway_that_took_the_announcement_goes_on_through_the_whole_change(axis: Axis):
    assert accepts(axis, settings_of(axis))
    sealing_keys.announce_key(actor=axis.operator, now=MONDAY)
    known = settings_of(axis)
    assert len(known) == 2
    assert accepts(axis, known)
    sealing_keys.take_key(actor=axis.operator, now=MONDAY)
    assert accepts(axis, known)
    sealing_keys.forget_key(actor=axis.operator, now=MONDAY)
    assert accepts(axis, known)
    assert len(settings_of(axis)) == 1


def test_one_that_did_not_is_seen_and_the_step_can_be_taken_back(axis: Axis):
    old = settings_of(axis)
    sealing_keys.announce_key(actor=axis.operator, now=MONDAY)
    sealing_keys.take_key(actor=axis.operator, now=MONDAY)
    assert not accepts(axis, old)
    sealing_keys.return_to_key(actor=axis.operator, now=MONDAY)
    assert accepts(axis, old)


def test_taking_the_key_seals_every_configuration_anew(axis: Axis):
    before = current_snapshot(server_id=axis.near.pk, now=MONDAY).serial
    sealing_keys.announce_key(actor=axis.operator, now=MONDAY)
    assert current_snapshot(server_id=axis.near.pk, now=MONDAY).serial == before
    sealing_keys.take_key(actor=axis.operator, now=MONDAY)
    assert current_snapshot(server_id=axis.near.pk, now=MONDAY).serial == before + 1


def test_a_withdrawn_key_leaves_nothing_behind(axis: Axis):
    before = keys.control_public_keys()
    sealing_keys.announce_key(actor=axis.operator, now=MONDAY)
    sealing_keys.withdraw_key(actor=axis.operator, now=MONDAY)
    assert keys.control_public_keys() == before


@pytest.mark.parametrize("step", [sealing_keys.take_key, sealing_keys.forget_key, sealing_keys.return_to_key, sealing_keys.withdraw_key])
def test_no_step_comes_before_its_turn(axis: Axis, step):
    before = keys.control_public_keys()
    with pytest.raises(IllegalTransition):
        step(actor=axis.operator, now=MONDAY)
    assert keys.control_public_keys() == before


def test_one_change_at_a_time(axis: Axis):
    sealing_keys.announce_key(actor=axis.operator, now=MONDAY)
    with pytest.raises(IllegalTransition):
        sealing_keys.announce_key(actor=axis.operator, now=MONDAY)


def test_others_change_no_key(axis: Axis, clerk: Actor):
    with pytest.raises(NotAllowed):
        sealing_keys.announce_key(actor=clerk, now=MONDAY)
    assert len(keys.control_public_keys()) == 1


def test_the_page_says_who_did_what(client: Client, axis: Axis):
    sealing_keys.announce_key(actor=axis.operator, now=MONDAY)
    shown = signed_in(client, axis.operator).get(PAGE).content.decode()
    assert AuditEntry.objects.get(action="exchange.seal.announce").detail["key"] == keys.known(keys.COMING)
    assert keys.known(keys.COMING) in shown
    assert axis.operator.name in shown
    assert "Ký bằng khóa mới" in shown


def test_a_step_that_is_not_open_has_no_page(client: Client, axis: Axis):
    assert signed_in(client, axis.operator).get(f"{PAGE}ket-thuc/").status_code == 404


def test_a_step_asks_who_is_there_first(client: Client, axis: Axis):
    browser = signed_in(client, axis.operator)
    LiveSession.objects.update(confirmed_at=None)
    assert browser.post(f"{PAGE}chuan-bi/").status_code == 302
    assert not keys.known(keys.COMING)
