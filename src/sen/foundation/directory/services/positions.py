"""Positions changed by a SCIM client: the extension's list, and members of groups."""

import datetime as dt
from typing import Any

from sen.foundation.accounts import services as accounts
from sen.foundation.accounts.selectors import appointments_on
from sen.foundation.accounts.types import NewPost
from sen.foundation.agencies.selectors import divisions_by_agency
from sen.foundation.directory.errors import InvalidValue
from sen.foundation.directory.selectors.filters import get
from sen.foundation.directory.selectors.resources import AGENCY, DIVISION
from sen.foundation.directory.types import Json
from sen.kernel import clock
from sen.kernel.actor import Actor, Role

DEFAULT_TITLE = "Chuyên viên"


def apply_positions(*, actor: Actor, account_id: int, present: list[Json], wanted: Any, now: dt.datetime) -> None:
    """End positions that are no longer listed, give those that are new; a position is known by its agency and role.

    Raises InvalidValue and what giving a position raises.
    """
    if not isinstance(wanted, list):
        raise InvalidValue(detail="positions is a list.")
    asked = {(post.agency_id, post.role): post for post in (_post(one, now) for one in wanted)}
    held = {(key_number(one["value"], AGENCY), Role(one["role"])) for one in present}
    for agency_id, role in held - asked.keys():
        end_positions(actor=actor, account_id=account_id, which={"agency": agency_id, "role": role}, now=now)
    for key, post in asked.items():
        if key not in held:
            accounts.appoint(actor=actor, account_id=account_id, post=post, now=now)


def end_positions(*, actor: Actor, account_id: int, which: dict[str, Any], now: dt.datetime) -> int:
    """End the account's positions that fit yesterday, those of today today; returns how many."""
    today = clock.local(now).date()
    posts = list(appointments_on(today).filter(account=account_id, **which).values_list("pk", "valid_from"))
    for key, since in posts:
        accounts.end_appointment(actor=actor, appointment_id=key, last_day=max(since, today - dt.timedelta(days=1)), now=now)
    return len(posts)


def give_membership(*, actor: Actor, account_id: int, group_id: str, now: dt.datetime) -> None:
    """Give the account a specialist's position in the agency or division of a group, under its present title."""
    today = clock.local(now).date()
    title = appointments_on(today).filter(account=account_id).order_by("pk").values_list("title", flat=True).first() or DEFAULT_TITLE
    division = key_number(group_id, DIVISION) if group_id.startswith(DIVISION) else None
    agency = _agency_of(division) if division else key_number(group_id, AGENCY)
    accounts.appoint(actor=actor, account_id=account_id, post=NewPost(agency, Role.SPECIALIST, title, today, division), now=now)


def retitle(*, actor: Actor, account_id: int, title: str, now: dt.datetime) -> None:
    """Change the title of the first position; nothing when there is none."""
    post = appointments_on(clock.local(now).date()).filter(account=account_id).order_by("pk").values_list("pk", flat=True).first()
    if post is not None:
        accounts.correct_position(actor=actor, appointment_id=post, title=title, now=now)


def key_number(value: Any, kind: str) -> int:
    """The number in ``agency-12``; raises InvalidValue."""
    before, _dash, number = str(value).partition("-")
    if before != kind or not number.isdecimal():
        raise InvalidValue(detail=f"{value!r} is no {kind}.")
    return int(number)


def _agency_of(division_id: int) -> int:
    found = (agency for agency, divisions in divisions_by_agency().items() if any(one.pk == division_id for one in divisions))
    return next(found)


def _post(one: Any, now: dt.datetime) -> NewPost:
    if not isinstance(one, dict):
        raise InvalidValue(detail="A position is an object.")
    try:
        role = Role(str(get(one, "role")))
        since = dt.date.fromisoformat(str(get(one, "validFrom"))) if get(one, "validFrom") else clock.local(now).date()
    except ValueError:
        raise InvalidValue(detail="A position has a known role and dates like 2026-07-01.") from None
    division = key_number(get(one, "division"), DIVISION) if get(one, "division") else None
    return NewPost(key_number(get(one, "value"), AGENCY), role, str(get(one, "title") or DEFAULT_TITLE), since, division)
