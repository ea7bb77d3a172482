"""Anybody checks a file of a signer whose authority says whether it revoked the certificate, and waits for nobody."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.types import from_payload
from sen.foundation.printing.services import render_pdf
from sen.foundation.signing import services as signing
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.events import RevocationAsked
from sen.foundation.signing.subscriptions import ask_authority
from sen.foundation.signing.tests.authority import Authority
from sen.foundation.signing.types import SignerIdentity

pytestmark = pytest.mark.django_db
NOT_ASKED = "Chưa hỏi được nơi cấp xem chứng thư có bị thu hồi không"


@pytest.fixture
def office(settings):
    """An authority on this machine, which this installation may ask."""
    settings.SIGNING_REVOCATION_NETWORKS = ["127.0.0.0/8"]
    made = Authority(DemoAuthority(MemoryStore()))
    signing.use_signer(made)
    yield made
    signing.use_signer(None)
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def signed(office):
    signer = SignerIdentity("Trần Thị Ký", "Chủ tịch", "Xã Mỹ Hiệp", 7)
    at = dt.datetime(2026, 11, 23, 2, 10, 5, tzinfo=dt.UTC)
    return signing.sign_pdf(render_pdf("printing/sample.typ", {}), signer=signer, reason="", location="", at=at, role="person")


def checked(client, pdf):
    return client.post("/kiem-tra/", {"tep": SimpleUploadedFile("a.pdf", pdf)}).content.decode()


@pytest.mark.parametrize(("said", "shown"), [("good", "Chữ ký hợp lệ"), ("revoked", "Chứng thư đã bị thu hồi")])
def test_the_first_look_says_it_is_not_known_yet_and_the_next_one_knows(client, office, signed, said, shown):
    office.ocsp = said
    first = checked(client, signed)
    assert NOT_ASKED in first
    assert "Chứng thư đã bị thu hồi" not in first
    assert office.asked == []
    [event] = OutboxEvent.objects.filter(topic="signing.RevocationAsked")
    ask_authority(from_payload(RevocationAsked, event.payload))
    second = checked(client, signed)
    assert shown in second
    assert NOT_ASKED not in second
    assert office.asked == ["/ocsp"]
