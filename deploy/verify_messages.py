#!/usr/bin/env python3
"""Check evidence of the exchange axis.

Stand-alone: needs Python 3.11, cryptography, asn1crypto (and psycopg for journals), and nothing of Sen.

    verify_messages.py container FILE… --anchors anchors.json [--json]
    verify_messages.py archive FOLDER --anchors anchors.json [--previous DIGEST] [--json]
    verify_messages.py journal --database "host=/run/postgresql dbname=gateway" [--anchors anchors.json] [--json]

A FILE is a container (.asice) or a ZIP of containers as a gateway hands it out.  ``anchors.json`` is what the gateway's
``/verificationconf`` answers; compare it with a copy you got another way, for everything rests on it.  The formats are described in
docs/interfaces/evidence.md.  Exit status: 0 all holds, 1 something does not, 2 could not check.
"""

# ruff: noqa: T201 - a command-line tool speaks on its output
import argparse
import base64
import binascii
import bisect
import datetime as dt
import hashlib
import json
import re
import struct
import sys
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

MIME_TYPE = b"application/vnd.etsi.asic-e+zip"
METHOD = "http://www.w3.org/2001/04/xmlenc#sha512"
HC, DS = "{http://cyber.ee/hashchain}", "{http://www.w3.org/2000/09/xmldsig#}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
HASHES: dict[str, Any] = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
LARGEST_ENTRY = 4 * 1024**3
LARGEST_META = 16 * 1024**2
PIECE = 1 << 20
FETCH = 2000
SHOWN = 50
GENESIS = bytes(64)
RESULT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<hc:HashChainResult xmlns="http://www.w3.org/2000/09/xmldsig#" '
    'xmlns:hc="http://cyber.ee/hashchain" URI="/ts-hashchain.xml#STEP0"><DigestMethod Algorithm="{method}"/>'
    "<DigestValue>{top}</DigestValue></hc:HashChainResult>\n"
)


class Broken(Exception):
    """A check failed; the text says why."""


@dataclass
class Anchors:
    """What is believed: certificates of authorities and time-stamping authorities, keys of the control plane."""

    authorities: list[x509.Certificate] = field(default_factory=list)
    stampers: list[x509.Certificate] = field(default_factory=list)
    internal: list[x509.Certificate] = field(default_factory=list)
    keys: list[ed25519.Ed25519PublicKey] = field(default_factory=list)

    @classmethod
    def read(cls, path: str) -> "Anchors":
        """From the JSON of ``/verificationconf``."""
        facts = json.loads(Path(path).read_text(encoding="utf-8"))
        kinds = ("authorities", "stampers", "internal")
        lists = {kind: [x509.load_pem_x509_certificate(pem.encode()) for pem in facts.get(kind, [])] for kind in kinds}
        keys = [
            ed25519.Ed25519PublicKey.from_public_bytes(unpadded(key["x"])) for key in facts.get("keys", []) if key.get("crv") == "Ed25519"
        ]
        return cls(**lists, keys=keys)


@dataclass
class Verdict:
    """One container (or archive, or journal) and what was found in it; a check is (name, holds, words)."""

    name: str
    checks: list[tuple[str, bool, str]] = field(default_factory=list)
    head: bytes = b""
    body_digest: bytes | None = None

    @property
    def holds(self) -> bool:
        """Whether every check passed."""
        return bool(self.checks) and all(ok for _, ok, _ in self.checks)

    def note(self, name: str, ok: bool, words: str) -> None:
        """Add a check's outcome."""
        self.checks.append((name, ok, words))


# --- digests, tree, time stamps -----------------------------------------------------------------------------------------


def sha512(content: bytes) -> bytes:
    """The one digest of the axis."""
    return hashlib.sha512(content).digest()


def der(tag: int, content: bytes) -> bytes:
    """A DER element."""
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 128 + len(octets))) + octets + content


def step(digests: list[bytes]) -> bytes:
    """The value of a node of the hash tree."""
    parts = [der(0x30, der(0x04, digest) + der(0x0C, METHOD.encode()) + der(0x30, b"")) for digest in digests]
    return sha512(der(0x30, b"".join(parts)))


def top_of(leaves: list[bytes]) -> bytes:
    """The top of the tree; a node without a neighbour moves up."""
    while len(leaves) > 1:
        leaves = [step(leaves[at : at + 2]) if at + 1 < len(leaves) else leaves[at] for at in range(0, len(leaves), 2)]
    return leaves[0]


