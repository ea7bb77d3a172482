"""Finding every page of the platform by following links, as the people of each role do."""

import html
import inspect
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import APIRequestContext

from tests.accessibility.left_out import NO_PAGES
from tests.instance import Site

# Answers to programs besides the interfaces of the registries.
_FOR_MACHINES = {
    "sso": {"authorize", "configuration", "server", "token", "userinfo", "jwks", "introspect", "revoke", "begin", "finish", "end_session"},
    "directory": {
        *("users", "user", "groups", "group", "me", "bulk", "search", "search_users", "search_groups"),
        *("schemas", "schema", "resource_types", "resource_type", "provider_config"),
    },
    "exchange": {"configuration", "numbers-json"},
}
_LINK = re.compile(r'<a\s[^>]*?href="([^"#]+)')
_FORM = re.compile(r'<form[^>]*?method="get"[^>]*?action="([^"#]+)', re.IGNORECASE)
# How many addresses of one name are opened to look for further links.  Dossiers and documents differ by state, and so do the links on them.
_OF_A_KIND = 2
_BY_STATE = {
    **{"dossiers:page": 12, "onestop:dossier": 8, "portal:tracking": 8, "procedures:record": 12, "procedures:route": 4},
    **{"drafting:page": 10, "correspondence:incoming_page": 8, "correspondence:outgoing_page": 6},
    **{"exchange:service": 20, "workfiles:file": 8},
}


@dataclass(frozen=True)
class Found:
    """A page, and who met it."""

    name: str
    login: str
    path: str


def walk(request: APIRequestContext, site: Site, login: str, starts: list[str], known: set[str]) -> Iterator[Found]:
    """Every page reached from the starts whose name is not known yet; only pages count, not files and answers to scripts.

    Names met are added to ``known``.
    """
    queue, seen, kinds, before = deque(starts), set(starts), Counter[str](), frozenset(known)
    while queue:
        path = queue.popleft()
        name = name_of(path)
        if not name or name in NO_PAGES or for_machines(name) or kinds[name] >= _BY_STATE.get(name, 1 if name in before else _OF_A_KIND):
            continue
        kinds[name] += 1
        answer = request.get(site.url + path, max_redirects=5)
        assert answer.status < 500, f"{answer.status} for {path} as {login or 'anybody'}"
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        landed = answer.url.removeprefix(site.url)
        name = name_of(landed)
        if name and name not in known:
            known.add(name)
            yield Found(name, login, landed)
        for link in _links(answer.text(), answer.url, site):
            if link not in seen:
                seen.add(link)
                queue.append(link)


def _links(text: str, base: str, site: Site) -> Iterator[str]:
    for found in (*_LINK.findall(text), *_FORM.findall(text)):
        url = urljoin(base, html.unescape(found))
        if url.startswith(site.url + "/"):
            yield url.removeprefix(site.url).split("#")[0]


def name_of(path: str) -> str:
    """The name of the address, with its app; empty when it is none of ours."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def for_machines(name: str) -> bool:
    """Whether the address answers programs, not people: interfaces, their descriptions, SCIM and the tokens of single sign-on."""
    space, _, view = name.partition(":")
    return name.startswith(("api:interface-", "api:openapi-")) or view in _FOR_MACHINES.get(space, ())


def only_pressed(name: str) -> bool:
    """Whether the address takes nothing but a press of a button: one of the decorators around its view refuses to be read."""
    view: Callable[..., Any] | None = _views(get_resolver().url_patterns, "")[name]
    while view is not None:
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None and "GET" not in methods:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def all_names() -> set[str]:
    """The names of every address there is."""
    return set(_names(get_resolver().url_patterns, ""))


def _views(patterns: list[URLPattern | URLResolver], space: str) -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= _views(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            found[space + pattern.name] = pattern.callback
    return found


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name
