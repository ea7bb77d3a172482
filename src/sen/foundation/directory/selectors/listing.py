"""Lists of resources: narrowed by a filter, sorted, in pages, with the attributes that were asked for."""

import datetime as dt
from collections.abc import Sequence

from sen.foundation.directory.errors import TooMany
from sen.foundation.directory.models import ScimClient
from sen.foundation.directory.selectors.filters import fits, key_of, parse_attr, value_at
from sen.foundation.directory.selectors.resources import list_groups, render_users, shown_officers
from sen.foundation.directory.types import MESSAGES, AttrPath, Both, Compare, Filter, Json, ListQuery

MOST_RESULTS = 200
MOST_SEARCHED = 20_000
_ALWAYS = frozenset({"id", "schemas"})


def list_users(client: ScimClient, query: ListQuery, on: dt.date, root: str) -> Json:
    """Officers that fit, as a ListResponse.  Without filter and order only the page itself is read."""
    officers = shown_officers(on)
    if query.filter is None and query.sort_by is None:
        total = officers.count()
        rows = officers[query.start - 1 : query.start - 1 + query.count] if query.count else []
        return _answer(render_users(rows, client, root), total, query)
    exact = _named(query.filter) if query.filter else {}
    found = officers.filter(**exact)
    if found.count() > MOST_SEARCHED:
        raise TooMany(detail="Too many resources to search; narrow the filter.")
    return paged(render_users(found, client, root), query)


def list_all_groups(query: ListQuery, on: dt.date, root: str, *, members: bool) -> Json:
    """Groups that fit, as a ListResponse."""
    needed = members or (query.filter is not None and "members" in str(query.filter))
    return paged(list_groups(on, root, members=needed), query)


def paged(resources: Sequence[Json], query: ListQuery) -> Json:
    """The resources that fit, in order, the page asked for."""
    tree = query.filter
    found = [one for one in resources if fits(tree, one)] if tree is not None else list(resources)
    if query.sort_by is not None:
        path = query.sort_by
        found.sort(key=lambda one: _sort_value(one, path), reverse=query.descending)
        # Resources without the attribute stand last in either order.
        found.sort(key=lambda one: value_at(one, path) is None)
    return _answer(found[query.start - 1 : query.start - 1 + query.count], len(found), query)


def narrowed(resource: Json, wanted: str, unwanted: str) -> Json:
    """The resource with only the attributes asked for, or without those not wanted; ``id`` and ``schemas`` always stay."""
    if wanted:
        kept: Json = {key: resource[key] for key in resource if key in _ALWAYS}
        for path in _paths(wanted):
            _copy(resource, kept, path)
        return kept
    if not unwanted:
        return resource
    rest = {key: dict(value) if isinstance(value, dict) else value for key, value in resource.items()}
    for path in _paths(unwanted):
        _drop(rest, path)
    return rest


def _answer(resources: Sequence[Json], total: int, query: ListQuery) -> Json:
    return {
        "schemas": [f"{MESSAGES}ListResponse"],
        "totalResults": total,
        "startIndex": query.start,
        "itemsPerPage": len(resources),
        **({"Resources": list(resources)} if query.count else {}),
    }


def _named(tree: Filter) -> dict[str, object]:
    """Conditions the database can check first: userName, id and active by equality, joined by ``and`` only."""
    if isinstance(tree, Both):
        return {**_named(tree.left), **_named(tree.right)}
    if not isinstance(tree, Compare) or tree.op != "eq" or tree.path.sub or tree.path.urn:
        return {}
    name, value = tree.path.name.lower(), tree.value
    if name == "username" and isinstance(value, str):
        return {"login__iexact": value}
    if name == "id" and isinstance(value, str):
        return {"pk": int(value) if value.isdecimal() and len(value) < 19 else 0}
    return {"is_active": value} if name == "active" and isinstance(value, bool) else {}


def _sort_value(resource: Json, path: AttrPath) -> str:
    found = value_at(resource, path)
    if isinstance(found, list):
        found = next((one for one in found if isinstance(one, dict) and one.get("primary")), found[0] if found else "")
    if isinstance(found, dict):
        found = found.get("value") or found.get("formatted") or ""
    return str(found or "").casefold()


def _paths(words: str) -> list[AttrPath]:
    return [parse_attr(word) for word in words.split(",") if word.strip()]


def _copy(source: Json, kept: Json, path: AttrPath) -> None:
    if path.urn in source:
        _copy(source[path.urn], kept.setdefault(path.urn, {}), AttrPath(path.name, path.sub))
        return
    key = key_of(source, path.name)
    if key not in source:
        return
    value = source[key]
    if path.sub and isinstance(value, dict):
        kept.setdefault(key, {}).update({one: value[one] for one in value if one.lower() == path.sub.lower()})
    elif path.sub and isinstance(value, list):
        kept[key] = [{one: part[one] for one in part if one.lower() == path.sub.lower()} for part in value]
    else:
        kept[key] = value


def _drop(rest: Json, path: AttrPath) -> None:
    holder = rest.get(path.urn, {}) if path.urn else rest
    key = key_of(holder, path.name)
    if key in _ALWAYS or key not in holder:
        return
    if path.sub and isinstance(holder[key], dict):
        holder[key].pop(key_of(holder[key], path.sub), None)
    elif not path.sub:
        del holder[key]
