"""The hash tree: the published check value, and that every leaf finds its way to the top."""

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sen.gateway.evidence import merkle
from sen.gateway.tests.chest import script

HEAD = "ut4cDFKjEZK2fbz6Rarq0nVKsYM6ySLgmWNDKkbjZco/JE0n+ycUGH/JdmR1EAHkb6YKYceciPBwY1wQsJhmhw=="
BODY = "77eoKY+QWudD2+IVLhYkFfYqFtLVrFx4gW3NVxFOeldHKbgTmI8dCYTPbzjE/Mmjfqn+w9o1GYNTb3J4XXq3Bw=="
STEP = "1EcA4Qtw0TYxE9IREE3Mj6k7YiGbfo+xRhmOcekd4Oysd2qq5CT4OAFkNcbij7rBX/jDSf0p5xONlUNm4ZtX0A=="
# A machine at work on other things must not fail a test for slowness.
patient = settings(deadline=None, max_examples=60)


def test_a_step_gives_the_published_value() -> None:
    digests = [base64.b64decode(HEAD), base64.b64decode(BODY)]
    assert len(merkle.step_bytes(digests)) == 225
    assert base64.b64encode(merkle.step(digests)).decode() == STEP
    assert base64.b64encode(script().step(digests)).decode() == STEP


def test_a_node_without_neighbour_moves_up_unchanged() -> None:
    one, two, three = (hashlib.sha512(bytes([number])).digest() for number in range(3))
    assert merkle.levels([one]) == [[one]]
    assert merkle.levels([one, two, three])[-1] == [merkle.step([merkle.step([one, two]), three])]


@patient
@given(st.integers(1, 70), st.data())
def test_every_leaf_leads_to_the_top_that_the_check_finds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    rows = [hashlib.sha512(f"row {number}".encode()).digest() for number in range(size)]
    leaves = [merkle.leaf(f"signature-{number}", row) for number, row in enumerate(rows)]
    tree = merkle.levels(leaves)
    chain = merkle.chain_file(f"signature-{index}", rows[index], merkle.path(tree, index))
    checker = script()
    top = checker.walk(checker._parse(chain), hashlib.sha512(f"signature-{index}".encode()).digest())
    assert top == tree[-1][0] == checker.top_of(leaves)
    assert checker.result_file(top) == merkle.result_file(top)


def test_digests_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        merkle.step([b"short"])
    with pytest.raises(ValueError, match="at least one"):
        merkle.levels([])


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', b"<x", b"",
        b'<hc:HashChain xmlns:hc="http://cyber.ee/hashchain"><hc:HashStep id="STEP0"><hc:StepRef URI="/ts-hashchain.xml#STEP0"/></hc:HashStep></hc:HashChain>',
        b'<hc:HashChain xmlns:hc="http://cyber.ee/hashchain"><hc:HashStep id="STEP0"><hc:HashValue/></hc:HashStep></hc:HashChain>',
        b'<hc:HashChain xmlns:hc="http://cyber.ee/hashchain"/>',
    ],
)  # fmt: skip
def test_hostile_chains_are_refused_by_the_check(document: bytes) -> None:
    checker = script()
    with pytest.raises(checker.Broken):
        checker.walk(checker._parse(document), bytes(64))
