"""Kinds of documents a draft may be of, and the texts they begin with."""

import datetime as dt

from django.db.models import Q

from sen.capabilities.correspondence.selectors.reading import kinds_on
from sen.capabilities.correspondence.types import KindGroup
from sen.capabilities.drafting.models import DraftTemplate

Choice = tuple[str, str]


def kind_names(on: dt.date) -> dict[str, str]:
    """Names of the kinds in force on the date, by key; copies are made of issued documents, not drafted."""
    kinds = kinds_on(on).exclude(group=KindGroup.COPY)
    return dict(kinds.values_list("code", "name"))


def is_kind(code: str, on: dt.date) -> bool:
    """Whether drafts of the kind may be written on the date."""
    return kinds_on(on).exclude(group=KindGroup.COPY).filter(code=code).exists()


def list_templates(agency_id: int, kind_code: str = "") -> list[DraftTemplate]:
    """Templates the agency may begin with: its own before the province's."""
    found = DraftTemplate.objects.filter(Q(agency=agency_id) | Q(agency__isnull=True), is_active=True)
    if kind_code:
        found = found.filter(kind_code=kind_code)
    return sorted(found, key=lambda one: (one.agency_id is None, one.kind_code, one.name))
