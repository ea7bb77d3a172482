"""Loading the lists and mappings the platform ships."""

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.loading import LoadReport
from sen.kernel.text import clean
from sen.registries.codelists.models import CodeItem, CodeList, CodeListVersion, CodeMapping
from sen.registries.codelists.types import FEED, MAPPINGS, SOURCES, ListSource, MappingSource

_SHIPPED = "Danh mục đi kèm hệ thống"


@transaction.atomic
def load_codelists(*, folder: Path, now: dt.datetime) -> LoadReport:
    """Write the shipped lists and mappings; what differs is updated, a second run changes nothing.

    A list of which a later version has been published belongs to its keepers and is left alone.
    """
    report = LoadReport()
    changes: list[Change] = []
    for source in SOURCES:
        _load(source, folder, report, changes, now)
    for mapping in MAPPINGS:
        _load_mapping(mapping, folder, report, changes)
    append_changes(registry=FEED, changes=changes, now=now)
    return report


def _load(source: ListSource, folder: Path, report: LoadReport, changes: list[Change], now: dt.datetime) -> None:
    facts = {"name": source.name, "source": source.source, "note": source.note}
    code_list, is_new = CodeList.objects.get_or_create(key=source.key, defaults=facts)
    if CodeListVersion.objects.filter(code_list=code_list, number__gt=1).exists():
        report.unchanged += CodeItem.objects.filter(code_list=code_list, valid_to=None).count()
        return
    if {name: getattr(code_list, name) for name in facts} != facts:
        CodeList.objects.filter(pk=code_list.pk).update(**facts)
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
    CodeListVersion.objects.get_or_create(
        code_list=code_list, number=1, defaults={"basis": source.source, "note": _SHIPPED, "added": len(fresh), "published_at": now}
    )
    changes += [Change("list", source.key, Action.CREATED if is_new else Action.CHANGED)] if is_new or fresh or changed else []
    changes += [Change("item", f"{source.key}/{item.code}", Action.CREATED) for item in fresh]
    changes += [Change("item", f"{source.key}/{item.code}", Action.CHANGED) for item in changed]


def _items(source: ListSource, folder: Path) -> list[CodeItem]:
    """The items of a file in its order; a code that comes twice counts once."""
    column, wanted = source.only
    with (folder / source.file).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not column or row[column] == wanted]
    used = {source.code, source.label, source.parent, column, *source.left_out}
    items: dict[str, CodeItem] = {}
    for number, row in enumerate(rows, start=1):
        code = clean(row[source.code]) if source.code else str(number)
        extra = {key: clean(value) for key, value in row.items() if key not in used and value}
        parent = clean(row[source.parent]) if source.parent else ""
        items.setdefault(code, CodeItem(code=code, name=clean(row[source.label]), parent_code=parent, extra=extra))
    return list(items.values())


def _load_mapping(source: MappingSource, folder: Path, report: LoadReport, changes: list[Change]) -> None:
    lists = CodeList.objects.in_bulk([source.source, source.target], field_name="key")
    first, second = lists[source.source], lists[source.target]
    known = set(CodeMapping.objects.filter(source=first, target=second).values_list("source_code", "target_code"))
    fresh: dict[tuple[str, str], CodeMapping] = {}
    with (folder / source.file).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pair = (clean(row[source.source_code]), clean(row[source.target_code]))
            split = bool(source.relation) and row[source.relation] == "split"
            relation = CodeMapping.Relation.PARTIAL if split else CodeMapping.Relation.BROADER
            main = not source.is_main or row[source.is_main] == "1"
            if pair not in known:
                fresh[pair] = CodeMapping(
                    source=first,
                    source_code=pair[0],
                    target=second,
                    target_code=pair[1],
                    relation=relation,
                    is_main=main,
                    basis=source.basis,
                )
    CodeMapping.objects.bulk_create(fresh.values(), batch_size=1000)
    report.created += len(fresh)
    report.unchanged += len(known)
    changes += [Change("mapping", f"{source.source}/{source.target}", Action.CHANGED)] if fresh else []
