"""An installation's folder, database and environment, opened for one command."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sen.config.console import Stop
from sen.config.instance import PROVINCES, Instance, Record
from sen.config.postgres import Server, require_server
from sen.config.programs import as_user, find_programs, place, reachable, server_user
from sen.kernel import clock

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "src"


def instance_folder(data: str | None, province: str | None) -> Path:
    """The folder named on the command line, the province's own, or the only one there is."""
    if data:
        return Path(data).resolve()
    if not province:
        used = [name for name in PROVINCES if (ROOT / "var" / name / "instance.json").exists()]
        province = used[0] if len(used) == 1 else PROVINCES[0]
    return ROOT / "var" / province


def open_server(instance: Instance, record: Record) -> Server | None:
    """The installation's database server, placed but not started; None when SEN_DATABASE_URL names another one."""
    if os.environ.get("SEN_DATABASE_URL"):
        require_server(os.environ["SEN_DATABASE_URL"])
        return None
    placement = place(instance.folder / "postgres", Path(record.postgres_dir) if record.postgres_dir else None)
    programs = find_programs(os.environ.get("SEN_POSTGRES", ""), placement.data)
    record.postgres_dir, record.postgres_user, record.postgres_source = str(placement.data), placement.user, programs.source
    instance.write(record)
    return Server(reachable(programs, placement.user), placement.data, placement.user)


def environment(instance: Instance, record: Record, server: Server | None) -> dict[str, str]:
    """What the processes of an installation find in their environment."""
    own = {
        "DJANGO_SETTINGS_MODULE": "sen.config.settings",
        "PYTHONPATH": str(SOURCE),
        "PYTHONUNBUFFERED": "1",
        "SEN_DATA_DIR": str(instance.folder),
        "SEN_PROVINCE": record.province,
        "SEN_CLOCK_SHIFT_DAYS": str(record.clock_shift_days),
        "SEN_SECRET_KEY": instance.secret("key"),
        "SEN_HASHED_STATIC": "1",
        "SEN_OUTBOX_OF_FILES": "1",
    }
    return {**os.environ, **own, **(server.environment() if server else {})}


@contextlib.contextmanager
def opened(data: str | None, province: str | None) -> Iterator[dict[str, str]]:
    """The environment of an installation whose database runs: the running one's, or started for this command alone."""
    instance = Instance(instance_folder(data, province))
    if not instance.exists:
        raise Stop(f"{instance.folder} holds no installation. Start one with `./sen run --data {instance.folder}`.")
    record = instance.read()
    server = open_server(instance, record)
    started = False
    if server and not server.alive():
        instance.claim()
        server.start()
        started = True
    try:
        yield environment(instance, record, server)
    finally:
        if server and started:
            server.stop()
        instance.release()


@contextlib.contextmanager
def measuring(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation kept for measuring: a durable database that stays between runs."""
    instance = Instance(folder)
    instance.claim()
    record = instance.open(None, clock.today())
    server = open_server(instance, record)
    try:
        if server:
            server.start()
        yield environment(instance, record, server) | {"SEN_HASHED_STATIC": "0", "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}"}
    finally:
        if server:
            server.stop()
        instance.release()


@contextlib.contextmanager
def temporary() -> Iterator[dict[str, str]]:
    """The environment of a throw-away database, gone afterwards: fast, and lost on a crash."""
    if os.environ.get("SEN_DB_HOST") or os.environ.get("SEN_DATABASE_URL"):
        with tempfile.TemporaryDirectory(prefix="sen-") as folder:
            yield _workshop(Path(folder)) | {"SEN_DB_NAME": os.environ.get("SEN_DB_NAME", "postgres")}
        return
    user = server_user() if os.getuid() == 0 else ""
    with tempfile.TemporaryDirectory(prefix="sen-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        data = home / "postgres"
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, as_user(user)["user"], -1)
        programs = reachable(find_programs(os.environ.get("SEN_POSTGRES", ""), data), user)
        server = Server(programs, data, user, durable=False)
        server.start()
        try:
            yield _workshop(home) | server.environment()
        finally:
            server.stop()


def connection_text(environment: dict[str, str]) -> str:
    """The database of the environment as programs outside Django want it."""
    if environment.get("SEN_DATABASE_URL"):
        return environment["SEN_DATABASE_URL"]
    return f"host={environment['SEN_DB_HOST']} port={environment['SEN_DB_PORT']} user=sen dbname={environment['SEN_DB_NAME']}"


def python(environment: dict[str, str], *arguments: str) -> int:
    """Run the environment's Python with the arguments; returns its exit code."""
    return subprocess.run([sys.executable, *arguments], env=environment, cwd=ROOT, check=False).returncode


def _workshop(home: Path) -> dict[str, str]:
    own = {
        "DJANGO_SETTINGS_MODULE": "sen.config.settings",
        "PYTHONPATH": str(SOURCE),
        "SEN_DATA_DIR": str(home / "data"),
        "SEN_SECRET_KEY": "workshop-only",
        "SEN_HASHED_STATIC": "0",
        "SEN_CLOCK_SHIFT_DAYS": "0",
    }
    return {**os.environ, **own}
