"""What an operator decides about evidence and monitoring: the part ``evidence`` of ``gateway.json``."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

INTERNAL = "internal"
INTERNAL_NAME = "internal time"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StampSource(_Part):
    """A time-stamping authority: where it answers and the certificates (PEM) it, or its issuer, is known by.

    The address ``internal`` is the internal authority inside the gateway.
    """

    name: str
    url: str
    certificates: tuple[str, ...] = ()
    timeout_seconds: float = Field(default=10.0, gt=0, le=60)


class StampPolicy(_Part):
    """Who stamps, in the order of asking, and what happens when nobody does for ``acceptable_failure_seconds``."""

    sources: tuple[StampSource, ...] = (StampSource(name=INTERNAL_NAME, url=INTERNAL),)
    without_stamp: Literal["block", "allow"] = "block"
    acceptable_failure_seconds: int = Field(default=14_400, ge=0)


class EvidenceSettings(_Part):
    """Terms of keeping, and who sees what of the monitoring.

    ``archive`` is a folder, seen from the home folder; messages leave the database ``keep_days`` after they were recorded,
    never before they are stamped and archived.  ``monitors`` are subsystems that see every record; ``monitor_credential``
    is the SHA-256 (hex) of the bearer credential with which the platform reads them, empty: nobody; ``monitor_evidence`` is what
    it may take out of the journal.
    """

    stamps: StampPolicy = StampPolicy()
    archive: str = "archive"
    archive_every_seconds: float = Field(default=21_600, gt=0)
    archive_bytes: int = Field(default=33_554_432, gt=0)
    keep_days: int = Field(default=30, ge=1)
    exchange_days: int = Field(default=7, ge=1)
    sample_size: int = Field(default=200, ge=1, le=10_000)
    user_ids: Literal["full", "masked", "hidden"] = "masked"
    monitors: tuple[str, ...] = ()
    monitor_credential: str = ""
    monitor_evidence: Literal["full", "without_body", "none"] = "without_body"
