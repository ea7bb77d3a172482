"""What the exchange tells other apps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordDue:
    """A ledger record waits for its next attempt."""

    record_id: int


@dataclass(frozen=True, slots=True)
class AnswerArrived:
    """A question that was queued has its answer; ``selectors.ledger.get_answer(record_id)`` has it."""

    record_id: int
    system: str
    kind: str
    record_key: str
    dossier_code: str


@dataclass(frozen=True, slots=True)
class DeliveryDue:
    """A notice waits for its next attempt at one subscriber."""

    delivery_id: int
