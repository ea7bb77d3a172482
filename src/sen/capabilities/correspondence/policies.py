"""Who may see and do what with documents: role × agency × document."""

from django.db.models import Q, QuerySet

from sen.capabilities.assignments.selectors import sources_of, tasks_of_source
from sen.capabilities.correspondence.models import (
    BookRight,
    DocumentGrant,
    IncomingDocument,
    IncomingPass,
    NumberBook,
    OutgoingDocument,
)
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound

WIDE = (Role.CLERK, Role.LEADER)
"""Who sees every document of the agency: its clerks and its leaders."""


def visible_incoming(actor: Actor) -> QuerySet[IncomingDocument]:
    """Incoming documents the actor may see: all of the agency for clerks and leaders; else what was passed, given or granted."""
    wide = actor.agencies(*WIDE)
    if wide and not actor.agencies() - wide:
        return IncomingDocument.objects.filter(agency__in=wide)
    own = _passed_to(actor).union(_granted(actor, "incoming"), *sources_of(actor, "incoming"))
    seen = IncomingDocument.objects.filter(agency__in=actor.agencies())
    return seen.filter(Q(agency__in=wide) | Q(pk__in=own)) if wide else seen.filter(pk__in=own)


def visible_outgoing(actor: Actor) -> QuerySet[OutgoingDocument]:
    """Outgoing documents the actor may see: all of the agency for clerks and leaders; else of the own division, hand or grant."""
    wide = actor.agencies(*WIDE)
    if wide and not actor.agencies() - wide:
        return OutgoingDocument.objects.filter(agency__in=wide)
    account = actor.account_id or 0
    own = Q(drafted_by=account) | Q(signed_by=account) | Q(pk__in=_granted(actor, "outgoing"))
    headed = actor.agencies(Role.HEAD)
    if headed and actor.division:
        own |= Q(agency__in=headed, division__name=actor.division)
    for opened in sources_of(actor, "outgoing"):
        own |= Q(pk__in=opened)
    return OutgoingDocument.objects.filter(Q(agency__in=wide) | own, agency__in=actor.agencies())


def access_incoming(actor: Actor, incoming_id: int, *, lock: bool = False) -> IncomingDocument:
    """The incoming document if the actor may see it, on demand locked until the transaction ends; NotFound otherwise."""
    rows = IncomingDocument.objects.select_for_update(of=("self",)) if lock else IncomingDocument.objects.all()
    found = rows.select_related("content", "agency", "delivery").filter(pk=incoming_id).first()
    if found is None or not can_see_incoming(actor, found):
        raise NotFound
    return found


def access_outgoing(actor: Actor, outgoing_id: int, *, lock: bool = False) -> OutgoingDocument:
    """The outgoing document if the actor may see it, on demand locked until the transaction ends; NotFound otherwise."""
    rows = OutgoingDocument.objects.select_for_update(of=("self",)) if lock else OutgoingDocument.objects.all()
    found = rows.select_related("content", "agency").filter(pk=outgoing_id).first()
    if found is None or not can_see_outgoing(actor, found):
        raise NotFound
    return found


def can_see_incoming(actor: Actor, incoming: IncomingDocument) -> bool:
    """Whether the actor may open the document."""
    if incoming.agency_id in actor.agencies(*WIDE):
        return True
    return incoming.agency_id in actor.agencies() and visible_incoming(actor).filter(pk=incoming.pk).exists()


def can_see_outgoing(actor: Actor, outgoing: OutgoingDocument) -> bool:
    """Whether the actor may open the document."""
    if outgoing.agency_id in actor.agencies(*WIDE):
        return True
    return outgoing.agency_id in actor.agencies() and visible_outgoing(actor).filter(pk=outgoing.pk).exists()


def check_is_clerk(actor: Actor, agency_id: int) -> None:
    """Pass for the clerk of the agency, or raise NotAllowed.  Basis: 30/2020/NĐ-CP, Article 6(4)."""
    check_holds(actor, agency_id, Role.CLERK)


def check_holds(actor: Actor, agency_id: int, *roles: Role) -> None:
    """Pass when the actor holds one of the roles in the agency, or raise NotAllowed."""
    if not any(actor.has(role, agency_id) for role in roles):
        raise NotAllowed


def can_direct(actor: Actor, incoming: IncomingDocument) -> bool:
    """Whether the actor may say who does what: leaders for the whole agency, heads for what was passed to their division."""
    if actor.has(Role.LEADER, incoming.agency_id):
        return True
    return actor.has(Role.HEAD, incoming.agency_id) and can_see_incoming(actor, incoming)


def check_may_direct(actor: Actor, incoming: IncomingDocument) -> None:
    """Pass, or raise NotAllowed.  Basis: 30/2020/NĐ-CP, Articles 23 and 24."""
    if not can_direct(actor, incoming):
        raise NotAllowed


def can_finish(actor: Actor, incoming: IncomingDocument) -> bool:
    """Whether the actor may close the work: clerk, leader, a head who sees it, and who leads a task that comes from it."""
    if any(actor.has(role, incoming.agency_id) for role in WIDE) or can_direct(actor, incoming):
        return True
    given = tasks_of_source("incoming", incoming.pk)
    return any(task.role == "lead" and task.officer_id == actor.account_id and task.state != "withdrawn" for task in given)


def check_may_finish(actor: Actor, incoming: IncomingDocument) -> None:
    """Pass, or raise NotAllowed.  Basis: 30/2020/NĐ-CP, Article 24."""
    if not can_finish(actor, incoming):
        raise NotAllowed


def can_keep_numbers(actor: Actor, book: NumberBook) -> bool:
    """Whether the actor may keep numbers for later and back-date: leaders, and clerks a leader gave the right."""
    if actor.has(Role.LEADER, book.agency_id):
        return True
    if actor.account_id is None or not actor.has(Role.CLERK, book.agency_id):
        return False
    return BookRight.objects.filter(book=book.pk, account=actor.account_id, withdrawn_at__isnull=True).exists()


def check_may_keep_numbers(actor: Actor, book: NumberBook) -> None:
    """Pass, or raise NotAllowed."""
    if not can_keep_numbers(actor, book):
        raise NotAllowed


def can_grant(actor: Actor, agency_id: int, owner_id: int | None) -> bool:
    """Whether the actor may open a document to others: clerks and leaders of the agency, and who drafted it."""
    return any(actor.has(role, agency_id) for role in WIDE) or (owner_id is not None and owner_id == actor.account_id)


def _passed_to(actor: Actor) -> "QuerySet[IncomingPass, int]":
    passes = IncomingPass.objects.values_list("incoming_id", flat=True)
    to_me = passes.filter(officer=actor.account_id or 0)
    headed = actor.agencies(Role.HEAD)
    # United, not joined by OR: each half has an index of its own.
    return to_me.union(passes.filter(division__agency__in=headed, division__name=actor.division)) if headed and actor.division else to_me


def _granted(actor: Actor, field: str) -> "QuerySet[DocumentGrant, int]":
    live = DocumentGrant.objects.filter(account=actor.account_id or 0, withdrawn_at__isnull=True, **{f"{field}__isnull": False})
    return live.values_list(f"{field}_id", flat=True)
