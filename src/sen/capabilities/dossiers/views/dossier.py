"""The page of one dossier: what it is, whose, until when, and what to do next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.forms import PurposeForm
from sen.capabilities.dossiers.models import Dossier, WorkKind
from sen.capabilities.dossiers.policies import access_dossier, works_on
from sen.capabilities.dossiers.selectors import (
    DossierPage,
    applicant_in_full,
    dossier_page,
    list_pauses,
    next_step,
    page_of_papers,
)
from sen.capabilities.dossiers.selectors.consulting import list_opinions
from sen.capabilities.dossiers.selectors.detail import OpenWork, PaperFile
from sen.capabilities.dossiers.selectors.head import dossier_head
from sen.capabilities.dossiers.selectors.history import latest_event
from sen.capabilities.dossiers.selectors.letters import list_letters
from sen.capabilities.dossiers.views.actions import Actions, actions_of
from sen.capabilities.dossiers.views.reading import readable
from sen.capabilities.exchange.selectors.ledger_words import dossier_rows
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.ui.access import ActorRequest, officer
from sen.ui.format import moment_text
from sen.ui.paging import page_number
from sen.ui.responses import page
from sen.ui.types import TagView, Tone

_SCAN = {
    "clean": (gettext_lazy("Đã quét"), Tone.DONE, "shield-check"),
    "pending": (gettext_lazy("Đang chờ quét"), Tone.SOON, "loader-circle"),
    "infected": (gettext_lazy("Có mã độc, không mở được"), Tone.LATE, "shield-x"),
    "not_scanned": (gettext_lazy("Chưa quét vi-rút"), Tone.SOON, "shield-alert"),
}
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True, slots=True)
class Preview:
    """The file being read."""

    file: PaperFile
    url: str
    kind: str
    note: str


@officer
@readable
def show(request: ActorRequest, dossier: Dossier) -> HttpResponse:
    """Show the dossier."""
    now = clock.now()
    view = dossier_page(request.actor, dossier, now)
    actions = _actions(request.actor, view, clock.local(now).date())
    papers = page_of_papers(view.papers, page_number(request.GET.get("trang")))
    chosen = _preview(dossier, view, request.GET.get("tep", ""))
    context: dict[str, Any] = {
        "head": dossier_head(dossier, now),
        "dossier_id": dossier.pk,
        "from_above": not works_on(request.actor, dossier),
        "view": view,
        "actions": actions,
        "papers": papers,
        "preview": chosen,
        "scan": {state: TagView(str(word), tone, icon) for state, (word, tone, icon) in _SCAN.items()},
        "opinions": list_opinions(dossier, now),
        "letters": list_letters(dossier),
        "resends": any(request.actor.has(Role.ONE_STOP, id_) for id_ in (dossier.receiving_agency_id, dossier.competent_agency_id)),
        "pauses": list_pauses(dossier),
        "exchanges": dossier_rows(dossier.code, now),
        "work": [(work, _may_assign(request.actor, work)) for work in view.work],
        "now": now,
        "file_count": sum(len(paper.files) for paper in view.papers),
    }
    return page(request, "dossiers/dossier.html", context)


def _actions(actor: Actor, view: DossierPage, on: dt.date) -> Actions:
    own = [work for work in view.work if work.may_act and work.kind == WorkKind.STEP]
    order = next((work.order for work in own), None)
    following = next_step(view.dossier, order, on) if order is not None else None
    return actions_of(actor, view, following)


def _may_assign(actor: Actor, work: OpenWork) -> bool:
    directs = actor.has(Role.HEAD, work.agency_id) or actor.has(Role.LEADER, work.agency_id)
    return directs or (work.assignee_id is not None and work.assignee_id == actor.account_id)


def _preview(dossier: Dossier, view: DossierPage, asked: str) -> Preview | None:
    files = [file for paper in view.papers for file in paper.files]
    file = next((one for one in files if one.public_id == asked), None)
    if file is None:
        file = next((one for one in files if not one.superseded and _kind(one)), None)
    if file is None:
        return None
    note = "" if file.scan_state == "clean" else _("Tệp chưa qua quét vi-rút nên không mở trong trang. Chỉ tải về khi tin nguồn gửi.")
    if file.scan_state in ("infected", "pending"):
        note = str(_SCAN[file.scan_state][0])
    return Preview(file, reverse("dossiers:file", args=[dossier.code, UUID(file.public_id)]), _kind(file), note)


def _kind(file: PaperFile) -> str:
    """How the browser can show the file: ``pdf``, ``image`` or not at all."""
    if file.media_type not in _SHOWN or file.scan_state != "clean":
        return ""
    return "pdf" if file.media_type == "application/pdf" else "image"


@officer
def freshness(request: ActorRequest, code: str) -> JsonResponse:
    """Whether more has happened than the page showed (``?thay=`` events); for the page's own question every half minute."""
    dossier = access_dossier(request.actor, code)
    seen = request.GET.get("thay", "")
    if not seen.isdigit() or int(seen) >= dossier.event_count:
        return JsonResponse({"stale": False})
    last = latest_event(dossier)
    words = {"who": last.who, "what": last.word.lower(), "when": moment_text(last.at, clock.now())} if last else {}
    text = _("%(who)s vừa thay đổi hồ sơ này: %(what)s, lúc %(when)s.") % words if last else _("Hồ sơ này vừa thay đổi.")
    return JsonResponse({"stale": True, "text": text})


@officer
@readable
def in_full(request: ActorRequest, dossier: Dossier) -> HttpResponse:
    """Show the applicant's numbers unmasked for a stated purpose; the read is logged."""
    now = clock.now()
    form = PurposeForm(request.POST or None)
    full = None
    if request.method == "POST" and form.is_valid():
        full = applicant_in_full(actor=request.actor, dossier=dossier, purpose=form.cleaned_data["purpose"], now=now)
    view = {"head": dossier_head(dossier, now), "form": form, "full": full, "dossier": dossier}
    return page(request, "dossiers/in_full.html", view, form=form)
