"""Documents that are there already are found by the new search."""

from typing import Any

from django.db import migrations

from sen.kernel.text import fold


def fill_words(apps: Any, schema_editor: Any) -> None:
    document = apps.get_model("legislation", "LegalDocument")
    rows = list(document.objects.filter(words=""))
    for row in rows:
        row.words = fold(" ".join((row.number, row.title, row.issuer, row.kind)))
    document.objects.bulk_update(rows, ["words"], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('legislation', '0002_effect_and_relations'),
    ]

    operations = [
        migrations.RunPython(fill_words, migrations.RunPython.noop),
    ]
