"""The demonstration's certificate authority."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509

from sen.foundation.signing.adapters.demo import DemoAuthority, FolderStore, MemoryStore
from sen.foundation.signing.adapters.demo.authority import CLAIM
from sen.foundation.signing.types import SignerIdentity

SOMEBODY = SignerIdentity("Lê Thị Mỹ Duyên", "Công chức một cửa", "Ủy ban nhân dân xã Mỹ Hiệp", 3)


@pytest.fixture(params=["memory", "folder"])
def store(request, tmp_path):
    return MemoryStore() if request.param == "memory" else FolderStore(tmp_path / "keys")


def leaf(authority, identity):
    return x509.load_der_x509_certificate(authority.chain(identity).certificates[0])


def test_every_certificate_says_that_it_has_no_legal_value(store):
    authority = DemoAuthority(store)
    for der in authority.chain(SOMEBODY).certificates:
        certificate = x509.load_der_x509_certificate(der)
        assert CLAIM in certificate.subject.rfc4514_string()
        assert CLAIM in certificate.issuer.rfc4514_string()


def test_the_chain_ends_at_the_trusted_root_and_each_link_is_signed_by_the_next(store):
    authority = DemoAuthority(store)
    chain = [x509.load_der_x509_certificate(der) for der in authority.chain(SOMEBODY).certificates]
    chain[0].verify_directly_issued_by(chain[1])
    chain[1].verify_directly_issued_by(chain[2])
    assert authority.chain(SOMEBODY).certificates[-1] == authority.trust_roots()[0]


def test_a_second_process_uses_the_same_keys(store):
    first, second = DemoAuthority(store), DemoAuthority(store)
    assert first.chain(SOMEBODY) == second.chain(SOMEBODY)
    assert first.platform_key() == second.platform_key()


def test_a_new_position_gets_a_new_certificate(store):
    authority = DemoAuthority(store)
    promoted = SignerIdentity(SOMEBODY.name, "Phó Chủ tịch", SOMEBODY.agency, SOMEBODY.account_id)
    assert leaf(authority, SOMEBODY).serial_number != leaf(authority, promoted).serial_number


def test_keys_lie_in_files_only_the_owner_reads(tmp_path):
    folder = tmp_path / "keys"
    authority = DemoAuthority(FolderStore(folder))
    authority.chain(SOMEBODY)
    authority.timestamp_key()
    authority.platform_key()
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 6
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_processes_starting_at_once_agree_on_one_authority(tmp_path):
    authorities = [DemoAuthority(FolderStore(tmp_path / "keys")) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        chains = set(pool.map(lambda authority: authority.chain(SOMEBODY), authorities))
        keys = set(pool.map(lambda authority: authority.platform_key(), authorities))
    assert len(chains) == 1
    assert len(keys) == 1
