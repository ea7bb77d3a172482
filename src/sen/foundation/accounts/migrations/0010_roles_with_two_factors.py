"""The first rules: roles that decide, control or administer sign in with two factors; the demonstration is invited only."""

import datetime as dt

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ROLES = ("leader", "control", "admin", "axis", "registry")


def add_rules(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One rule for each role."""
    rule = apps.get_model("accounts", "FactorRule")
    for role in ROLES:
        rule.objects.get_or_create(role=role, valid_from=dt.date(2026, 1, 1), defaults={"grace_days": 14, "spares_demo": True})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_post_transfers")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
