"""``sen bench``: measure one of the marks."""

import argparse
import os
from pathlib import Path

from sen.config.command.session import ROOT, SOURCE, measuring, python
from sen.config.console import Stop, say

# These make installations of their own.
_WITHOUT_DATABASE = frozenset({"start"})


def bench(options: argparse.Namespace) -> int:
    """Run the named benchmark on an installation kept for measuring; without a name, list them."""
    folder = ROOT / "benchmarks"
    names = sorted(path.stem.replace("_", "-") for path in folder.glob("*.py") if not path.stem.startswith("_"))
    if not options.name:
        for name in names:
            say(f"  {name:<14} {_about(folder, name)}")
        return 0
    if options.name not in names:
        raise Stop(f"no such benchmark: {options.name}. There are: {', '.join(names) or 'none'}.")
    arguments = [*options.rest, *(["--json"] if options.json and "--json" not in options.rest else [])]
    module = f"benchmarks.{options.name.replace('-', '_')}"
    if options.name in _WITHOUT_DATABASE:
        return python({**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}"}, "-m", module, *arguments)
    with measuring(Path(options.data).resolve() if options.data else ROOT / "var" / "bench") as environment:
        return python(environment, "-m", module, *arguments)


def _about(folder: Path, name: str) -> str:
    """The first line of the benchmark's own words."""
    text = (folder / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
    return text.split("\n", 1)[0].strip('"')
