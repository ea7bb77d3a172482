"""Everything between an empty database and the first page: tables, role, style sheets, data."""

import io
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sen.config.console import Progress, Stop
from sen.config.instance import Instance
from sen.config.loading import LoadStep, steps_for


class Command(BaseCommand):
    """Run by ``./sen run`` in a process of its own: once before the web server starts, once beside it for the late steps."""

    help = "Migrate, grant, collect static files and load data; finished load steps are remembered in the instance folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which half to do."""
        parser.add_argument("--late", action="store_true", help="only the load steps that run while pages are served")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing; a failed load step stops here and is tried again at the next start."""
        instance = Instance(settings.DATA_DIR)
        record = instance.read()
        known = get_commands()
        late = options["late"]
        steps = [step for step in steps_for(empty=record.empty, late=late, done=record.loaded) if step.command in known]
        chores = [] if late else [("tables", "migrate"), ("rights", "prepare_database"), ("style sheets and scripts", "collectstatic")]
        with Progress(len(chores) + len(steps)) as progress:
            for name, command in chores:
                progress.step(name)
                _quietly(command)
                progress.finished()
            for step in steps:
                progress.step(step.label)
                report = _load(step, record.province)
                record.loaded.append(step.command)
                instance.write(record)
                _keep_report(settings.DATA_DIR, step, report)
                progress.finished(_summary(report))


def _quietly(command: str, **options: Any) -> str:
    answers = {"migrate": {"interactive": False}, "collectstatic": {"interactive": False, "clear": True}}
    output = io.StringIO()
    call_command(command, stdout=output, verbosity=0, **answers.get(command, {}), **options)
    return output.getvalue()


def _load(step: LoadStep, province: str) -> dict[str, Any]:
    try:
        lines = _quietly(step.command, province=province).strip().splitlines()
    except (CommandError, Stop) as error:
        raise CommandError(f"loading {step.label} failed: {error}") from error
    try:
        report = json.loads(lines[-1]) if lines else {}
    except ValueError:
        report = {}
    return report if isinstance(report, dict) else {"rows": report}


def _keep_report(folder: Path, step: LoadStep, report: dict[str, Any]) -> None:
    (folder / "reports").mkdir(exist_ok=True)
    (folder / "reports" / f"{step.command}.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _summary(report: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in report.items() if isinstance(value, int))[:100]
