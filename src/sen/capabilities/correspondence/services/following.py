"""A document follows the tasks that come from it: begun when somebody begins, done when all of it is done."""

import datetime as dt

from django.db import transaction

from sen.capabilities.assignments.selectors import open_task_counts
from sen.capabilities.correspondence.services.handling import finish_by_tasks, start_incoming


@transaction.atomic
def follow_tasks(*, incoming_id: int, now: dt.datetime) -> None:
    """Bring the document's state to where its tasks stand; safe to run twice and in any order.

    Basis: 30/2020/NĐ-CP, Article 24: the agency follows the work until it is finished.
    """
    counts = open_task_counts("incoming", incoming_id)
    if counts.taken:
        start_incoming(incoming_id=incoming_id, now=now)
    if counts.all and not counts.open:
        finish_by_tasks(incoming_id=incoming_id, result="", now=now)