def result_file(top: bytes) -> bytes:
    """The stamped text around the top."""
    return RESULT.format(method=METHOD, top=base64.b64encode(top).decode()).encode()


def read_token(token: bytes, digest: bytes) -> tuple[dt.datetime, x509.Certificate]:
    """Time and certificate of an RFC 3161 token over the SHA-512 digest.  Raises Broken."""
    try:
        info = cms.ContentInfo.load(token, strict=True)
        signed = info["content"]
        content = signed["encap_content_info"]["content"]
        told = content.parse(tsp.TSTInfo)
        (signer,) = signed["signer_infos"]
        imprint = told["message_imprint"]
        if imprint["hash_algorithm"]["algorithm"].native != "sha512" or imprint["hashed_message"].native != digest:
            raise Broken("the time stamp is about something else")
        certificate = _token_certificate(signed, signer)
        _check_token(signer, content.contents, certificate)
        at: dt.datetime = told["gen_time"].native
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise Broken(f"the time stamp cannot be read: {error}") from error
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise Broken("the time-stamping authority's certificate was not valid at that time")
    return at, certificate


def _token_certificate(signed: Any, signer: Any) -> x509.Certificate:
    wanted = signer["sid"].chosen
    for choice in signed["certificates"]:
        held = choice.chosen
        if signer["sid"].name == "issuer_and_serial_number":
            fits = held.issuer == wanted["issuer"] and held.serial_number == wanted["serial_number"].native
        else:
            fits = held.key_identifier == wanted.native
        if fits:
            certificate = x509.load_der_x509_certificate(held.dump())
            usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
            if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
                raise Broken("the certificate in the time stamp is not one of a time-stamping authority")
            return certificate
    raise ValueError("no certificate of the signer")


def _check_token(signer: Any, content: bytes, certificate: x509.Certificate) -> None:
    attributes = {attribute["type"].native: attribute["values"][0] for attribute in signer["signed_attrs"]}
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if attributes["message_digest"].native != hashlib.new(algorithm, content).digest() or attributes["content_type"].native != "tst_info":
        raise Broken("the time stamp was changed")
    named = attributes["signing_certificate_v2"]["certs"][0]
    if named["cert_hash"].native != certificate.fingerprint(HASHES[named["hash_algorithm"]["algorithm"].native]()):
        raise Broken("the time stamp names another certificate")
    data, signature, hashing = signer["signed_attrs"].untag().dump(), signer["signature"].native, HASHES[algorithm]()
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashing)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashing))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        else:
            raise Broken("the time-stamping authority's key is of an unknown kind")
    except InvalidSignature as error:
        raise Broken("the time stamp's signature is wrong") from error


def issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    """Whether one certificate issued the other."""
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def whose_time(certificate: x509.Certificate, anchors: Anchors) -> str:
    """In words whose time it is.  Raises Broken when nobody vouches for it."""
    name = certificate.subject.rfc4514_string()
    if any(certificate == anchor or issued(certificate, anchor) for anchor in anchors.stampers):
        return f"by {name}"
    if certificate in anchors.internal:
        return f"internal time of the gateway ({name}): proves order and integrity, not the instant"
    raise Broken(f"nobody vouches for the time-stamping authority {name}")


# --- signatures ---------------------------------------------------------------------------------------------------------


def unpadded(text: str) -> bytes:
    """Strict base64url without padding.  Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text, re.ASCII):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check_signature(jws: str, signed: bytes, certificate: x509.Certificate) -> None:
    """A detached JWS with Ed25519 whose header names the certificate.  Raises Broken."""
    key = certificate.public_key()
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise Broken("the signer's key is not Ed25519")
    try:
        header, value = jws.split("..")
        facts = json.loads(unpadded(header))
        known = facts["alg"] in ("Ed25519", "EdDSA") and facts["b64"] is False and facts["crit"] == ["b64"]
        if not known or unpadded(facts["x5t#S256"]) != certificate.fingerprint(hashes.SHA256()):
            raise Broken("the signature's header is not the one agreed, or names another certificate")
        key.verify(unpadded(value), header.encode() + b"." + signed)
    except InvalidSignature as error:
        raise Broken("the signature does not fit the message") from error
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise Broken("the signature cannot be read") from error


def manifest_of(head: bytes, body_digest: bytes | None) -> bytes:
    """What is signed of a message."""
    parts = [("message.xml", sha512(head)), *([("attachment1", body_digest)] if body_digest is not None else [])]
    told = ",".join(f'{{"uri":"{uri}","alg":"SHA-512","digest":"{base64.b64encode(digest).decode()}"}}' for uri, digest in parts)
    return f'{{"parts":[{told}]}}'.encode()


def read_head(head: bytes) -> tuple[bool, dict[str, str]]:
    """Whether the header part is an answer's, and its headers (last value of each).  Raises Broken."""
    lines = head.split(b"\r\n")
    if len(lines) < 3 or lines[-1]:
        raise Broken("message.xml is no header part")
    pairs = [line.partition(b":") for line in lines[2:-1]]
    if not all(name and colon for name, colon, _ in pairs):
        raise Broken("message.xml has a line that is no header")
    return lines[0][:1].isdigit(), {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, _, value in pairs}


