"""Who may do what at the one-stop: the role in the agency, then the object."""

from sen.capabilities.onestop.errors import DeskMissing
from sen.capabilities.onestop.models import Desk, HandOver
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound

READERS = (Role.ONE_STOP, Role.HEAD, Role.LEADER, Role.CONTROL)


def one_stop_agencies(actor: Actor) -> list[int]:
    """Agencies at whose one-stop the actor works."""
    return sorted(actor.agencies(Role.ONE_STOP))


def desk_agency(actor: Actor) -> int:
    """The agency whose one-stop the actor works at today: the own one first; raises NotAllowed without any."""
    agencies = one_stop_agencies(actor)
    if not agencies:
        raise NotAllowed
    return actor.agency_id if actor.agency_id in agencies else agencies[0]


def check_one_stop(actor: Actor, agency_id: int) -> None:
    """Raise NotAllowed unless the actor works at the one-stop of the agency."""
    if not actor.has(Role.ONE_STOP, agency_id):
        raise NotAllowed


def report_agencies(actor: Actor) -> frozenset[int] | None:
    """Agencies whose registers and reports the actor may read; None stands for the whole province."""
    if actor.is_control:
        return None
    return actor.agencies(*READERS)


def access_report_agency(actor: Actor, agency_id: int) -> int:
    """The agency, if the actor may read its reports; NotFound otherwise."""
    scope = report_agencies(actor)
    if scope is not None and agency_id not in scope:
        raise NotFound
    return agency_id


def check_may_set_reporting(actor: Actor) -> None:
    """Raise NotAllowed unless the actor controls procedures for the province."""
    if not actor.is_control:
        raise NotAllowed


def access_desk(actor: Actor, desk_id: int) -> Desk:
    """The desk, if it stands in one of the actor's one-stops; raises DeskMissing otherwise."""
    desk = Desk.objects.filter(pk=desk_id, agency_id__in=one_stop_agencies(actor)).first()
    if desk is None:
        raise DeskMissing(field="desk")
    return desk


def access_handover(actor: Actor, handover_id: int) -> HandOver:
    """The hand-over record, if the actor works for the giver or the receiver; NotFound otherwise."""
    record = HandOver.objects.select_related("giver", "receiver", "made_by").filter(pk=handover_id).first()
    if record is None or not actor.agencies() & {record.giver_id, record.receiver_id}:
        raise NotFound
    return record
