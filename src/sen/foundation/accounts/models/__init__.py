"""Tables of accounts, by subject."""

from sen.foundation.accounts.models.factors import (
    FactorRule,
    RecoveryCode,
    SecurityKey,
    TotpFactor,
    TrustedDevice,
)
from sen.foundation.accounts.models.importing import ImportRow, OfficerImport
from sen.foundation.accounts.models.limiting import RateCount
from sen.foundation.accounts.models.mandates import Mandate
from sen.foundation.accounts.models.merging import CarriedPost, PostTransfer
from sen.foundation.accounts.models.people import (
    Account,
    AccountKind,
    AccountQuerySet,
    Appointment,
    Delegation,
    LiveSession,
    SignInFailure,
)
from sen.foundation.accounts.models.watching import KnownBrowser, SecurityNotice

__all__ = [
    "Account",
    "AccountKind",
    "AccountQuerySet",
    "Appointment",
    "CarriedPost",
    "Delegation",
    "FactorRule",
    "ImportRow",
    "KnownBrowser",
    "LiveSession",
    "Mandate",
    "OfficerImport",
    "PostTransfer",
    "RateCount",
    "RecoveryCode",
    "SecurityKey",
    "SecurityNotice",
    "SignInFailure",
    "TotpFactor",
    "TrustedDevice",
]
