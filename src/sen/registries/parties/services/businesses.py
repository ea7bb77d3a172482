"""Keeping the record of a business: first entry, changes of its registration, its state."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sen.kernel.actor import Actor
from sen.kernel.clock import local
from sen.kernel.identifiers import is_citizen_number, normal_business_number, normal_phone
from sen.kernel.text import clean, fold
from sen.registries.parties.errors import (
    BasisMissing,
    BusinessNameMissing,
    BusinessNotFound,
    BusinessNumberMalformed,
    BusinessNumberTaken,
    DateContradicts,
    HeadOfBranchMissing,
    NothingChanges,
    UnknownCode,
    UnknownField,
)
from sen.registries.parties.models import Business, BusinessLine, BusinessState
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.selectors import answering_person
from sen.registries.parties.services.history import note_business_change
from sen.registries.parties.services.writing import CodeCheck, known_code
from sen.registries.parties.types import BUSINESS_KINDS, BUSINESS_LINES

HOUSEHOLD_BUSINESS = "HKD"
_TEXTS = ("name", "foreign_name", "short_name", "kind", "address", "website", "email", "representative_name", "representative_title")
_OTHERS = ("phone", "unit_id", "capital", "registered_on", "representative_number")
CHANGEABLE = frozenset((*_TEXTS, *_OTHERS))
_NUMBER_OF_HEAD = 10


@transaction.atomic
def register_business(
    *, actor: Actor, number: str, values: Mapping[str, Any], lines: Sequence[str] = (), basis: str, effective_on: dt.date, now: dt.datetime
) -> int:
    """Enter a business; the first line is the main one.  A branch needs its head business.  Returns the id.

    Raises RegistryNotAllowed, BasisMissing, BusinessNumberMalformed, BusinessNumberTaken, BusinessNameMissing,
    HeadOfBranchMissing, UnknownCode, UnknownField.  Basis: 59/2020/QH14, Articles 28 to 30; 168/2025/NĐ-CP.
    """
    access_keeping(actor)
    _need_basis(basis)
    shaped = shape_business({"name": "", "kind": "", **values}, number=number)
    if Business.objects.filter(number=shaped["number"]).exists():
        raise BusinessNumberTaken("number")
    business = Business(**shaped)
    business.registered_on = business.registered_on or effective_on
    business.parent_id = head_of(business.number)
    business.save()
    set_lines(business, lines)
    note_business_change(actor=actor, business=business, kind="create", effective_on=effective_on, now=now, basis=clean(basis))
    return business.pk


@transaction.atomic
def change_business(
    *,
    actor: Actor,
    business_id: int,
    values: Mapping[str, Any],
    lines: Sequence[str] | None = None,
    basis: str,
    effective_on: dt.date,
    now: dt.datetime,
) -> int:
    """Change the fields given, and the lines when they are given; the old values stay in the history with their unit.

    Returns the change number.  Raises what register_business raises, BusinessNotFound, NothingChanges.
    """
    access_keeping(actor)
    _need_basis(basis)
    business = _lock(business_id)
    shaped = shape_business(values)
    changed: dict[str, tuple[Any, Any]] = {n: (getattr(business, n), v) for n, v in shaped.items() if getattr(business, n) != v}
    if lines is not None:
        old = list(business.lines.order_by("-is_main", "code").values_list("code", flat=True))
        if set(old) != set(lines) or old[:1] != list(lines)[:1]:
            changed["lines"] = (old, list(lines))
            set_lines(business, lines)
    if not changed:
        raise NothingChanges
    for name, (_old, new) in changed.items():
        if name != "lines":
            setattr(business, name, new)
    business.changed_on, business.change_count = effective_on, business.change_count + 1
    business.save()
    told = {name: pair for name, pair in changed.items() if name not in ("name_folded", "representative_id")}
    return note_business_change(
        actor=actor, business=business, kind="correct", effective_on=effective_on, now=now, detail=told, basis=clean(basis)
    )


@transaction.atomic
def change_business_state(
    *, actor: Actor, business_id: int, state: BusinessState, basis: str, effective_on: dt.date, now: dt.datetime
) -> int:
    """Give the business another state from a day on; one that has ceased to exist stays so.  Returns the change number.

    Raises RegistryNotAllowed, BasisMissing, BusinessNotFound, NothingChanges, DateContradicts.
    """
    access_keeping(actor)
    _need_basis(basis)
    business = _lock(business_id)
    if business.state in (state, BusinessState.CLOSED):
        raise NothingChanges
    if effective_on > local(now).date() or (business.registered_on and effective_on < business.registered_on):
        raise DateContradicts("effective_on")
    detail = {"state": (business.state, str(state))}
    business.state, business.changed_on = state, effective_on
    business.closed_on = effective_on if state == BusinessState.CLOSED else None
    business.save(update_fields=["state", "changed_on", "closed_on"])
    return note_business_change(
        actor=actor, business=business, kind="state", effective_on=effective_on, now=now, detail=detail, basis=clean(basis)
    )


def shape_business(values: Mapping[str, Any], *, number: str | None = None, is_known: CodeCheck = known_code) -> dict[str, Any]:
    """The values as they are kept; with the number for a new business.  A representative the register knows is linked.

    Raises UnknownField, BusinessNumberMalformed, BusinessNameMissing, UnknownCode.
    """
    if strange := [name for name in values if name not in CHANGEABLE]:
        raise UnknownField(name=strange[0])
    shaped = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    if number is not None:
        shaped["number"] = _checked_number(number, str(shaped.get("kind", "")))
    if "name" in shaped:
        if not shaped["name"]:
            raise BusinessNameMissing("name")
        shaped["name_folded"] = fold(shaped["name"])
    if "kind" in shaped and not is_known(BUSINESS_KINDS, shaped["kind"]):
        raise UnknownCode("kind", code=shaped["kind"], list="Loại hình doanh nghiệp")
    if "phone" in shaped:
        shaped["phone"] = normal_phone(shaped["phone"])
    _find_representative(shaped)
    return shaped


def _checked_number(number: str, kind: str) -> str:
    """The number as it is kept; a personal number only for a business household."""
    normal = normal_business_number(number)
    if not normal or (is_citizen_number(normal) and kind != HOUSEHOLD_BUSINESS):
        raise BusinessNumberMalformed("number")
    return normal


def _find_representative(shaped: dict[str, Any]) -> None:
    """Link the representative when the register knows the number."""
    if "representative_number" in shaped:
        person = answering_person(shaped["representative_number"]) if shaped["representative_number"] else None
        shaped["representative_id"] = person.pk if person else None
        if person and not shaped.get("representative_name"):
            shaped["representative_name"] = person.name


def set_lines(business: Business, codes: Sequence[str], *, is_known: CodeCheck = known_code) -> None:
    """Replace the lines of the business; the first is the main one.  Raises UnknownCode."""
    wanted = list(dict.fromkeys(clean(code) for code in codes if clean(code)))
    for code in wanted:
        if not is_known(BUSINESS_LINES, code):
            raise UnknownCode("lines", code=code, list="Ngành kinh tế")
    BusinessLine.objects.filter(business=business).delete()
    rows = [BusinessLine(business=business, code=code, is_main=place == 0) for place, code in enumerate(wanted)]
    BusinessLine.objects.bulk_create(rows)


def head_of(number: str) -> int | None:
    """The id of the business a branch belongs to; None for a business of its own.  Raises HeadOfBranchMissing."""
    if "-" not in number:
        return None
    head = Business.objects.filter(number=number[:_NUMBER_OF_HEAD]).values_list("pk", flat=True).first()
    if head is None:
        raise HeadOfBranchMissing("number")
    return head


def _lock(business_id: int) -> Business:
    business = Business.objects.select_for_update().filter(pk=business_id).first()
    if business is None:
        raise BusinessNotFound
    return business


def _need_basis(basis: str) -> None:
    if not clean(basis):
        raise BasisMissing("basis")
