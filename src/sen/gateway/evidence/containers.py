"""Evidence containers: one message with everything needed to check it later, laid out as ASiC-E.

The layout is that of ETSI EN 319 162 and of X-Road's containers; the signature inside is a detached JWS, so this is not a
conformant AdES signature.
"""

import base64
import datetime as dt
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from sen.gateway.evidence import merkle
from sen.gateway.trust.signing import manifest

MIME_TYPE = "application/vnd.etsi.asic-e+zip"
SUFFIX = ".asice"
_MIME_FILE = "mimetype"
_TIMESTAMP = "META-INF/timestamp.tst"
_LONGEST_ID = 226
_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_COPY_BYTES = 1 << 18


@dataclass(frozen=True)
class Stamp:
    """The time stamp over a message: the token, the top of its tree and the way there."""

    token: bytes
    top: bytes
    siblings: tuple[merkle.Sibling, ...]


@dataclass(frozen=True)
class Evidence:
    """One message of the journal with what surrounds it.  ``certificates`` are PEM, the signer's first; ``status`` is the sealed
    list of revoked certificates in force when the message was recorded.  Without ``body`` and ``body_file`` only the digest was kept.
    """

    record: int
    position: int
    recorded_at: dt.datetime
    message_id: str
    is_answer: bool
    head: bytes
    body_digest: bytes | None
    body: bytes | None
    body_file: Path | None
    signature: str
    row_hash: bytes
    certificates: tuple[str, ...]
    status: str
    stamp: Stamp | None

    @property
    def name(self) -> str:
        """The container's file name."""
        return container_name(self.message_id, self.record, is_answer=self.is_answer)

    @property
    def has_body(self) -> bool:
        """Whether the body itself is at hand."""
        return self.body is not None or self.body_file is not None


def container_name(message_id: str, record: int, *, is_answer: bool) -> str:
    """``<escaped message id>-request|response-<record in base 32>.asice``."""
    escaped = quote(message_id, safe="-_.")[:_LONGEST_ID]
    return f"{escaped}-{'response' if is_answer else 'request'}-{base32(record)}{SUFFIX}"


def base32(number: int) -> str:
    """The number with the digits 0-9a-v."""
    digits = _DIGITS[number % 32]
    while number := number // 32:
        digits = _DIGITS[number % 32] + digits
    return digits


def write_container(evidence: Evidence, target: BinaryIO) -> None:
    """Write the container of a message; bodies in files are copied piece by piece."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        container.comment = f"mimetype={MIME_TYPE}".encode()
        _put(container, evidence, _MIME_FILE, MIME_TYPE.encode(), stored=True)
        _put(container, evidence, "message.xml", evidence.head)
        _put(container, evidence, "META-INF/manifest.json", manifest(evidence.head, evidence.body_digest))
        _put(container, evidence, merkle.SIGNATURE_FILE, evidence.signature.encode("ascii"))
        _put(container, evidence, "META-INF/certs.pem", "".join(evidence.certificates).encode())
        if evidence.status:
            _put(container, evidence, "META-INF/status.jws", evidence.status.encode("ascii"))
        if evidence.stamp:
            _put_stamp(container, evidence, evidence.stamp)
        _put(container, evidence, "META-INF/manifest.xml", _manifest(evidence))
        _put_body(container, evidence)


def write_package(evidences: Iterable[Evidence], target: BinaryIO) -> None:
    """Write a ZIP of containers, as handed out for one message id."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for evidence in evidences:
            with package.open(entry_info(evidence.name, evidence.recorded_at), "w", force_zip64=True) as entry:
                write_container(evidence, _Forward(entry))  # type: ignore[arg-type]


def entry_info(name: str, at: dt.datetime, *, stored: bool = True) -> zipfile.ZipInfo:
    """An entry without anything of this machine in it, its time in UTC."""
    when = at.astimezone(dt.UTC).timetuple()[:6]
    info = zipfile.ZipInfo(name, max(when, _EARLIEST))
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


class _Forward:
    """A stream that can only be written forwards, which makes the inner ZIP write its sizes behind each entry."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry

    def write(self, content: bytes) -> int:
        self._entry.write(content)
        return len(content)

    def flush(self) -> None:
        """Nothing is held back here."""


def _put(container: zipfile.ZipFile, evidence: Evidence, name: str, content: bytes, *, stored: bool = False) -> None:
    container.writestr(entry_info(name, evidence.recorded_at, stored=stored), content)


def _put_stamp(container: zipfile.ZipFile, evidence: Evidence, stamp: Stamp) -> None:
    result = merkle.result_file(stamp.top)
    _put(container, evidence, merkle.RESULT_FILE, result)
    _put(container, evidence, merkle.CHAIN_FILE, merkle.chain_file(evidence.signature, evidence.row_hash, stamp.siblings))
    _put(container, evidence, "META-INF/ASiCManifest.xml", _stamp_manifest(result))
    _put(container, evidence, _TIMESTAMP, stamp.token)


def _put_body(container: zipfile.ZipFile, evidence: Evidence) -> None:
    if evidence.body is not None:
        _put(container, evidence, "attachment1", evidence.body)
    elif evidence.body_file is not None:
        with evidence.body_file.open("rb") as body:
            with container.open(entry_info("attachment1", evidence.recorded_at, stored=False), "w", force_zip64=True) as entry:
                shutil.copyfileobj(body, entry, _COPY_BYTES)


def _manifest(evidence: Evidence) -> bytes:
    """The OpenDocument list of what is in the container."""
    files: list[Sequence[str]] = [("/", MIME_TYPE), ("message.xml", "text/xml")]
    if evidence.stamp:
        files += [(merkle.RESULT_FILE, "text/xml"), (merkle.CHAIN_FILE, "text/xml")]
    if evidence.has_body:
        files.append(("attachment1", "application/octet-stream"))
    entries = "".join(
        f"<manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type={quoteattr(kind)}/>" for name, kind in files
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.2">{entries}</manifest:manifest>\n'.encode()


def _stamp_manifest(result: bytes) -> bytes:
    """What the time stamp covers, as ASiC says it."""
    digest = base64.b64encode(merkle.sha512(result)).decode()
    return (
        f'{_HEAD}<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/2918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f'<asic:SigReference URI="{_TIMESTAMP}" MimeType="application/vnd.etsi.timestamp-token"/>'
        f'<asic:DataObjectReference URI="{merkle.RESULT_FILE}"><ds:DigestMethod Algorithm="{merkle.DIGEST_URI}"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>\n"
    ).encode()
