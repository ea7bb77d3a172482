"""Whether the signer's certificate was revoked: from the file, from OCSP, from the list, or not to be learnt."""

import datetime as dt
import ipaddress
import os
import socket
import time
from io import BytesIO

import pytest
from asn1crypto import crl, ocsp
from cryptography import x509
from pyhanko.sign.validation.dss import DocumentSecurityStore

from sen.foundation.printing.services import render_pdf
from sen.foundation.signing import services
from sen.foundation.signing.adapters.revocation import NetworkRevocation
from sen.foundation.signing.adapters.revocation.fetching import Limits, NotAnswered, fetch, may_be_asked
from sen.foundation.signing.tests.authority import Authority
from sen.foundation.signing.types import Revocation, SignerIdentity

HERE = [ipaddress.ip_network("127.0.0.0/8")]
LIMITS = Limits(1.0, 100_000, HERE)


@pytest.fixture(scope="module")
def office(authority):
    """The authority behind the signer, and its server."""
    made = Authority(authority)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def source(office, tmp_path):
    """Asking this machine is allowed; every test begins with a well-behaved authority and nothing kept."""
    office.ocsp = office.list = "good"
    office.asked.clear()
    office.revoked_at, office.reason = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), x509.ReasonFlags.cessation_of_operation
    services.use_signer(office)
    network = NetworkRevocation(tmp_path / "answers", LIMITS)
    services.use_revocation(network)
    yield network
    services.use_revocation(None)


@pytest.fixture(scope="module")
def signed(office, chairman_once):
    """A PDF with a time-stamped signature of the office's signer."""
    services.use_signer(office)
    return services.sign_pdf(
        render_pdf("printing/sample.typ", {}), signer=chairman_once, reason="", location="", at=dt.datetime.now(dt.UTC), role="person"
    )


@pytest.fixture(scope="module")
def chairman_once():
    """Who signs."""
    return SignerIdentity("Trần Thị Ký", "Chủ tịch", "Xã Mỹ Hiệp", 7)


def verdict(pdf):
    """The report after the authorities had the chance to answer."""
    [first] = services.validate_pdf(pdf)
    for question in first.open_questions:
        services.ask_now(question=question)
    [report] = services.validate_pdf(pdf)
    return report


def test_a_good_certificate_is_said_to_be_good(signed, office):
    report = verdict(signed)
    assert (report.revocation, report.valid, office.asked) == (Revocation.GOOD, True, ["/ocsp"])


@pytest.mark.parametrize(("ocsp_says", "list_says"), [("revoked", "good"), ("down", "revoked"), ("noise", "revoked"), ("slow", "revoked")])
def test_a_revoked_certificate_makes_the_signature_invalid(signed, office, ocsp_says, list_says):
    office.ocsp, office.list = ocsp_says, list_says
    report = verdict(signed)
    assert (report.revocation, report.valid) == (Revocation.REVOKED, False)
    assert report.intact


def test_without_a_responder_the_list_is_read(signed, office):
    office.ocsp = "down"
    assert verdict(signed).revocation is Revocation.GOOD
    assert office.asked == ["/ocsp", "/list"]


@pytest.mark.parametrize("manner", ["down", "slow", "huge", "noise", "elsewhere"])
def test_who_does_not_answer_leaves_the_question_open(signed, office, manner):
    office.ocsp = office.list = manner
    report = verdict(signed)
    assert (report.revocation, report.valid) == (Revocation.UNKNOWN, True)


def test_an_answer_somebody_else_signed_counts_for_nothing(signed, office):
    office.ocsp, office.list = "forged", "down"
    assert verdict(signed).revocation is Revocation.UNKNOWN


def test_an_answer_is_kept(signed, office):
    verdict(signed)
    verdict(signed)
    assert office.asked == ["/ocsp"]


def test_a_silent_address_is_left_alone_for_a_while(signed, office):
    office.ocsp = office.list = "down"
    verdict(signed)
    verdict(signed)
    assert office.asked == ["/ocsp", "/list"]


