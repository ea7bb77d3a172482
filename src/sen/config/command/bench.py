"""``sen bench``: measure one of the marks."""

import argparse
from pathlib import Path

from sen.config.command.session import ROOT, measuring, python
from sen.config.console import Stop, say


def bench(options: argparse.Namespace) -> int:
    """Run the named benchmark; without a name, list them."""
    folder = ROOT / "benchmarks"
    names = sorted(path.stem.replace("_", "-") for path in folder.glob("*.py") if not path.stem.startswith("_"))
    if not options.name:
        for name in names:
            say(f"  {name}")
        return 0
    if options.name not in names:
        raise Stop(f"no such benchmark: {options.name}. There are: {', '.join(names) or 'none'}.")
    arguments = [*options.rest, *(["--json"] if options.json and "--json" not in options.rest else [])]
    with measuring(Path(options.data).resolve() if options.data else ROOT / "var" / "bench") as environment:
        return python(environment, "-m", f"benchmarks.{options.name.replace('-', '_')}", *arguments)
