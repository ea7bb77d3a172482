"""Putting things into a file and taking them out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.forms import NoteForm, PutForm, ReasonForm
from sen.capabilities.workfiles.models import ItemKind
from sen.capabilities.workfiles.selectors import files as kept
from sen.capabilities.workfiles.selectors.reading import record_facts, search_records
from sen.capabilities.workfiles.views.acting import METHODS, Act, act_page, file_act
from sen.kernel import clock
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import page


@require_http_methods(METHODS)
@officer
def put(request: ActorRequest, kind: str, record_id: int) -> HttpResponse:
    """Choose the file a record goes into."""
    facts = record_facts(request.actor, kind, record_id, clock.today())
    if facts is None:
        raise NotFound
    there = {holding.workfile.pk for holding in kept.files_of_record(request.actor, kind, record_id)}
    offered = [one for one in kept.open_files_of(request.actor, request.GET.get("q", ""), 60) if one.pk not in there]
    choices = [(str(one.pk), f"{one.notation} ({one.year}) · {one.title}") for one in offered]
    back = facts.url or reverse("workfiles:files")
    new_file = f"{reverse('workfiles:open')}?loai={kind}&so={record_id}"
    if not choices:
        return page(request, "workfiles/put.html", {"facts": facts, "back": back, "new_file": new_file, "holdings": there})
    form = PutForm.from_request(request, choices={"workfile_id": choices})
    title = _("Đưa vào hồ sơ công việc")
    act = Act(title, _("Đưa vào hồ sơ"), back, [(facts.number or facts.title, back), (title, "")], done=_("Đã đưa vào hồ sơ công việc."))
    if request.method == "POST" and form.is_valid():
        return act_page(
            request,
            act,
            form,
            lambda entered: services.put_record(actor=request.actor, kind=kind, record_id=record_id, now=clock.now(), **entered),
        )
    context = {"facts": facts, "back": back, "new_file": new_file, "form": form, "act": act}
    return page(request, "workfiles/put.html", context, form=form)


@require_http_methods(METHODS)
@officer
def collect(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Find records and put several into the file, or add something of one's own."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    policies.check(policies.can_edit(request.actor, workfile))
    picked = [pair for pair in (_pair(text) for text in request.POST.getlist("tai-lieu")) if pair]
    if request.method == "POST":
        added = services.put_records(actor=request.actor, workfile_id=workfile.pk, records=picked, now=clock.now())
        messages.success(request, ngettext("Đã đưa %(n)d tài liệu vào hồ sơ.", "Đã đưa %(n)d tài liệu vào hồ sơ.", added) % {"n": added})
        return redirect("workfiles:file", workfile.pk)
    words, kind = request.GET.get("q", "")[:100], request.GET.get("loai", "")
    kind = kind if kind in ItemKind.values else ""
    there = set(workfile.items.filter(removed_at__isnull=True).values_list("kind", "record_id"))
    groups = [
        (key, label, [(one, (key, one.record_id) in there, f"{key}:{one.record_id}") for one in found])
        for key, label, found in search_records(request.actor, words, clock.today(), kind=kind)
    ]
    return page(request, "workfiles/collect.html", {"workfile": workfile, "groups": groups, "words": words, "kind": kind})


@require_http_methods(METHODS)
@officer
def note(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Put a note or a file of one's own into the file."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    form = NoteForm.from_request(request)

    def do(entered: dict[str, Any]) -> None:
        upload = entered.pop("file")
        content = (upload.name, upload.read()) if upload else None
        pages = entered.pop("pages") or 0
        services.put_note(actor=request.actor, workfile_id=workfile.pk, upload=content, pages=pages, now=clock.now(), **entered)

    act = file_act(workfile, _("Thêm tài liệu kèm"), label=_("Đưa vào hồ sơ"), done=_("Đã thêm tài liệu vào hồ sơ."))
    return act_page(request, act, form, do)


@require_http_methods(METHODS)
@officer
def remove(request: ActorRequest, workfile_id: int, item_id: int) -> HttpResponse:
    """Take something out of the file."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    found = kept.access_item(request.actor, workfile, item_id, clock.today())
    if found is None:
        raise NotFound
    lead = _("“%(title)s” được lấy ra khỏi hồ sơ này; bản gốc vẫn ở nơi của nó và ở các hồ sơ khác.") % {"title": found[0].title}
    act = file_act(workfile, _("Lấy ra khỏi hồ sơ"), lead=lead, done=_("Đã lấy tài liệu ra khỏi hồ sơ."))
    return act_page(
        request,
        act,
        ReasonForm.from_request(request),
        lambda entered: services.remove_item(actor=request.actor, workfile_id=workfile.pk, item_id=item_id, now=clock.now(), **entered),
    )


def _pair(text: str) -> tuple[str, int] | None:
    kind, _colon, number = text.partition(":")
    return (kind, int(number)) if kind in ItemKind.values and number.isascii() and number.isdigit() else None
