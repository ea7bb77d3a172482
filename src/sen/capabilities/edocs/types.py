"""Values of the exchange of documents: messages, what the axis lists, and the ports to the axis."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Protocol


class Business(IntEnum):
    """What a document packet is for.  Basis: QCVN 102:2016/BTTTT, element BussinessDocType."""

    NEW = 0
    RECALL = 1
    UPDATE = 2
    REPLACE = 3


class StatusCode(StrEnum):
    """What happened to a document elsewhere.  Basis: 28/2018/QĐ-TTg (states exchanged between systems)."""

    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    DOING = "05"
    DONE = "06"
    TAKE_BACK = "13"
    CHANGE_ACCEPTED = "15"
    CHANGE_REFUSED = "16"


class MessageType(StrEnum):
    """The two kinds of packets on the axis."""

    DOCUMENT = "edoc"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Organ:
    """An agency as it stands in a packet."""

    code: str
    name: str = ""
    in_charge: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """The person who may be asked about a packet."""

    department: str = ""
    name: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed the document, in which capacity (``KT. CHỦ TỊCH``)."""

    competence: str = ""
    position: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The document a packet answers or reports about; ``code`` is its whole number and sign."""

    organ_code: str
    code: str = ""
    issued_on: dt.date | None = None
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a document, with its bytes; ``unpacked`` when it came inside a ZIP."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/pdf"
    description: str = ""
    content_id: str = ""
    unpacked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Trace:
    """A system the packet went through, and when."""

    organ_code: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Receiver:
    """A line of the changed list of receivers: 1 for an agency that receives now, 0 for one that no longer does."""

    kind: int
    organ_code: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document that is replaced, and at which agencies."""

    document_id: str
    organ_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BusinessFacts:
    """What the packet is for; ``document_id`` is the document recalled or updated."""

    kind: Business = Business.NEW
    reason: str = ""
    document_id: str = ""
    content_changed: bool = False
    receivers_changed: bool = False
    receivers: tuple[Receiver, ...] = ()
    contact: Contact = Contact()
    paper: bool = False
    replacements: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentMessage:
    """A document as it travels.  ``variants`` names what the reader had to tolerate; it is no part of the message."""

    sender: Organ
    receivers: tuple[Organ, ...]
    number: str
    notation: str
    issued_on: dt.date
    document_id: str
    subject: str
    type_code: str = ""
    type_name: str = ""
    type_detail: str = ""
    place: str = ""
    content: str = ""
    signer: Signer = Signer()
    due_on: dt.date | None = None
    to_places: tuple[str, ...] = ()
    priority: int = 0
    sphere: str = ""
    typer: str = ""
    copies: int | None = None
    pages: int | None = None
    direction: bool | None = None
    appendixes: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    steering: int = 0
    traces: tuple[Trace, ...] = ()
    business: BusinessFacts = BusinessFacts()
    attachments: tuple[Attachment, ...] = ()
    signed: bool = field(default=False, compare=False)
    variants: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """What one agency tells another about a document it received, or asks back."""

    sender: Organ
    answered: Answered
    code: str
    at: dt.datetime
    description: str = ""
    contact: Contact = Contact()
    variants: tuple[str, ...] = field(default=(), compare=False)


Message = DocumentMessage | StatusMessage


@dataclass(frozen=True, slots=True)
class Offered:
    """A packet the axis has for us; ``axis_id`` is the axis's own id, not the document's."""

    axis_id: str
    kind: MessageType
    sender: str
    receiver: str
    created_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An agency of the national directory."""

    code: str
    name: str
    parent_code: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """Some agencies of the directory; ``more`` when another page follows."""

    agencies: Sequence[Listed]
    more: bool = False


@dataclass(frozen=True, slots=True)
class AxisCall:
    """One call to the document axis: path, parameters as headers, body, and the most bytes wanted back."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    most_bytes: int = 0
    timeout_seconds: float = 10.0


class DocumentAxis(Protocol):
    """The port to the national document axis; every call raises what the axis raises, and AxisRefused with its error code."""

    def offered(self, kind: MessageType) -> Sequence[Offered]:
        """The packets that wait for us, oldest first; a limited number."""
        ...

    def fetch(self, axis_id: str) -> bytes:
        """The packet as it was sent."""
        ...

    def send(self, kind: MessageType, sender: str, receivers: Sequence[str], packet: bytes) -> str:
        """Hand a packet over; returns the axis's id of it."""
        ...

    def confirm(self, axis_id: str, *, done: bool) -> None:
        """Tell the axis that the packet was taken, or could not be."""
        ...

    def agencies(self, page: int, since: dt.date | None) -> DirectoryPage:
        """A page of the directory, counted from 1; with ``since`` only what changed on the day or later."""
        ...