def sender_of(head: bytes) -> str:
    """The member that must have signed: the client's for a request, the service's for an answer.  Raises Broken."""
    is_answer, headers = read_head(head)
    codes = headers.get("x-road-service" if is_answer else "x-road-client", "").split("/")
    if len(codes) < 3:
        raise Broken("message.xml does not name its sender")
    return "/".join(unquote(code) for code in codes[:3])


def members_of(certificate: x509.Certificate) -> set[str]:
    """The members a certificate speaks for: by its URN, or by its common name."""
    found = {str(each.value) for each in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)}
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return found
    urns = names.get_values_for_type(x509.UniformResourceIdentifier)
    named = {urn.removeprefix("urn:sen:axis:").replace(":", "/") for urn in urns if urn.startswith("urn:sen:axis:")}
    return named or found


# --- containers ---------------------------------------------------------------------------------------------------------


class Container:
    """An opened container; the layout is checked when it is opened."""

    NEEDED = ("mimetype", "message.xml", "META-INF/manifest.json", "META-INF/signature.jws", "META-INF/certs.pem", "META-INF/manifest.xml")
    STAMP = ("ts-hashchain.xml", "ts-hashchainresult.xml", "META-INF/timestamp.tst", "META-INF/ASiCManifest.xml")
    OTHER = ("attachment1", "META-INF/status.jws")

    def __init__(self, content: Any) -> None:
        """Raises Broken."""
        try:
            self._zip = zipfile.ZipFile(content)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Broken(f"not a ZIP file: {error}") from error
        entries = self._zip.infolist()
        names = [entry.filename for entry in entries]
        strange = [name for name in names if name not in (*self.NEEDED, *self.STAMP, *self.OTHER)]
        missing = [name for name in self.NEEDED if name not in names]
        if strange or missing or len(set(names)) != len(names):
            raise Broken(f"entries: missing {missing}, unknown {strange}, repeated {sorted({n for n in names if names.count(n) > 1})}")
        first = entries[0]
        if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra or self.read("mimetype") != MIME_TYPE:
            raise Broken("the first entry must be the stored mimetype")
        held = [name for name in self.STAMP if name in names]
        if held and len(held) != len(self.STAMP):
            raise Broken(f"the time stamp is incomplete: {held}")
        listed = {element.get(f"{ODF}full-path") for element in _parse(self.read("META-INF/manifest.xml")).iter(f"{ODF}file-entry")}
        if listed != {"/", *(name for name in names if "/" not in name and name != "mimetype")}:
            raise Broken("manifest.xml lists other files than are here")
        self.stamped = bool(held)
        self.has_body = "attachment1" in names
        self.has_status = "META-INF/status.jws" in names

    def read(self, name: str) -> bytes:
        """A small entry.  Raises Broken."""
        try:
            with self._zip.open(name) as entry:
                content = entry.read(LARGEST_META + 1)
        except UNREADABLE as error:
            raise Broken(f"{name} cannot be read: {error}") from error
        if len(content) > LARGEST_META:
            raise Broken(f"{name} is too large")
        return content

    def digest(self, name: str) -> bytes:
        """SHA-512 of an entry of any size.  Raises Broken."""
        digest, size = hashlib.sha512(), 0
        try:
            with self._zip.open(name) as entry:
                while piece := entry.read(PIECE):
                    size += len(piece)
                    digest.update(piece)
                    if size > LARGEST_ENTRY:
                        raise Broken(f"{name} is too large")
        except UNREADABLE as error:
            raise Broken(f"{name} cannot be read: {error}") from error
        return digest.digest()


