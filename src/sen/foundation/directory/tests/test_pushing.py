"""Changes pushed to other systems; the platform's own service plays the other system."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from sen.foundation.accounts import services as accounts
from sen.foundation.accounts.errors import ProofTooOld
from sen.foundation.accounts.models import Account
from sen.foundation.agencies.models import Agency
from sen.foundation.directory import services
from sen.foundation.directory.errors import TargetAddressWrong
from sen.foundation.directory.models import PushItem, ScimClient, TargetSystem
from sen.foundation.directory.selectors.systems import find_client, token_digest
from sen.foundation.directory.services.pushing import MOST_ATTEMPTS
from sen.foundation.directory.types import RemoteAnswer
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = pytest.mark.django_db


class Remote:
    """Another system's SCIM service in memory; ``down`` and ``refuses`` are its faults."""

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.down = False
        self.refuses = ""
        self.asked: list[str] = []

    def send(self, method: str, url: str, token: str, body: Mapping[str, Any] | None) -> RemoteAnswer:
        self.asked.append(f"{method} {urlsplit(url).path}")
        if self.down:
            raise ConnectionError("ConnectTimeout")
        if method == "GET":
            found = [user for user in self.users.values() if user["userName"] in url.replace("%40", "@")]
            return RemoteAnswer(200, {"Resources": found})
        assert body is not None
        if body["userName"] == self.refuses:
            return RemoteAnswer(400, {"detail": "no thanks"})
        key = url.rpartition("/")[2] if method == "PUT" else f"r{len(self.users) + 1}"
        if method == "PUT" and key not in self.users:
            return RemoteAnswer(404, {})
        self.users[key] = {**body, "id": key}
        return RemoteAnswer(201 if method == "POST" else 200, self.users[key])


class OwnService:
    """The platform's own SCIM service as the other system."""

    def send(self, method: str, url: str, token: str, body: Mapping[str, Any] | None) -> RemoteAnswer:
        parts = urlsplit(url)
        place = parts.path + (f"?{parts.query}" if parts.query else "")
        content = json.dumps(body) if body is not None else ""
        response = Client().generic(method, place, content, "application/scim+json", headers={"authorization": f"Bearer {token}"})
        return RemoteAnswer(response.status_code, json.loads(response.content or b"{}"))


@pytest.fixture
def target(db: None) -> TargetSystem:
    return TargetSystem.objects.create(
        name="Danh bạ Sở", base_url="https://ngoai.example/scim/v2", sealed_token=accounts.seal("bi-mat"), created_at=MONDAY
    )


def push(target: TargetSystem, remote: Any, now: dt.datetime = MONDAY) -> int:
    return services.push_due(target_id=target.pk, now=now, transport=remote)


def test_a_changed_officer_is_made_there_and_then_kept_in_step(target: TargetSystem, specialist: Actor) -> None:
    remote = Remote()
    services.queue_change(account_id=specialist.account, now=MONDAY)
    assert push(target, remote) == 1
    assert remote.users["r1"]["externalId"] == str(specialist.account_id)
    Account.objects.filter(pk=specialist.account_id).update(name="Nguyễn Văn Khác")
    services.queue_change(account_id=specialist.account, now=MONDAY)
    push(target, remote)
    assert [user["displayName"] for user in remote.users.values()] == ["Nguyễn Văn Khác"]
    assert PushItem.objects.get().state == "done"


def test_somebody_known_there_by_mail_is_taken_over(target: TargetSystem, specialist: Actor) -> None:
    remote = Remote()
    remote.users["z9"] = {"id": "z9", "userName": Account.objects.get(pk=specialist.account_id).login}
    services.queue_change(account_id=specialist.account, now=MONDAY)
    push(target, remote)
    assert list(remote.users) == ["z9"]
    assert PushItem.objects.get().remote_id == "z9"


def test_a_closed_account_is_switched_off_there(target: TargetSystem, specialist: Actor, administrator: Actor) -> None:
    remote = Remote()
    services.queue_change(account_id=specialist.account, now=MONDAY)
    push(target, remote)
    accounts.close_account(actor=administrator, account_id=specialist.account, reason="Thôi việc", now=MONDAY)
    services.queue_change(account_id=specialist.account, now=MONDAY)
    push(target, remote)
    assert remote.users["r1"]["active"] is False


def test_a_system_that_is_down_is_tried_again_later_and_nothing_is_lost(target: TargetSystem, specialist: Actor, head: Actor) -> None:
    remote = Remote()
    remote.down = True
    for officer in (specialist, head):
        services.queue_change(account_id=officer.account, now=MONDAY)
    assert push(target, remote) == 1
    first = PushItem.objects.get(attempts=1)
    assert (first.state, first.error, first.next_at) == ("waiting", "ConnectTimeout", MONDAY + dt.timedelta(minutes=2))
    remote.down = False
    assert push(target, remote, MONDAY + dt.timedelta(minutes=3)) == 2
    assert set(PushItem.objects.values_list("state", flat=True)) == {"done"}
    target.refresh_from_db()
    assert target.last_error == ""


