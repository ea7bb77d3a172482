"""The instant behind an item's date, so that what bears one date stands in the order it happened."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Add the instant; items put in before keep none and stand by when they were put in."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("workfiles", "0001_initial")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "workfileitem",
            "dated_at",
            models.DateTimeField(blank=True, help_text="The instant behind the date; orders what bears the same date.", null=True),
        ),
    ]
