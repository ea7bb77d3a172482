"""Rows of businesses: read, compared with the register, written one by one, since they are thousands and not millions."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError
from sen.kernel.identifiers import normal_business_number
from sen.registries.parties.errors import BusinessNumberMalformed
from sen.registries.parties.models import Business, BusinessState, ImportKind, SourceKey
from sen.registries.parties.services.businesses import head_of, set_lines, shape_business
from sen.registries.parties.services.history import note_business_change
from sen.registries.parties.services.import_cells import CellWrong, Lists, amount_cell, date_cell, name_cell, text_cell
from sen.registries.parties.services.import_people import Applied
from sen.registries.parties.types import BUSINESS_KINDS

HEADS = {
    "ma_nguon": "key",
    "ma_so": "number",
    "ma_so_thue": "number",
    "ma_so_doanh_nghiep": "number",
    "ten": "name",
    "ten_doanh_nghiep": "name",
    "ten_nuoc_ngoai": "foreign_name",
    "ten_viet_tat": "short_name",
    "loai_hinh": "kind",
    "tinh_trang": "state",
    "ma_xa": "unit",
    "dia_chi": "address",
    "dien_thoai": "phone",
    "thu_dien_tu": "email",
    "von": "capital",
    "ngay_dang_ky": "registered_on",
    "nguoi_dai_dien": "representative_name",
    "so_dinh_danh_nguoi_dai_dien": "representative_number",
    "chuc_danh": "representative_title",
    "nganh_nghe": "lines",
}
NEEDED = ("number", "name", "kind")
_STATES = {str(state.label).lower(): state for state in BusinessState} | {str(state): state for state in BusinessState}


def read_business_row(cells: Mapping[str, str], lists: Lists) -> dict[str, Any]:
    """The values of a row, only those that are given.  Raises CellWrong."""
    state = cells.get("state", "").lower()
    if state and state not in _STATES:
        raise CellWrong("state", cells["state"], "không phải tình trạng hoạt động trong danh mục")
    values = {
        "number": text_cell(cells, "number", 20, needed=True),
        "name": text_cell(cells, "name", 300, needed=True),
        "foreign_name": text_cell(cells, "foreign_name", 300),
        "short_name": text_cell(cells, "short_name", 100),
        "kind": lists.code_cell(cells, "kind", BUSINESS_KINDS),
        "state": _STATES.get(state, ""),
        "unit_id": lists.unit_cell(cells, "unit"),
        "address": text_cell(cells, "address", 300),
        "phone": text_cell(cells, "phone", 20, is_phone=True),
        "email": text_cell(cells, "email", 254),
        "capital": amount_cell(cells, "capital"),
        "registered_on": date_cell(cells, "registered_on"),
        "representative_name": name_cell(cells, "representative_name"),
        "representative_number": text_cell(cells, "representative_number", 12),
        "representative_title": text_cell(cells, "representative_title", 80),
        "lines": [code for code in cells.get("lines", "").replace(",", ";").split(";") if code.strip()],
        "key": text_cell(cells, "key", 80),
    }
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def apply_businesses(
    rows: Sequence[tuple[int, Mapping[str, str]]], *, source: str, lists: Lists, is_trial: bool, actor: Actor, basis: str, now: dt.datetime
) -> Applied:
    """Compare the rows with the register and write what is new or differs; a trial writes nothing."""
    done = Applied()
    for line, cells in rows:
        try:
            with transaction.atomic():
                word = _apply(read_business_row(cells, lists), source, lists, actor, basis, now)
                if is_trial:
                    transaction.set_rollback(True)
        except CellWrong as wrong:
            done.problems.append((line, wrong.column, wrong.value, wrong.reason))
        except DomainError as error:
            done.problems.append((line, error.field, cells.get("number", ""), error.message))
        else:
            setattr(done, word, getattr(done, word) + 1)
    return done


def _apply(values: dict[str, Any], source: str, lists: Lists, actor: Actor, basis: str, now: dt.datetime) -> str:
    """Write one row; ``created``, ``updated`` or ``unchanged``."""
    digest = hashlib.md5(json.dumps(values, sort_keys=True, default=str).encode(), usedforsecurity=False).hexdigest()
    key, lines, state = values.pop("key", ""), values.pop("lines", None), values.pop("state", "")
    kept = SourceKey.objects.filter(kind=ImportKind.BUSINESSES, source=source, key=key).first() if key else None
    if kept is not None and kept.digest == digest:
        return "unchanged"
    number = normal_business_number(values.pop("number"))
    if not number:
        raise BusinessNumberMalformed("number")
    rows = Business.objects.select_for_update()
    business = rows.filter(pk=kept.record_id).first() if kept else rows.filter(number=number).first()
    is_new = business is None
    shaped = shape_business(values, number=number, is_known=lists.has)
    business = business or Business(number=number, parent_id=head_of(number))
    if state:
        shaped["state"] = state
    changed = {name: (getattr(business, name), value) for name, value in shaped.items() if getattr(business, name) != value}
    for name, (_old, new) in changed.items():
        setattr(business, name, new)
    if changed:
        business.save()
    _write_lines(business, lines, lists)
    if changed:
        told = {name: pair for name, pair in changed.items() if name not in ("name_folded", "representative_id")} if not is_new else {}
        note_business_change(actor=actor, business=business, kind="import", effective_on=lists.on, now=now, detail=told, basis=basis)
    if key:
        facts = {"record_id": business.pk, "digest": digest}
        SourceKey.objects.update_or_create(kind=ImportKind.BUSINESSES, source=source, key=key, defaults=facts)
    return "created" if is_new else "updated" if changed else "unchanged"


def _write_lines(business: Business, lines: list[str] | None, lists: Lists) -> None:
    if lines is not None and list(business.lines.order_by("-is_main", "code").values_list("code", flat=True)) != lines:
        set_lines(business, lines, is_known=lists.has)
