"""The database server of one installation: making its cluster, starting, watching and stopping it.

PostgreSQL refuses to run as root: started by root, it runs as an unprivileged user (``programs`` and ``placement`` see to it
that this user reaches programs and data).  The server listens on a private socket only.
"""

import hashlib
import os
import pwd
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from sen.config.console import Stop
from sen.config.programs import OLDEST, Programs, as_user

DATABASE = "sen"
_SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")
_START_SECONDS = 60
_SETTINGS = {
    "listen_addresses": "''",
    "port": "5432",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_compression": "on",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'UTC'",
    "lc_messages": "'C'",
    "logging_collector": "off",
    "log_min_duration_statement": "'2s'",
}
_FAST_AND_LOSSY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Server:
    """A server over one data directory; ``user`` is set when root starts it."""

    programs: Programs
    data: Path
    user: str = ""
    durable: bool = True
    sockets: Path = field(init=False)

    def __post_init__(self) -> None:
        """Choose where the socket lies."""
        self.sockets = _socket_folder(self.data)

    def environment(self) -> dict[str, str]:
        """What other processes need to connect."""
        return {"SEN_DB_HOST": str(self.sockets), "SEN_DB_PORT": "5432", "SEN_DB_USER": "sen", "SEN_DB_NAME": DATABASE}

    def start(self) -> None:
        """Make the cluster when there is none, start it, and make the database; a server left running on the data is taken over."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        _own_folder(self.sockets, self.user)
        if not self.alive():
            self._write_settings()
            self._forget_dead_server()
            self._launch()
        with psycopg.connect(host=str(self.sockets), port=5432, user="sen", dbname="postgres", autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def stop(self) -> None:
        """End the connections and stop the server; quiet when it is not running."""
        if self.alive():
            self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", str(_START_SECONDS), "stop")

    def alive(self) -> bool:
        """Whether the process named in the data directory's lock file lives and is this server."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        except (OSError, ValueError, IndexError):
            return False
        return _is_server(pid, self.data)

    def _initialise(self) -> None:
        common = ["-D", str(self.data), "-U", "sen", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--data-checksums"]
        common += [] if self.durable else ["--no-sync"]
        # Byte order of UTF-8 with Unicode letters; order for people comes from stored sort keys.
        modern = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        attempts = [modern] if self.programs.major >= 17 else [["--locale=C.UTF-8"], ["--locale=C"]]
        for number, locale in enumerate(attempts, 1):
            done = self._run("initdb", *common, *locale, check=number == len(attempts))
            if done.returncode == 0:
                break
        self._write("postgresql.conf", "\ninclude_if_exists = 'sen.conf'\n", append=True)

    def _write_settings(self) -> None:
        values = _SETTINGS | ({} if self.durable else _FAST_AND_LOSSY) | {"unix_socket_directories": f"'{self.sockets}'"}
        self._write("sen.conf", "".join(f"{name} = {value}\n" for name, value in values.items()))

    def _forget_dead_server(self) -> None:
        """Remove locks of a killed server: their process id may belong to another program by now."""
        for lock in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)

    def _launch(self) -> None:
        """Start, and try again while the last helpers of a killed server still hold its shared memory."""
        deadline = time.monotonic() + _START_SECONDS
        command = ["-D", str(self.data), "-l", str(self.data / "server.log"), "-w", "-t", str(_START_SECONDS), "start"]
        while self._run("pg_ctl", *command, check=False).returncode != 0:
            if time.monotonic() > deadline:
                raise Stop(f"PostgreSQL does not start: {self._last_words()}")
            time.sleep(1)

    def _last_words(self) -> str:
        log = self.data / "server.log"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
        faults = [line for line in lines[-40:] if "FATAL" in line or "PANIC" in line]
        return (faults or lines or ["it left no log"])[-1] + f" (whole log: {log})"

    def _write(self, name: str, text: str, *, append: bool = False) -> None:
        sign = ">>" if append else ">"
        script = f'umask 077; cat {sign} "$1"'
        subprocess.run(["/bin/sh", "-c", script, "sh", str(self.data / name)], input=text, text=True, check=True, **as_user(self.user))

    def _run(self, program: str, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        command = [str(self.programs.folder / program), *arguments]
        options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        if program == "pg_ctl":
            # The server inherits these; a pipe would keep this process waiting for its end.
            options |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        done = subprocess.run(command, text=True, check=False, start_new_session=True, **options, **as_user(self.user))
        if check and done.returncode != 0:
            raise Stop(f"{program} failed: {(done.stdout or self._last_words()).strip().splitlines()[-1]}")
        return done


def require_server(url: str) -> None:
    """Raise Stop with the reason unless the named server answers and is new enough."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        reason = (str(error).strip().splitlines() or ["no answer"])[-1].strip()
        raise Stop(f"the database named by SEN_DATABASE_URL cannot be used: {reason}") from None
    if version < OLDEST:
        raise Stop(f"the server named by SEN_DATABASE_URL is PostgreSQL {version}; {OLDEST} or newer is needed.")


def _socket_folder(data: Path) -> Path:
    """Beside the data when the path is short enough for a socket, otherwise a short name under the temporary folder."""
    beside = data.parent / "socket"
    if len(os.fsencode(beside)) <= _SOCKET_LIMIT:
        return beside
    short = "sen-" + hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    temporary = Path(tempfile.gettempdir()) / short
    return temporary if len(os.fsencode(temporary)) <= _SOCKET_LIMIT else Path("/tmp") / short  # noqa: S108 - ownership is checked


def _own_folder(folder: Path, user: str) -> None:
    """Make the folder private to the server's user; raises Stop when somebody else made it first."""
    owner = pwd.getpwnam(user).pw_uid if user else os.getuid()
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise Stop(f"{folder} belongs to another user. Remove it, or choose another folder with --data.")
    folder.chmod(0o700)


def _is_server(pid: int, data: Path) -> bool:
    """Whether the process lives, is PostgreSQL and stands in the data directory."""
    process = Path("/proc") / str(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    if not Path("/proc/self").exists():
        return True
    try:
        name, _, rest = (process / "stat").read_text(encoding="utf-8").partition(" (")[2].rpartition(") ")
        return name == "postgres" and not rest.startswith("Z") and (process / "cwd").resolve() == data.resolve()
    except OSError:
        return False
