"""Users, Groups and searching."""

from django.http import HttpResponse

from sen.foundation.directory.api.frame import ScimRequest, answer, check_version, resource_answer, root, scim
from sen.foundation.directory.errors import InvalidSyntax, NotOffered
from sen.foundation.directory.schemas import read_body, read_query
from sen.foundation.directory.selectors.filters import get
from sen.foundation.directory.selectors.listing import list_all_groups, list_users, narrowed, paged
from sen.foundation.directory.selectors.resources import access_group, access_user, list_groups, render_users, shown_officers
from sen.foundation.directory.services import groups as group_services
from sen.foundation.directory.services import users as user_services
from sen.foundation.directory.types import MESSAGES, Json
from sen.kernel import clock

_KEPT_ELSEWHERE = "Agencies and divisions are kept elsewhere; only their members are changed here."


@scim("GET", "HEAD", "POST")
def users(request: ScimRequest) -> HttpResponse:
    """List or create Users."""
    if request.method == "POST":
        created = user_services.create_user(client=request.client, resource=read_body(request), now=clock.now(), root=root())
        return resource_answer(request, created, 201)
    found = list_users(request.client, read_query(request.GET.dict()), clock.today(), root())
    return _listed(found, request.GET.get("attributes", ""), request.GET.get("excludedAttributes", ""))


@scim("GET", "HEAD", "PUT", "PATCH", "DELETE")
def user(request: ScimRequest, user_id: str) -> HttpResponse:
    """Read, replace, patch or delete one User."""
    present = access_user(request.client, user_id, clock.today(), root())
    if request.method in ("GET", "HEAD"):
        return resource_answer(request, present)
    check_version(request, present)
    facts = {"client": request.client, "user_id": user_id, "now": clock.now()}
    if request.method == "DELETE":
        user_services.delete_user(**facts)  # type: ignore[arg-type]
        return HttpResponse(status=204)
    if request.method == "PUT":
        changed = user_services.replace_user(**facts, resource=read_body(request), root=root())  # type: ignore[arg-type]
    else:
        changed = user_services.patch_user(**facts, request=read_body(request), root=root())  # type: ignore[arg-type]
    return resource_answer(request, changed)


@scim("GET", "HEAD", "POST")
def groups(request: ScimRequest) -> HttpResponse:
    """List Groups; they are not created here."""
    if request.method == "POST":
        raise NotOffered(detail=_KEPT_ELSEWHERE)
    wanted, unwanted = request.GET.get("attributes", ""), request.GET.get("excludedAttributes", "")
    members = "members" not in unwanted.lower() and (not wanted or "members" in wanted.lower())
    return _listed(list_all_groups(read_query(request.GET.dict()), clock.today(), root(), members=members), wanted, unwanted)


@scim("GET", "HEAD", "PUT", "PATCH", "DELETE")
def group(request: ScimRequest, group_id: str) -> HttpResponse:
    """Read one Group or change its members."""
    present = access_group(group_id, clock.today(), root())
    if request.method in ("GET", "HEAD"):
        return resource_answer(request, present)
    if request.method == "DELETE":
        raise NotOffered(detail=_KEPT_ELSEWHERE)
    check_version(request, present)
    body, now = read_body(request), clock.now()
    if request.method == "PUT":
        changed = group_services.replace_group(client=request.client, group_id=group_id, resource=body, now=now, root=root())
    else:
        changed = group_services.patch_group(client=request.client, group_id=group_id, request=body, now=now, root=root())
    return resource_answer(request, changed)


@scim("POST", reads=True)
def search_users(request: ScimRequest) -> HttpResponse:
    """Search Users by a request in the body."""
    body = _search_body(request)
    return _listed(
        list_users(request.client, read_query(body), clock.today(), root()), _words(body, "attributes"), _words(body, "excludedAttributes")
    )


@scim("POST", reads=True)
def search_groups(request: ScimRequest) -> HttpResponse:
    """Search Groups by a request in the body."""
    body = _search_body(request)
    found = list_all_groups(read_query(body), clock.today(), root(), members=True)
    return _listed(found, _words(body, "attributes"), _words(body, "excludedAttributes"))


@scim("GET", "POST", reads=True)
def search(request: ScimRequest) -> HttpResponse:
    """Search every resource, by a request in the body or in the address."""
    body = _search_body(request) if request.method == "POST" else dict(request.GET.dict())
    today = clock.today()
    everything = [*render_users(shown_officers(today), request.client, root()), *list_groups(today, root())]
    return _listed(paged(everything, read_query(body)), _words(body, "attributes"), _words(body, "excludedAttributes"))


@scim("GET", "POST", "PUT", "PATCH", "DELETE", reads=True)
def me(request: ScimRequest) -> HttpResponse:
    """A credential belongs to a system, not to a person."""
    raise NotOffered(detail="A credential belongs to a system; /Me is not offered.")


def _search_body(request: ScimRequest) -> Json:
    body = read_body(request)
    if f"{MESSAGES}SearchRequest" not in body["schemas"]:
        raise InvalidSyntax(detail="A SearchRequest was expected.")
    return body


def _words(body: Json, name: str) -> str:
    value = get(body, name)
    return ",".join(str(one) for one in value) if isinstance(value, list) else str(value or "")


def _listed(found: Json, wanted: str, unwanted: str) -> HttpResponse:
    if "Resources" in found:
        found["Resources"] = [narrowed(one, wanted, unwanted) for one in found["Resources"]]
    return answer(found)
