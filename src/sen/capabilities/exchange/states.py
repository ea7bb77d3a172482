"""Life of a right to call a service, and of a service itself."""

from enum import StrEnum

from sen.kernel.states import StateTable


class RightState(StrEnum):
    """State of one right; only an active one reaches the gateways."""

    REQUESTED = "requested"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    ENDED = "ended"


class RightAction(StrEnum):
    """What can be done to a right."""

    APPROVE = "approve"
    REFUSE = "refuse"
    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"


class ServiceState(StrEnum):
    """State of a service; gateways refuse calls to any but an active one."""

    DRAFT = "draft"
    ACTIVE = "active"
    DISABLED = "disabled"


class ServiceAction(StrEnum):
    """What can be done to a service."""

    ACTIVATE = "activate"
    DISABLE = "disable"
    ENABLE = "enable"


class DescriptionState(StrEnum):
    """State of one uploaded description of a service."""

    UPLOADED = "uploaded"
    CURRENT = "current"
    REPLACED = "replaced"
    DISCARDED = "discarded"


RIGHT_STATES: StateTable[RightState, RightAction] = StateTable(
    "exchange right",
    {
        (RightState.REQUESTED, RightAction.APPROVE): RightState.APPROVED,
        (RightState.REQUESTED, RightAction.REFUSE): RightState.REFUSED,
        (RightState.APPROVED, RightAction.ACTIVATE): RightState.ACTIVE,
        (RightState.APPROVED, RightAction.REFUSE): RightState.REFUSED,
        (RightState.ACTIVE, RightAction.SUSPEND): RightState.SUSPENDED,
        (RightState.SUSPENDED, RightAction.RESUME): RightState.ACTIVE,
        (RightState.ACTIVE, RightAction.END): RightState.ENDED,
        (RightState.SUSPENDED, RightAction.END): RightState.ENDED,
    },
)

SERVICE_STATES: StateTable[ServiceState, ServiceAction] = StateTable(
    "exchange service",
    {
        (ServiceState.DRAFT, ServiceAction.ACTIVATE): ServiceState.ACTIVE,
        (ServiceState.ACTIVE, ServiceAction.DISABLE): ServiceState.DISABLED,
        (ServiceState.DISABLED, ServiceAction.ENABLE): ServiceState.ACTIVE,
    },
)

OPEN_RIGHTS = (RightState.REQUESTED, RightState.APPROVED, RightState.ACTIVE, RightState.SUSPENDED)


class LedgerState(StrEnum):
    """State of one synchronised record."""

    WAITING = "waiting"
    MATCHED = "matched"
    DIFFERENT = "different"
    FAILED = "failed"
    SETTLED = "settled"


class LedgerAction(StrEnum):
    """What can happen to a synchronised record."""

    QUEUE = "queue"
    AGREE = "agree"
    DIFFER = "differ"
    FAIL = "fail"
    GIVE_UP = "give_up"
    REPLAY = "replay"
    SETTLE = "settle"


class DeliveryState(StrEnum):
    """State of a notice on its way to a subscriber."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    STOPPED = "stopped"


class DeliveryAction(StrEnum):
    """What can happen to a notice on its way."""

    DELIVER = "deliver"
    FAIL = "fail"
    GIVE_UP = "give_up"
    REPLAY = "replay"
    STOP = "stop"


_SEEN = (LedgerState.MATCHED, LedgerState.DIFFERENT, LedgerState.FAILED, LedgerState.SETTLED)

LEDGER_STATES: StateTable[LedgerState, LedgerAction] = StateTable(
    "ledger record",
    {
        (LedgerState.WAITING, LedgerAction.QUEUE): LedgerState.WAITING,
        (LedgerState.WAITING, LedgerAction.AGREE): LedgerState.MATCHED,
        (LedgerState.WAITING, LedgerAction.DIFFER): LedgerState.DIFFERENT,
        (LedgerState.WAITING, LedgerAction.FAIL): LedgerState.WAITING,
        (LedgerState.WAITING, LedgerAction.GIVE_UP): LedgerState.FAILED,
        (LedgerState.WAITING, LedgerAction.REPLAY): LedgerState.WAITING,
        (LedgerState.WAITING, LedgerAction.SETTLE): LedgerState.SETTLED,
        **{(state, LedgerAction.QUEUE): LedgerState.WAITING for state in _SEEN},
        **{(state, LedgerAction.AGREE): LedgerState.MATCHED for state in _SEEN},
        **{(state, LedgerAction.DIFFER): LedgerState.DIFFERENT for state in _SEEN},
        **{(state, LedgerAction.GIVE_UP): LedgerState.FAILED for state in _SEEN},
        **{(state, LedgerAction.REPLAY): LedgerState.WAITING for state in _SEEN},
        (LedgerState.DIFFERENT, LedgerAction.SETTLE): LedgerState.SETTLED,
        (LedgerState.FAILED, LedgerAction.SETTLE): LedgerState.SETTLED,
    },
)

DELIVERY_STATES: StateTable[DeliveryState, DeliveryAction] = StateTable(
    "notice delivery",
    {
        (DeliveryState.WAITING, DeliveryAction.DELIVER): DeliveryState.DELIVERED,
        (DeliveryState.WAITING, DeliveryAction.FAIL): DeliveryState.WAITING,
        (DeliveryState.WAITING, DeliveryAction.GIVE_UP): DeliveryState.DEAD,
        (DeliveryState.WAITING, DeliveryAction.STOP): DeliveryState.STOPPED,
        (DeliveryState.DEAD, DeliveryAction.REPLAY): DeliveryState.WAITING,
        (DeliveryState.DEAD, DeliveryAction.STOP): DeliveryState.STOPPED,
    },
)

# A record that needs a person: it differs, or no further attempt comes by itself.
NEEDS_SOMEBODY = (LedgerState.DIFFERENT, LedgerState.FAILED)
