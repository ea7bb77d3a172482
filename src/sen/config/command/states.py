"""``sen states``: the state tables as drawings in docs/states."""

import argparse
import importlib
from pathlib import Path

from sen.config.command.session import ROOT, SOURCE
from sen.config.console import say
from sen.kernel.states import StateTable

FOLDER = ROOT / "docs" / "states"


def states(options: argparse.Namespace) -> int:
    """Write the drawings, or with --check say whether they are current (exit code 1 when not)."""
    wanted = drawings()
    outdated = [name for name, text in wanted.items() if _current(FOLDER / name) != text]
    surplus = [path.name for path in FOLDER.glob("*.md") if path.name not in wanted]
    if options.check:
        for name in [*outdated, *surplus]:
            say(f"docs/states/{name} is not current; run `./sen states`")
        return 1 if outdated or surplus else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in surplus:
        (FOLDER / name).unlink()
    for name in outdated:
        (FOLDER / name).write_text(wanted[name], encoding="utf-8")
    say(f"{len(wanted)} drawings in docs/states, {len(outdated)} written")
    return 0


def drawings() -> dict[str, str]:
    """File name and text of every state table found in the apps."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.glob("sen/*/*/states.py")):
        module = importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        for table in vars(module).values():
            if isinstance(table, StateTable):
                found[f"{table.name.replace(' ', '-')}.md"] = _page(module.__doc__ or "", table)
    return found


def _page(about: str, table: "StateTable[object, object]") -> str:  # type: ignore[type-var]
    return f"# {table.name.capitalize()}\n\n{about.strip()}\n\n```mermaid\n{table.as_mermaid()}```\n"


def _current(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
