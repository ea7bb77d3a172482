"""Every list that is there already has a first version, so that later ones count on from it."""

from typing import Any

from django.db import migrations


def add_first_versions(apps: Any, schema_editor: Any) -> None:
    code_list, version = apps.get_model("codelists", "CodeList"), apps.get_model("codelists", "CodeListVersion")
    for one in code_list.objects.filter(versions=None):
        version.objects.create(code_list=one, number=1, basis=one.source, note="Danh mục đi kèm hệ thống", added=one.items.count())


class Migration(migrations.Migration):

    dependencies = [
        ('codelists', '0002_versions_and_mappings'),
    ]

    operations = [
        migrations.RunPython(add_first_versions, migrations.RunPython.noop),
    ]