def test_a_refusal_does_not_hold_the_others_and_is_given_up_in_the_end(target: TargetSystem, specialist: Actor, head: Actor) -> None:
    remote, now = Remote(), MONDAY
    remote.refuses = Account.objects.get(pk=specialist.account_id).login
    for officer in (specialist, head):
        services.queue_change(account_id=officer.account, now=MONDAY)
    for _ in range(MOST_ATTEMPTS):
        push(target, remote, now)
        now += dt.timedelta(hours=7)
    assert PushItem.objects.get(account=head.account_id).state == "done"
    refused = PushItem.objects.get(account=specialist.account_id)
    assert (refused.state, refused.error) == ("failed", "HTTP 400: no thanks")


def test_a_failed_push_is_tried_again_on_demand(target: TargetSystem, specialist: Actor, administrator: Actor) -> None:
    services.queue_change(account_id=specialist.account, now=MONDAY)
    PushItem.objects.update(state="failed", attempts=MOST_ATTEMPTS)
    assert services.retry_failed(actor=administrator, target_id=target.pk, now=MONDAY) == 1
    assert push(target, Remote()) == 1
    assert PushItem.objects.get().state == "done"


def test_a_paused_system_gets_nothing_until_it_goes_on(target: TargetSystem, specialist: Actor, administrator: Actor) -> None:
    services.pause_target(actor=administrator, target_id=target.pk, paused=True, now=MONDAY)
    services.queue_change(account_id=specialist.account, now=MONDAY)
    assert push(target, Remote()) == 0
    services.pause_target(actor=administrator, target_id=target.pk, paused=False, now=MONDAY)
    assert push(target, Remote()) == 1


def test_everybody_is_sent_again(target: TargetSystem, specialist: Actor, head: Actor, administrator: Actor) -> None:
    remote = Remote()
    assert services.resync_target(actor=administrator, target_id=target.pk, now=MONDAY) == 3
    push(target, remote)
    assert len(remote.users) == 3
    services.resync_target(actor=administrator, target_id=target.pk, now=MONDAY)
    push(target, remote)
    assert len(remote.users) == 3


def test_the_platform_understands_what_it_pushes(target: TargetSystem, specialist: Actor) -> None:
    ScimClient.objects.create(name="Chính mình", right="write", digest=token_digest("bi-mat"), created_at=MONDAY)
    services.queue_change(account_id=specialist.account, now=MONDAY)
    push(target, OwnService())
    item = PushItem.objects.get()
    assert (item.state, item.remote_id, item.error) == ("done", str(specialist.account_id), "")
    assert Account.objects.filter(kind="officer").count() == 1


def test_a_target_is_registered_with_its_secret_sealed(administrator: Actor) -> None:
    proved = _proved(administrator)
    made = services.register_target(actor=proved, name="Danh bạ", base_url="https://x.example/scim/v2/", token="bi-mat", now=MONDAY)
    assert (made.base_url, accounts.unseal(made.sealed_token)) == ("https://x.example/scim/v2", "bi-mat")
    assert "bi-mat" not in made.sealed_token
    assert PushItem.objects.filter(target=made).count() == 1


@pytest.mark.parametrize("url", ["http://x.example", "https://a:b@x.example", "ftp://x", "khong"])
def test_an_address_without_tls_is_refused(administrator: Actor, url: str) -> None:
    with pytest.raises(TargetAddressWrong):
        services.register_target(actor=_proved(administrator), name="Danh bạ", base_url=url, token="x", now=MONDAY)
    assert not TargetSystem.objects.exists()


def test_only_the_provinces_administrators_register_and_only_with_a_fresh_proof(administrator: Actor, agency: Agency) -> None:
    with pytest.raises(NotAllowed):
        services.register_client(actor=_proved(make_officer(Role.ADMIN, agency)), name="Danh bạ", right="read", now=MONDAY)
    with pytest.raises(ProofTooOld):
        services.register_client(actor=administrator, name="Danh bạ", right="read", now=MONDAY)
    assert not ScimClient.objects.exists()


def test_a_credential_is_shown_once_and_revoked(client: Client, administrator: Actor) -> None:
    signed_in(client, administrator)
    shown = client.post("/quan-tri/dong-bo/doc/them/", {"name": "Danh bạ", "right": "read"})
    stored = ScimClient.objects.get()
    token = shown.context["token"]
    assert find_client(token) == stored
    assert token not in stored.digest
    assert token not in client.get("/quan-tri/dong-bo/").content.decode()
    client.post(f"/quan-tri/dong-bo/doc/{stored.pk}/thu-hoi/")
    assert find_client(token) is None


def test_the_page_of_a_target_shows_what_waits(client: Client, administrator: Actor, target: TargetSystem, specialist: Actor) -> None:
    services.queue_change(account_id=specialist.account, now=MONDAY)
    signed_in(client, administrator)
    place = f"/quan-tri/dong-bo/nhan/{target.pk}/"
    assert specialist.name in client.get(place).content.decode()
    assert client.post(place + "gui-lai/").status_code == 302
    assert PushItem.objects.filter(target=target).count() == 2


def _proved(actor: Actor) -> Actor:
    return Actor(actor.kind, actor.account_id, actor.name, actor.grants, agency_id=actor.agency_id, assurance=2, confirmed_at=MONDAY)
