"""Who may do what to the axis: its operators everything, an agency's administrators what concerns their own members."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from sen.capabilities.exchange.models import (
    Agreement,
    Certificate,
    Group,
    LedgerRecord,
    Member,
    NoticeType,
    Right,
    Server,
    Service,
    Subsystem,
)
from sen.capabilities.exchange.states import RightState
from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed, NotFound

M = TypeVar("M", bound=Model)


def is_operator(actor: Actor) -> bool:
    """Whether the actor operates the axis for the whole province."""
    return actor.kind is ActorKind.SYSTEM or actor.has(Role.AXIS)


def require_operator(actor: Actor) -> None:
    """Raise NotAllowed unless the actor operates the axis."""
    if not is_operator(actor):
        raise NotAllowed


def speaks_for(actor: Actor, member: Member) -> bool:
    """Whether the actor operates the axis or administers the agency behind the member."""
    return is_operator(actor) or (member.agency_id is not None and actor.has(Role.ADMIN, member.agency_id))


def require_reader(actor: Actor) -> None:
    """Raise NotAllowed unless the actor operates the axis or administers some agency."""
    if not (is_operator(actor) or actor.has(Role.ADMIN)):
        raise NotAllowed


def access_member(actor: Actor, member_id: int) -> Member:
    """The member; raises NotAllowed for those who neither operate the axis nor administer an agency, NotFound."""
    require_reader(actor)
    return _found(Member.objects.select_related("agency").filter(pk=member_id).first())


def access_subsystem(actor: Actor, subsystem_id: int) -> Subsystem:
    """The subsystem, if the actor speaks for its member; raises NotFound."""
    subsystem = _found(Subsystem.objects.select_related("member").filter(pk=subsystem_id).first())
    if not speaks_for(actor, subsystem.member):
        raise NotFound
    return subsystem


def access_service(actor: Actor, service_id: int) -> Service:
    """The service, to read about it; raises NotAllowed, NotFound."""
    require_reader(actor)
    return _found(Service.objects.select_related("subsystem__member").filter(pk=service_id).first())


def access_right(actor: Actor, right_id: int) -> Right:
    """The right, if the actor operates the axis or administers the asking or the offering member; raises NotFound."""
    right = visible_rights(actor).filter(pk=right_id).first()
    return _found(right)


def access_server(actor: Actor, server_id: int) -> Server:
    """The server, for operators of the axis; raises NotAllowed, NotFound."""
    require_operator(actor)
    return _found(Server.objects.select_related("owner").filter(pk=server_id).first())


def access_certificate(actor: Actor, certificate_id: int) -> Certificate:
    """The certificate, for operators of the axis; raises NotAllowed, NotFound."""
    require_operator(actor)
    return _found(Certificate.objects.select_related("server", "member").filter(pk=certificate_id).first())


def access_agreement(actor: Actor, agreement_id: int) -> Agreement:
    """The agreement, for operators of the axis; raises NotAllowed, NotFound."""
    require_operator(actor)
    return _found(Agreement.objects.select_related("provider", "consumer").filter(pk=agreement_id).first())


def access_group(actor: Actor, code: str) -> Group:
    """The group, for operators of the axis; raises NotAllowed, NotFound."""
    require_operator(actor)
    return _found(Group.objects.filter(code=code).first())


def decides_on(actor: Actor, right: Right) -> bool:
    """Whether the actor may approve or refuse: an operator, or an administrator of the offering member, but not who asked."""
    if actor.account_id is not None and actor.account_id == right.requested_by_id:
        return False
    return speaks_for(actor, right.service.subsystem.member)


def visible_rights(actor: Actor) -> QuerySet[Right]:
    """Rights the actor may see: all for operators, those of the own members for administrators."""
    rights = Right.objects.select_related(
        "service__subsystem__member", "subsystem__member", "group", "agreement__provider", "agreement__consumer"
    )
    if is_operator(actor):
        return rights
    agencies = actor.agencies(Role.ADMIN)
    return rights.filter(Q(service__subsystem__member__agency_id__in=agencies) | Q(subsystem__member__agency_id__in=agencies))


def own_subsystems(actor: Actor) -> QuerySet[Subsystem]:
    """Active subsystems the actor may ask rights for."""
    subsystems = Subsystem.objects.filter(is_active=True, member__is_active=True).select_related("member")
    return subsystems if is_operator(actor) else subsystems.filter(member__agency_id__in=actor.agencies(Role.ADMIN))


def visible_ledger(actor: Actor) -> QuerySet[LedgerRecord]:
    """Ledger records the actor may see: all for operators of the axis and for control, those of the own agencies for administrators."""
    records = LedgerRecord.objects.all()
    if is_operator(actor) or actor.is_control:
        return records
    return records.filter(agency_id__in=actor.agencies(Role.ADMIN))


def access_ledger_record(actor: Actor, public_id: UUID, *, lock: bool = False) -> LedgerRecord:
    """The ledger record, if the actor may see it; raises NotFound."""
    records = visible_ledger(actor)
    return _found((records.select_for_update() if lock else records).filter(public_id=public_id).first())


def owns_room(client: str, room: str) -> bool:
    """Whether the subsystem may open types and publish in the room: both belong to one member, and both are registered."""
    if client.rpartition("/")[0] != room.rpartition("/")[0]:
        return False
    known = Subsystem.objects.filter(identifier__in={client, room}, is_active=True, member__is_active=True).count()
    return known == len({client, room})


def may_hear(subscriber: str, kind: NoticeType) -> bool:
    """Whether a subsystem may subscribe to a type: an open one, one of its own member, or of a service it may call."""
    known = Subsystem.objects.filter(identifier=subscriber, is_active=True, member__is_active=True).first()
    if known is None:
        return False
    if kind.is_open or kind.room.rpartition("/")[0] == subscriber.rpartition("/")[0]:
        return True
    held = Right.objects.filter(Q(subsystem=known) | Q(group__subsystems=known), state=RightState.ACTIVE)
    return held.filter(service__subsystem__identifier=kind.room).exists()


def _found(row: M | None) -> M:
    if row is None:
        raise NotFound
    return row
