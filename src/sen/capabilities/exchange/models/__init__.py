"""What the control plane keeps."""

from sen.capabilities.exchange.models.agreements import Agreement
from sen.capabilities.exchange.models.certificates import Certificate, CertificateUse
from sen.capabilities.exchange.models.ledger import Difference, LedgerEntry, LedgerRecord
from sen.capabilities.exchange.models.members import ClientAccess, ClientCertificate, Group, Member, Server, Subsystem
from sen.capabilities.exchange.models.notices import (
    Delivery,
    DeliveryAttempt,
    DeliveryMode,
    Notice,
    NoticeSubscription,
    NoticeType,
    RegistryMark,
)
from sen.capabilities.exchange.models.rights import Allowance, Right, RightEvent
from sen.capabilities.exchange.models.services import CheckMode, Description, Endpoint, Service, ServiceKind
from sen.capabilities.exchange.models.snapshots import ConnectionTest, SealedSnapshot
from sen.capabilities.exchange.models.traffic import Traffic, TrafficFault, TrafficMark

__all__ = [
    "Agreement",
    "Allowance",
    "Certificate",
    "CertificateUse",
    "CheckMode",
    "ClientAccess",
    "ClientCertificate",
    "ConnectionTest",
    "Delivery",
    "DeliveryAttempt",
    "DeliveryMode",
    "Description",
    "Difference",
    "Endpoint",
    "Group",
    "LedgerEntry",
    "LedgerRecord",
    "Member",
    "Notice",
    "NoticeSubscription",
    "NoticeType",
    "RegistryMark",
    "Right",
    "RightEvent",
    "SealedSnapshot",
    "Server",
    "Service",
    "ServiceKind",
    "Subsystem",
    "Traffic",
    "TrafficFault",
    "TrafficMark",
]
