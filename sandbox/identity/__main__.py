"""``python -m sandbox.identity --port N [--issuer URL] [--client-id … --client-secret-file …] [--people FILE]``."""

import argparse
import json
from pathlib import Path

from aiohttp import web

from sandbox.identity.people import PEOPLE, Person
from sandbox.identity.provider import Provider


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Plays the national identity provider.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--issuer", default="", help="its own address as others see it")
    parser.add_argument("--client-id", default="sen-dong-thap")
    parser.add_argument("--client-secret-file", default="", help="a file with the secret of the one client it knows")
    parser.add_argument("--people", default="", help="a JSON list of {number, name, birthdate, level}")
    asked = parser.parse_args()
    people = PEOPLE
    if asked.people:
        people = tuple(Person(**row) for row in json.loads(Path(asked.people).read_text(encoding="utf-8")))
    issuer = asked.issuer.rstrip("/") or f"http://{asked.host}:{asked.port}"
    secret = Path(asked.client_secret_file).read_text(encoding="utf-8").strip() if asked.client_secret_file else "sandbox-only"
    provider = Provider(issuer, asked.client_id, secret, people)
    web.run_app(provider.application(), host=asked.host, port=asked.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
