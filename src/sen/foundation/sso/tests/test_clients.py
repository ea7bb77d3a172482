"""Systems registered, changed, given new secrets and shut out."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client as Browser

from sen.foundation.agencies.models import Agency
from sen.foundation.sso import services
from sen.foundation.sso.errors import AddressMissing, AddressUnfit, AlreadyDisabled, ClientNameTaken, SecretNotUsed
from sen.foundation.sso.models import Client
from sen.foundation.sso.tests.conftest import FACTS, RETURN, Party, make_party
from sen.foundation.sso.types import NewClient
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import make_officer, signed_in


def typed(agency: Agency, **changes: Any) -> dict[str, Any]:
    """The form as an administrator fills it in."""
    return {
        "name": "Phần mềm Sở Y tế",
        "about": "Quản lý giấy phép hành nghề",
        "owner": agency.pk,
        "redirect_uris": "https://yte.example/ve\r\n\r\nhttps://yte.example/ve2 ",
        "leaving_uris": "",
        "backchannel_uri": "",
        "scopes": ["profile"],
        "audience": "officers",
        "min_assurance": 1,
        "token_form": "opaque",
        "keeps_secret": "on",
        **changes,
    }


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AXIS])
def test_a_keeper_registers_a_system_and_sees_its_secret_once(role: Role, province_office: Agency) -> None:
    browser = signed_in(Browser(), make_officer(role, province_office))
    shown = browser.post("/quan-tri/dang-nhap-mot-lan/them/", typed(province_office))
    assert shown.status_code == 200
    assert shown["Cache-Control"].startswith("no-store")
    client = Client.objects.get()
    secret = re.search(r"client_secret</dt><dd>([^<]+)<", shown.content.decode())[1]
    assert client.redirect_uris == ["https://yte.example/ve", "https://yte.example/ve2"]
    assert client.scopes == ["openid", "profile"]
    page = browser.get(f"/quan-tri/dang-nhap-mot-lan/{client.pk}/").content.decode()
    assert secret not in page
    assert client.client_id in page


def test_others_register_nothing(specialist: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.register_client(actor=specialist, facts=NewClient(**FACTS), now=clock.now())
    assert not Client.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://phanmem.example/ve",
        "https://*.example/ve",
        "https://phanmem.example/ve#x",
        "javascript:alert(1)",
        "https://u@h.example/",
        "http://localhost/ve",
        "https:///ve",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_not_registered(administrator: Actor, address: str) -> None:
    with pytest.raises(AddressUnfit):
        make_party(administrator, redirect_uris=(address,))
    with pytest.raises(AddressUnfit):
        make_party(administrator, backchannel_uri=address)
    assert not Client.objects.exists()


def test_this_machine_may_be_registered_only_where_the_installation_allows_it(administrator: Actor, settings: Any) -> None:
    settings.SSO_LOOPBACK_CLIENTS = True
    assert make_party(administrator, redirect_uris=("http://127.0.0.1:9001/ve",)).client.pk


def test_a_way_back_is_needed_and_names_are_told_apart(administrator: Actor, party: Party) -> None:
    with pytest.raises(AddressMissing):
        make_party(administrator, name="Khác", redirect_uris=())
    with pytest.raises(ClientNameTaken):
        make_party(administrator)
    assert Client.objects.count() == 1


def test_wrong_input_is_told_on_its_field_and_kept(administrator: Actor, agency: Agency) -> None:
    browser = signed_in(Browser(), administrator)
    answer = browser.post("/quan-tri/dang-nhap-mot-lan/them/", typed(agency, redirect_uris="http://yte.example/ve"))
    assert answer.status_code == 422
    assert "http://yte.example/ve" in answer.content.decode()
    assert not Client.objects.exists()


def test_a_new_secret_replaces_the_old_one_after_a_day(entered: Party, administrator: Actor) -> None:
    old, entered.secret = entered.secret, services.rotate_secret(actor=administrator, id=entered.client.pk, now=clock.now())
    assert entered.redeem(entered.code()).status_code == 200
    new, entered.secret = entered.secret, old
    assert entered.redeem(entered.code()).status_code == 200, "the old one still works for a day"
    Client.objects.update(former_until=clock.now() - dt.timedelta(seconds=1))
    assert entered.redeem(entered.code()).status_code == 401
    entered.secret = new
    assert entered.redeem(entered.code()).status_code == 200


def test_a_leaked_secret_is_ended_at_once(entered: Party, administrator: Actor) -> None:
    services.rotate_secret(actor=administrator, id=entered.client.pk, now=clock.now())
    services.forget_former_secret(actor=administrator, id=entered.client.pk, now=clock.now())
    assert entered.redeem(entered.code()).status_code == 401


def test_a_public_system_has_no_secret_to_change(administrator: Actor) -> None:
    party = make_party(administrator, keeps_secret=False)
    with pytest.raises(SecretNotUsed):
        services.rotate_secret(actor=administrator, id=party.client.pk, now=clock.now())


def test_a_disabled_system_is_out_at_once_and_in_again_when_enabled(entered: Party, administrator: Actor) -> None:
    token = entered.tokens()["access_token"]
    services.disable_client(actor=administrator, id=entered.client.pk, now=clock.now())
    assert entered.userinfo(token).status_code == 401
    assert entered.ask().status_code == 400
    assert entered.post("token", grant_type="authorization_code").status_code == 401
    with pytest.raises(AlreadyDisabled):
        services.disable_client(actor=administrator, id=entered.client.pk, now=clock.now())
    services.enable_client(actor=administrator, id=entered.client.pk, now=clock.now())
    assert entered.userinfo(token).status_code == 401, "people sign on anew"
    assert entered.returned()["code"]


def test_changes_reach_the_endpoints_at_once(entered: Party, administrator: Actor) -> None:
    facts = NewClient(**{**FACTS, "redirect_uris": ("https://phanmem.example/moi",)})
    services.change_client(actor=administrator, id=entered.client.pk, facts=facts, now=clock.now())
    assert entered.ask(redirect_uri=RETURN).status_code == 400
    assert entered.ask(redirect_uri="https://phanmem.example/moi").status_code == 302


def test_the_pages_of_the_keeper_answer(entered: Party, administrator: Actor, agency: Agency) -> None:
    entered.tokens()
    browser = signed_in(Browser(), administrator)
    root = "/quan-tri/dang-nhap-mot-lan/"
    assert entered.client.name in browser.get(root).content.decode()
    assert browser.get(f"{root}{entered.client.pk}/sua/").status_code == 200
    changed = browser.post(f"{root}{entered.client.pk}/sua/", typed(agency, name="Tên mới"))
    assert changed.status_code == 302
    assert Client.objects.get().name == "Tên mới"
    shown = browser.post(f"{root}{entered.client.pk}/bi-mat/")
    assert "client_secret" in shown.content.decode()
    for path in ("bo-bi-mat-cu/", "ngung/", "mo-lai/"):
        assert browser.post(f"{root}{entered.client.pk}/{path}").status_code == 302
    assert browser.post(f"{root}khoa/").status_code == 302
