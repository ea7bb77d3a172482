"""Writing on a draft: the editor, saving by itself, who else is there, recipients, versions and their differences."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import CompareForm, DraftForm
from sen.capabilities.drafting.models import Draft, DraftVersion, VersionKind, content_of
from sen.capabilities.drafting.policies import can_edit, check_edit
from sen.capabilities.drafting.selectors.differences import compare
from sen.capabilities.drafting.selectors.editing import editor_choices, recent_names
from sen.capabilities.drafting.selectors.page import get_version, list_versions, recipient_names, version_at
from sen.capabilities.drafting.selectors.words import state_tag
from sen.capabilities.drafting.types import Saved, SaveOutcome
from sen.capabilities.drafting.views.acting import own_draft
from sen.kernel import clock
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, officer
from sen.ui.format import moment_text
from sen.ui.forms import domain_errors
from sen.ui.responses import page

_CONFLICT, _INVALID = 409, 422


def _is_auto(request: ActorRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


@officer
def edit(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The editor: the whole text in one form, saved by a button, and by itself where scripts run."""
    draft, now = own_draft(request, draft_id)
    on = clock.local(now).date()
    choices = editor_choices(draft, on)
    if request.method == "POST":
        form = DraftForm(request.POST, **choices)
        if not form.is_valid():
            return _invalid(request, draft, form)
        with domain_errors(form):
            seen, auto = form.cleaned_data["seen"], _is_auto(request)
            saved = services.save_draft(actor=request.actor, draft_id=draft.pk, content=form.content(), seen=seen, now=now, auto=auto)
            return _auto_answer(request, saved) if auto else _answer(request, saved, form, choices)
        return _invalid(request, draft, form)
    check_edit(request.actor, draft, on)
    others = services.follow_draft(actor=request.actor, draft_id=draft.pk, now=now, opened=True)
    form = DraftForm(initial={**content_of(draft), "answer_due_on": draft.answer_due_on, "seen": draft.revision}, **choices)
    return _editor(request, draft, form, others=others)


def _editor(request: ActorRequest, draft: Draft, form: DraftForm, *, status: int | None = None, **context: Any) -> HttpResponse:
    view = {
        "draft": draft,
        "form": form,
        "state": state_tag(draft.state),
        "recipients": recipient_names(draft),
        "comments": draft.comments.filter(settled_at__isnull=True),
        "now": clock.now(),
        **context,
    }
    return page(request, "drafting/edit.html", view, form=form, status=status)


def _invalid(request: ActorRequest, draft: Draft, form: DraftForm) -> HttpResponse:
    if _is_auto(request):
        first = next((str(error) for errors in form.errors.values() for error in errors), "")
        return JsonResponse({"text": first}, status=_INVALID)
    return _editor(request, draft, form)


def _answer(request: ActorRequest, saved: Saved, form: DraftForm, choices: dict[str, Any]) -> HttpResponse:
    """After the button: back to the editor or to the page; a clash shows both texts and lets the writer decide."""
    draft = saved.draft
    if saved.outcome is SaveOutcome.CLASH:
        return _clash(request, saved, form, choices)
    if saved.outcome is SaveOutcome.MERGED:
        text = _("Đã lưu. %(who)s cũng vừa sửa chỗ khác; hai phần sửa đã được gộp.") % {"who": saved.other_name}
    else:
        text = _("Đã lưu dự thảo.") if saved.outcome is SaveOutcome.SAVED else _("Không có gì thay đổi từ lần lưu trước.")
    messages.success(request, text)
    return redirect("drafting:page" if request.POST.get("tiep") == "xem" else "drafting:edit", draft.pk)


def _clash(request: ActorRequest, saved: Saved, form: DraftForm, choices: dict[str, Any]) -> HttpResponse:
    draft = saved.draft
    number = saved.version.number if saved.version else 0
    if not can_edit(request.actor, draft, clock.today()):
        messages.warning(request, _("Dự thảo đã được trình đi trong lúc bạn soạn. Nội dung bạn gõ được giữ ở bản %(n)s.") % {"n": number})
        return redirect("drafting:page", draft.pk)
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = str(draft.revision)
    again = DraftForm(data, **choices)
    again.is_valid()
    kept = dict(saved.version.content) if saved.version else {}
    return _editor(
        request,
        draft,
        again,
        status=_CONFLICT,
        clash=saved,
        when=moment_text(saved.other_at, clock.now()),
        changes=compare(kept, content_of(draft)),
    )


