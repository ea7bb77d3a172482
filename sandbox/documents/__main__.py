"""``python -m sandbox.documents --port N [--system H20] [--agencies 120000]``: serve until stopped."""

from sandbox.documents.axis import sandbox
from sandbox.documents.directory import Directory
from sandbox.serving import credential_of, options, run


def main() -> None:
    """Serve until stopped."""
    parser = options("Plays the national document axis: packets, statuses, the directory of agencies, other provinces that answer.")
    parser.add_argument("--system", default="H20", help="code of the province whose packets come through here")
    parser.add_argument("--agencies", type=int, default=120_000, help="how many agencies the directory has")
    asked = parser.parse_args()
    server, _post = sandbox(Directory(asked.agencies, asked.system), asked.system, credential=credential_of(asked.credential_file))
    run(server, asked.host, asked.port)


if __name__ == "__main__":
    main()
