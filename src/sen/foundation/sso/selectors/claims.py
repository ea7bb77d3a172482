"""What a system learns about a person, read from accounts and agencies at this moment."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sen.foundation.accounts.selectors import actor_of
from sen.foundation.agencies.selectors import kept_agency
from sen.foundation.sso.types import Owner, Scope
from sen.kernel.actor import Actor

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency


def claims_of(account_id: int, owner: Owner, scopes: Iterable[str], on: dt.date) -> dict[str, Any]:
    """The claims of the scopes with the positions and delegations of the day; none of position for a closed account."""
    wanted = frozenset(scopes)
    claims = _of_account(owner, wanted)
    if Scope.POSITION in wanted and owner.kind == "officer":
        claims |= _of_position(actor_of(account_id, on))
    return claims


def _of_account(account: Owner, wanted: frozenset[str]) -> dict[str, Any]:
    claims: dict[str, Any] = {}
    if Scope.PROFILE in wanted:
        claims |= {"name": account.name, "account_kind": account.kind, "locale": "vi"}
    if Scope.EMAIL in wanted and account.email:
        claims["email"] = account.email
    if Scope.PHONE in wanted and account.phone:
        claims["phone_number"] = account.phone
    if Scope.IDENTITY in wanted and account.kind == "citizen":
        claims["identity_number"] = account.login
    return claims


def _of_position(actor: Actor) -> dict[str, Any]:
    own = kept_agency(actor.agency_id) if actor.agency_id else None
    grants = sorted((grant.role.value, _code(kept_agency(grant.agency_id))) for grant in actor.grants)
    return {
        "agency_code": _code(own),
        "agency_name": own.name if own else "",
        "position": actor.title,
        "division": actor.division,
        "roles": sorted({role for role, _agency in grants}),
        "grants": [{"role": role, "agency_code": agency} for role, agency in grants],
    }


def _code(agency: "Agency | None") -> str:
    """The agency's official code; while that is unknown the provisional one that stands on dossiers."""
    return (agency.identification_code or agency.dossier_prefix) if agency else ""
