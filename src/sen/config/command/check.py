"""``sen check``: everything a change must pass before its tests."""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sen.config.command.session import ROOT, temporary
from sen.config.console import Stop, result, say

_PYTHON_FILES = ["src", "tests", "conftest.py", "sen"]
_AT_ONCE = 2


@dataclass(frozen=True)
class Check:
    """A named command that must end with 0."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    name: str
    passed: bool
    seconds: float
    output: str


def checks() -> list[Check]:
    """All checks, the slowest first so that two cores stay busy."""
    module = [sys.executable, "-m"]
    folders = [name for name in [*_PYTHON_FILES, "benchmarks", "tools"] if (ROOT / name).exists()]
    return [
        Check("types", [*module, "mypy"]),
        Check("architecture", [*module, "pytest", "tests/architecture", "-q", "--no-header", "-p", "no:cacheprovider"]),
        Check("contracts", [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]),
        Check("templates", [*module, "djlint", "src", "--lint", "--quiet"]),
        Check("migrations", [*module, "django", "makemigrations", "--check", "--dry-run"]),
        Check("translations", [*module, "sen.config.command", "translate", "--check"]),
        Check("states", [*module, "sen.config.command", "states", "--check"]),
        Check("lint", [*module, "ruff", "check", "--output-format", "concise", *folders]),
        Check("format", [*module, "ruff", "format", "--check", "--output-format", "concise", *folders]),
    ]


def check(options: argparse.Namespace) -> int:
    """Run the checks and print a table; returns 1 when one failed."""
    chosen = [each for each in checks() if not options.only or each.name in options.only]
    unknown = set(options.only) - {each.name for each in chosen}
    if unknown:
        raise Stop(f"no such check: {', '.join(sorted(unknown))}. There are: {', '.join(each.name for each in checks())}.")
    with temporary() as environment:
        outcomes = run_checks(chosen, environment)
    if options.json:
        rows = [{"name": each.name, "passed": each.passed, "seconds": round(each.seconds, 1)} for each in outcomes]
        result({"ok": all(each.passed for each in outcomes), "checks": rows})
    return 0 if all(each.passed for each in outcomes) else 1


def run_checks(chosen: list[Check], environment: dict[str, str]) -> list[Outcome]:
    """Run the checks two at a time, print what failed and then the table."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = list(pool.map(lambda each: _run(each, environment), chosen))
    for outcome in outcomes:
        if not outcome.passed:
            say(f"\n── {outcome.name} ──\n{outcome.output.strip()}")
    say("")
    for outcome in outcomes:
        say(f"  {'passed' if outcome.passed else 'FAILED'}  {outcome.name:<14} {outcome.seconds:6.1f} s")
    return outcomes


def _run(each: Check, environment: dict[str, str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(each.command, env=environment, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return Outcome(each.name, done.returncode == 0, time.monotonic() - started, done.stdout)
