"""What happened to a dossier, one line for each event its applicant cares about."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.foundation.agencies.selectors import calendar_for
from sen.kernel import clock
from sen.surfaces.portal.selectors.headings import heading
from sen.ui.format import moment_text
from sen.ui.types import Progress, TimelineItem

if TYPE_CHECKING:
    from sen.capabilities.dossiers.selectors.history import EventRow
    from sen.capabilities.dossiers.selectors.tracking import TrackingPage

_INNER = frozenset({"assign", "send_back"})
_PAPER_OF = {"submit": "proof", "accept": "receipt", "request_supplement": "supplement", "refuse": "refusal", "extend": "apology"}
_STOPS = frozenset({"withdraw", "stop", "confirm_withdrawal"})


def chapters(page: "TrackingPage", now: dt.datetime, *, guest: bool) -> list[TimelineItem]:
    """The story so far, oldest first; work inside an office is left out, a guest gets no links."""
    return [_chapter(page, event, now, guest=guest) for event in page.events if event.action not in _INNER]


def _chapter(page: "TrackingPage", event: "EventRow", now: dt.datetime, *, guest: bool) -> TimelineItem:
    parts = [moment_text(event.at, now), *_detail(page, event)]
    links = [] if guest else _links(page, event)
    return TimelineItem(_title(page, event), " · ".join(part for part in parts if part), Progress.DONE, links=tuple(links))


def _title(page: "TrackingPage", event: "EventRow") -> str:
    agency = event.agency or page.receiving
    told: dict[str, Callable[[], str]] = {
        "submit": lambda: (
            _("Bạn nộp hồ sơ trực tuyến") if page.dossier.channel == "online" else _("Nộp hồ sơ tại %(agency)s") % {"agency": agency}
        ),
        "accept": lambda: _("%(agency)s tiếp nhận") % {"agency": agency},
        "transfer": lambda: _("Chuyển đến %(agency)s") % {"agency": page.competent},
        "request_supplement": lambda: _("Yêu cầu bổ sung giấy tờ"),
        "answer_supplement": lambda: _("Bạn nộp bổ sung"),
        "forward": lambda: _("Xong bước %(step)s") % {"step": str(event.payload.get("step", "")).lower()},
        "extend": lambda: _("Cơ quan xin lỗi và hẹn lại"),
        "settle": lambda: _("Ký và ban hành kết quả số %(number)s") % {"number": event.payload.get("number", "")},
    }
    return told[event.action]() if event.action in told else event.word


def _detail(page: "TrackingPage", event: "EventRow") -> list[str]:
    if event.action == "submit":
        count = sum(1 for paper in page.papers for file in paper.files if file.added_at <= event.at)
        return [ngettext("%(n)d tệp", "%(n)d tệp", count) % {"n": count}] if count else []
    if event.action == "accept":
        return [event.who, _waited(page, event)]
    if event.action == "request_supplement":
        return [event.who, *(f"{heading(item['name']).head}: {item['reason']}" for item in event.payload.get("items", []))]
    if event.action == "extend":
        due = event.payload.get("new_due_at")
        told = moment_text(dt.datetime.fromisoformat(due)) if due else ""
        return [_("ngày trả mới: %(due)s") % {"due": told} if told else "", event.reason]
    reason = event.reason if event.action in ("refuse", "stop", "suspend", "keep", "revoke") else ""
    return [event.who if event.agency else "", reason]


def _waited(page: "TrackingPage", event: "EventRow") -> str:
    calendar = calendar_for(page.dossier.receiving_agency_id, clock.local(event.at).date())
    minutes = calendar.minutes_between(page.dossier.submitted_at, event.at)
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return ""
    if not hours:
        return _("sau %(minutes)d phút làm việc") % {"minutes": rest}
    return _("sau %(hours)d giờ %(minutes)d phút làm việc") % {"hours": hours, "minutes": rest}


def _links(page: "TrackingPage", event: "EventRow") -> list[tuple[str, str]]:
    dossier = page.dossier
    if event.action == "settle" and page.outcome:
        return [(_("Tải kết quả"), reverse("portal:outcome_file", args=[dossier.public_id]))]
    kind = "stop" if event.action in _STOPS else _PAPER_OF.get(event.action, "")
    forms = [form for form in page.forms if form.kind == kind]
    return [(form.get_kind_display(), reverse("portal:form_file", args=[dossier.public_id, form.pk])) for form in forms[-1:]]