def check_container(name: str, content: Any, anchors: Anchors, freshness: int) -> Verdict:
    """Every check of one container."""
    verdict = Verdict(name)
    try:
        container = Container(content)
        verdict.note("layout", True, "ASiC-E layout")
    except Broken as broken:
        verdict.note("layout", False, str(broken))
        return verdict
    at: dt.datetime | None = None
    try:
        verdict.note("content", True, _check_content(container, verdict))
    except Broken as broken:
        verdict.note("content", False, str(broken))
    try:
        at, words = _check_time(container, anchors)
        verdict.note("time", True, words)
    except Broken as broken:
        verdict.note("time", False, str(broken))
    moment = at or dt.datetime.now(dt.UTC)
    for title, check in (("signature", _check_signer), ("status", partial(_check_status, freshness=freshness))):
        try:
            verdict.note(title, True, check(container, anchors, moment))
        except Broken as broken:
            verdict.note(title, False, str(broken))
    return verdict


def _check_content(container: Container, verdict: Verdict) -> str:
    """The manifest must tell the digests of what is here."""
    verdict.head = container.read("message.xml")
    try:
        told = {
            part["uri"]: base64.b64decode(part["digest"], validate=True)
            for part in json.loads(container.read("META-INF/manifest.json"))["parts"]
        }
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"the manifest cannot be read: {error}") from error
    verdict.body_digest = told.get("attachment1")
    if container.read("META-INF/manifest.json") != manifest_of(verdict.head, verdict.body_digest):
        raise Broken("message.xml is not the one that was signed")
    if container.has_body and container.digest("attachment1") != verdict.body_digest:
        raise Broken("attachment1 is not the one that was signed")
    if verdict.body_digest is None:
        return "message.xml verified, no body"
    return "message.xml and attachment1 verified" if container.has_body else "message.xml verified; the body was not kept and is unverified"


def _check_time(container: Container, anchors: Anchors) -> tuple[dt.datetime, str]:
    """The token must cover the top, and the chain must lead from this signature to the top."""
    if not container.stamped:
        raise Broken("there is no time stamp")
    result, chain = container.read("ts-hashchainresult.xml"), container.read("ts-hashchain.xml")
    top = base64.b64decode(_value(_parse(result), "ts-hashchainresult.xml"))
    if result_file(top) != result:
        raise Broken("ts-hashchainresult.xml is not in its fixed form")
    if walk(_parse(chain), sha512(container.read("META-INF/signature.jws"))) != top:
        raise Broken("the hash chain does not lead from the signature to the stamped top")
    covered = _parse(container.read("META-INF/ASiCManifest.xml")).find(
        f"{{http://uri.etsi.org/2918/v1.2.1#}}DataObjectReference/{DS}DigestValue"
    )
    if covered is None or covered.text != base64.b64encode(sha512(result)).decode():
        raise Broken("ASiCManifest.xml tells another digest")
    at, certificate = read_token(container.read("META-INF/timestamp.tst"), sha512(result))
    return at, f"{at:%Y-%m-%d %H:%M:%S} UTC, {whose_time(certificate, anchors)}"


def walk(chain: ET.Element, signature: bytes) -> bytes:
    """The top that the chain's steps give, starting from the signature's digest.  Raises Broken."""
    steps = {element.get("id"): element for element in chain.findall(f"{HC}HashStep")}
    used: set[str] = set()

    def value(name: str) -> bytes:
        if name in used or name not in steps:
            raise Broken("the hash chain is torn")
        used.add(name)
        return step([part(element) for element in steps[name]])

    def part(element: ET.Element) -> bytes:
        if element.tag == f"{HC}StepRef":
            return value(element.get("URI", "").removeprefix("/ts-hashchain.xml#"))
        digest = base64.b64decode(_value(element, "ts-hashchain.xml"))
        if element.tag == f"{HC}DataRef":
            if element.get("URI") != "/META-INF/signature.jws" or digest != signature:
                raise Broken("the hash chain is that of another signature")
            used.add("data")
        return digest

    top = value("STEP0")
    if "data" not in used or len(used) != len(steps) + 1:
        raise Broken("the hash chain does not hold the signature")
    return top


def _parse(document: bytes) -> ET.Element:
    if b"<!" in document:
        raise Broken("a document with declarations is not read")
    try:
        return ET.fromstring(document)  # noqa: S314 - no declarations, see above
    except ET.ParseError as error:
        raise Broken(f"not XML: {error}") from error


