"""The same use case on several rows: each stands alone, so that one refusal leaves the others done."""

import datetime as dt
from collections.abc import Callable, Mapping

from sen.capabilities.dossiers.services import assign_item, complete_step
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError

Results = dict[int, DomainError | None]


def finish_many(
    *, actor: Actor, items: Mapping[int, int | None], now: dt.datetime, note: str = "", assignee_id: int | None = None
) -> Results:
    """Finish each step (item id: version its reader saw); tells for each what stood in the way, or None."""

    def finish(item_id: int, seen: int | None) -> object:
        return complete_step(actor=actor, item_id=item_id, now=now, note=note, assignee_id=assignee_id, seen=seen)

    return _each(items, finish)


def assign_many(*, actor: Actor, items: Mapping[int, int | None], assignee_id: int, now: dt.datetime, note: str = "") -> Results:
    """Give each piece of work to the person; tells for each what stood in the way, or None."""

    def assign(item_id: int, seen: int | None) -> object:
        return assign_item(actor=actor, item_id=item_id, assignee_id=assignee_id, now=now, seen=seen, note=note)

    return _each(items, assign)


def _each(items: Mapping[int, int | None], run: Callable[[int, int | None], object]) -> Results:
    results: Results = {}
    for item_id, seen in items.items():
        try:
            run(item_id, seen)
            results[item_id] = None
        except DomainError as error:
            results[item_id] = error
    return results
