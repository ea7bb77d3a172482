"""Time from a time-stamping authority at an address (RFC 3161)."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import keys, tsp, x509
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sen.foundation.printing.services import render_pdf
from sen.foundation.signing import services
from sen.foundation.signing.errors import TimestampMissing

AT = dt.datetime(2026, 11, 23, 2, 10, 5, tzinfo=dt.UTC)
FROM_OUTSIDE = dt.datetime(2026, 11, 23, 2, 10, 7, tzinfo=dt.UTC)


class WithAddress:
    """The demonstration's keys, with time from an address instead of the local authority."""

    def __init__(self, authority, address):
        self._authority, self._address = authority, address

    def __getattr__(self, name):
        return getattr(self._authority, name)

    def timestamp_key(self):
        return None

    def timestamp_url(self):
        return self._address


@pytest.fixture
def address(authority):
    """A time-stamping authority on this machine."""
    chain, key = authority.timestamp_key()
    leaf, *above = (x509.Certificate.load(der) for der in chain.certificates)
    store = SimpleCertificateStore()
    store.register_multiple(above)
    stamper = DummyTimeStamper(leaf, keys.PrivateKeyInfo.load(key), certs_to_embed=store, fixed_dt=FROM_OUTSIDE)

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *words):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def sheet():
    return render_pdf("printing/sample.typ", {"form": {"title": "Giấy xác nhận"}, "text": "Nội dung", "date": "2026-11-23"})


def test_the_signature_carries_the_time_of_the_authority_not_of_the_machine(authority, address, sheet, chairman):
    services.use_signer(WithAddress(authority, address))
    signed = services.sign_pdf(sheet, signer=chairman, reason="", location="", at=AT)
    [report] = services.validate_pdf(signed)
    assert (report.valid, report.timestamped, report.signed_at) == (True, True, FROM_OUTSIDE)


def test_without_an_answer_nothing_is_signed(authority, sheet, chairman):
    services.use_signer(WithAddress(authority, "http://127.0.0.1:9/"))
    with pytest.raises(TimestampMissing):
        services.sign_pdf(sheet, signer=chairman, reason="", location="", at=AT)


def test_without_an_address_the_signature_says_that_its_time_is_the_machines(authority, sheet, chairman):
    services.use_signer(WithAddress(authority, ""))
    [report] = services.validate_pdf(services.sign_pdf(sheet, signer=chairman, reason="", location="", at=AT))
    assert (report.valid, report.timestamped, report.signed_at) == (True, False, AT)
