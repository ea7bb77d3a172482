"""What happened to accounts, for apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitizenRegistered:
    """A citizen made an account; the register of people links it with the person."""

    account_id: int
    identity_number: str
    name: str
    born_on: str
    phone: str


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """An officer's account or positions changed: name, contact, position given, ended or moved, opened or closed."""

    account_id: int


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """An account was closed: whatever still lets its owner in ends now, and its open work goes to others."""

    account_id: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A signed-in browser was signed out, by its owner, by an administrator or by a new password."""

    account_id: int
    sid: str


@dataclass(frozen=True, slots=True)
class NoticeMade:
    """An account's owner should be told something; the letter is written by a job."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class ImportContinued:
    """The next rows of an import wait to be carried out."""

    batch_id: int
