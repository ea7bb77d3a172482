"""The inbox is searched without accents."""

from typing import ClassVar

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """The extension that takes accents off."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("inbox", "0002_chosen_columns")]
    operations: ClassVar[list[Operation]] = [UnaccentExtension()]
