"""Commands on an installation: Django's own, loading, and the check of chains and journals."""

import argparse
import json
from pathlib import Path

from sen.config.command.axis import GATEWAYS, journal
from sen.config.command.session import ROOT, connection_text, opened, python
from sen.config.console import Stop, say
from sen.config.instance import PROVINCES
from sen.config.loading import LOAD_STEPS


def manage(arguments: list[str]) -> int:
    """Run a management command on the installation's database."""
    parser = argparse.ArgumentParser(prog="sen manage", add_help=False)
    parser.add_argument("--data")
    parser.add_argument("--province", choices=PROVINCES)
    options, rest = parser.parse_known_args(arguments)
    with opened(options.data, options.province) as environment:
        return python(environment, "-m", "django", *rest)


def load(options: argparse.Namespace) -> int:
    """Run load steps again; without a name, list them."""
    commands = {step.command: step for step in LOAD_STEPS}
    if not options.names:
        for step in LOAD_STEPS:
            say(f"  {step.command.removeprefix('load_'):<16} {step.label}")
        return 0
    wanted = [name if name.startswith("load_") else f"load_{name}" for name in options.names]
    unknown = [name for name in wanted if name not in commands]
    if unknown:
        raise Stop(f"no such load step: {', '.join(unknown)}. `./sen load` lists them.")
    with opened(options.data, options.province) as environment:
        for name in wanted:
            code = python(environment, "-m", "django", name, "--province", environment["SEN_PROVINCE"])
            if code:
                return code
    return 0


def verify(options: argparse.Namespace) -> int:
    """Check every hash chain, issued documents on both sides, and the journals of the gateways, by scripts that share no code with Sen."""
    chains, documents, messages = (ROOT / "deploy" / f"verify_{what}.py" for what in ("chains", "documents", "messages"))
    for script in (chains, documents, messages):
        if not script.exists():
            raise Stop(f"{script.relative_to(ROOT)} is missing.")
    with opened(options.data, options.province) as environment:
        broken = []
        for name, server, _place in GATEWAYS:
            if (Path(environment["SEN_DATA_DIR"]) / "gateways" / name / "gateway.json").exists():
                say(f"Journal of {server}:")
                if python(environment, str(messages), "journal", "--database", journal(environment, f"sen_gateway_{name}")):
                    broken.append(server)
        database, spoken = connection_text(environment), ["--json"] if options.json else []
        files = str(Path(environment["SEN_DATA_DIR"]) / "files")
        if python(environment, str(documents), "--database", database, "--files", files):
            broken.append("documents")
        code = python(environment, str(chains), "--database", database, *spoken)
    if broken and options.json:
        say(json.dumps({"ok": False, "error": f"what does not hold or could not be checked: {', '.join(broken)}"}))
    return code or (1 if broken else 0)
