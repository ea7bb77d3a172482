"""What happened to packets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PacketDue:
    """A packet waits to be sent, fetched or confirmed."""

    packet_id: int


@dataclass(frozen=True, slots=True)
class PacketTaken:
    """A packet from outside was taken in."""

    packet_id: int


@dataclass(frozen=True, slots=True)
class DirectoryPageDue:
    """The next page of the directory waits to be fetched."""

    sync_id: int
    page: int
