"""Packets, their parties, and the directory of outside agencies."""

from sen.capabilities.edocs.models.directory import DirectorySync, OutsideAgency
from sen.capabilities.edocs.models.packets import Packet, PacketParty

__all__ = ["DirectorySync", "OutsideAgency", "Packet", "PacketParty"]
