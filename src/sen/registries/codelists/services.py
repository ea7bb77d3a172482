"""The one way code lists are written: loading the lists the platform ships."""

import csv
from pathlib import Path

from django.db import transaction

from sen.kernel.loading import LoadReport
from sen.kernel.text import clean
from sen.registries.codelists.models import CodeItem, CodeList
from sen.registries.codelists.types import SOURCES, ListSource


@transaction.atomic
def load_codelists(*, folder: Path) -> LoadReport:
    """Write the shipped lists; items that differ are updated, a second run changes nothing."""
    report = LoadReport()
    for source in SOURCES:
        _load(source, folder, report)
    return report


def _load(source: ListSource, folder: Path, report: LoadReport) -> None:
    code_list, _ = CodeList.objects.update_or_create(key=source.key, defaults={"name": source.name, "source": source.source})
    known = {item.code: item for item in CodeItem.objects.filter(code_list=code_list)}
    fresh, changed = [], []
    for position, item in enumerate(_items(source, folder), start=1):
        item.code_list, item.position = code_list, position
        old = known.get(item.code)
        if old is None:
            fresh.append(item)
        elif (old.name, old.parent_code, old.position, old.extra) != (item.name, item.parent_code, item.position, item.extra):
            item.pk = old.pk
            changed.append(item)
        else:
            report.unchanged += 1
    CodeItem.objects.bulk_create(fresh, batch_size=1000)
    CodeItem.objects.bulk_update(changed, ["name", "parent_code", "position", "extra"], batch_size=1000)
    report.created += len(fresh)
    report.updated += len(changed)


def _items(source: ListSource, folder: Path) -> list[CodeItem]:
    column, wanted = source.only
    with (folder / source.file).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not column or row[column] == wanted]
    used = {source.code, source.label, source.parent, column}
    return [
        CodeItem(
            code=clean(row[source.code]) if source.code else str(number),
            name=clean(row[source.label]),
            parent_code=clean(row[source.parent]) if source.parent else "",
            extra={key: clean(value) for key, value in row.items() if key not in used and value},
        )
        for number, row in enumerate(rows, start=1)
    ]
