"""Mappings between two lists."""

import datetime as dt

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.registries.codelists.errors import MappingUnreadable
from sen.registries.codelists.models import CodeItem, CodeList, CodeMapping
from sen.registries.codelists.policies import access_list
from sen.registries.codelists.services.reading import read_table
from sen.registries.codelists.types import FEED

_COLUMNS = ("ma_nguon", "ma_dich")
_RELATIONS = frozenset(CodeMapping.Relation.values)


@transaction.atomic
def import_mappings(*, actor: Actor, source: str, target: str, content: bytes, basis: str, now: dt.datetime) -> int:
    """Replace the mapping between two lists by the rows of a file (ma_nguon, ma_dich, quan_he, chinh); returns how many.

    Every code must exist in its list, today or earlier; one wrong row refuses the whole file.
    Raises NotAllowed, CodeListNotFound, FileUnreadable, MappingUnreadable.
    """
    first, second = access_list(actor, source), access_list(actor, target)
    rows = _rows(first, second, content, clean(basis)[:300])
    CodeMapping.objects.filter(source=first, target=second).delete()
    CodeMapping.objects.bulk_create(rows, batch_size=1000)
    append_changes(registry=FEED, changes=[Change("mapping", f"{source}/{target}", Action.CHANGED)], now=now)
    detail = {"target": target, "rows": len(rows)}
    record_change(actor=actor, action="code_list.map", subject_type="code_list", subject_id=first.pk, now=now, detail=detail)
    return len(rows)


def _rows(source: CodeList, target: CodeList, content: bytes, basis: str) -> list[CodeMapping]:
    table = read_table(content)
    head = [cell.lower() for cell in next(table, [])]
    if not set(_COLUMNS) <= set(head):
        raise MappingUnreadable("file", problem="hàng đầu cần có cột ma_nguon và ma_dich")
    known = {one.pk: set(CodeItem.objects.filter(code_list=one).values_list("code", flat=True)) for one in (source, target)}
    found: dict[tuple[str, str], CodeMapping] = {}
    for number, cells in enumerate(table, start=2):
        row = dict(zip(head, cells, strict=False))
        pair = (row.get("ma_nguon", ""), row.get("ma_dich", ""))
        if not any(pair):
            continue
        if pair[0] not in known[source.pk] or pair[1] not in known[target.pk]:
            raise MappingUnreadable("file", problem=f"dòng {number}: mã {pair[0]} hoặc {pair[1]} không có trong danh mục")
        relation = row.get("quan_he", "") or CodeMapping.Relation.EXACT
        if relation not in _RELATIONS or pair in found:
            raise MappingUnreadable("file", problem=f"dòng {number}: quan hệ {relation} lạ, hoặc cặp mã đã có ở trên")
        found[pair] = CodeMapping(
            source=source,
            source_code=pair[0],
            target=target,
            target_code=pair[1],
            relation=relation,
            is_main=row.get("chinh", "1") != "0",
            basis=basis,
        )
    if not found:
        raise MappingUnreadable("file", problem="tệp không có dòng nào")
    return list(found.values())
