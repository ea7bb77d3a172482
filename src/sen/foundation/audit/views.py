"""The page of the trail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sen.foundation.audit import selectors
from sen.foundation.audit.forms import TrailForm
from sen.foundation.audit.models import AuditEntry
from sen.foundation.audit.types import action_word, detail_word, subject_word
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.text import mask
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import page_number
from sen.ui.responses import page

_NUMBERS = re.compile(r"\d{8,}")
_HASH = re.compile(r"\b([0-9a-f]{10})[0-9a-f]{30,}\b")
_TONES = {AuditEntry.Kind.READ: "act", AuditEntry.Kind.SIGN_IN: "wait"}


@dataclass(frozen=True, slots=True)
class _Line:
    entry: AuditEntry
    kind: str
    tone: str
    action: str
    subject: str
    details: list[tuple[str, str]]


@roles(Role.CONTROL, Role.ADMIN)
@require_GET
def trail(request: ActorRequest) -> HttpResponse:
    """Show who changed, read or signed in, newest first; numbers of people stay masked."""
    form = TrailForm(request.GET or None)
    valid = not form.is_bound or form.is_valid()
    found = selectors.search_entries(request.actor, form.wanted(), page_number(request.GET.get("trang")))
    lines = [_line(entry) for entry in found]
    context = {"form": form, "page": found, "lines": lines, "now": clock.now(), "is_filtered": form.is_bound and valid}
    return page(request, "audit/trail.html", context, form=form if form.is_bound else None)


def _line(entry: AuditEntry) -> _Line:
    return _Line(
        entry=entry,
        kind=entry.get_kind_display(),
        tone=_TONES.get(AuditEntry.Kind(entry.kind), ""),
        action=_action(entry),
        subject=subject_word(entry.subject_type),
        details=_details(entry.detail),
    )


def _action(entry: AuditEntry) -> str:
    """What was done, unless the kind of the line already says it."""
    word = action_word(entry.action)
    return "" if entry.kind == AuditEntry.Kind.READ or word == entry.get_kind_display() else word


def _details(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(detail_word(name), _shown(value)) for name, value in detail.items()]


def _shown(value: Any) -> str:
    """The value as text with every long number masked and every hash cut short."""
    if value is None or value == "":
        return _("(trống)")
    short = _HASH.sub(r"\1…", str(value))
    return _NUMBERS.sub(lambda found: mask(found.group()), short)[:200]
