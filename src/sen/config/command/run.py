"""``sen run``: from an empty folder to the first page, and back to quiet."""

import argparse
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from sen.config.command.axis import Axis, plan_axis
from sen.config.command.session import ROOT, SOURCE, environment, instance_folder, open_server
from sen.config.console import Stop, say
from sen.config.instance import PROVINCES, Instance, Record
from sen.config.loading import steps_for
from sen.config.postgres import Server
from sen.config.supervisor import Child, Stopped, Supervisor, end_leftovers, listen_for_stop, web_command, worker_command
from sen.kernel import clock

_PORT_SECONDS = 10.0
_DJANGO = (sys.executable, "-m", "django")


def run(options: argparse.Namespace) -> int:
    """Start the installation and stay until Ctrl-C or SIGTERM."""
    started = time.monotonic()
    listen_for_stop()
    instance = Instance(instance_folder(options.data, options.province))
    province = options.province or (None if instance.exists else PROVINCES[0])
    instance.claim()
    os.umask(0o077)
    # A process that was just killed may hold its port a moment longer.
    patience = _PORT_SECONDS if end_leftovers(instance.folder) else 0
    _require_free_port(options.host, options.port, patience)
    record = instance.open(province, clock.today(), empty=options.empty)
    axis = plan_axis(instance, record, options, patience)
    server = open_server(instance, record)
    try:
        if server:
            say(f"Database: PostgreSQL {server.programs.major} ({server.programs.source}), {server.data}")
            server.start()
        surroundings = environment(instance, record, server) | _hosts(options.host) | _site(options)
        surroundings |= axis.environment(surroundings)
        _prepare(instance, record, surroundings)
        _supervise(axis, options, server, surroundings, started)
    except Stopped:
        pass
    finally:
        if server:
            say("Stopping the database …")
            server.stop()
    say("Stopped. The same command starts again where this left off.")
    return 0


def _prepare(instance: Instance, record: Record, surroundings: dict[str, str]) -> None:
    """Bring tables, style sheets and data up to this version, in a process of its own; skipped when nothing changed."""
    fingerprint = _fingerprint()
    if record.prepared == fingerprint:
        return
    say(f"Preparing {record.province} in {instance.folder}")
    child = Child("preparation", [*_DJANGO, "prepare_instance"])
    child.launch(surroundings, ROOT)
    try:
        code = child.wait()
    finally:
        child.signal(signal.SIGTERM)
    if code != 0:
        raise Stop("the installation could not be prepared; the reason is above. What was finished is kept; start again to go on.")
    fresh = instance.read()
    fresh.prepared = fingerprint
    instance.write(fresh)


def _supervise(axis: Axis, options: argparse.Namespace, server: Server | None, surroundings: dict[str, str], started: float) -> None:
    instance = axis.instance

    def revive() -> None:
        if server and not server.alive():
            say("The database ended; starting it again")
            server.start()
        axis.look(supervisor)
        # The late steps take every processor there is: what people use in the first minute, the axis, comes before them.
        if axis.settled and not late.process and steps:
            say("Hồ sơ mẫu đang được nạp thêm; các trang đã dùng được.")
            late.launch(surroundings, ROOT)

    # Asked for while the web server starts, so that its answer is there when the first page is.
    logins = subprocess.Popen(
        [*_DJANGO, "demo_logins", "--json"], env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    late, record = Child("late", [*_DJANGO, "prepare_instance", "--late"]), instance.read()
    steps = steps_for(empty=record.empty, late=True, done=record.loaded)

    def announce() -> None:
        _announce(options, time.monotonic() - started, instance.folder, _rows(logins))
        axis.begin(surroundings)

    supervisor = Supervisor(
        folder=instance.folder,
        home=ROOT,
        environment=surroundings,
        children=[Child("web", web_command(options.host, options.port)), Child("worker", worker_command())],
        revive=revive,
        ready=lambda: _answers(options.port),
        on_ready=announce,
    )
    try:
        supervisor.run()
    finally:
        axis.stop()
        late.signal(signal.SIGTERM)
        logins.kill()


def _announce(options: argparse.Namespace, seconds: float, folder: Path, logins: list[dict[str, str]]) -> None:
    address = f"{_address(options)}/"
    lines = [f"Sẵn sàng: {address}  ({seconds:.0f} s)", f"  Cổng dịch vụ công   {address}", f"  Khu làm việc        {address}lam-viec/"]
    if logins:
        width = max(len(row.get("label", "")) for row in logins)
        lines += ["Tài khoản dùng thử (dữ liệu giả, không phải người thật):"]
        lines += [f"  {row.get('label', ''):<{width}}  {row.get('login', ''):<40} {row.get('password', '')}" for row in logins]
    if not os.environ.get("SEN_MAIL_HOST"):
        lines.append(f"Thư và tin nhắn gửi người nộp (không gửi ra ngoài): {folder / 'thu-gui-di'}, {folder / 'tin-nhan-thu'}")
    say("\n".join([*lines, f"Nhật ký: {folder / 'log'}", "Ctrl-C để dừng."]))


def _rows(asked: "subprocess.Popen[str]") -> list[dict[str, str]]:
    """The demonstration log-ins the command printed; none when there are none."""
    try:
        rows = json.loads(asked.communicate(timeout=30)[0].strip().splitlines()[-1])
    except (ValueError, IndexError, subprocess.TimeoutExpired):
        return []
    return rows if isinstance(rows, list) else []


def _answers(port: int) -> bool:
    """Whether the first page is answered with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _require_free_port(host: str, port: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while complaint := _port_complaint(host, port):
        if time.monotonic() >= deadline:
            raise Stop(f"{host}:{port} cannot be used ({complaint}). Choose another port with --port.")
        time.sleep(0.2)


def _port_complaint(host: str, port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def _hosts(host: str) -> dict[str, str]:
    """Names under which pages may be asked for: loopback, and for a public address this machine's own names."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host not in names:
        names += [host, socket.gethostname(), socket.getfqdn()] if host != "0.0.0.0" else ["*"]  # noqa: S104 - compared, not bound
    return {} if os.environ.get("SEN_ALLOWED_HOSTS") else {"SEN_ALLOWED_HOSTS": ",".join(names)}


def _site(options: argparse.Namespace) -> dict[str, str]:
    """The address printed on papers and in QR codes, unless the machine names a public one."""
    return {} if os.environ.get("SEN_SITE_URL") else {"SEN_SITE_URL": _address(options)}


def _address(options: argparse.Namespace) -> str:
    host = "127.0.0.1" if options.host == "0.0.0.0" else options.host  # noqa: S104 - compared, not bound
    return f"http://{host}:{options.port}"


def _fingerprint() -> str:
    """A hash over what preparing depends on: migrations, static files and translations; changes when one of them does."""
    digest = hashlib.sha256()
    for pattern in ("sen/**/migrations/*.py", "sen/**/static/**/*", "sen/config/loading.py"):
        for path in sorted(SOURCE.glob(pattern)):
            stat = path.stat()
            digest.update(f"{path.relative_to(SOURCE)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
