"""Reads the command line and calls the right subcommand; an expected failure ends in one clear line."""

import argparse
import sys

from sen.config.command import bench, check, doctor, manage, run, states, tests, translate
from sen.config.console import Stop, result, say
from sen.config.instance import PROVINCES
from sen.config.supervisor import Stopped

_PASS_ON = {"manage": manage.manage, "test": tests.test}


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    try:
        if arguments and arguments[0] in _PASS_ON:
            return _PASS_ON[arguments[0]](arguments[1:])
        options = _parser().parse_args(arguments)
        return int(options.call(options) or 0)
    except Stop as stop:
        say(f"sen: {stop}")
        if "--json" in arguments:
            result({"ok": False, "error": str(stop)})
        return 1
    except (KeyboardInterrupt, Stopped):
        say("sen: stopped")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sen", description="Sen, the digital-government platform of a province.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_instance_commands(commands)
    _add_workshop_commands(commands)
    return parser


def _add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    start = commands.add_parser("run", help="start everything; the first start also fills the database")
    start.add_argument("--port", type=int, default=8000)
    start.add_argument("--host", default="127.0.0.1", help="address to listen on (0.0.0.0 for every one)")
    start.add_argument("--data", help="folder of this installation (default: var/PROVINCE)")
    start.add_argument("--province", choices=PROVINCES, help=f"which province to show (default: {PROVINCES[0]})")
    start.add_argument("--empty", action="store_true", help="reference data only, no demonstration people or dossiers")
    start.set_defaults(call=run.run)


def _add_instance_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("manage", help="Django's management commands on the installation: sen manage [--data DIR] COMMAND …")
    load = commands.add_parser("load", help="run load steps again")
    load.add_argument("names", nargs="*", metavar="NAME", help="such as procedures or load_procedures; none lists them")
    load.set_defaults(call=manage.load)
    verify = commands.add_parser(
        "verify", help="check hash chains, issued documents with their files and packets, and the journals of the gateways"
    )
    verify.set_defaults(call=manage.verify)
    for each in (load, verify):
        each.add_argument("--data", help="folder of the installation")
        each.add_argument("--province", choices=PROVINCES)
        each.add_argument("--json", action="store_true", help="end with one JSON object")


def _add_workshop_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("test", help="check everything, then run the tests: sen test [PYTEST ARGUMENTS]")
    checks = commands.add_parser("check", help="format, lint, types, contracts, budgets, migrations, drawings, translations")
    checks.add_argument("only", nargs="*", metavar="NAME", help="run only these checks")
    checks.set_defaults(call=check.check)
    marks = commands.add_parser("bench", help="measure one of the marks")
    marks.add_argument("name", nargs="?", help="none lists them")
    marks.add_argument("--data", help="folder of the measured installation (default: var/bench)")
    marks.add_argument("rest", nargs=argparse.REMAINDER, help="arguments of the benchmark")
    marks.set_defaults(call=bench.bench)
    look = commands.add_parser("doctor", help="what is installed, what is missing, what it costs")
    look.add_argument("--install", action="store_true", help="first install the Debian packages for scans and malware (root)")
    look.set_defaults(call=doctor.doctor)
    for each in (checks, marks, look):
        each.add_argument("--json", action="store_true", help="end with one JSON object")
    drawings = commands.add_parser("states", help="draw every state table into docs/states")
    drawings.add_argument("--check", action="store_true", help="only say whether the drawings are current")
    drawings.set_defaults(call=states.states)
    words = commands.add_parser("translate", help="collect texts into the catalogue and compile it")
    words.add_argument("--check", action="store_true", help="only say whether every text has an English translation")
    words.set_defaults(call=translate.translate)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
