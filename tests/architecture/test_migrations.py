"""Migrations are named by hand, one line of them for each app, and can be taken back."""

import re

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

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
