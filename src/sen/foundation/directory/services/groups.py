"""Members of agencies and divisions changed by a SCIM client; the agencies themselves are kept elsewhere."""

import datetime as dt

from django.db import transaction

from sen.foundation.directory.errors import InvalidValue, Mutability
from sen.foundation.directory.models import ScimClient
from sen.foundation.directory.selectors.filters import get
from sen.foundation.directory.selectors.resources import AGENCY, DIVISION, access_group, access_user
from sen.foundation.directory.services.patching import patched
from sen.foundation.directory.services.positions import end_positions, give_membership, key_number
from sen.foundation.directory.services.users import actor_of_client
from sen.foundation.directory.types import Json
from sen.kernel import clock
from sen.kernel.errors import DomainError


@transaction.atomic
def replace_group(*, client: ScimClient, group_id: str, resource: Json, now: dt.datetime, root: str = "") -> Json:
    """Bring a group's members to those listed: new ones get a position, others lose theirs.

    Raises ResourceMissing, InvalidValue, Mutability for another name.
    """
    present = access_group(group_id, clock.local(now).date(), root)
    return _bring(client, present, resource, now, root)


@transaction.atomic
def patch_group(*, client: ScimClient, group_id: str, request: Json, now: dt.datetime, root: str = "") -> Json:
    """Apply a PatchOp to a group's members.  Raises what ``patched`` and ``replace_group`` raise."""
    present = access_group(group_id, clock.local(now).date(), root)
    return _bring(client, present, patched(present, request), now, root)


def _bring(client: ScimClient, present: Json, wanted: Json, now: dt.datetime, root: str) -> Json:
    group_id, today = str(present["id"]), clock.local(now).date()
    if get(wanted, "displayName") not in (None, present["displayName"]):
        raise Mutability(detail="Names of agencies and divisions are kept elsewhere.")
    before = {str(one["value"]) for one in present["members"]}
    after = {str(get(one, "value")) for one in get(wanted, "members") or [] if isinstance(one, dict)}
    actor = actor_of_client(client)
    which = {"division": key_number(group_id, DIVISION)} if group_id.startswith(DIVISION) else {"agency": key_number(group_id, AGENCY)}
    for user_id in sorted(after - before):
        account_id = int(access_user(client, user_id, today)["id"])
        try:
            give_membership(actor=actor, account_id=account_id, group_id=group_id, now=now)
        except DomainError as error:
            raise InvalidValue(detail=error.message) from error
    for user_id in sorted(before - after):
        end_positions(actor=actor, account_id=int(user_id), which=which, now=now)
    return access_group(group_id, today, root)
