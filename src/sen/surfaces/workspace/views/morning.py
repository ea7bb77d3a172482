"""A leader's morning: what came in, what waits for a decision, what is late below."""

import datetime as dt

from django.http import HttpResponse

from sen.foundation.inbox.selectors import count_late_by_holder, count_work, list_work
from sen.foundation.inbox.types import Group, Lane, WorkFilter, waiting
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.surfaces.workspace.selectors import offered_actions
from sen.ui.access import ActorRequest, roles
from sen.ui.responses import page

SHOWN = 12


@roles(Role.LEADER, Role.HEAD)
def morning(request: ActorRequest) -> HttpResponse:
    """Show the three lists a leader begins the day with; each is short and leads to the whole."""
    now, actor = clock.now(), request.actor
    arrived = list_work(actor, now, WorkFilter(lanes=(Lane.ARRIVED,)), size=SHOWN)
    decide = list_work(actor, now, WorkFilter(lanes=(Lane.DECIDE,)), size=SHOWN)
    late = list_work(actor, now, WorkFilter(below=True, group=Group.LATE), size=SHOWN)
    counts, below = waiting(actor), count_work(actor, now, below=True)
    context = {
        "now": now,
        "arrived": arrived,
        "decide": decide,
        "late": late,
        "counts": {
            "arrived": counts.total(lane=Lane.ARRIVED),
            "decide": counts.total(lane=Lane.DECIDE),
            "mine": counts.total(lane=Lane.DO),
            "late": below.late(),
            "below": below.total(),
            "today": below.today(),
        },
        "arrived_offers": offered_actions(list(arrived)),
        "decide_offers": offered_actions(list(decide)),
        "late_offers": offered_actions(list(late)),
        "holders": count_late_by_holder(actor, now, limit=8) if below.late() else [],
        "morning": clock.local(now).time() < dt.time(11),
    }
    return page(request, "workspace/morning.html", context)
