"""What happened to documents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentSent:
    """An outgoing document was issued, or got further recipients: deliveries wait, inside and outside the platform."""

    outgoing_id: int


@dataclass(frozen=True, slots=True)
class DeliveryBatchDue:
    """More deliveries of the document wait for agencies of the platform."""

    outgoing_id: int


@dataclass(frozen=True, slots=True)
class DocumentsArrived:
    """One batch of a document has arrived at agencies of the platform."""

    outgoing_id: int
    content_id: int
    incoming_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IncomingMoved:
    """An incoming document came into a state (``states.IncomingState``)."""

    incoming_id: int
    state: str


@dataclass(frozen=True, slots=True)
class DeliveryMoved:
    """A delivery came into a state (``states.DeliveryState``) by word of the recipient."""

    delivery_id: int
    outgoing_id: int
    state: str


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """The sender asked its recipients for a recall, an update or a replacement (``states.ChangeKind``)."""

    change_id: int
    outgoing_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class RecallAsked:
    """The sender asked every recipient to cancel the document."""

    outgoing_id: int


@dataclass(frozen=True, slots=True)
class ChangeAnswered:
    """A recipient agreed to a recall, an update or a replacement, or refused.

    ``incoming_id`` is the document at the recipient in this platform, 0 when the recipient is outside; ``outgoing_id`` is 0
    when the sender is outside.
    """

    answer_id: int
    outgoing_id: int
    incoming_id: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class RightChanged:
    """A right to see one document was given or withdrawn; ``record_kind`` is ``incoming`` or ``outgoing``."""

    grant_id: int
    record_kind: str
    record_id: int
    given: bool


@dataclass(frozen=True, slots=True)
class ContentStored:
    """A document's content and files were written for the first time."""

    content_id: int