def _value(element: ET.Element, name: str) -> str:
    found = element.find(f"{DS}DigestValue")
    if found is None or not found.text or not re.fullmatch(r"[A-Za-z0-9+/]{86}==", found.text):
        raise Broken(f"{name} has no digest where one belongs")
    return found.text


def path_of(own: x509.Certificate, given: list[x509.Certificate], anchors: Anchors) -> list[x509.Certificate]:
    """The certificates above one's own, up to an authority that is believed.  Raises Broken."""
    path, left = [own], [each for each in given if is_authority(each)]
    while True:
        anchor = next((each for each in anchors.authorities if issued(path[-1], each)), None)
        if anchor is not None:
            return [*path[1:], anchor]
        following = next((each for each in left if issued(path[-1], each)), None)
        if following is None:
            raise Broken("the certificate does not come from an authority that is believed")
        left.remove(following)
        path.append(following)


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether the certificate may issue others; a member's own may not."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _check_signer(container: Container, anchors: Anchors, moment: dt.datetime) -> str:
    """Signature, certificate, and that it speaks for the sender named in the message."""
    try:
        chain = x509.load_pem_x509_certificates(container.read("META-INF/certs.pem"))
    except ValueError as error:
        raise Broken(f"certs.pem: {error}") from error
    own = chain[0]
    check_signature(container.read("META-INF/signature.jws").decode("latin-1"), container.read("META-INF/manifest.json"), own)
    sender = sender_of(container.read("message.xml"))
    if sender not in members_of(own):
        raise Broken(f"the message is {sender}'s, the certificate speaks for {', '.join(sorted(members_of(own)))}")
    for each in (own, *path_of(own, chain[1:], anchors)):
        if not each.not_valid_before_utc <= moment <= each.not_valid_after_utc:
            raise Broken(f"the certificate of {each.subject.rfc4514_string()} was not valid on {moment:%Y-%m-%d %H:%M:%S} UTC")
    return f"by {sender}, certificate {own.serial_number:x}"


def _check_status(container: Container, anchors: Anchors, moment: dt.datetime, *, freshness: int) -> str:
    """The certificate was not revoked, by a list of that time which the control plane sealed."""
    if not container.has_status:
        raise Broken("there is no list of revoked certificates")
    facts = read_sealed(container.read("META-INF/status.jws").decode("latin-1"), anchors.keys)
    own = x509.load_pem_x509_certificates(container.read("META-INF/certs.pem"))[0]
    try:
        this = dt.datetime.fromtimestamp(facts["thisUpdate"], dt.UTC)
        revoked = {int(number.replace(":", ""), 16) for number in facts["revoked"]}
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Broken(f"the list of revoked certificates cannot be read: {error}") from error
    if (moment - this).total_seconds() > freshness:
        raise Broken(f"the list of revoked certificates of {this:%Y-%m-%d %H:%M:%S} UTC was too old")
    if own.serial_number in revoked:
        raise Broken("the certificate was revoked")
    return f"not revoked, list of {this:%Y-%m-%d %H:%M:%S} UTC"


def read_sealed(sealed: str, keys: list[ed25519.Ed25519PublicKey]) -> dict[str, Any]:
    """The content of a JWS of the control plane.  Raises Broken."""
    try:
        header, payload, value = sealed.split(".")
        if json.loads(unpadded(header))["alg"] not in ("Ed25519", "EdDSA"):
            raise Broken("the seal is of an unknown kind")
        signature, signed = unpadded(value), f"{header}.{payload}".encode()
        facts = json.loads(unpadded(payload))
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"the seal cannot be read: {error}") from error
    for key in keys:
        try:
            key.verify(signature, signed)
        except InvalidSignature:
            continue
        if isinstance(facts, dict):
            return facts
    raise Broken("the list of revoked certificates was not sealed by the control plane")


def check_pairs(verdicts: list[Verdict]) -> None:
    """Where a request and its answer are both here, the answer must name the request's hash."""
    requests: dict[str, Verdict] = {}
    answers: list[tuple[str, str, Verdict]] = []
    for verdict in verdicts:
        if verdict.head:
            try:
                is_answer, headers = read_head(verdict.head)
            except Broken:
                continue
            number = headers.get("x-road-request-id", "")
            if is_answer:
                answers.append((number, headers.get("x-road-request-hash", ""), verdict))
            else:
                requests[number] = verdict
    for number, told, verdict in answers:
        if request := requests.get(number):
            of_head = sha512(request.head)
            whole = of_head if request.body_digest is None else sha512(of_head + request.body_digest)
            fits = told == base64.b64encode(whole).decode()
            verdict.note("pair", fits, f"answers {request.name}" if fits else f"does not answer {request.name}")


