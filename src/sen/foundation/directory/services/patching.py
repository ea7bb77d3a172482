"""PATCH (RFC 7644, Section 3.5.2) on a resource as JSON: what it would be after the operations.  Writes nothing."""

import copy
from typing import Any

from sen.foundation.directory.errors import InvalidPath, InvalidSyntax, InvalidValue, Mutability, NoTarget
from sen.foundation.directory.selectors.filters import fits, get, key_of, parse_path
from sen.foundation.directory.types import EXTENSIONS, MESSAGES, Json, PatchPath

READ_ONLY = frozenset({"id", "meta", "schemas", "groups"})
_URNS = {urn.lower(): urn for urn in EXTENSIONS}


def patched(resource: Json, request: Json) -> Json:
    """The resource after all operations of the request, which apply as one.

    Raises InvalidSyntax, InvalidPath, InvalidValue, NoTarget, Mutability.
    """
    schemas = request.get("schemas")
    operations = get(request, "Operations")
    if not isinstance(schemas, list) or f"{MESSAGES}PatchOp" not in schemas or not isinstance(operations, list) or not operations:
        raise InvalidSyntax(detail="A PatchOp with Operations was expected.")
    changed = copy.deepcopy(resource)
    for operation in operations:
        if not isinstance(operation, dict):
            raise InvalidSyntax(detail="An operation is an object.")
        _apply(changed, operation)
    return changed


def _apply(resource: Json, operation: Json) -> None:
    op = str(get(operation, "op") or "").lower()
    if op not in ("add", "remove", "replace"):
        raise InvalidSyntax(detail=f"{op!r} is no operation.")
    path, value = get(operation, "path"), get(operation, "value")
    if path is None:
        if op == "remove":
            raise NoTarget(detail="remove needs a path.")
        _merge(resource, value, op)
        return
    if not isinstance(path, str):
        raise InvalidPath(detail="A path is a text.")
    if op != "remove" and value is None:
        raise InvalidValue(detail=f"{op} needs a value.")
    where = parse_path(path)
    _check_writable(where.path.name)
    _at_path(resource, where, op, value)


def _at_path(resource: Json, where: PatchPath, op: str, value: Any) -> None:
    holder = _holder(resource, where, make=op != "remove")
    if holder is None:
        return
    if not where.path.name:
        _whole_extension(resource, where, op, value)
    elif where.picks is not None:
        _picked(holder, where, op, value)
    elif where.path.sub:
        _sub_attribute(holder, where, op, value)
    else:
        _attribute(holder, where.path.name, op, value)


def _merge(resource: Json, value: Any, op: str) -> None:
    """Operations without a path: each attribute of the value object; names may carry a URN or a dot."""
    if not isinstance(value, dict):
        raise InvalidValue(detail="Without a path the value is an object.")
    for name, part in value.items():
        if name.lower() in _URNS:
            for inner, inner_part in (part if isinstance(part, dict) else {}).items():
                _apply(resource, {"op": op, "path": f"{_URNS[name.lower()]}:{inner}", "value": inner_part})
        elif name.lower() not in READ_ONLY:
            _apply(resource, {"op": op, "path": name, "value": part})


def _holder(resource: Json, where: PatchPath, *, make: bool) -> Json | None:
    """The object the attribute lies in: the resource itself or one of its extensions."""
    if not where.path.urn or where.path.urn.lower() not in _URNS:
        return resource
    urn = _URNS[where.path.urn.lower()]
    if make:
        resource.setdefault(urn, {})
    found: Json | None = resource.get(urn)
    return found


def _whole_extension(resource: Json, where: PatchPath, op: str, value: Any) -> None:
    urn = _URNS[where.path.urn.lower()]
    if op == "remove":
        resource.pop(urn, None)
        return
    if not isinstance(value, dict):
        raise InvalidValue(detail="An extension is an object.")
    resource[urn] = {**resource.get(urn, {}), **value}


