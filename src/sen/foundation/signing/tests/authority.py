"""A certificate authority for tests that answers OCSP questions and publishes its list, with manners to choose."""

import datetime as dt
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from sen.foundation.signing.types import Chain, SignerIdentity

DER = serialization.Encoding.DER
_TERM = dt.timedelta(days=3650)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False)


class Authority:
    """Root and one signer; a signer for the port as well.  ``ocsp`` and ``list`` say how each place behaves."""

    def __init__(self, helper):
        """``helper`` is the demonstration's authority: it gives the time."""
        self.helper, self.ocsp, self.list, self.asked = helper, "good", "good", []
        self.revoked_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        self.reason = x509.ReasonFlags.cessation_of_operation
        self._serve()
        self.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        self.root_key, self.key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate("Gốc thử", self.root_key, authority=True)
        self.leaf = self._certificate("Trần Thị Ký", self.key, authority=False)

    def _certificate(self, name, key, *, authority):
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name("Gốc thử"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - _TERM)
            .not_valid_after(self.now + _TERM)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
            .add_extension(_usage(authority=authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key()), critical=False)
        )
        if not authority:
            place = x509.UniformResourceIdentifier
            access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place(f"{self.address}/ocsp"))
            point = x509.DistributionPoint([place(f"{self.address}/list")], None, None, None)
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return builder.sign(self.root_key, hashes.SHA256())

    def answer(self, status="good"):
        """An OCSP answer about the signer."""
        is_revoked = status == "revoked"
        made = ocsp.OCSPResponseBuilder().add_response(
            cert=self.leaf,
            issuer=self.root,
            algorithm=hashes.SHA1(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=self.now - dt.timedelta(minutes=5),
            next_update=self.now + dt.timedelta(hours=8),
            revocation_time=self.revoked_at if is_revoked else None,
            revocation_reason=self.reason if is_revoked else None,
        )
        key = ec.generate_private_key(ec.SECP256R1()) if status == "forged" else self.root_key
        return made.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root).sign(key, hashes.SHA256()).public_bytes(DER)

    def listed(self, status="good"):
        """The list of revoked certificates."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        builder = builder.last_update(self.now - dt.timedelta(minutes=5)).next_update(self.now + dt.timedelta(days=7))
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key()), critical=False)
        builder = builder.add_extension(x509.CRLNumber(1), critical=False)
        if status == "revoked":
            gone = x509.RevokedCertificateBuilder().serial_number(self.leaf.serial_number).revocation_date(self.revoked_at)
            builder = builder.add_revoked_certificate(gone.add_extension(x509.CRLReason(self.reason), critical=False).build())
        return builder.sign(self.root_key, hashes.SHA256()).public_bytes(DER)

    def _serve(self):
        authority = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.say(authority.ocsp, authority.answer)

            def do_GET(self):
                self.say(authority.list, authority.listed)

            def say(self, manner, content):
                authority.asked.append(self.path)
                if manner == "slow":
                    time.sleep(5)
                if manner in ("down", "slow"):
                    self.send_error(503)
                    return
                if manner == "elsewhere":
                    self.send_response(302)
                    self.send_header("Location", f"{authority.address}/list")
                    self.end_headers()
                    return
                body = {"huge": b"0" * 200_000, "noise": b"0" * 400}.get(manner) or content(manner)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def chain(self, identity: SignerIdentity) -> Chain:
        """The signer's certificate below the root."""
        return Chain((self.leaf.public_bytes(DER), self.root.public_bytes(DER)))

    def sign(self, identity: SignerIdentity, data: bytes) -> bytes:
        """With the signer's key."""
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))

    def trust_roots(self):
        """This root and that of the time."""
        return (self.root.public_bytes(DER), *self.helper.trust_roots())

    def __getattr__(self, name):
        return getattr(self.helper, name)
