"""An nginx of the benchmark's own in front of a service, where the program is installed: the comparison for every other way."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sen.gateway.tests.pair import free_port, is_free, wait_for

_SETTINGS = """
pid {folder}/nginx.pid; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream service {{ server 127.0.0.1:{service}; keepalive 64; }}
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}
}}
"""


@contextlib.contextmanager
def nginx_before(folder: Path, service: int) -> Iterator[int]:
    """The port where an nginx hands everything on to the service's port (``proxy_pass``); 0 when none is installed."""
    # Debian keeps it where only root looks.
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        yield 0
        return
    port, settings, log = free_port(), folder / "nginx.conf", folder / "nginx.log"
    settings.write_text(_SETTINGS.format(folder=folder, service=service, port=port))
    process = subprocess.Popen([program, "-p", str(folder), "-e", str(log), "-c", str(settings), "-g", "daemon off;"])
    try:
        wait_for(lambda: not is_free(port), "nginx", seconds=10, log=lambda: log.read_text(errors="replace")[-2000:])
        yield port
    finally:
        process.terminate()
        process.wait(10)
