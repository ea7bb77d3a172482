"""Migrations are named by hand, one line of them for each app, and can be taken back."""

import re

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django_migration_linter import MigrationLinter

from tests.architecture.source import PACKAGE

loader = MigrationLoader(None)
OURS = {key: migration for key, migration in loader.disk_migrations.items() if migration.__module__.startswith("sen.")}


def test_migrations_have_names_that_say_what_they_do() -> None:
    wrong = [key for key in OURS if not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", key[1]) or "auto_" in key[1] or "merge" in key[1]]
    assert OURS
    assert not wrong


def test_each_app_has_one_last_migration() -> None:
    apps = {app for app, _ in OURS}
    assert {app: len(loader.graph.leaf_nodes(app)) for app in apps} == dict.fromkeys(apps, 1)


def test_a_step_that_runs_code_can_be_taken_back() -> None:
    wrong = [
        f"{key}: {operation.describe()}"
        for key, migration in OURS.items()
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]
    assert not wrong, wrong


@pytest.mark.django_db
def test_a_running_version_survives_the_next_migration() -> None:
    """Later migrations must not break the code that is still serving: no dropped column, no new column without a default."""
    linter = MigrationLinter(
        str(PACKAGE), include_apps=sorted({app for app, _ in OURS}), no_cache=True, no_output=True, ignore_initial_migrations=True
    )
    linter.lint_all_migrations()
    assert linter.nb_total >= len(OURS)
    assert linter.nb_erroneous == 0
