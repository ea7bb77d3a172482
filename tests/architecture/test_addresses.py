"""Every address says who may open it, and keeps everybody else out."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from tests.factories import make_citizen, make_officer, signed_in

SAMPLES = ("1", "x", "khai-sinh", "1.001612", "29869", "2026-11-23", "H20-261123-0001", str(uuid.UUID(int=7)), "a" * 22, "a" * 64)


@dataclass(frozen=True)
class Address:
    """One pattern of the URL tree with a sample path."""

    path: str
    route: str
    view: Any

    @property
    def policy(self) -> str:
        return str(getattr(self.view, "access_policy", ""))


def walk(patterns: list[Any], prefix: str = "", above: dict[str, Any] | None = None) -> Iterator[Address]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        converters = (above or {}) | getattr(entry.pattern, "converters", {})
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route, converters)
        elif isinstance(entry, URLPattern):
            yield Address("/" + sample(route, converters), "/" + route, entry.callback)


def sample(route: str, converters: dict[str, Any]) -> str:
    for name, converter in converters.items():
        value = next(text for text in SAMPLES if re.fullmatch(converter.regex, text))
        route = re.sub(rf"<(?:\w+:)?{name}>", value, route)
    return route


ADDRESSES = list(walk(get_resolver().url_patterns))
each_address = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def ask(client: Client, address: Address) -> list[Any]:
    """The answers to GET and POST, without a refusal of the method itself."""
    answers = [client.get(address.path), client.post(address.path, {})]
    told = [answer for answer in answers if answer.status_code != 405]
    assert told, "neither GET nor POST is answered"
    return told


def to_sign_in(response: Any) -> bool:
    return bool(response.status_code == 302 and response["Location"].startswith(settings.LOGIN_URL + "?"))


def test_the_tree_is_walked() -> None:
    assert len(ADDRESSES) > 20
    assert all("<" not in address.path for address in ADDRESSES)


@each_address
def test_every_view_wears_a_policy(address: Address) -> None:
    assert re.fullmatch(r"public|service|signed_in|citizen|officer|roles:[a-z_,]+", address.policy), (
        f"{address.route} has no access decorator"
    )


@each_address
def test_a_stranger_sees_only_public_pages(address: Address, visitor: Client, db: None) -> None:
    for response in ask(visitor, address):
        assert response.status_code < 500
        if address.policy == "public":
            assert not to_sign_in(response)
        else:
            assert to_sign_in(response) or response.status_code == 401


@each_address
def test_a_citizen_does_not_reach_the_officials_side(address: Address, visitor: Client, db: None) -> None:
    signed_in(visitor, make_citizen())
    for response in ask(visitor, address):
        assert response.status_code < 500
        if address.policy == "officer" or address.policy.startswith("roles:"):
            assert response.status_code == 403


@each_address
def test_an_officer_without_the_role_is_refused(address: Address, visitor: Client, agency: Agency) -> None:
    wanted = set(address.policy.removeprefix("roles:").split(",")) if address.policy.startswith("roles:") else set()
    others = [role for role in Role if role.value not in wanted]
    if not others:
        assert len(wanted) == len(Role)
        return
    signed_in(visitor, make_officer(others[0], agency))
    for response in ask(visitor, address):
        assert response.status_code < 500
        if wanted or address.policy == "citizen":
            assert response.status_code == 403


@each_address
def test_the_right_role_in_an_agency_without_the_object_finds_nothing(address: Address, visitor: Client, other_agency: Agency) -> None:
    actor = holder(address, other_agency)
    if actor:
        signed_in(visitor, actor)
    for response in ask(visitor, address):
        assert response.status_code < 500
        assert not to_sign_in(response) or address.policy == "public"
        if response.status_code == 403:
            assert actor is None or address.policy in {"public", "officer", "signed_in"} or address.policy.startswith("roles:")


def holder(address: Address, agency: Agency) -> Actor | None:
    if address.policy.startswith("roles:"):
        return make_officer(Role(address.policy.removeprefix("roles:").split(",")[0]), agency)
    if address.policy == "officer":
        return make_officer(Role.SPECIALIST, agency)
    return make_citizen() if address.policy in {"citizen", "signed_in"} else None
