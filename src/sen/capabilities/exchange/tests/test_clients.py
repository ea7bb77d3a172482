"""Software proves itself with a secret shown once, or with a certificate."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from sen.capabilities.exchange.errors import RequestRefused
from sen.capabilities.exchange.models import ClientAccess, ClientCertificate
from sen.capabilities.exchange.services import clients
from sen.capabilities.exchange.services.authority import authority_pem
from sen.capabilities.exchange.tests.conftest import Axis
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from tests.factories import MONDAY, signed_in


def test_the_secret_fits_its_hash_and_the_next_one_replaces_it(axis: Axis, asker_admin: Actor) -> None:
    first = clients.issue_secret(actor=asker_admin, subsystem_id=axis.office.pk, now=MONDAY)
    access = ClientAccess.objects.get()
    assert Argon2PasswordHasher().verify(first.secret, f"argon2{access.secret_hash}")
    second = clients.issue_secret(actor=asker_admin, subsystem_id=axis.office.pk, now=MONDAY)
    access.refresh_from_db()
    assert second.client_id == first.client_id
    assert not Argon2PasswordHasher().verify(first.secret, f"argon2{access.secret_hash}")


def test_another_agencys_administrator_gets_no_secret(axis: Axis, giver_admin: Actor) -> None:
    with pytest.raises(NotFound):
        clients.issue_secret(actor=giver_admin, subsystem_id=axis.office.pk, now=MONDAY)
    assert not ClientAccess.objects.exists()


def test_a_certificate_counts_by_its_fingerprint_and_once(axis: Axis) -> None:
    given: dict[str, Any] = {"actor": axis.operator, "subsystem_id": axis.office.pk, "label": "Máy chủ 1", "now": MONDAY}
    one = clients.add_client_certificate(material=authority_pem(), **given)
    again = clients.add_client_certificate(material=one.fingerprint.upper(), **given)
    assert again.pk == one.pk
    assert ClientCertificate.objects.count() == 1


@pytest.mark.parametrize("material", ["", "abc", "g" * 64, "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"])
def test_what_is_no_certificate_is_refused(axis: Axis, material: str) -> None:
    with pytest.raises(RequestRefused):
        clients.add_client_certificate(actor=axis.operator, subsystem_id=axis.office.pk, label="x", material=material, now=MONDAY)
    assert not ClientCertificate.objects.exists()


def test_the_page_shows_the_secret_once_and_lets_nobody_keep_the_answer(axis: Axis, client: Client) -> None:
    signed_in(client, axis.operator)
    shown = client.post(f"/truc/he-thong/{axis.office.pk}/khoa/")
    access = ClientAccess.objects.get()
    secret = next(
        word for word in shown.content.decode().replace("<", " ").replace(">", " ").split()
        if len(word) == 43 and Argon2PasswordHasher().verify(word, f"argon2{access.secret_hash}")
    )  # fmt: skip
    assert shown["Cache-Control"] == "no-store"
    later = client.get(f"/truc/he-thong/{axis.office.pk}/")
    assert secret not in later.content.decode()
    assert access.client_id in later.content.decode()