def check_file(path: Path, anchors: Anchors, freshness: int) -> list[Verdict]:
    """A container, or a ZIP of containers."""
    with path.open("rb") as file:
        try:
            inner = [name for name in zipfile.ZipFile(file).namelist() if name.endswith(".asice")]
        except (zipfile.BadZipFile, OSError, ValueError):
            inner = []
        if not inner:
            return [check_container(path.name, file, anchors, freshness)]
        with zipfile.ZipFile(file) as package:
            return [check_inner(package, name, anchors, freshness) for name in inner]


def check_inner(package: zipfile.ZipFile, name: str, anchors: Anchors, freshness: int) -> Verdict:
    """A container inside a ZIP."""
    try:
        with package.open(name) as content:
            return check_container(name, content, anchors, freshness)
    except UNREADABLE as error:
        return Verdict(name, [("layout", False, f"cannot be read: {error}")])


# --- archives -----------------------------------------------------------------------------------------------------------


def check_archives(folder: Path, anchors: Anchors, previous: str, freshness: int) -> list[Verdict]:
    """Every archive of a folder, in the order in which they name each other."""
    verdicts: list[Verdict] = []
    opened = {path.name: linking_of(path) for path in sorted(folder.glob("mlog*.zip"))}
    followers = {lines[0].split(" ")[1]: name for name, lines in opened.items() if lines and len(lines[0].split(" ")) == 3}
    first = [name for name, lines in opened.items() if not lines or lines[0].split(" ")[1] not in opened]
    if len(first) != 1:
        return [Verdict(str(folder), [("chain", False, f"{len(first)} archives have no predecessor here: {first[:5]}")])]
    name: str | None = first[0]
    digest = previous or (opened[first[0]][0].split(" ")[0].replace("-", "") if opened[first[0]] else "")
    while name:
        verdict = Verdict(name)
        digest = check_archive(folder / name, opened.pop(name), digest, verdict)
        verdicts.append(verdict)
        verdicts += check_file(folder / name, anchors, freshness) if verdict.holds else []
        name = followers.get(name)
    return verdicts + [Verdict(left, [("chain", False, "not connected with the others")]) for left in opened]


def linking_of(path: Path) -> list[str]:
    """The lines of ``linkinginfo``; none when they cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("linkinginfo").decode("ascii").splitlines()
    except (*UNREADABLE, KeyError):
        return []


def check_archive(path: Path, lines: list[str], previous: str, verdict: Verdict) -> str:
    """One archive against its own linkinginfo and the digest of the one before; returns its last digest."""
    digest = ""
    try:
        if not lines or len(lines[0].split(" ")) != 3:
            raise Broken("linkinginfo is missing or cannot be read")
        digest = lines[0].split(" ")[0].replace("-", "")
        if digest != previous:
            raise Broken("it does not continue the archive before it")
        with zipfile.ZipFile(path) as archive:
            listed = [line.partition(" ")[2] for line in lines[1:]]
            if [name for name in archive.namelist() if name != "linkinginfo"] != listed:
                raise Broken("the containers are not those of linkinginfo")
            for line in lines[1:]:
                told, _, name = line.partition(" ")
                digest = hashlib.sha512((digest + hashlib.sha512(archive.read(name)).hexdigest()).encode()).hexdigest()
                if digest != told:
                    raise Broken(f"{name} is not the container that was archived")
        if not path.stem.endswith(f"-{digest[:16]}"):
            raise Broken("the file's name tells another digest")
        verdict.note("chain", True, f"{len(lines) - 1} containers, continues {lines[0].split(' ')[1]}")
    except (Broken, *UNREADABLE, KeyError) as error:
        verdict.note("chain", False, str(error))
    return digest


# --- journals -----------------------------------------------------------------------------------------------------------

ROWS = """
SELECT (extract(epoch FROM m.recorded_at) * 1000000)::bigint, m.chain, m.position, m.message_id, m.request_id::text, m.is_answer, m.side,
  m.party, m.peer, m.service, m.head, m.body_digest, m.body_size, m.signature, m.certificate, m.previous, m.hash, m.body, s.certificate
