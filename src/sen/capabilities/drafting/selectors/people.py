"""Officers around a draft: who leads, who may be asked, who works where."""

import datetime as dt
from collections.abc import Iterable

from sen.foundation.accounts.selectors import appointments_on, delegations_on, names_of
from sen.foundation.accounts.types import Officer
from sen.kernel.actor import Role
from sen.kernel.text import fold

_LIMIT = 20


def has_head(agency_id: int, division_id: int | None, on: dt.date) -> bool:
    """Whether the division has a head on the date; without a division: whether any division of the agency has."""
    posts = appointments_on(on).filter(agency=agency_id, role=Role.HEAD)
    if division_id is not None:
        return posts.filter(division=division_id).exists()
    return posts.exists() or delegations_on(on).filter(agency=agency_id, role=Role.HEAD).exists()


def division_of(account_id: int | None, agency_id: int, on: dt.date) -> int | None:
    """The division the officer works in at the agency; None without one."""
    posts = appointments_on(on).filter(account=account_id, agency=agency_id, division__isnull=False)
    return posts.order_by("pk").values_list("division_id", flat=True).first()


def is_officer_on(account_id: int, on: dt.date) -> bool:
    """Whether the account holds any position on the date."""
    return appointments_on(on).filter(account=account_id).exists()


def names_of_people(account_ids: Iterable[int]) -> dict[int, str]:
    """Names by account id."""
    return names_of(account_ids)


def find_colleagues(words: str, on: dt.date, *, agency_id: int | None = None) -> list[Officer]:
    """At most twenty officers whose name has every word, those of the agency first; without words: those of the agency."""
    posts = appointments_on(on).select_related("account", "division", "agency")
    folded = fold(words).split()[:6]
    if not folded:
        posts = posts.filter(agency=agency_id)
    for word in folded:
        posts = posts.filter(account__name_folded__contains=word)
    found: dict[int, Officer] = {}
    for post in sorted(posts.order_by("account__name_folded", "pk")[:200], key=lambda one: one.agency_id != agency_id):
        place = post.division.name if post.division and post.agency_id == agency_id else post.agency.name
        found.setdefault(post.account_id, Officer(post.account_id, post.account.name, post.title, place, Role(post.role), post.agency_id))
    return list(found.values())[:_LIMIT]


def agency_of_officer(account_id: int, on: dt.date) -> int | None:
    """The agency of the officer's first position on the date."""
    return appointments_on(on).filter(account=account_id).order_by("pk").values_list("agency_id", flat=True).first()
