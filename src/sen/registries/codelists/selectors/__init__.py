"""Every read of code lists."""

import datetime as dt
import re
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from sen.kernel.text import fold
from sen.registries.codelists.errors import CodeListNotFound
from sen.registries.codelists.models import CodeItem, CodeList, CodeListDraft, CodeListVersion, CodeMapping
from sen.registries.codelists.selectors.difference import as_row, difference
from sen.registries.codelists.types import MappedCode

__all__ = [
    "all_items",
    "all_mappings",
    "as_row",
    "choices_of",
    "difference",
    "find_items",
    "get_item_name",
    "get_list",
    "items_on",
    "list_code_lists",
    "list_drafts",
    "list_items",
    "list_versions",
    "lists_with_counts",
    "mapped_codes",
    "mapping_pairs",
    "mappings_between",
    "matching_items",
    "version_on",
]


def list_code_lists() -> list[CodeList]:
    """Every list by name."""
    return list(CodeList.objects.order_by("name"))


def lists_with_counts(q: str = "") -> QuerySet[Any]:
    """Lists by name with ``size``, the number of open items, and ``latest``, the number of the last version."""
    lists: Any = CodeList.objects.annotate(
        size=Count("items", filter=Q(items__valid_to=None), distinct=True), latest=Max("versions__number")
    ).order_by("name")
    return lists.filter(Q(name__icontains=q) | Q(key__icontains=q)) if q else lists  # type: ignore[no-any-return]


def get_list(key: str) -> CodeList:
    """The list of the key; raises CodeListNotFound."""
    found = CodeList.objects.filter(key=key).first()
    if found is None:
        raise CodeListNotFound
    return found


def items_on(key: str, on: dt.date | None = None) -> QuerySet[CodeItem]:
    """Items of a list in its own order: those valid on the date, or, without one, those the last version states."""
    return all_items(on).filter(code_list__key=key).order_by("position", "pk")


def all_items(on: dt.date | None = None) -> QuerySet[CodeItem]:
    """Items of every list valid on the date, or, without one, those the last versions state."""
    if on is None:
        return CodeItem.objects.filter(valid_to=None)
    return CodeItem.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def list_items(key: str, on: dt.date | None = None) -> list[CodeItem]:
    """Items of a list in its own order, in one query; empty for an unknown list."""
    return list(items_on(key, on))


def choices_of(key: str, on: dt.date | None = None) -> list[tuple[str, str]]:
    """Pairs of code and name for a select box."""
    return list(items_on(key, on).values_list("code", "name"))


def get_item_name(key: str, code: str, on: dt.date | None = None) -> str:
    """The name of a code; empty when the list has no such code."""
    return items_on(key, on).filter(code=code).values_list("name", flat=True).first() or ""


def find_items(key: str, q: str, *, limit: int = 20, on: dt.date | None = None) -> list[CodeItem]:
    """Items whose name has every typed word as the beginning of a word, or whose code begins so, without regard to accents."""
    words = re.findall(r"\w+", fold(q))
    found = (item for item in items_on(key, on) if _fits(item, words))
    return [item for item, _ in zip(found, range(limit), strict=False)]


def matching_items(key: str, on: dt.date, *, q: str = "", parent: str | None = None) -> QuerySet[CodeItem]:
    """Items of a list on a date whose name holds the words or whose code begins so, and that lie under a parent when one is named."""
    items = items_on(key, on)
    if q.strip():
        items = items.filter(Q(name__icontains=q.strip()) | Q(code__istartswith=q.strip()))
    return items if parent is None else items.filter(parent_code=parent)


def list_versions(key: str) -> list[CodeListVersion]:
    """Versions of a list, newest first."""
    return list(CodeListVersion.objects.filter(code_list__key=key).order_by("-number"))


def version_on(key: str, on: dt.date) -> CodeListVersion | None:
    """The version of a list in force on the date; None before the first."""
    versions = CodeListVersion.objects.filter(code_list__key=key)
    return versions.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).order_by("-number").first()


def list_drafts(key: str) -> list[CodeListDraft]:
    """Files of a list that wait to be published, newest first, without their rows."""
    return list(CodeListDraft.objects.filter(code_list__key=key).defer("rows").order_by("-pk"))


def all_mappings() -> QuerySet[CodeMapping]:
    """Every mapping with its lists."""
    return CodeMapping.objects.select_related("source", "target").order_by("source__key", "target__key", "source_code", "-is_main")


def mappings_between(source: str, target: str) -> QuerySet[CodeMapping]:
    """The mapping of one list to another, main targets first."""
    return all_mappings().filter(source__key=source, target__key=target).order_by("source_code", "-is_main", "target_code")


def mapped_codes(source: str, code: str, target: str) -> list[MappedCode]:
    """What a code of one list is called in another, the main target first; two queries."""
    steps = list(mappings_between(source, target).filter(source_code=code))
    names = dict(items_on(target).filter(code__in=[step.target_code for step in steps]).values_list("code", "name"))
    return [MappedCode(s.target_code, names.get(s.target_code, ""), s.relation, s.is_main, s.basis) for s in steps]


def mapping_pairs() -> list[tuple[str, str, str, str, int]]:
    """Pairs of lists with a mapping between them: keys and names of source and target, and the number of rows."""
    pairs = CodeMapping.objects.values_list("source__key", "source__name", "target__key", "target__name")
    return [tuple(row) for row in pairs.annotate(count=Count("pk")).order_by("source__name", "target__name")]


def _fits(item: CodeItem, words: list[str]) -> bool:
    parts = re.findall(r"\w+", fold(item.name))
    return all(any(part.startswith(word) for part in parts) or item.code.lower().startswith(word) for word in words)