FROM message m LEFT JOIN signer s ON s.fingerprint = m.certificate ORDER BY m.chain, m.position
"""


class Stamps:
    """The stamps of a journal: which message lies where in which tree."""

    def __init__(self, connection: Any) -> None:
        """Read them."""
        self.tops = {row[0]: (bytes(row[1]), bytes(row[2]), row[3]) for row in _fetch(connection, "stamp", "id, top, token, size")}
        self.trees = {row[0]: bytes(row[1]) for row in _fetch(connection, "stamp_tree", "stamp_id, leaves")}
        self.ranges: dict[str, list[tuple[int, int, int, int]]] = {}
        self.used: set[int] = set()
        by_stamp: dict[int, list[tuple[int, str, int, int]]] = {}
        for stamp, *rest in _fetch(connection, "stamp_range", "stamp_id, ordinal, chain, first_position, last_position"):
            by_stamp.setdefault(stamp, []).append((rest[0], rest[1], rest[2], rest[3]))
        for stamp, ranges in by_stamp.items():
            self.used.add(stamp)
            # Ranges before the first one kept belong to messages that were removed after archiving; counting goes from the end.
            index = len(self.trees.get(stamp, b"")) // 64 - sum(last - first + 1 for _, _, first, last in ranges)
            for _, chain, first, last in sorted(ranges):
                self.ranges.setdefault(chain, []).append((first, last, stamp, index))
                index += last - first + 1
        for held in self.ranges.values():
            held.sort()

    def problem_of(self, chain: str, position: int, leaf: bytes) -> str:
        """Why the message is not the one that was stamped; empty when it is, or waits for its stamp."""
        held = self.ranges.get(chain, [])
        at = bisect.bisect_right(held, (position, sys.maxsize)) - 1
        if at < 0 or held[at][1] < position:
            return ""
        first, _, stamp, index = held[at]
        start = (index + position - first) * 64
        fits = start >= 0 and self.trees.get(stamp, b"")[start : start + 64] == leaf
        return "" if fits else f"it is not the message that stamp {stamp} covers"

    def problems(self, anchors: Anchors | None) -> Iterator[str]:
        """What is wrong with the stamps themselves."""
        for stamp in sorted(self.used):
            if stamp not in self.tops or stamp not in self.trees:
                yield f"stamp {stamp} is missing"
                continue
            (top, token, size), tree = self.tops[stamp], self.trees[stamp]
            leaves = [tree[at : at + 64] for at in range(0, len(tree), 64)]
            try:
                if len(leaves) != size or top_of(leaves) != top:
                    raise Broken("its tree has another top")
                _, certificate = read_token(token, sha512(result_file(top)))
                if anchors:
                    whose_time(certificate, anchors)
            except Broken as broken:
                yield f"stamp {stamp}: {broken}"

    def gone(self, ends: dict[str, tuple[int, bytes]]) -> Iterator[str]:
        """Messages that were stamped and are not in the journal any more."""
        for chain, held in self.ranges.items():
            last, end = held[-1][1], ends.get(chain, (0, b""))[0]
            if last > end:
                yield f"chain {chain}: messages {end + 1} to {last} were stamped and are gone"


def check_journal(connection: Any, anchors: Anchors | None) -> Verdict:
    """The chains of a gateway's journal, the signatures in it and the stamps over it."""
    verdict = Verdict("journal")
    stamps = Stamps(connection)
    problems = list(stamps.problems(anchors))
    # What was removed after archiving is where a chain begins now.
    ends = {row[0]: (row[1], bytes(row[2])) for row in _fetch(connection, "removed", "chain, last_position, last_hash")}
    certificates: dict[str, x509.Certificate] = {}
    messages = 0
    with connection.cursor(name="messages") as cursor:
        cursor.itersize = FETCH
        cursor.execute(ROWS)
        for row in cursor:
            messages += 1
            chain, position, row_hash = row[1], row[2], bytes(row[16])
            found = [_link_problem(row, *ends.get(chain, (0, GENESIS))), _row_problem(row), _signature_problem(row, certificates)]
            found.append(stamps.problem_of(chain, position, step([sha512(row[13].encode()), row_hash])))
            problems += [f"chain {chain} position {position} ({row[3]}): {problem}" for problem in found if problem]
            ends[chain] = (position, row_hash)
    problems += stamps.gone(ends)
    for problem in problems[:SHOWN]:
        verdict.note("row", False, problem)
    verdict.note("journal", not problems, f"{messages} messages in {len(ends)} chains, {len(stamps.used)} stamps, {len(problems)} problems")
    return verdict