def _attribute(holder: Json, name: str, op: str, value: Any) -> None:
    key = key_of(holder, name)
    present = holder.get(key)
    if op == "remove":
        if isinstance(present, list) and value:
            # Some clients name the values to remove in the value instead of in the path.
            gone = {_identity(one) for one in _listed(value)}
            holder[key] = [one for one in present if _identity(one) not in gone]
        else:
            holder.pop(key, None)
    elif op == "add" and isinstance(present, list):
        holder[key] = _joined(present, _listed(value))
    elif op == "add" and isinstance(present, dict) and isinstance(value, dict):
        holder[key] = {**present, **value}
    elif isinstance(present, dict) and not isinstance(value, dict):
        raise InvalidValue(detail=f"{name} is an object.")
    else:
        holder[key] = _one_primary(_listed(value)) if isinstance(present, list) else value


def _sub_attribute(holder: Json, where: PatchPath, op: str, value: Any) -> None:
    key = key_of(holder, where.path.name)
    present = holder.get(key)
    if isinstance(present, list):
        for one in present:
            _set(one, where.path.sub, op, value)
        return
    if present is None:
        if op == "remove":
            return
        present = holder[key] = {}
    if not isinstance(present, dict):
        raise InvalidPath(detail=f"{where.path.name} has no parts.")
    _set(present, where.path.sub, op, value)


def _picked(holder: Json, where: PatchPath, op: str, value: Any) -> None:
    key = key_of(holder, where.path.name)
    values = holder.get(key) or []
    if not isinstance(values, list):
        raise InvalidPath(detail=f"{where.path.name} has one value only.")
    picks = where.picks
    chosen = [one for one in values if picks is not None and isinstance(one, dict) and fits(picks, one, f"{where.path.name}.")]
    if not chosen:
        raise NoTarget(detail=f"No value of {where.path.name} fits the filter.")
    if op == "remove" and not where.sub:
        holder[key] = [one for one in values if not any(one is gone for gone in chosen)]
        return
    for one in chosen:
        _change_value(one, where.sub, op, value)
    _keep_one_primary(values, chosen)


def _change_value(one: Json, sub: str, op: str, value: Any) -> None:
    if sub:
        _set(one, sub, op, value)
        return
    if not isinstance(value, dict):
        raise InvalidValue(detail="The value of a value is an object.")
    if op == "replace":
        one.clear()
    one.update(value)


def _keep_one_primary(values: list[Any], chosen: list[Json]) -> None:
    """Setting a primary value clears the others."""
    last = next((one for one in reversed(chosen) if one.get("primary") is True), None)
    if last is not None:
        for one in values:
            if one is not last and one.get("primary") is True:
                one["primary"] = False


def _set(holder: Json, name: str, op: str, value: Any) -> None:
    if op == "remove":
        holder.pop(key_of(holder, name), None)
    else:
        holder[key_of(holder, name)] = value


def _joined(present: list[Any], fresh: list[Any]) -> list[Any]:
    """The values with the new ones, none twice; a new primary clears the old."""
    known = {_identity(one) for one in present}
    added = [one for one in fresh if _identity(one) not in known]
    if any(isinstance(one, dict) and one.get("primary") is True for one in added):
        for one in present:
            if isinstance(one, dict) and one.get("primary") is True:
                one["primary"] = False
    return _one_primary([*present, *added])


def _one_primary(values: list[Any]) -> list[Any]:
    if sum(1 for one in values if isinstance(one, dict) and one.get("primary") is True) > 1:
        raise InvalidValue(detail="At most one value is primary.")
    return values


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _identity(value: Any) -> str:
    if isinstance(value, dict):
        inner = get(value, "value")
        kind = get(value, "type")
        return f"{inner}\x00{kind or ''}".casefold() if inner is not None else repr(sorted(value.items()))
    return repr(value)


def _check_writable(name: str) -> None:
    if name.lower() in READ_ONLY:
        raise Mutability(detail=f"{name} is read-only.")
