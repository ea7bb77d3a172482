"""What tests of the inbox share."""

from collections.abc import Iterator

import pytest

from sen.foundation.inbox import types
from sen.foundation.inbox.types import MemoryWorkSource


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryWorkSource]:
    """The only source, until a test adds another."""
    source = MemoryWorkSource(key="mot", label="Nguồn một")
    monkeypatch.setattr(types, "_sources", [source])
    yield source


@pytest.fixture
def second(first: MemoryWorkSource) -> MemoryWorkSource:
    """A second source beside the first."""
    source = MemoryWorkSource(key="hai", label="Nguồn hai", order=200)
    types.register_work_source(source)
    return source
