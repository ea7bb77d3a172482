"""``sen test``: the checks, then the tests, on a throw-away database and a real browser."""

import os
import shutil
import subprocess
import sys

from sen.config.command import check
from sen.config.command.session import ROOT, python, temporary
from sen.config.console import say

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def test(arguments: list[str]) -> int:
    """Run checks and the whole suite; with pytest arguments, only the tests they choose.  The last line is pytest's own."""
    with temporary() as environment:
        environment = environment | {"SEN_CHROMIUM": find_browser(install=not arguments)}
        failed = False
        if not arguments:
            chosen = [each for each in check.checks() if each.name != "architecture"]
            failed = not all(outcome.passed for outcome in check.run_checks(chosen, environment))
            if failed:
                say("\nA check failed (see above); the tests run all the same.\n")
        spread = [] if any(word.startswith("-n") for word in arguments) else ["-n", "2", "--dist", "loadgroup"]
        sys.stdout.flush()
        code = python(environment, "-m", "pytest", *spread, *arguments)
    return code or int(failed)


def find_browser(*, install: bool) -> str:
    """The path of a Chromium, installed from the system's packages when root asks; empty, with one line said, when there is none."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), "")
    if not found and install and os.getuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the browser tests …")
        quiet = {"cwd": ROOT, "check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=environment, **quiet)  # type: ignore[call-overload]
        found = shutil.which("chromium") or ""
    if not found:
        say("No Chromium here: the browser tests are skipped. Install the package chromium to run them.")
    return found
