"""``python -m sen.gateway --home FOLDER``: run a server of the axis."""

import argparse
import logging
import sys
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server import Server

from sen.gateway.errors import HomeUnusable
from sen.gateway.serving.application import Application
from sen.gateway.trust.home import open_home, split_address

STOP_SECONDS = 20


def main() -> int:
    """Read the home folder, then serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m sen.gateway", description="Run a server of the exchange axis.")
    parser.add_argument("--home", type=Path, required=True, help="folder with gateway.json")
    folder = parser.parse_args().home.resolve()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        home = open_home(folder)
    except HomeUnusable as error:
        print(error, file=sys.stderr)  # noqa: T201 — the one word to whoever starts it
        return 2
    host, port = split_address(home.configuration.consumer)
    server = Server(
        "sen.gateway", host, port, interface=Interfaces.ASGI, workers=home.configuration.workers, loop=Loops.uvloop, http=HTTPModes.http1,
        websockets=False, respawn_failed_workers=True, respawn_interval=1, workers_kill_timeout=STOP_SECONDS, log_access=False,
        http1_settings=HTTP1Settings(header_read_timeout=15_000), backlog=1024, process_name=None,
    )  # fmt: skip
    server.serve(target_loader=partial(_load, folder))
    return 0


def _load(folder: Path, *_rest: Any) -> Application:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    return Application(folder)


if __name__ == "__main__":
    sys.exit(main())
