"""Malware scanners, one folder each, and the choice among them."""

from functools import lru_cache
from pathlib import Path

from sen.foundation.files.adapters.clamav import ClamavScanner
from sen.foundation.files.adapters.none import NoScanner
from sen.foundation.files.types import Scanner


@lru_cache(maxsize=4)
def configured_scanner(choice: str, address: str) -> Scanner:
    """The scanner by its setting: ``clamav``, ``none``, or ``auto``: ClamAV when its socket is there when the process starts.

    Raises ValueError for another word.  Where scanning matters, say ``clamav``: then a stopped scanner leaves files waiting.
    """
    if choice == "auto":
        choice = "clamav" if address.startswith("/") and Path(address).is_socket() else "none"
    if choice == "clamav":
        return ClamavScanner(address)
    if choice == "none":
        return NoScanner()
    raise ValueError(f"unknown scanner {choice!r}: use clamav, none or auto")
