"""The internal time authority: stamps with the clock of this house, for a province without a contract for real stamps.

Its stamps say "internal time" in the name of their certificate and wherever they are shown: they prove order and that
nothing was changed since, but the time is only as good as the house's own clock.

    python -m sen.gateway.evidence.authority --home FOLDER --listen 127.0.0.1:7318
"""

import argparse
import datetime as dt
import hashlib
import logging
import os
import secrets
from pathlib import Path

from aiohttp import web
from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sen.gateway.evidence.timestamps import QUERY_TYPE, REPLY_TYPE, Reply
from sen.gateway.trust.evidence_settings import INTERNAL_NAME
from sen.kernel import clock

# Under the arc of UUIDs, so it collides with nobody's: 2.25.<uuid as a number>.
POLICY = "2.25.305821105408246119474742976030998643995"
_ACCURACY_MILLISECONDS = 500
_LARGEST_QUESTION = 4096
_VALID_FROM = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
_VALID_TO = dt.datetime(2048, 1, 1, tzinfo=dt.UTC)

_log = logging.getLogger("sen.gateway.authority")


class InternalAuthority:
    """A key, its certificate, and the stamps made with them."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
        """Stamp with this key in the name of this certificate."""
        self._key = key
        self.certificate = certificate
        self._held = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))

    @classmethod
    def open(cls, folder: Path) -> "InternalAuthority":
        """The authority of a folder, made there when it is used first."""
        file = folder / "internal-time.pem"
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            fresh = folder / f"internal-time.{secrets.token_hex(4)}"
            fresh.touch(mode=0o600)
            fresh.write_bytes(_make())
            try:
                os.link(fresh, file)
            except FileExistsError:
                _log.info("another process made the internal time authority first")
            fresh.unlink()
        pem = file.read_bytes()
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the internal time authority has a key on an elliptic curve")
        return cls(key, x509.load_pem_x509_certificate(pem))

    def answer(self, question: bytes, now: dt.datetime) -> bytes:
        """The DER answer to a DER request: a token with SHA-512 imprints, a refusal for everything else."""
        try:
            request = tsp.TimeStampReq.load(question, strict=True)
            imprint = request["message_imprint"]
            digest = imprint["hashed_message"].native
            fits = imprint["hash_algorithm"]["algorithm"].native == "sha512" and len(digest) == hashlib.sha512().digest_size
            nonce = request["nonce"].native
        except (ValueError, TypeError):
            return _refusal("bad_data_format")
        if not fits:
            return _refusal("bad_alg")
        token = self._token(self._info(digest, nonce, now))
        reply: bytes = Reply({"status": {"status": "granted"}, "time_stamp_token": token}).dump()
        return reply

    def _info(self, digest: bytes, nonce: int | None, now: dt.datetime) -> bytes:
        facts = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": {"hash_algorithm": {"algorithm": "sha512"}, "hashed_message": digest},
            "serial_number": secrets.randbits(127),
            "gen_time": now,
            "accuracy": {"millis": _ACCURACY_MILLISECONDS},
            "ordering": False,
        }
        content: bytes = tsp.TSTInfo(facts if nonce is None else facts | {"nonce": nonce}).dump()
        return content

    def _token(self, content: bytes) -> cms.ContentInfo:
        fingerprint = self.certificate.fingerprint(hashes.SHA512())
        named = {"hash_algorithm": {"algorithm": "sha512"}, "cert_hash": fingerprint}
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha512(content).digest()]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [{"certs": [named]}]}),
            ]
        )
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number", {"issuer": self._held.issuer, "serial_number": self._held.serial_number}
            ),
            "digest_algorithm": {"algorithm": "sha512"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha512_ecdsa"},
            "signature": self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA512())),
        }
        signed = {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha512"})],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(content)},
            "certificates": [cms.CertificateChoices("certificate", self._held)],
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def _refusal(failure: str) -> bytes:
    refused: bytes = Reply({"status": {"status": "rejection", "fail_info": {failure}}}).dump()
    return refused


def _make() -> bytes:
    """A fresh key and its self-signed certificate, PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Sen gateway - {INTERNAL_NAME} {secrets.token_hex(4)}")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_TO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


def application(authority: InternalAuthority) -> web.Application:
    """The authority as a small web server: questions at ``POST /``, the certificate at ``GET /certificate``."""

    async def stamp(request: web.Request) -> web.Response:
        if request.content_type != QUERY_TYPE:
            return web.Response(status=415, text=f"send {QUERY_TYPE}")
        return web.Response(body=authority.answer(await request.read(), clock.now()), content_type=REPLY_TYPE)

    async def certificate(request: web.Request) -> web.Response:
        return web.Response(body=authority.certificate.public_bytes(serialization.Encoding.PEM), content_type="application/x-pem-file")

    served = web.Application(client_max_size=_LARGEST_QUESTION)
    served.add_routes([web.post("/", stamp), web.get("/certificate", certificate)])
    return served


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m sen.gateway.evidence.authority", description="The internal time authority.")
    parser.add_argument("--home", type=Path, required=True, help="folder of its key")
    parser.add_argument("--listen", default="127.0.0.1:7318", help="address and port")
    options = parser.parse_args()
    host, _, port = options.listen.rpartition(":")
    web.run_app(application(InternalAuthority.open(options.home)), host=host, port=int(port), print=None)


if __name__ == "__main__":
    main()
