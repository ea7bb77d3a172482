"""The six figures on top: a number, what it means, and the way to its dossiers."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.capabilities.dossiers.selectors import AgencyFigures
from sen.surfaces.scorecard.selectors.figures import online_share, percent_text
from sen.ui.format import number_text
from sen.ui.types import TagView, Tone


@dataclass(frozen=True, slots=True)
class Card:
    """One figure, ready to draw."""

    text: str
    url: str = ""
    note: str = ""
    unit: str = ""
    tag: TagView | None = None


def cards_of(total: AgencyFigures, *, opens: bool, agency_id: int | None, goal: float) -> dict[str, Card]:
    """The figures by name; a number leads to its dossiers when the reader may open them; ``goal`` in percent."""

    def link(figure: str) -> str:
        query = {"so": figure} | ({"co-quan": str(agency_id)} if agency_id is not None else {})
        return f"{reverse('scorecard:behind')}?{urlencode(query)}" if opens and getattr(total, figure) else ""

    today = _("%(n)s đến hạn hôm nay") % {"n": number_text(total.due_today)}
    waited = _("%(n)s từ trước hôm nay") % {"n": number_text(total.awaiting_late)}
    online = online_share(total)
    return {
        "received": Card(number_text(total.received), link("received"), _("%(n)s đang giải quyết") % {"n": number_text(total.open)}),
        "share": _share(total, link("finished"), goal),
        "late": Card(
            number_text(total.late), link("late"), today, tag=TagView(_("Trễ"), Tone.LATE, "triangle-alert") if total.late else None
        ),
        "awaiting": Card(
            number_text(total.awaiting),
            link("awaiting"),
            waited,
            tag=TagView(_("Quá giờ"), Tone.SOON, "alarm-clock") if total.awaiting_late else None,
        ),
        "paused": Card(number_text(total.paused), link("paused"), _("Bổ sung, nghĩa vụ tài chính, xin rút")),
        "online": Card(
            "–" if online is None else number_text(online, 1),
            link("online"),
            ngettext("%(n)s hồ sơ", "%(n)s hồ sơ", total.online) % {"n": number_text(total.online)},
            "%",
        ),
    }


def _share(total: AgencyFigures, url: str, goal: float) -> Card:
    share = total.in_time_share
    if share is None:
        return Card("–", note=_("Chưa có kết quả nào"))
    good = share >= goal
    tag = TagView(_("Đạt"), Tone.DONE, "circle-check") if good else TagView(_("Chưa đạt"), Tone.SOON, "circle-alert")
    late = _("mốc %(goal)s %%, %(n)s kết quả trễ") % {"goal": percent_text(goal), "n": number_text(total.finished_late)}
    return Card(number_text(share, 1), url, late, "%", tag)
