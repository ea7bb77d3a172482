"""Officers, agencies and divisions as SCIM resources."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from sen.foundation.accounts.selectors import appointments_on, officers_with_posts
from sen.foundation.agencies.selectors import ROLE_NAMES, agencies_on, divisions_by_agency
from sen.foundation.directory.errors import ResourceMissing
from sen.foundation.directory.models import ExternalName, RemovedOfficer, ScimClient
from sen.foundation.directory.types import CORE_GROUP, CORE_USER, ENTERPRISE, POSITIONS, Json
from sen.kernel.actor import Role

AGENCY, DIVISION = "agency", "division"


def shown_officers(on: dt.date) -> QuerySet[Any]:
    """Officers SCIM shows: all but those a client deleted and nobody opened again."""
    gone = RemovedOfficer.objects.filter(account__is_active=False).values("account_id")
    return officers_with_posts(on).exclude(pk__in=gone)


def access_user(client: ScimClient | None, user_id: str, on: dt.date, root: str = "") -> Json:
    """One officer as a resource; raises ResourceMissing."""
    account = shown_officers(on).filter(pk=int(user_id)).first() if user_id.isdecimal() and len(user_id) < 19 else None
    if account is None:
        raise ResourceMissing(detail=f"There is no User {user_id}.")
    return render_users([account], client, root)[0]


def render_users(accounts: Iterable[Any], client: ScimClient | None, root: str = "") -> list[Json]:
    """Officers as resources, with the client's own identifiers; ``root`` is the address of the service."""
    shown = list(accounts)
    names = ExternalName.objects.filter(client=client, account__in=[account.pk for account in shown]) if client else []
    external = {one.account_id: one.external_id for one in names}
    return [_user(account, external.get(account.pk, ""), root) for account in shown]


def _user(account: Any, external_id: str, root: str) -> Json:
    words = account.name.split()
    posts = account.posts if account.is_active else []
    resource: Json = {
        "schemas": [CORE_USER, ENTERPRISE, POSITIONS],
        "id": str(account.pk),
        "userName": account.login,
        "name": {"formatted": account.name, "familyName": words[0], "middleName": " ".join(words[1:-1]), "givenName": words[-1]},
        "displayName": account.name,
        "userType": "officer",
        "preferredLanguage": "vi",
        "active": account.is_active,
        "emails": [{"value": account.email or account.login, "type": "work", "primary": True}],
        "groups": [{"value": f"{AGENCY}-{key}", "display": name, "type": "direct"} for key, name in _agencies(posts)],
        "roles": [{"value": role, "display": str(ROLE_NAMES[Role(role)])} for role in dict.fromkeys(post.role for post in posts)],
        POSITIONS: {"positions": [_position(post) for post in posts]},
    }
    if external_id:
        resource["externalId"] = external_id
    if account.phone:
        resource["phoneNumbers"] = [{"value": account.phone, "type": "work"}]
    if posts:
        resource["title"] = posts[0].title
        resource[ENTERPRISE] = {
            "organization": posts[0].agency.name,
            **({"division": posts[0].division.name} if posts[0].division else {}),
        }
    return with_meta(resource, "User", root, account.created_at, account.changed_at or account.created_at)


def _agencies(posts: Sequence[Any]) -> Iterable[tuple[int, str]]:
    return dict.fromkeys((post.agency_id, post.agency.name) for post in posts)


def _position(post: Any) -> Json:
    return {
        "value": f"{AGENCY}-{post.agency_id}",
        "display": post.agency.name,
        "role": post.role,
        "title": post.title,
        **({"division": f"{DIVISION}-{post.division_id}"} if post.division_id else {}),
        "validFrom": post.valid_from.isoformat(),
        **({"validTo": post.valid_to.isoformat()} if post.valid_to else {}),
    }


def list_groups(on: dt.date, root: str = "", *, members: bool = True) -> list[Json]:
    """Agencies of the date and their divisions as groups, with the officers who hold a position there."""
    held: dict[str, dict[int, str]] = {}
    if members:
        rows = appointments_on(on).order_by("account__name_folded", "account_id")
        for account_id, name, agency_id, division_id in rows.values_list("account_id", "account__name", "agency_id", "division_id"):
            held.setdefault(f"{AGENCY}-{agency_id}", {})[account_id] = name
            if division_id:
                held.setdefault(f"{DIVISION}-{division_id}", {})[account_id] = name
    divisions = divisions_by_agency()
    found = []
    for agency in agencies_on(on).order_by("pk"):
        found.append(_group(f"{AGENCY}-{agency.pk}", agency.name, held, root, members))
        found += [_group(f"{DIVISION}-{one.pk}", f"{one.name}, {agency.name}", held, root, members) for one in divisions.get(agency.pk, [])]
    return found


def access_group(group_id: str, on: dt.date, root: str = "") -> Json:
    """One group; raises ResourceMissing."""
    found = next((group for group in list_groups(on, root) if group["id"] == group_id), None)
    if found is None:
        raise ResourceMissing(detail=f"There is no Group {group_id}.")
    return found


def _group(key: str, name: str, held: dict[str, dict[int, str]], root: str, members: bool) -> Json:
    resource: Json = {"schemas": [CORE_GROUP], "id": key, "displayName": name}
    if members:
        people = held.get(key, {})
        resource["members"] = [
            {"value": str(one), "display": shown, "type": "User", "$ref": f"{root}/Users/{one}"} for one, shown in people.items()
        ]
    return with_meta(resource, "Group", root, None, None)


def with_meta(resource: Json, kind: str, root: str, created: dt.datetime | None, changed: dt.datetime | None) -> Json:
    """The resource with its ``meta``; the version is a digest of everything else."""
    plain = json.dumps({key: value for key, value in resource.items() if key != "meta"}, sort_keys=True, ensure_ascii=False)
    resource["meta"] = {
        "resourceType": kind,
        **({"created": _instant(created)} if created else {}),
        **({"lastModified": _instant(changed)} if changed else {}),
        "location": f"{root}/{kind}s/{resource['id']}",
        "version": f'W/"{hashlib.sha256(plain.encode()).hexdigest()[:20]}"',
    }
    return resource


def _instant(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
