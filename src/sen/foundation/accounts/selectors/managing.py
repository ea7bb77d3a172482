"""What an administrator of an agency sees: officers, their positions and the agencies in reach."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sen.foundation.accounts.models import Account, AccountKind, Appointment, Delegation, PostTransfer
from sen.foundation.accounts.types import HeldPost, OfficerFilter, PostTime
from sen.foundation.agencies.selectors import ROLE_NAMES, agencies_on
from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.text import fold

PROVINCE_ROLES = frozenset({Role.CONTROL, Role.AXIS, Role.REGISTRY})
"""Roles whose rights reach beyond the agency they are held in."""

Scope = frozenset[int] | None
"""Agencies an administrator manages; None is the whole province."""


def managed_agencies(actor: Actor, on: dt.date) -> Scope:
    """The actor's own agencies as administrator and all below them.

    None, the whole province, for the system and for administrators at the People's Committee of the province or its office.
    """
    if actor.kind is ActorKind.SYSTEM:
        return None
    own = actor.agencies(Role.ADMIN)
    if not own:
        return frozenset()
    rows = list(agencies_on(on).values_list("pk", "parent_id", "level", "name"))
    if any(pk in own and _is_of_the_province(level, name) for pk, _parent, level, name in rows):
        return None
    below: dict[int | None, list[int]] = {}
    for pk, parent, _level, _name in rows:
        below.setdefault(parent, []).append(pk)
    return frozenset(_reach(own, below))


def list_managed_agencies(scope: Scope, on: dt.date) -> list[tuple[int, str]]:
    """Agencies of the date in the scope, by id and name: the province, its departments, then districts and communes."""
    ordered = agencies_on(on).order_by("level", "name_sort")
    rows = ordered if scope is None else ordered.filter(pk__in=scope)
    rank = {"province": 0, "department": 1, "district": 2}
    return [(pk, name) for _rank, pk, name in sorted(((rank.get(r.level, 3), r.pk, r.name) for r in rows), key=lambda row: row[0])]


def visible_officers(scope: Scope) -> QuerySet[Account]:
    """Officers who hold, held or will hold a position in the scope; every officer for the whole province."""
    officers = Account.objects.filter(kind=AccountKind.OFFICER)
    if scope is None:
        return officers
    return officers.filter(Exists(Appointment.objects.filter(account=OuterRef("pk"), agency__in=scope)))


def list_officers_of_scope(scope: Scope, wanted: OfficerFilter, on: dt.date) -> QuerySet[Any]:
    """Visible officers that fit, by name, each with ``posts``: the positions in force or to come."""
    posts = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    held = posts.filter(account=OuterRef("pk"))
    found = visible_officers(scope)
    if wanted.agency_id:
        held = held.filter(agency=wanted.agency_id)
    if wanted.role:
        held = held.filter(role=wanted.role)
    if wanted.agency_id or wanted.role:
        found = found.filter(Exists(held))
    if wanted.state == "unplaced":
        found = found.filter(~Exists(posts.filter(account=OuterRef("pk"))), is_active=True)
    elif wanted.state:
        found = found.filter(is_active=wanted.state == "open")
    shown = posts.select_related("agency", "division").order_by("valid_from", "pk")
    return found.filter(_named(wanted.q)).order_by("name_folded", "pk").prefetch_related(Prefetch("appointments", shown, to_attr="posts"))


def list_posts_of(account_id: int, scope: Scope, on: dt.date) -> list[HeldPost]:
    """Every position of the officer, those in force first, then those to come, then the past, newest first."""
    rows = Appointment.objects.filter(account=account_id).select_related("agency", "division").order_by("-valid_from", "-pk")
    held = [_held(row, scope, on) for row in rows]
    return sorted(held, key=lambda post: list(PostTime).index(post.time))


def list_delegations_of(account_id: int) -> QuerySet[Delegation]:
    """Delegations the officer gave or received, newest first."""
    rows = Delegation.objects.filter(Q(giver=account_id) | Q(receiver=account_id))
    return rows.select_related("giver", "receiver", "agency").order_by("-valid_from", "-pk")


def agencies_outside(account_id: int, scope: Scope, on: dt.date) -> list[str]:
    """Names of agencies outside the scope where the officer holds or will hold a position, and of those with a role of the province."""
    if scope is None:
        return []
    posts = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), account=account_id)
    beyond = posts.filter(~Q(agency__in=scope) | Q(role__in=PROVINCE_ROLES)).select_related("agency").order_by("pk")
    return [post.agency.name for post in beyond]


def list_transfers() -> QuerySet[PostTransfer]:
    """Transfers of positions between agencies, newest first, each with ``count``."""
    rows = PostTransfer.objects.select_related("from_agency", "to_agency", "made_by").annotate(count=Count("posts"))
    return rows.order_by("-made_at", "-pk")


def list_without_password(scope: Scope, agency_id: int, on: dt.date) -> QuerySet[Account]:
    """Officers of the agency who were never given a password, by name."""
    held = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), account=OuterRef("pk"), agency=agency_id)
    found = visible_officers(scope).filter(Exists(held), is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return found.order_by("name_folded", "pk")


def officers_with_posts(on: dt.date) -> QuerySet[Account]:
    """Every officer by number, each with ``posts``: positions in force on the date, oldest first.  For systems that keep in step."""
    held = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    posts = held.select_related("agency", "division").order_by("pk")
    officers = Account.objects.filter(kind=AccountKind.OFFICER).order_by("pk")
    return officers.prefetch_related(Prefetch("appointments", posts, to_attr="posts"))


def has_live_session(account_id: int) -> bool:
    """Whether a browser is signed in to the account now."""
    return Account.objects.filter(pk=account_id, live_sessions__isnull=False).exists()


def _is_of_the_province(level: str, name: str) -> bool:
    return level == "province" or (level == "department" and name.startswith("Văn phòng Ủy ban nhân dân"))


def _reach(start: Iterable[int], below: dict[int | None, list[int]]) -> set[int]:
    found, waiting = set(start), list(start)
    while waiting:
        fresh = [pk for pk in below.get(waiting.pop(), []) if pk not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _named(q: str) -> Q:
    chosen = Q()
    for word in fold(q).split()[:8]:
        chosen &= Q(name_folded__startswith=word) | Q(name_folded__contains=f" {word}") | Q(login__contains=word)
    return chosen


def _held(row: Appointment, scope: Scope, on: dt.date) -> HeldPost:
    ended = row.valid_to is not None and row.valid_to < on
    time = PostTime.ENDED if ended else PostTime.COMING if row.valid_from > on else PostTime.NOW
    role = Role(row.role)
    return HeldPost(
        row.pk,
        row.agency_id,
        row.agency.name,
        row.division.name if row.division else "",
        role,
        ROLE_NAMES[role],
        row.title,
        row.valid_from,
        row.valid_to,
        time,
        scope is None or (row.agency_id in scope and role not in PROVINCE_ROLES),
    )
