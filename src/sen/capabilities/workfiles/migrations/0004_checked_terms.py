"""Who compared a term of keeping with the official text, and when."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Add the name and the instant; terms checked before keep neither."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("workfiles", "0003_exports")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("retentionrule", "checked_by_name", models.CharField(blank=True, db_default="", default="", max_length=160)),
        migrations.AddField("retentionrule", "checked_at", models.DateTimeField(blank=True, null=True)),
    ]