def _auto_answer(request: ActorRequest, saved: Saved) -> JsonResponse:
    draft, now = saved.draft, clock.now()
    facts: dict[str, Any] = {"saved_at": clock.local(now).strftime("%H:%M"), "seen": draft.revision, "outcome": saved.outcome.value}
    if saved.outcome is SaveOutcome.CLASH:
        text = _("%(who)s vừa sửa cùng chỗ. Nội dung của bạn được giữ riêng; bấm Lưu để xem hai bản và chọn.") % {"who": saved.other_name}
        return JsonResponse({**facts, "text": text}, status=_CONFLICT)
    if saved.outcome is SaveOutcome.MERGED:
        facts["fields"] = _texts(draft)
        facts["text"] = _("%(who)s cũng vừa sửa; hai phần sửa đã được gộp.") % {"who": saved.other_name}
    facts["others"] = recent_names(draft, request.actor, now)
    return JsonResponse(facts)


def _texts(draft: Draft) -> dict[str, Any]:
    names = ("kind_code", "subject", "legal_basis", "addressees", "body", "places", "signer_id", "signer_competence", "signer_title")
    return {name: getattr(draft, name) for name in (*names, "unit_sign", "urgency")}


@officer
def follow(request: ActorRequest, draft_id: int) -> JsonResponse:
    """Who else has the draft open, and its text when it has changed since the reader's revision (``thay``)."""
    draft, now = own_draft(request, draft_id)
    check_edit(request.actor, draft, clock.local(now).date())
    others = services.follow_draft(actor=request.actor, draft_id=draft.pk, now=now)
    draft.refresh_from_db()
    facts: dict[str, Any] = {"seen": draft.revision, "others": others}
    if request.GET.get("thay", "") != str(draft.revision):
        facts["fields"] = _texts(draft)
        facts["text"] = _("%(who)s vừa sửa dự thảo.") % {"who": draft.changed_by_name}
    return JsonResponse(facts)


@officer
def versions(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Every kept version."""
    draft, now = own_draft(request, draft_id)
    rows = list_versions(draft)
    view = {"draft": draft, "rows": rows, "now": now, "may_edit": can_edit(request.actor, draft, clock.local(now).date())}
    return page(request, "drafting/versions.html", {**view, "aside": VersionKind.ASIDE, "form": CompareForm(versions=_choices(rows))})


def _choices(rows: list[DraftVersion]) -> list[tuple[str, str]]:
    return [(str(row.number), f"{row.number}. {row.author_name}, {moment_text(row.saved_at)}") for row in rows]


@officer
def compare_versions(request: ActorRequest, draft_id: int) -> HttpResponse:
    """What changed between two versions; without numbers: between the one before last and the present text."""
    draft, now = own_draft(request, draft_id)
    rows = list_versions(draft)
    old = _asked(draft, request.GET.get("cu", "")) or _at(draft, request.GET.get("tu-ban", "")) or _before_last(draft, rows)
    new = _asked(draft, request.GET.get("moi", ""))
    changes = compare(old.content if old else {}, new.content if new else content_of(draft))
    may_edit = can_edit(request.actor, draft, clock.local(now).date())
    form = CompareForm(request.GET, versions=_choices(rows))
    view = {"draft": draft, "old": old, "new": new, "changes": changes, "form": form, "now": now, "may_edit": may_edit}
    return page(request, "drafting/compare.html", view)


def _asked(draft: Draft, number: str) -> DraftVersion | None:
    if not number.isascii() or not number.isdigit():
        return None
    version = get_version(draft, int(number))
    if version is None:
        raise NotFound
    return version


def _at(draft: Draft, revision: str) -> DraftVersion | None:
    return version_at(draft, int(revision)) if revision.isascii() and revision.isdigit() else None


def _before_last(draft: Draft, rows: list[DraftVersion]) -> DraftVersion | None:
    own = [row for row in rows if row.kind != VersionKind.ASIDE]
    return own[1] if len(own) > 1 else None


@officer
def restore(request: ActorRequest, draft_id: int, number: int) -> HttpResponse:
    """Make a kept version the text again."""
    draft, now = own_draft(request, draft_id)
    version = get_version(draft, number)
    if version is None:
        raise NotFound
    if request.method == "POST":
        services.restore_version(actor=request.actor, draft_id=draft.pk, number=number, now=now)
        messages.success(request, _("Đã lấy lại bản %(n)s. Bản trước đó vẫn còn trong danh sách.") % {"n": number})
        return redirect("drafting:edit", draft.pk)
    check_edit(request.actor, draft, clock.local(now).date())
    changes = compare(content_of(draft), version.content)
    view = {"draft": draft, "version": version, "changes": changes, "now": now, "back": reverse("drafting:versions", args=[draft.pk])}
    return page(request, "drafting/restore.html", view)
