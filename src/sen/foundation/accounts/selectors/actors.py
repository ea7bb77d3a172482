"""Who acts: an account with its appointments and delegations resolved to grants, in one statement."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection

from sen.kernel import clock
from sen.kernel.actor import ANONYMOUS, Actor, ActorKind, Grant, Represented, Role
from sen.kernel.statements import planned

# Appointments count while both they and their agency exist; a delegation only while its giver's account is open and holds the role.
_RIGHTS = """
    SELECT account.id, account.kind, account.name, account.person_id,
        (SELECT json_agg(json_build_array(post.role, post.agency_id, {wide}, post.title, coalesce(division.name, '')) ORDER BY post.id)
         FROM accounts_appointment post
         JOIN agencies_agency agency ON agency.id = post.agency_id AND (agency.valid_to IS NULL OR agency.valid_to >= %(on)s)
         LEFT JOIN agencies_division division ON division.id = post.division_id
         WHERE post.account_id = account.id AND post.valid_from <= %(on)s AND (post.valid_to IS NULL OR post.valid_to >= %(on)s)),
        (SELECT json_agg(json_build_array(lent.role, lent.agency_id, {wide}))
         FROM accounts_delegation lent JOIN agencies_agency agency ON agency.id = lent.agency_id
         WHERE lent.receiver_id = account.id AND lent.revoked_at IS NULL AND lent.valid_from <= %(on)s AND lent.valid_to >= %(on)s
           AND EXISTS (SELECT 1 FROM accounts_appointment own JOIN accounts_account giver ON giver.id = own.account_id AND giver.is_active
               WHERE own.account_id = lent.giver_id AND own.role = lent.role
               AND own.agency_id = lent.agency_id AND own.valid_from <= %(on)s AND (own.valid_to IS NULL OR own.valid_to >= %(on)s)))
"""
_OF_SESSION = """
    , live.assurance, live.confirmed_at,
        (SELECT json_build_array(id, principal_kind, principal_id, principal_code, principal_name, scope)
         FROM accounts_mandate
         WHERE id = live.mandate_id AND representative_id = account.id AND withdrawn_at IS NULL
           AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s))
    FROM accounts_account account
    JOIN accounts_livesession live ON live.account_id = account.id AND live.session_key = %(key)s
    JOIN django_session stored ON stored.session_key = live.session_key AND stored.expire_date > now()
    WHERE account.is_active
"""
_OF_ACCOUNT = ", account.assurance, NULL, NULL FROM accounts_account account WHERE account.id = %(key)s AND account.is_active"

# Rights that bind the whole province are those of its People's Committee and of that committee's office.
_PROVINCIAL = "(agency.level = 'province' OR (agency.level = 'department' AND starts_with(agency.name, 'Văn phòng Ủy ban nhân dân')))"
BY_SESSION = _RIGHTS.replace("{wide}", _PROVINCIAL) + _OF_SESSION
_BY_ID = _RIGHTS.replace("{wide}", _PROVINCIAL) + _OF_ACCOUNT


def actor_of_session(session: SessionBase | str, now: dt.datetime) -> Actor:
    """The signed-in person behind a session (or its key), with today's rights; ANONYMOUS when there is none.  One statement."""
    key = session if isinstance(session, str) else session.session_key
    if not key:
        return ANONYMOUS
    # The stored session's own expiry follows the real clock, also in a demonstration of another year.
    return read_actor(BY_SESSION, {"key": key, "on": clock.local(now).date()})


def actor_of(account_id: int, on: dt.date) -> Actor:
    """The person of an account with the rights of the date; ANONYMOUS when the account is closed."""
    return read_actor(_BY_ID, {"key": account_id, "on": on})


def read_actor(statement: str, values: Mapping[str, Any]) -> Actor:
    """The actor one of the statements of this module gives; ANONYMOUS when it gives no row."""
    with planned(connection) as cursor:
        cursor.execute(statement, dict(values))
        row = cursor.fetchone()
    return _actor(row) if row else ANONYMOUS


def _actor(row: tuple[Any, ...]) -> Actor:
    account_id, kind, name, person_id, posts, lent, assurance, confirmed_at, mandate = row
    proof = {"assurance": assurance, "confirmed_at": confirmed_at}
    if kind != "officer":
        return Actor(
            ActorKind.CITIZEN, account_id=account_id, name=name, person_id=person_id, acting_for=mandate and Represented(*mandate), **proof
        )
    posts = posts or []
    grants = frozenset(Grant(Role(held[0]), held[1], held[2]) for held in (*posts, *(lent or [])))
    main = posts[0] if posts else (None, None, False, "", "")
    return Actor(
        ActorKind.OFFICER, account_id, name, grants, agency_id=main[1], title=main[3], division=main[4], person_id=person_id, **proof
    )
