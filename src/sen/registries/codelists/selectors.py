"""Every read of code lists."""

import datetime as dt
import re

from django.db.models import Q, QuerySet

from sen.kernel.text import fold
from sen.registries.codelists.models import CodeItem, CodeList


def list_code_lists() -> list[CodeList]:
    """Every list by name."""
    return list(CodeList.objects.order_by("name"))


def items_on(key: str, on: dt.date | None = None) -> QuerySet[CodeItem]:
    """Items of a list in its own order; with a date, those valid on it."""
    items = CodeItem.objects.filter(code_list__key=key).order_by("position", "pk")
    if on is None:
        return items
    return items.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def list_items(key: str, on: dt.date | None = None) -> list[CodeItem]:
    """Items of a list in its own order, in one query; empty for an unknown list."""
    return list(items_on(key, on))


def choices_of(key: str, on: dt.date | None = None) -> list[tuple[str, str]]:
    """Pairs of code and name for a select box."""
    return list(items_on(key, on).values_list("code", "name"))


def get_item_name(key: str, code: str) -> str:
    """The name of a code; empty when the list has no such code."""
    return CodeItem.objects.filter(code_list__key=key, code=code).values_list("name", flat=True).first() or ""


def find_items(key: str, q: str, *, limit: int = 20) -> list[CodeItem]:
    """Items whose name has every typed word as the beginning of a word, or whose code begins so, without regard to accents."""
    words = re.findall(r"\w+", fold(q))
    found = (item for item in items_on(key) if _fits(item, words))
    return [item for item, _ in zip(found, range(limit), strict=False)]


def _fits(item: CodeItem, words: list[str]) -> bool:
    parts = re.findall(r"\w+", fold(item.name))
    return all(any(part.startswith(word) for part in parts) or item.code.lower().startswith(word) for word in words)
