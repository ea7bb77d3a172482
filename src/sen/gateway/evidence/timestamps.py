"""Time stamps of RFC 3161: asking for one, and checking one."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from sen.gateway.errors import StampRefused

QUERY_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
_GRANTED = ("granted", "granted_with_mods")


class Reply(core.Sequence):  # type: ignore[misc]
    """The answer of an authority; a refusal holds no token."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


@dataclass(frozen=True)
class Stamped:
    """What a token says: when, and by whom; ``trusted`` when its certificate is or comes from one of those given."""

    at: dt.datetime
    authority: str
    certificate: x509.Certificate
    trusted: bool


@dataclass(frozen=True)
class Question:
    """A request on its way: its DER and what the answer must repeat."""

    digest: bytes
    nonce: int
    der: bytes


def ask(digest: bytes) -> Question:
    """A request for a stamp over a SHA-512 digest, with a fresh nonce and the wish for the certificate."""
    nonce = secrets.randbits(63)
    imprint = {"hash_algorithm": {"algorithm": "sha512"}, "hashed_message": digest}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return Question(digest, nonce, request.dump())


def token_of(question: Question, answer: bytes, trusted: Sequence[x509.Certificate] = ()) -> bytes:
    """The token in an authority's answer, checked against the question.  Raises StampRefused."""
    try:
        reply = Reply.load(answer, strict=True)
        status = reply["status"]["status"].native
        if status not in _GRANTED:
            words = reply["status"]["status_string"].native or [reply["status"]["fail_info"].native or ""]
            raise StampRefused(f"the authority answered {status}: {words}")
        token: bytes = reply["time_stamp_token"].dump()
        nonce = _content(token)[1]["nonce"].native
    except (ValueError, TypeError, KeyError) as error:
        raise StampRefused(f"the answer is not one of RFC 3161: {error}") from error
    if nonce != question.nonce:
        raise StampRefused("the answer is to another question")
    check(token, question.digest, trusted)
    return token


def check(token: bytes, digest: bytes, trusted: Sequence[x509.Certificate] = ()) -> Stamped:
    """What the token says about the SHA-512 digest, its signature checked.  Raises StampRefused."""
    try:
        signed, content = _content(token)
        signer = signed["signer_infos"][0]
        certificate = _certificate(signed, signer)
        _check_imprint(content, digest)
        _check_attributes(signed, signer, certificate)
        _check_signature(signer, certificate)
        at: dt.datetime = content["gen_time"].native
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise StampRefused(f"the token cannot be read: {error}") from error
    except InvalidSignature as error:
        raise StampRefused("the token's signature is wrong") from error
    _check_certificate(certificate, at)
    return Stamped(at.astimezone(dt.UTC), certificate.subject.rfc4514_string(), certificate, _comes_from(certificate, trusted))


def _content(token: bytes) -> tuple[cms.SignedData, tsp.TSTInfo]:
    info = cms.ContentInfo.load(token, strict=True)
    if info["content_type"].native != "signed_data":
        raise ValueError("not signed data")
    signed = info["content"]
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise ValueError("not a time stamp")
    if len(signed["signer_infos"]) != 1:
        raise ValueError("a token has one signer")
    return signed, signed["encap_content_info"]["content"].parsed


def _certificate(signed: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    """The signer's certificate among those in the token."""
    wanted = signer["sid"].chosen
    for choice in signed["certificates"]:
        held: asn1_x509.Certificate = choice.chosen
        if signer["sid"].name == "issuer_and_serial_number":
            fits = held.issuer == wanted["issuer"] and held.serial_number == wanted["serial_number"].native
        else:
            fits = held.key_identifier == wanted.native
        if fits:
            return x509.load_der_x509_certificate(held.dump())
    raise ValueError("the signer's certificate is missing")


def _check_imprint(content: tsp.TSTInfo, digest: bytes) -> None:
    imprint = content["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha512" or imprint["hashed_message"].native != digest:
        raise StampRefused("the token is about something else")


def _check_attributes(signed: cms.SignedData, signer: cms.SignerInfo, certificate: x509.Certificate) -> None:
    """The signed attributes must name this content and this certificate."""
    attributes = {attribute["type"].native: attribute["values"][0] for attribute in signer["signed_attrs"]}
    content = signed["encap_content_info"]["content"].contents
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        raise ValueError(f"digest {algorithm} is too weak")
    if attributes["content_type"].native != "tst_info":
        raise ValueError("the signature is on other content")
    if attributes["message_digest"].native != hashlib.new(algorithm, content).digest():
        raise StampRefused("the token's content was changed")
    named = attributes["signing_certificate_v2"]["certs"][0]
    word = named["hash_algorithm"]["algorithm"].native
    if word not in _HASHES or named["cert_hash"].native != certificate.fingerprint(_HASHES[word]()):
        raise StampRefused("the token names another certificate")


def _check_signature(signer: cms.SignerInfo, certificate: x509.Certificate) -> None:
    data = signer["signed_attrs"].untag().dump()
    signature = signer["signature"].native
    hashing = _HASHES[signer["digest_algorithm"]["algorithm"].native]()
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), hashing)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(hashing))
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, data)
    else:
        raise ValueError("the authority's key is of a kind not used here")


def _check_certificate(certificate: x509.Certificate, at: dt.datetime) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise StampRefused("the certificate is not one of a time-stamping authority") from error
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise StampRefused("the certificate is not one of a time-stamping authority")
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise StampRefused("the authority's certificate was not valid at that time")


def _comes_from(certificate: x509.Certificate, trusted: Sequence[x509.Certificate]) -> bool:
    """Whether the certificate is one of these or was issued directly by one of them."""
    for anchor in trusted:
        if anchor == certificate:
            return True
        try:
            certificate.verify_directly_issued_by(anchor)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False
