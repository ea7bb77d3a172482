"""``sen doctor``: what is installed, what is missing, and what each lack costs."""

import argparse
import importlib.metadata
import os
import platform
import shutil
import socket
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from sen.config import programs
from sen.config.command.session import ROOT, instance_folder
from sen.config.command.tests import _BROWSERS
from sen.config.console import result, say
from sen.config.instance import PROVINCES, Instance

_PACKAGES = ("tesseract-ocr", "tesseract-ocr-vie", "clamav-daemon")
_ENOUGH_MEMORY_GIB = 2
_ENOUGH_DISK_GIB = 3
_TOKEN_LIBRARIES = tuple(f"/usr/lib/{folder}softhsm/libsofthsm2.so" for folder in ("", "x86_64-linux-gnu/", "aarch64-linux-gnu/"))
_CLAMAV_SOCKETS = ("/run/clamav/clamd.ctl", "/var/run/clamav/clamd.ctl", "/tmp/clamd.socket")  # noqa: S108 - looked at, never written


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``lack`` says what its absence costs, empty when it is there."""

    name: str
    found: str
    lack: str = ""


def doctor(options: argparse.Namespace) -> int:
    """Print the findings, after installing what the system's packages offer when asked to.

    Returns 1 when something without which Sen cannot start is missing.
    """
    if options.install:
        _install()
    findings = [_python(), *_postgres(), _browser(), _scanner(), _recogniser(), _token(), _nginx(), _memory(), _disk(), *_installations()]
    for finding in findings:
        say(f"  {'–' if finding.lack else '✓'} {finding.name:<22} {finding.found or 'missing'}")
        if finding.lack:
            say(f"    {'':<22} {finding.lack}")
    usable = any(finding.name.startswith("PostgreSQL") and finding.found for finding in findings)
    if options.json:
        result({"ok": usable, "findings": [asdict(finding) for finding in findings]})
    return 0 if usable else 1


def _install() -> None:
    """Have Debian's packages for scans and malware installed; never part of a start, which must not wait for downloads."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        say(f"  Only root on Debian may install packages: apt-get install {' '.join(_PACKAGES)}")
        return
    say(f"  Installing {', '.join(_PACKAGES)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *_PACKAGES]):
        subprocess.run(["apt-get", *words], env=environment, check=False, stdout=subprocess.DEVNULL)


def _python() -> Finding:
    packages = sum(1 for _ in importlib.metadata.distributions())
    return Finding("Python", f"{platform.python_version()}, {packages} packages in .venv ({_size(ROOT / '.venv')})")


def _postgres() -> list[Finding]:
    if os.environ.get("SEN_DATABASE_URL"):
        return [Finding("PostgreSQL", "the server named by SEN_DATABASE_URL")]
    known = [*programs.installed(), *programs.embedded()]
    found = [Finding(f"PostgreSQL {each.source}", f"{each.major}, {each.folder}") for each in known]
    return found or [Finding("PostgreSQL", "", "Nothing starts without it. Install PostgreSQL 15 or newer.")]


def _browser() -> Finding:
    path = next((path for name in _BROWSERS if (path := shutil.which(name))), "")
    return Finding("Chromium", path, "" if path else "Browser tests are skipped. Install the package chromium.")


def _scanner() -> Finding:
    answered = next((path for path in _CLAMAV_SOCKETS if Path(path).exists() and _connects(path)), "")
    lack = "" if answered else "Uploads are marked “not scanned”. ./sen doctor --install adds clamav-daemon."
    return Finding("ClamAV", answered, lack)


def _token() -> Finding:
    named = os.environ.get("SEN_PKCS11_MODULE", "")
    found = next((path for path in (named, *_TOKEN_LIBRARIES) if path and Path(path).exists()), "")
    lack = "" if found else "Tests of signing tokens (PKCS#11) are skipped. Install the package softhsm2."
    return Finding("Signing token", found, lack)


def _recogniser() -> Finding:
    program = shutil.which("tesseract") or ""
    languages = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False).stdout if program else b""
    found = program if b"vie" in languages.split() else ""
    return Finding("Tesseract", found, "" if found else "Scans are not found by their text. ./sen doctor --install adds tesseract-ocr-vie.")


def _nginx() -> Finding:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
    lack = "" if found else "./sen bench axis measures without its comparison. Install the package nginx-light and stop its service."
    return Finding("nginx", found, lack)


def _memory() -> Finding:
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    lack = "" if gib >= _ENOUGH_MEMORY_GIB else "Less than 2 GiB: the first load may be slow."
    return Finding("Memory", f"{gib:.1f} GiB, {os.cpu_count()} cores", lack)


def _disk() -> Finding:
    gib = shutil.disk_usage(ROOT).free / 1024**3
    lack = "" if gib >= _ENOUGH_DISK_GIB else "Less than 3 GiB: an installation grows with its files."
    return Finding("Free disk", f"{gib:.1f} GiB", lack)


def _installations() -> list[Finding]:
    found = []
    for province in PROVINCES:
        instance = Instance(instance_folder(None, province))
        if instance.exists:
            record = instance.read()
            data = Path(record.postgres_dir) if record.postgres_dir else instance.folder / "postgres"
            size = _size(instance.folder) if data.is_relative_to(instance.folder) else f"{_size(instance.folder)} + {_size(data)}"
            found.append(Finding(f"Installation {province}", f"{instance.folder}, {size}, database in {data}"))
    lack = "The folder of this installation is gone. Remove its database to free the space."
    return found + [Finding("Left-over database", f"{folder}, {_size(folder)}", lack) for folder in programs.abandoned()]


def _connects(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except OSError:
            return False
    return True


def _size(folder: Path) -> str:
    total = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    return f"{total / 1024**2:.0f} MB"
