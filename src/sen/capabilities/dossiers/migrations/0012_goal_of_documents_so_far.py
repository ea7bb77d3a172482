"""The goal the figures of documents were judged by until it had a date."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_SINCE = dt.date(2018, 6, 21)


def keep(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write it down; no document that sets it is known, so its basis stays empty until somebody names one."""
    goals = apps.get_model("dossiers", "InTimeGoal").objects
    goals.get_or_create(kind="documents", valid_from=_SINCE, defaults={"percent": Decimal(95)})


class Migration(migrations.Migration):
    """Data only."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("dossiers", "0011_goals_by_kind")]
    operations: ClassVar[list[Operation]] = [migrations.RunPython(keep, migrations.RunPython.noop)]
