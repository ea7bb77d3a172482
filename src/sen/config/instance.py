"""The folder of one running installation: its lock, its secrets, and what was already done to it."""

import datetime as dt
import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from sen.config.console import Stop

PROVINCES = ("dongthap-2025", "dongthap-2020")
# The day a shown province lives on; None keeps the real date.
SHOWN_DAYS = {"dongthap-2020": dt.date(2020, 11, 23), "dongthap-2025": None}


@dataclass
class Record:
    """What ``instance.json`` remembers."""

    province: str
    clock_shift_days: int
    created_on: str
    postgres_dir: str = ""
    postgres_user: str = ""
    postgres_source: str = ""
    prepared: str = ""
    empty: bool = False
    loaded: list[str] = field(default_factory=list)


class Instance:
    """One data folder.  Open it with ``claim`` to keep every other start away."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is created yet."""
        self.folder = folder
        self._lock: IO[str] | None = None

    @property
    def exists(self) -> bool:
        """Whether the folder was used before."""
        return (self.folder / "instance.json").exists()

    def claim(self) -> None:
        """Take the folder for this process; raises Stop when another one holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # Others may pass through (the database server's user must), but not look around.
        self.folder.chmod(0o711)
        self._lock = (self.folder / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            holder = self._lock.read().strip() or "unknown"
            self._lock.close()
            raise Stop(f"{self.folder} is already in use by process {holder}. Stop that one, or choose another --data.") from None
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()

    def release(self) -> None:
        """Give the folder back; the end of the process does the same."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def open(self, province: str | None, today: dt.date, *, empty: bool = False) -> Record:
        """The folder's record, begun for the province when it is new; raises Stop when it holds another province.

        An installation begun empty stays without the demonstration.
        """
        if self.exists:
            record = self.read()
            if province and province != record.province:
                raise Stop(f"{self.folder} holds {record.province}, not {province}. Choose another folder with --data.")
            return record
        chosen = province or PROVINCES[0]
        record = Record(chosen, shift_for(chosen, today), today.isoformat(), empty=empty)
        self.write(record)
        return record

    def read(self) -> Record:
        """The record as last written; raises Stop when it cannot be read."""
        try:
            return Record(**json.loads((self.folder / "instance.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            path = self.folder / "instance.json"
            raise Stop(f"{path} cannot be read ({error}). Restore it from a backup, or choose another --data.") from error

    def write(self, record: Record) -> None:
        """Replace the record in one step, so that a crash leaves the old or the new one."""
        fresh = self.folder / "instance.json.new"
        fresh.write_text(json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        fresh.replace(self.folder / "instance.json")

    def secret(self, name: str) -> str:
        """A random secret of this installation, made once and readable by its owner alone."""
        path = self.folder / f"{name}.secret"
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text(encoding="utf-8").strip()


def shift_for(province: str, today: dt.date) -> int:
    """Days the clock of a shown province stands from the real one: whole weeks, so that weekdays agree."""
    shown = SHOWN_DAYS[province]
    return 0 if shown is None else round((shown - today).days / 7) * 7
