"""Use cases of the exchange, one module per topic.  The only place that writes."""

from sen.capabilities.exchange.services.asking import ask, carried_by, full_identifier
from sen.capabilities.exchange.services.ledger import RecordKey, Sight, Trouble, compare_record, record_exchange
from sen.capabilities.exchange.services.queueing import ask_later

__all__ = [
    "RecordKey",
    "Sight",
    "Trouble",
    "ask",
    "ask_later",
    "carried_by",
    "compare_record",
    "full_identifier",
    "record_exchange",
]
