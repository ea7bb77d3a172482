"""Officers changed by a SCIM client: opened, replaced, patched, closed; every change by the services of accounts."""

import datetime as dt
from typing import Any

from django.db import transaction

from sen.foundation.accounts import services as accounts
from sen.foundation.accounts.errors import AccountClosedAlready, LoginTaken
from sen.foundation.directory.errors import InvalidValue, Uniqueness
from sen.foundation.directory.models import ExternalName, RemovedOfficer, ScimClient
from sen.foundation.directory.selectors.filters import get
from sen.foundation.directory.selectors.resources import access_user
from sen.foundation.directory.services.patching import patched
from sen.foundation.directory.services.positions import apply_positions, retitle
from sen.foundation.directory.types import POSITIONS, Json
from sen.kernel import clock
from sen.kernel.actor import Actor, ActorKind
from sen.kernel.errors import DomainError


def actor_of_client(client: ScimClient) -> Actor:
    """The client as the one who acts."""
    return Actor(ActorKind.SYSTEM, name=f"SCIM: {client.name}")


@transaction.atomic
def create_user(*, client: ScimClient, resource: Json, now: dt.datetime, root: str = "") -> Json:
    """Open an officer's account as the resource says; returns the resource as it is then.  Raises Uniqueness, InvalidValue."""
    actor, today = actor_of_client(client), clock.local(now).date()
    try:
        account = accounts.open_officer(actor=actor, login=_login(resource), name=_name(resource, {}), phone=_phone(resource), now=now)
    except LoginTaken:
        raise Uniqueness(detail="This userName is taken.") from None
    except DomainError as error:
        raise InvalidValue(detail=error.message) from error
    _remember_name(client, account.pk, resource)
    fresh = access_user(client, str(account.pk), today, root)
    _apply_posts(actor, account.pk, fresh, resource, now)
    if get(resource, "active") is not None and not _flag(get(resource, "active")):
        accounts.close_account(actor=actor, account_id=account.pk, reason=f"SCIM: {client.name}", now=now)
    return access_user(client, str(account.pk), today, root)


@transaction.atomic
def replace_user(*, client: ScimClient, user_id: str, resource: Json, now: dt.datetime, root: str = "") -> Json:
    """Bring an officer's account to what the resource says; what it leaves out is cleared where it can be.

    Raises ResourceMissing, Uniqueness, InvalidValue, Mutability.
    """
    today = clock.local(now).date()
    present = access_user(client, user_id, today, root)
    _bring(client, present, resource, now)
    return access_user(client, user_id, today, root)


@transaction.atomic
def patch_user(*, client: ScimClient, user_id: str, request: Json, now: dt.datetime, root: str = "") -> Json:
    """Apply a PatchOp to an officer, all of it or nothing.  Raises what ``patched`` and ``replace_user`` raise."""
    today = clock.local(now).date()
    present = access_user(client, user_id, today, root)
    _bring(client, present, patched(present, request), now)
    return access_user(client, user_id, today, root)


@transaction.atomic
def delete_user(*, client: ScimClient, user_id: str, now: dt.datetime) -> None:
    """Close an officer's account and no longer show it; history and positions stay.  Raises ResourceMissing."""
    present = access_user(client, user_id, clock.local(now).date())
    account_id = int(present["id"])
    _set_active(actor_of_client(client), account_id, active=False, reason=f"SCIM: {client.name}", now=now)
    RemovedOfficer.objects.update_or_create(account_id=account_id, defaults={"client": client, "removed_at": now})


def _bring(client: ScimClient, present: Json, wanted: Json, now: dt.datetime) -> None:
    """Find what differs and change it by the services of accounts."""
    actor, account_id = actor_of_client(client), int(present["id"])
    try:
        accounts.correct_officer(
            actor=actor,
            account_id=account_id,
            login=_login(wanted),
            name=_name(wanted, present),
            phone=_phone(wanted),
            now=now,
        )
    except LoginTaken:
        raise Uniqueness(detail="This userName is taken.") from None
    except DomainError as error:
        raise InvalidValue(detail=error.message) from error
    _remember_name(client, account_id, wanted)
    active = _flag(get(wanted, "active")) if get(wanted, "active") is not None else True
    if active and not present["active"]:
        _set_active(actor, account_id, active=True, reason=f"SCIM: {client.name}", now=now)
    _apply_posts(actor, account_id, present, wanted, now)
    if present["active"] and not active:
        _set_active(actor, account_id, active=False, reason=f"SCIM: {client.name}", now=now)


def _apply_posts(actor: Actor, account_id: int, present: Json, wanted: Json, now: dt.datetime) -> None:
    extension = get(wanted, POSITIONS)
    listed = get(extension, "positions") if isinstance(extension, dict) else None
    try:
        if listed is not None:
            held = present.get(POSITIONS, {}).get("positions", [])
            apply_positions(actor=actor, account_id=account_id, present=held, wanted=listed, now=now)
        title = get(wanted, "title")
        if title and title != present.get("title"):
            retitle(actor=actor, account_id=account_id, title=str(title), now=now)
    except DomainError as error:
        if error.status == 400:
            raise
        raise InvalidValue(detail=error.message) from error


def _set_active(actor: Actor, account_id: int, *, active: bool, reason: str, now: dt.datetime) -> None:
    try:
        if active:
            accounts.reopen_account(actor=actor, account_id=account_id, reason=reason, now=now)
        else:
            accounts.close_account(actor=actor, account_id=account_id, reason=reason, now=now)
    except AccountClosedAlready:
        return


def _remember_name(client: ScimClient, account_id: int, resource: Json) -> None:
    external = get(resource, "externalId")
    if external:
        ExternalName.objects.update_or_create(client=client, account_id=account_id, defaults={"external_id": str(external)[:200]})
    else:
        ExternalName.objects.filter(client=client, account=account_id).delete()


def _login(resource: Json) -> str:
    login = get(resource, "userName")
    if not isinstance(login, str) or not login.strip():
        raise InvalidValue(detail="userName is required: the official mail address.")
    return login


def _name(resource: Json, present: Json) -> str:
    """The full name: its parts when only they changed, else the formatted one, else the name to show."""
    name, before = get(resource, "name") or {}, present.get("name", {})
    if not isinstance(name, dict):
        raise InvalidValue(detail="name is an object.")
    parts = [str(get(name, part) or "") for part in ("familyName", "middleName", "givenName")]
    formatted, shown = str(get(name, "formatted") or ""), str(get(resource, "displayName") or "")
    if formatted and formatted != before.get("formatted"):
        return formatted
    if any(parts) and parts != [before.get(part, "") for part in ("familyName", "middleName", "givenName")]:
        return " ".join(part for part in parts if part)
    if shown and shown != present.get("displayName"):
        return shown
    return str(formatted or present.get("displayName", "") or shown)


def _phone(resource: Json) -> str:
    numbers = get(resource, "phoneNumbers") or []
    if not isinstance(numbers, list):
        raise InvalidValue(detail="phoneNumbers is a list.")
    values = [one for one in numbers if isinstance(one, dict) and get(one, "value")]
    first = next((one for one in values if one.get("primary") is True), values[0] if values else {})
    return str(get(first, "value") or "").removeprefix("tel:")


def _flag(value: Any) -> bool:
    """Some clients write booleans as texts."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise InvalidValue(detail="active is true or false.")
