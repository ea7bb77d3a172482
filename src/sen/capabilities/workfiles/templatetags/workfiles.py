"""The tag behind the part other pages include to put a record into a work file."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from sen.capabilities.workfiles.selectors.files import files_of_record
from sen.kernel.actor import ANONYMOUS, Actor

register = template.Library()


@register.simple_tag(takes_context=True)
def workfiles_of(context: Mapping[str, Any], kind: str, record_id: int) -> dict[str, Any]:
    """The work files the reader may see in which the record lies, and where to put it into another; one query."""
    actor: Actor = getattr(context.get("request"), "actor", ANONYMOUS)
    if not actor.is_officer:
        return {"holdings": [], "put_url": ""}
    return {"holdings": files_of_record(actor, kind, record_id), "put_url": reverse("workfiles:put", args=[kind, record_id])}
