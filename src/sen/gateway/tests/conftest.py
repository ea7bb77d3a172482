"""Two gateways for the tests of a module, on databases of their own beside the test database."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sen.gateway.tests.pair import Axis, RunningServer, SmallService, two_gateways


@pytest.fixture(scope="session")
def axis_place() -> dict[str, str]:
    """The database server of the tests, as programs outside Django want it."""
    return place_of(settings.DATABASES["default"])


def place_of(facts: dict[str, Any]) -> dict[str, str]:
    words = (("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("password", "PASSWORD"))
    server = " ".join(f"{word}={facts[name]}" for word, name in words if facts.get(name))
    return {"server": server, "admin": f"{server} dbname=postgres", "prefix": f"axis_{os.getpid()}"}


@pytest.fixture(scope="module")
def axis_pair(
    tmp_path_factory: pytest.TempPathFactory, axis_place: dict[str, str]
) -> Iterator[tuple[Axis, RunningServer, RunningServer, SmallService]]:
    folder = tmp_path_factory.mktemp("axis")
    with two_gateways(Path(folder), axis_place) as running:
        yield running


@pytest.fixture
def axis(axis_pair: Any) -> Any:
    return axis_pair[0]


@pytest.fixture
def consumer(axis_pair: Any) -> Any:
    return axis_pair[1]


@pytest.fixture
def provider(axis_pair: Any) -> Any:
    return axis_pair[2]


@pytest.fixture
def small(axis_pair: Any) -> Any:
    return axis_pair[3]
