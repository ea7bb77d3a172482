"""The figures of the axis for the scorecard: requests, answered promptly, failed; each leads to what is behind it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.exchange.policies import is_operator
from sen.capabilities.exchange.selectors import traffic
from sen.capabilities.exchange.selectors.ledger import count_needing_somebody
from sen.capabilities.exchange.selectors.operations import milliseconds_text, share_tag
from sen.kernel.actor import Actor
from sen.ui.format import number_text
from sen.ui.types import TagView

DAYS = 7
PROMPT_GOAL = 99.0


@dataclass(frozen=True, slots=True)
class AxisIndicator:
    """One figure of the axis with its words and the way to what is behind it."""

    code: str
    name: str
    value: str
    unit: str
    note: str
    url: str
    tag: TagView | None = None


def axis_indicators(actor: Actor, now: dt.datetime) -> Sequence[AxisIndicator]:
    """The figures of the last seven days, and what is open in the ledger for those who may read it; two queries."""
    figures = traffic.total_of(now - dt.timedelta(days=DAYS), now + dt.timedelta(minutes=1))
    prompt = figures.share_below(traffic.PROMPT_MILLISECONDS)
    behind = f"{reverse('exchange:live')}?khoang=7-ngay"
    below = prompt is not None and prompt < PROMPT_GOAL
    found = (
        AxisIndicator(
            "axis-requests",
            _("Lời hỏi dữ liệu qua trục"),
            number_text(figures.requests),
            "",
            _("7 ngày qua"),
            behind,
        ),
        AxisIndicator(
            "axis-prompt",
            _("Được trả lời trong 2 giây"),
            "–" if prompt is None else number_text(prompt, 1),
            "%",
            _("một nửa trong %(time)s") % {"time": milliseconds_text(figures.p50)} if figures.requests else "",
            behind,
            TagView(_("Dưới mốc %(goal)s %%") % {"goal": number_text(PROMPT_GOAL)}, "soon", "triangle-alert") if below else None,
        ),
        AxisIndicator(
            "axis-failed",
            _("Lời hỏi gặp lỗi"),
            number_text(figures.failed),
            "",
            _("7 ngày qua"),
            reverse("exchange:faults"),
            share_tag(figures) if figures.failed else None,
        ),
    )
    return (*found, _ledger(actor)) if is_operator(actor) or actor.is_control else found


def _ledger(actor: Actor) -> AxisIndicator:
    count = count_needing_somebody(actor)
    return AxisIndicator(
        "ledger-open",
        _("Bản ghi lệch, chưa gửi được"),
        number_text(count),
        "",
        _("sổ đối soát"),
        f"{reverse('exchange:ledger')}?trang_thai=can-xem",
        TagView(_("Cần người xem"), "late", "triangle-alert") if count else None,
    )
