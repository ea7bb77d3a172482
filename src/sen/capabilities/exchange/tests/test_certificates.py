"""The axis's authority certifies keys of the right kind, once each, and takes certificates back."""

import datetime as dt
import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from sen.capabilities.exchange.errors import NoticeMissing, RequestRefused
from sen.capabilities.exchange.models import Certificate
from sen.capabilities.exchange.selectors.registry import list_certificates
from sen.capabilities.exchange.selectors.warnings import Ending, certificates_ending
from sen.capabilities.exchange.services import keys
from sen.capabilities.exchange.services.authority import NAME, authority_pem
from sen.capabilities.exchange.services.certificates import certify_member, certify_server, revoke_certificate
from sen.capabilities.exchange.tests.conftest import Axis
from sen.capabilities.exchange.tests.csr import request_of, tls_key
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed
from tests.factories import MONDAY


def for_server(axis: Axis, now: dt.datetime = MONDAY) -> Certificate:
    return certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=request_of(tls_key()), now=now)


def test_a_gateway_is_certified_under_its_own_name(axis: Axis) -> None:
    issued = x509.load_pem_x509_certificate(for_server(axis).pem.encode())
    issued.verify_directly_issued_by(x509.load_pem_x509_certificate(authority_pem().encode()))
    assert [name.value for name in issued.subject] == ["VN-DT/GOV/H20/TINH", "Ủy ban nhân dân tỉnh"]
    names = issued.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    uses = issued.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert {use.dotted_string for use in uses} == {"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"}


def test_a_member_signs_with_ed25519(axis: Axis) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    made = certify_member(actor=axis.operator, member_id=axis.giver.pk, request_pem=request_of(key), now=MONDAY)
    issued = x509.load_pem_x509_certificate(made.pem.encode())
    assert issued.public_key() == key.public_key()
    assert issued.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment
    with pytest.raises(x509.ExtensionNotFound):
        issued.extensions.get_extension_for_class(x509.ExtendedKeyUsage)


def test_the_authority_calls_itself_a_demonstration_and_its_keys_are_its_owners(axis: Axis) -> None:
    assert "DEMO" in NAME
    assert "DEMO" in x509.load_pem_x509_certificate(authority_pem().encode()).subject.rfc4514_string()
    for_server(axis)
    files = [path for path in keys.folder().iterdir() if path.is_file()]
    assert files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
        request_of(rsa.generate_private_key(65537, 2048)),
        request_of(ec.generate_private_key(ec.SECP384R1())),
        request_of(ed25519.Ed25519PrivateKey.generate()),
    ],
    ids=["nothing", "rubbish", "rsa", "other curve", "signing key"],
)
def test_a_key_of_the_wrong_kind_is_refused(axis: Axis, pem: str) -> None:
    with pytest.raises(RequestRefused):
        certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=pem, now=MONDAY)
    assert not Certificate.objects.exists()


def test_a_request_with_a_changed_name_is_refused(axis: Axis) -> None:
    lines = request_of(tls_key()).splitlines()
    middle = lines[2]
    lines[2] = ("A" if middle[0] != "A" else "B") + middle[1:]
    with pytest.raises(RequestRefused):
        certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem="\n".join(lines), now=MONDAY)
    assert not Certificate.objects.exists()


def test_a_key_is_certified_once(axis: Axis) -> None:
    pem = request_of(tls_key())
    first = certify_server(actor=axis.operator, server_id=axis.near.pk, request_pem=pem, now=MONDAY)
    revoke_certificate(actor=axis.operator, certificate_id=first.pk, reason="Lộ khóa", now=MONDAY)
    with pytest.raises(RequestRefused):
        certify_server(actor=axis.operator, server_id=axis.far.pk, request_pem=pem, now=MONDAY)
    assert Certificate.objects.count() == 1


def test_a_certificate_is_taken_back_once_and_with_a_reason(axis: Axis) -> None:
    made = for_server(axis)
    with pytest.raises(NoticeMissing):
        revoke_certificate(actor=axis.operator, certificate_id=made.pk, reason="", now=MONDAY)
    revoke_certificate(actor=axis.operator, certificate_id=made.pk, reason="Lộ khóa", now=MONDAY)
    with pytest.raises(IllegalTransition):
        revoke_certificate(actor=axis.operator, certificate_id=made.pk, reason="Lộ khóa", now=MONDAY)
    assert list(list_certificates("over", MONDAY)) == [made]
    assert not list_certificates("", MONDAY).exists()


def test_only_operators_certify(axis: Axis, giver_admin: Actor) -> None:
    with pytest.raises(NotAllowed):
        certify_server(actor=giver_admin, server_id=axis.near.pk, request_pem=request_of(tls_key()), now=MONDAY)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(("days", "step"), [(60, 60), (31, 60), (30, 30), (15, 30), (14, 14), (7, 7), (2, 7), (1, 1), (0, 1), (-1, 0)])
def test_a_warning_grows_louder_step_by_step(days: int, step: int) -> None:
    assert Ending("", "", 1, MONDAY, days).step == step


def test_a_successor_silences_the_warning_while_both_count(axis: Axis) -> None:
    first = for_server(axis)
    later = first.valid_to - dt.timedelta(days=20)
    assert [(ending.key, ending.days) for ending in certificates_ending(later)] == [(first.pk, 20)]
    second = for_server(axis, later)
    assert certificates_ending(later) == []
    assert list(list_certificates("", later)) == [first, second]


def test_on_a_shifted_clock_a_certificate_holds_on_both_clocks(axis: Axis) -> None:
    shift = dt.timedelta(days=-2191)
    clock.shift_clock(shift)
    try:
        made = for_server(axis, MONDAY + shift)
    finally:
        clock.shift_clock(dt.timedelta())
    assert made.valid_from < MONDAY + shift < made.valid_to
    assert made.valid_from < MONDAY < made.valid_to