def test_expired_answers_are_forgotten(signed, source, tmp_path):
    verdict(signed)
    [kept] = (tmp_path / "answers").glob("*")
    source.forget_expired()
    assert kept.exists()
    expire(kept)
    source.forget_expired()
    assert kept.exists(), "it may still say that something was revoked"
    expire(kept, dt.timedelta(days=31))
    source.forget_expired()
    assert not kept.exists()


def test_what_the_file_carries_is_used_before_anybody_is_asked(signed, office):
    assert verdict(with_store(signed, ocsps=[office.answer()])).revocation is Revocation.GOOD
    assert verdict(with_store(signed, crls=[office.listed("revoked")])).revocation is Revocation.REVOKED
    assert office.asked == []


def test_a_certificate_revoked_after_the_time_stamp_was_good_when_it_signed(signed, office):
    office.ocsp, office.revoked_at = "revoked", dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    assert verdict(signed).revocation is Revocation.GOOD


def test_a_lost_key_reaches_back_before_the_time_stamp(signed, office):
    office.ocsp, office.revoked_at = "revoked", dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    office.reason = x509.ReasonFlags.key_compromise
    assert verdict(signed).revocation is Revocation.REVOKED


def test_a_signer_nobody_trusts_makes_no_request(signed, office, authority):
    services.use_signer(authority)
    report = verdict(signed)
    assert (report.trusted, report.revocation, office.asked) == (False, Revocation.UNKNOWN, [])


def test_an_installation_may_be_told_not_to_ask(signed, office, settings, tmp_path):
    settings.SIGNING_REVOCATION_OFFLINE, settings.DATA_DIR = True, tmp_path
    services.use_revocation(None)
    assert verdict(signed).revocation is Revocation.UNKNOWN
    assert office.asked == []


def test_this_machine_is_not_asked_unless_the_settings_say_so(signed, office, settings, tmp_path):
    settings.SIGNING_REVOCATION_OFFLINE, settings.SIGNING_REVOCATION_NETWORKS, settings.DATA_DIR = False, [], tmp_path
    services.use_revocation(None)
    assert verdict(signed).revocation is Revocation.UNKNOWN
    assert office.asked == []
    settings.SIGNING_REVOCATION_NETWORKS = ["127.0.0.0/8"]
    assert verdict(signed).revocation is Revocation.GOOD


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
    ],
)
def test_private_places_are_not_asked(place):
    assert not may_be_asked(place)


def test_public_and_allowed_places_are_asked():
    assert may_be_asked("203.113.131.2")
    assert may_be_asked("10.20.0.9", [ipaddress.ip_network("10.20.0.0/16")])


@pytest.mark.parametrize(
    "address", ["https://example.vn/a", "ldap://example.vn", "file:///etc/passwd", "http://", "http://127.0.0.1:99999/"]
)
def test_only_plain_http_is_asked(address):
    with pytest.raises(NotAnswered):
        fetch(address, LIMITS)


@pytest.mark.parametrize("name_server", ["silent", "unknown"])
def test_a_name_is_looked_up_within_the_time_of_the_question(monkeypatch, name_server):
    def look_up(*_place, **_kind):
        if name_server == "silent":
            time.sleep(2)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    began = time.monotonic()
    with pytest.raises(NotAnswered):
        fetch("http://ocsp.example.vn/", Limits(0.2, 1000, HERE))
    assert time.monotonic() - began < 1


def expire(kept, ago=dt.timedelta(minutes=1)):
    """Let the answer be no longer fresh."""
    then = (dt.datetime.now(dt.UTC) - ago).timestamp()
    os.utime(kept, (then, then))


def with_store(pdf, *, ocsps=(), crls=()):
    """The PDF with a security store (PAdES B-LT) that holds the answers."""
    stream = BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        stream, None, ocsps=[ocsp.OCSPResponse.load(each) for each in ocsps], crls=[crl.CertificateList.load(each) for each in crls]
    )
    return stream.getvalue()
