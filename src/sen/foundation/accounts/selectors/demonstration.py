"""Which accounts to try the demonstration with."""

import datetime as dt
from typing import TYPE_CHECKING

from sen.foundation.accounts.models import Account, AccountKind
from sen.foundation.accounts.selectors.actors import actor_of
from sen.foundation.accounts.selectors.officers import appointments_on
from sen.foundation.agencies.selectors import ROLE_NAMES, agencies_on, province_one_stop
from sen.kernel.actor import Actor, Role

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency

FIRST_COMMUNES = ("Ủy ban nhân dân phường 1, thành phố Cao Lãnh", "Ủy ban nhân dân phường Cao Lãnh")


def list_demo_logins(on: dt.date) -> list[dict[str, str]]:
    """One log-in for each role on the date: a citizen, the province's centre, everybody of one commune, control, administration.

    Keys: role, label, login, name, agency.
    """
    citizen = Account.objects.filter(is_demo=True, kind=AccountKind.CITIZEN, is_active=True).order_by("pk").first()
    rows = [{"role": "citizen", "label": "Người dân", "login": citizen.login, "name": citizen.name, "agency": ""}] if citizen else []
    commune = agencies_on(on).filter(name__in=FIRST_COMMUNES).first()
    places: list[tuple[Role, Agency | None]] = [(Role.ONE_STOP, province_one_stop(on))]
    places += [(role, commune) for role in (Role.ONE_STOP, Role.SPECIALIST, Role.HEAD, Role.LEADER, Role.CLERK, Role.ARCHIVE)]
    places += [(Role.CONTROL, None), (Role.ADMIN, None), (Role.AXIS, None), (Role.REGISTRY, None)]
    return rows + [row for role, agency in places if (row := _login(role, agency, on))]


def demo_places(on: dt.date, each: int) -> list[int]:
    """Agencies that a demonstration fills richly: the commune of the printed log-ins, and the first so many of every level."""
    agencies = list(agencies_on(on).order_by("pk").values_list("pk", "level", "name"))
    chosen = [pk for pk, _level, name in agencies if name in FIRST_COMMUNES]
    for level in dict.fromkeys(level for _pk, level, _name in agencies):
        chosen += [pk for pk, own, _name in agencies if own == level][:each]
    return list(dict.fromkeys(chosen))


def demo_team(agency_id: int, on: dt.date) -> dict[Role, Actor]:
    """One demonstration officer of the agency for each role that has one."""
    posts = appointments_on(on).filter(agency=agency_id, account__is_demo=True).order_by("pk")
    first: dict[Role, int] = {}
    for role, account_id in posts.values_list("role", "account_id"):
        first.setdefault(Role(role), account_id)
    return {role: actor_of(account_id, on) for role, account_id in first.items()}


def _login(role: Role, agency: "Agency | None", on: dt.date) -> dict[str, str] | None:
    posts = appointments_on(on).filter(role=role, account__is_demo=True)
    if agency is not None:
        posts = posts.filter(agency=agency)
    post = posts.select_related("account", "agency").order_by("pk").first()
    if post is None:
        return None
    own_centre = agency is not None and role == Role.ONE_STOP and agency.level == "department"
    if own_centre:
        post = posts.filter(title__startswith="Công chức tiếp nhận").select_related("account", "agency").order_by("pk").first() or post
    label = f"{ROLE_NAMES[role]}, {post.agency.name.replace('Ủy ban nhân dân', 'UBND')}"
    return {"role": str(role), "label": label, "login": post.account.login, "name": post.account.name, "agency": post.agency.name}
