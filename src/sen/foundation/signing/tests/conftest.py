"""Keys in memory, made once for all tests of signing."""

import pytest

from sen.foundation.signing import services
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.types import SignerIdentity


@pytest.fixture(scope="session")
def authority():
    return DemoAuthority(MemoryStore())


@pytest.fixture(autouse=True)
def _in_memory(authority):
    services.use_signer(authority)
    yield
    services.use_signer(None)


@pytest.fixture
def chairman():
    return SignerIdentity("Phạm Quốc Bảo", "Chủ tịch Ủy ban nhân dân xã", "Ủy ban nhân dân xã Mỹ Hiệp", 7)


@pytest.fixture
def commune():
    return SignerIdentity("Ủy ban nhân dân xã Mỹ Hiệp", "", "Ủy ban nhân dân xã Mỹ Hiệp")