def _link_problem(row: Any, last: int, before: bytes) -> str:
    if row[2] != last + 1:
        return f"messages {last + 1} to {row[2] - 1} before it are missing"
    return "" if bytes(row[15]) == before else "it does not continue the message before it"


def _row_problem(row: Any) -> str:
    fields = [str(row[0]), row[1], str(row[2]), row[3], row[4], "true" if row[5] else "false", *row[6:12], str(row[12]), row[13], row[14]]
    packed = [each.encode() if isinstance(each, str) else bytes(each or b"") for each in fields]
    canonical = b"".join(struct.pack(">I", len(each)) + each for each in packed)
    if sha512(bytes(row[15]) + canonical) != bytes(row[16]):
        return "it was changed after it was recorded"
    return "its body was changed" if row[17] is not None and sha512(bytes(row[17])) != bytes(row[11] or b"") else ""


def _signature_problem(row: Any, certificates: dict[str, x509.Certificate]) -> str:
    if row[18] is None:
        return "the signer's certificate is missing"
    if row[14] not in certificates:
        certificates[row[14]] = x509.load_pem_x509_certificate(row[18].encode())
    certificate = certificates[row[14]]
    if certificate.fingerprint(hashes.SHA256()).hex() != row[14]:
        return "the signer's certificate is another"
    try:
        check_signature(row[13], manifest_of(bytes(row[10]), None if row[11] is None else bytes(row[11])), certificate)
    except Broken as broken:
        return str(broken)
    return ""


def _fetch(connection: Any, table: str, columns: str) -> list[Any]:
    """Rows of a table; none when the gateway never made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", (table,))
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1")  # noqa: S608 - fixed names
        rows: list[Any] = cursor.fetchall()
        return rows


# --- command line -------------------------------------------------------------------------------------------------------


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Check evidence of the exchange axis.")
    parser.add_argument("kind", choices=("container", "archive", "journal"))
    parser.add_argument("paths", nargs="*", type=Path, help="containers, or the folder of archives")
    parser.add_argument("--anchors", help="JSON file with what is believed; needed for containers and archives")
    parser.add_argument("--database", help="connection string of a gateway's database")
    parser.add_argument("--previous", default="", help="last digest of the archive before the first one")
    parser.add_argument("--freshness", type=int, default=172_800, help="seconds for which a list of revoked certificates counts")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    options = parser.parse_args()
    if options.kind == "journal" and not options.database or options.kind != "journal" and not (options.paths and options.anchors):
        parser.error("journal needs --database; container and archive need paths and --anchors")
    return options


def look(options: argparse.Namespace) -> list[Verdict]:
    """Check what was asked for."""
    anchors = Anchors.read(options.anchors) if options.anchors else None
    if options.kind == "journal":
        import psycopg  # noqa: PLC0415 - containers are checked without it

        try:
            with psycopg.connect(options.database) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
                return [check_journal(connection, anchors)]
        except psycopg.Error as error:
            raise OSError(str(error)) from error
    if anchors is None:
        raise ValueError("no anchors")
    if options.kind == "archive":
        return check_archives(options.paths[0], anchors, options.previous, options.freshness)
    verdicts = [verdict for path in options.paths for verdict in check_file(path, anchors, options.freshness)]
    check_pairs(verdicts)
    return verdicts


def main() -> int:
    """Check, report, and say so in the exit status."""
    options = arguments()
    verdicts = look(options)
    for verdict in verdicts:
        print(f"{'holds ' if verdict.holds else 'BROKEN'} {verdict.name}")
        for name, ok, words in verdict.checks:
            print(f"   {'ok  ' if ok else 'FAIL'} {name}: {words}")
    ok = bool(verdicts) and all(verdict.holds for verdict in verdicts)
    if options.json:
        told = [
            {"name": each.name, "ok": each.holds, "checks": [{"name": n, "ok": o, "words": w} for n, o, w in each.checks]}
            for each in verdicts
        ]
        print(json.dumps({"ok": ok, "checked": told}, ensure_ascii=False))
    return 0 if ok else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError, ImportError) as error:
        print(f"could not check: {error!r}", file=sys.stderr)
        if "--json" in sys.argv:
            print(json.dumps({"ok": False, "error": str(error)}))
        sys.exit(2)
