"""A system's own access token makes it known to the interfaces of the platform; a person's token, or a dead one, does not."""

import pytest
from django.test import RequestFactory

from sen.foundation.sso.tests.conftest import Party, make_party
from sen.kernel.actor import Actor
from sen.ui.api.callers import Caller, read_caller
from sen.ui.api.errors import CredentialUnknown, ScopeMissing

pytestmark = pytest.mark.django_db


def caller(token: str) -> Caller:
    return read_caller(RequestFactory().get("/api/don-vi/", headers={"Authorization": f"Bearer {token}"}))


def test_the_system_is_known_and_holds_no_scope(administrator: Actor) -> None:
    alone = make_party(administrator, name="Máy chủ báo cáo", acts_alone=True)
    known = caller(alone.post("token", grant_type="client_credentials").json()["access_token"])
    assert (known.known, known.client, known.through_axis) == (True, alone.client.client_id, False)
    with pytest.raises(ScopeMissing):
        known.require_read("dan-cu")


def test_a_persons_token_opens_no_interface(entered: Party) -> None:
    with pytest.raises(CredentialUnknown):
        caller(entered.tokens()["access_token"])


def test_a_token_taken_back_is_unknown(administrator: Actor) -> None:
    alone = make_party(administrator, name="Máy chủ báo cáo", acts_alone=True)
    token = alone.post("token", grant_type="client_credentials").json()["access_token"]
    alone.post("revoke", token=token)
    with pytest.raises(CredentialUnknown):
        caller(token)
