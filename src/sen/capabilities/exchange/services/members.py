"""Members, their subsystems, groups.  Nothing is ever deleted: what is disabled keeps its history and leaves the snapshots."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from sen.capabilities.exchange.errors import CodeTaken, NoticeMissing
from sen.capabilities.exchange.models import Group, Member, Server, Subsystem
from sen.capabilities.exchange.policies import require_operator
from sen.capabilities.exchange.services.naming import checked_code, join
from sen.capabilities.exchange.services.recording import record
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.kernel.text import sort_key

CONTACT_FIELDS = ("contact_name", "contact_phone", "contact_mail")


@transaction.atomic
def register_member(
    *,
    actor: Actor,
    member_class: str,
    code: str,
    name: str,
    agency_id: int | None,
    now: dt.datetime,
    contact_name: str = "",
    contact_phone: str = "",
    contact_mail: str = "",
) -> Member:
    """Admit a legal body to the axis.  Raises NotAllowed, BadCode, CodeTaken.

    Basis: 194/2025/NĐ-CP, Article 20 (agencies share data through the platforms of integration, here the provincial one).
    """
    require_operator(actor)
    identifier = join(settings.AXIS_INSTANCE, checked_code(member_class, "member_class"), checked_code(code))
    if Member.objects.filter(identifier=identifier).exists():
        raise CodeTaken("code", code=identifier)
    member = Member.objects.create(
        identifier=identifier,
        instance=settings.AXIS_INSTANCE,
        member_class=member_class,
        code=code,
        name=name,
        name_sort=sort_key(name)[:420],
        agency_id=agency_id,
        contact_name=contact_name,
        contact_phone=contact_phone,
        contact_mail=contact_mail,
        created_at=now,
    )
    record("member.register", member, actor=actor, now=now, name=name)
    return member


@transaction.atomic
def edit_member(
    *,
    actor: Actor,
    member_id: int,
    name: str,
    agency_id: int | None,
    now: dt.datetime,
    contact_name: str = "",
    contact_phone: str = "",
    contact_mail: str = "",
) -> Member:
    """Change a member's name, agency and contact; its code never changes.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    member = _locked_member(member_id)
    before = {field: str(getattr(member, field)) for field in ("name", *CONTACT_FIELDS)}
    member.name, member.name_sort, member.agency_id = name, sort_key(name)[:420], agency_id
    member.contact_name, member.contact_phone, member.contact_mail = contact_name, contact_phone, contact_mail
    member.save()
    changed = {field: [old, str(getattr(member, field))] for field, old in before.items() if old != str(getattr(member, field))}
    record("member.edit", member, actor=actor, now=now, changed=changed)
    return member


@transaction.atomic
def disable_member(*, actor: Actor, member_id: int, notice: str, now: dt.datetime) -> Member:
    """Take a member and everything of it out of the snapshots until it is enabled again.

    Raises NotAllowed, NotFound, NoticeMissing.
    """
    require_operator(actor)
    if not notice.strip():
        raise NoticeMissing("notice")
    member = _locked_member(member_id)
    member.is_active, member.notice = False, notice
    member.save(update_fields=["is_active", "notice"])
    record("member.disable", member, actor=actor, now=now, notice=notice)
    return member


@transaction.atomic
def enable_member(*, actor: Actor, member_id: int, now: dt.datetime) -> Member:
    """Put a disabled member back.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    member = _locked_member(member_id)
    member.is_active, member.notice = True, ""
    member.save(update_fields=["is_active", "notice"])
    record("member.enable", member, actor=actor, now=now)
    return member


@transaction.atomic
def register_subsystem(*, actor: Actor, member_id: int, code: str, name: str, server_ids: Sequence[int], now: dt.datetime) -> Subsystem:
    """Add a system to a member and register it on servers.  Raises NotAllowed, NotFound, BadCode, CodeTaken."""
    require_operator(actor)
    member = _locked_member(member_id)
    identifier = join(member.identifier, checked_code(code))
    if Subsystem.objects.filter(identifier=identifier).exists():
        raise CodeTaken("code", code=identifier)
    subsystem = Subsystem.objects.create(identifier=identifier, member=member, code=code, name=name, created_at=now)
    subsystem.servers.set(Server.objects.filter(pk__in=server_ids))
    record("subsystem.register", subsystem, actor=actor, now=now, servers=_names(subsystem))
    return subsystem


@transaction.atomic
def edit_subsystem(*, actor: Actor, subsystem_id: int, name: str, server_ids: Sequence[int], now: dt.datetime) -> Subsystem:
    """Change a system's name and the servers it speaks through.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    subsystem = _locked_subsystem(subsystem_id)
    before = _names(subsystem)
    subsystem.name = name
    subsystem.save(update_fields=["name"])
    subsystem.servers.set(Server.objects.filter(pk__in=server_ids))
    record("subsystem.edit", subsystem, actor=actor, now=now, servers=[before, _names(subsystem)])
    return subsystem


@transaction.atomic
def disable_subsystem(*, actor: Actor, subsystem_id: int, notice: str, now: dt.datetime) -> Subsystem:
    """Take a system out of the snapshots until it is enabled again.  Raises NotAllowed, NotFound, NoticeMissing."""
    require_operator(actor)
    if not notice.strip():
        raise NoticeMissing("notice")
    subsystem = _locked_subsystem(subsystem_id)
    subsystem.is_active, subsystem.notice = False, notice
    subsystem.save(update_fields=["is_active", "notice"])
    record("subsystem.disable", subsystem, actor=actor, now=now, notice=notice)
    return subsystem


@transaction.atomic
def enable_subsystem(*, actor: Actor, subsystem_id: int, now: dt.datetime) -> Subsystem:
    """Put a disabled system back.  Raises NotAllowed, NotFound."""
    require_operator(actor)
    subsystem = _locked_subsystem(subsystem_id)
    subsystem.is_active, subsystem.notice = True, ""
    subsystem.save(update_fields=["is_active", "notice"])
    record("subsystem.enable", subsystem, actor=actor, now=now)
    return subsystem


@transaction.atomic
def save_group(*, actor: Actor, code: str, name: str, subsystem_ids: Sequence[int], now: dt.datetime) -> Group:
    """Make or change a group of systems that are given rights together.  Raises NotAllowed, BadCode."""
    require_operator(actor)
    group, made = Group.objects.select_for_update().get_or_create(code=checked_code(code), defaults={"name": name, "created_at": now})
    group.name = name
    group.save(update_fields=["name"])
    group.subsystems.set(Subsystem.objects.filter(pk__in=subsystem_ids))
    members = list(group.subsystems.values_list("identifier", flat=True))
    record("group.make" if made else "group.edit", group, actor=actor, now=now, members=members)
    return group


def _locked_member(member_id: int) -> Member:
    member = Member.objects.select_for_update().filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member


def _locked_subsystem(subsystem_id: int) -> Subsystem:
    subsystem = Subsystem.objects.select_for_update().filter(pk=subsystem_id).first()
    if subsystem is None:
        raise NotFound
    return subsystem


def _names(subsystem: Subsystem) -> list[str]:
    return list(subsystem.servers.order_by("identifier").values_list("identifier", flat=True))
