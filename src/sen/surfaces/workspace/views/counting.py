"""How much waits for the reader, asked by the menu and by the pages of one request."""

from contextvars import ContextVar

from sen.capabilities.dossiers.selectors import count_work
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.surfaces.workspace.selectors import has_work

# Menus and the list ask for the same counts in one request; the actor is made anew for each request, so its identity is the key.
_kept: ContextVar[tuple[Actor, dict[str, int]] | None] = ContextVar("workspace_counts", default=None)


def waiting(actor: Actor) -> dict[str, int]:
    """How much waits for the actor, per tab; one query a request however often it is asked."""
    kept = _kept.get()
    if kept is None or kept[0] is not actor:
        kept = (actor, count_work(actor, clock.now()))
        _kept.set(kept)
    return kept[1]


def waiting_count(actor: Actor) -> int:
    """How much waits for the actor, for the menu."""
    return waiting(actor)[""] if has_work(actor) else 0


def signing_count(actor: Actor) -> int:
    """How much waits for the actor's signature, for the menu."""
    return waiting(actor)["ky"]
