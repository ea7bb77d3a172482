"""Reads of the directory of outside agencies."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sen.capabilities.correspondence.types import OutsideBody
from sen.capabilities.edocs.models import DirectorySync, OutsideAgency
from sen.kernel.text import fold

_MOST_WORDS = 8


def find_outside_agencies(words: str, *, also_ended: bool = False) -> QuerySet[OutsideAgency]:
    """Agencies whose name or code has every word, by code; those of the axis itself are never shown."""
    rows = OutsideAgency.objects.filter(is_hidden=False).order_by("code")
    if not also_ended:
        rows = rows.filter(is_active=True)
    for word in fold(words).split()[:_MOST_WORDS]:
        rows = rows.filter(name_folded__contains=word)
    return rows


def suggest_bodies(words: str, limit: int) -> list[OutsideBody]:
    """Bodies for the picker of recipients, by code: the ``OutsideDirectory`` of documents."""
    return [OutsideBody(code, name) for code, name in find_outside_agencies(words).values_list("code", "name")[:limit]]


def get_outside_agency(code: str) -> OutsideAgency | None:
    """The agency with the code, also when it is no longer in the directory."""
    return OutsideAgency.objects.filter(code=code).first()


def names_of_outside_agencies(codes: Iterable[str]) -> dict[str, str]:
    """Names by code as the directory has them, in one query; unknown codes are left out."""
    return dict(OutsideAgency.objects.filter(code__in=list(codes)).values_list("code", "name"))


def has_directory() -> bool:
    """Whether any agency was taken over yet."""
    return OutsideAgency.objects.exists()


def count_outside_agencies() -> int:
    """How many agencies the directory has now."""
    return OutsideAgency.objects.filter(is_active=True).count()


def last_syncs(limit: int = 5) -> list[DirectorySync]:
    """The last comparisons, newest first."""
    return list(DirectorySync.objects.order_by("-started_at", "-pk")[:limit])
