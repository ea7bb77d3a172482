import pytest
from joserfc.jwk import OKPKey

from sen.gateway.errors import SnapshotRefused
from sen.gateway.trust.snapshot import Directory, Snapshot, seal, unseal

SERVER = "VN-DT/GOV/H20/TINH"
KEY = OKPKey.generate_key("Ed25519")


def _sealed(key: OKPKey = KEY, **changes: object) -> str:
    facts = {
        "instance": "VN-DT",
        "server": SERVER,
        "serial": 5,
        "issued_at": 100,
        "expires_at": 200,
        "directory": Directory(authorities=()),
    }
    return seal(Snapshot(**{**facts, **changes}), key)


def test_a_sealed_snapshot_is_opened() -> None:
    assert unseal(_sealed(), [OKPKey.generate_key("Ed25519"), KEY], server=SERVER, now=150, least_serial=5).serial == 5


@pytest.mark.parametrize(
    ("sealed", "least", "now"),
    [
        (_sealed(OKPKey.generate_key("Ed25519")), 0, 150),
        (_sealed(), 6, 150),
        (_sealed(), 0, 200),
        (_sealed(server="VN-DT/GOV/SO/SONGANH"), 0, 150),
        (_sealed()[:-2], 0, 150),
        ("nothing", 0, 150),
    ],
    ids=["another key", "older", "expired", "another server", "cut", "nonsense"],
)
def test_another_one_is_refused(sealed: str, least: int, now: int) -> None:
    with pytest.raises(SnapshotRefused):
        unseal(sealed, [KEY], server=SERVER, now=now, least_serial=least)


def test_a_changed_content_breaks_the_seal() -> None:
    head, _, tail = _sealed().split(".")
    payload = _sealed(serial=9).split(".")[1]
    with pytest.raises(SnapshotRefused):
        unseal(f"{head}.{payload}.{tail}", [KEY], server=SERVER, now=150)
