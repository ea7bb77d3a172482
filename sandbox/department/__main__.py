"""``python -m sandbox.department --port N --issuer URL --client-id … --client-secret-file … --gateway URL``."""

import argparse
from pathlib import Path

from aiohttp import web

from sandbox.department.axis import Gateway
from sandbox.department.relying import RelyingParty
from sandbox.department.system import DepartmentSystem


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Plays a department's system that uses the province's accounts and the axis.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--issuer", required=True, help="the province's OpenID provider")
    parser.add_argument("--client-id", default="phan-mem-so-nong-nghiep")
    parser.add_argument("--client-secret-file", required=True)
    parser.add_argument("--gateway", default="", help="the consumer's face of the department's own gateway")
    parser.add_argument("--client", default="VN-DT/GOV/SO/PHANMEM", help="the subsystem it speaks as on the axis")
    parser.add_argument("--service", default="VN-DT/GOV/H20/CSDL/dan-cu", help="the service that knows people")
    parser.add_argument("--own-url", default="", help="its own address as browsers see it")
    asked = parser.parse_args()
    own = asked.own_url.rstrip("/") or f"http://{asked.host}:{asked.port}"
    # The secret is read at each use: the platform may give a new one while this program runs.
    secret_file = Path(asked.client_secret_file)
    party = RelyingParty(
        asked.issuer.rstrip("/"), asked.client_id, lambda: secret_file.read_text(encoding="utf-8").strip(), f"{own}/ve", f"{own}/da-thoat"
    )
    gateway = Gateway(asked.gateway.rstrip("/"), asked.client, asked.service)
    web.run_app(DepartmentSystem(party, gateway).application(), host=asked.host, port=asked.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
