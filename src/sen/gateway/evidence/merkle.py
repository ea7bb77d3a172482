"""The hash tree over a batch of messages, and its two files in a container.

A node's value is SHA-512 over the DER of the digests below it, as in the published hash-chain profile; a node without a
neighbour moves up unchanged.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

DIGEST_URI = "http://www.w3.org/2001/04/xmlenc#sha512"
RESULT_FILE = "ts-hashchainresult.xml"
CHAIN_FILE = "ts-hashchain.xml"
SIGNATURE_FILE = "META-INF/signature.jws"

_DIGEST_BYTES = 64
_METHOD = bytes((0x0C, len(DIGEST_URI))) + DIGEST_URI.encode() + b"\x30\x00"
_PART_HEAD = bytes((0x30, 2 + _DIGEST_BYTES + len(_METHOD), 0x04, _DIGEST_BYTES))
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = 'xmlns="http://www.w3.org/2000/09/xmldsig#" xmlns:hc="http://cyber.ee/hashchain"'


@dataclass(frozen=True)
class Sibling:
    """The digest beside a node on its way to the top."""

    digest: bytes
    is_left: bool


def sha512(content: bytes) -> bytes:
    """The one digest of the axis."""
    return hashlib.sha512(content).digest()


def step(digests: Sequence[bytes]) -> bytes:
    """The value of a node over 64-byte digests, in their order."""
    return sha512(step_bytes(digests))


def step_bytes(digests: Sequence[bytes]) -> bytes:
    """The DER that is hashed: SEQUENCE OF { OCTET STRING digest, UTF8String method, SEQUENCE {} }.  Raises ValueError."""
    if any(len(digest) != _DIGEST_BYTES for digest in digests):
        raise ValueError("a digest of the tree has 64 bytes")
    content = b"".join(_PART_HEAD + digest + _METHOD for digest in digests)
    return b"\x30" + _length(len(content)) + content


def leaf(signature: str, row_hash: bytes) -> bytes:
    """The leaf of a message: one step over the digest of its signature and the hash of its row in the journal."""
    return step((sha512(signature.encode("ascii")), row_hash))


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves up to the single top.  Raises ValueError without leaves."""
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    found = [list(leaves)]
    while len(found[-1]) > 1:
        below = found[-1]
        pairs = [below[index : index + 2] for index in range(0, len(below), 2)]
        found.append([step(pair) if len(pair) > 1 else pair[0] for pair in pairs])
    return found


def path(tree: Sequence[Sequence[bytes]], index: int) -> list[Sibling]:
    """What stands beside the leaf and the nodes above it, from the leaf upwards."""
    siblings = []
    for level in tree[:-1]:
        beside = index ^ 1
        if beside < len(level):
            siblings.append(Sibling(level[beside], is_left=beside < index))
        index //= 2
    return siblings


def result_file(top: bytes) -> bytes:
    """The file whose digest the time stamp covers."""
    return (
        f'{_HEAD}<hc:HashChainResult {_SPACES} URI="/{CHAIN_FILE}#STEP0"><DigestMethod Algorithm="{DIGEST_URI}"/>'
        f"<DigestValue>{_text(top)}</DigestValue></hc:HashChainResult>\n"
    ).encode()


def chain_file(signature: str, row_hash: bytes, siblings: Sequence[Sibling]) -> bytes:
    """The way from this message to the top: STEP0 is the top, the last step holds the signature and the hash of the row."""
    steps = []
    for number, sibling in enumerate(reversed(siblings)):
        below, beside = f'<hc:StepRef URI="/{CHAIN_FILE}#STEP{number + 1}"/>', _value(sibling.digest)
        steps.append((beside + below) if sibling.is_left else (below + beside))
    digest = sha512(signature.encode("ascii"))
    steps.append(f'<hc:DataRef URI="/{SIGNATURE_FILE}"><DigestValue>{_text(digest)}</DigestValue></hc:DataRef>{_value(row_hash)}')
    body = "".join(f'<hc:HashStep id="STEP{number}">{content}</hc:HashStep>' for number, content in enumerate(steps))
    return f'{_HEAD}<hc:HashChain {_SPACES}><hc:DefaultDigestMethod Algorithm="{DIGEST_URI}"/>{body}</hc:HashChain>\n'.encode()


def _value(digest: bytes) -> str:
    return f"<hc:HashValue><DigestValue>{_text(digest)}</DigestValue></hc:HashValue>"


def _text(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes((size,))
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets
