"""The journal's chain and stamps: both checks hold on what the gateway wrote, and find the smallest change by hand."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sen.gateway.tests.chest import SCRIPT, Chest, opened_chest, script, verify

WHERE = "message_id = 'VN-DT-2' AND NOT is_answer"
CHANGES = {
    "head": "head = overlay(head placing 'X'::bytea from 20 for 1)",
    "body": "body = 'other'::bytea",
    "digest": "body_digest = decode(repeat('ab', 64), 'hex')",
    "party": "party = party || 'X'",
    "time": "recorded_at = recorded_at + interval '1 microsecond'",
    "answer": "is_answer = NOT is_answer, request_id = gen_random_uuid()",
    "signature": "signature = overlay(signature placing 'AAAA' from length(signature) - 10 for 4)",
    "certificate": "certificate = (SELECT max(fingerprint) FROM signer WHERE fingerprint <> message.certificate)",
    "previous": "previous = decode(repeat('00', 64), 'hex')",
    "hash": "hash = decode(repeat('00', 64), 'hex')",
    "gone": "DELETE",
}


@pytest.fixture(scope="module")
def chest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chest]:
    with opened_chest(tmp_path_factory.mktemp("chest"), sample_size=2000) as made:
        made.write(3)
        made.command("stamp")
        yield made


def journal(chest: Chest, *more: str) -> tuple[int, str]:
    code, _, said = verify("journal", "--database", chest.database, *more)
    return code, said


def test_what_the_gateway_wrote_holds(chest: Chest) -> None:
    code, said = journal(chest, "--anchors", str(chest.anchors()))
    assert code == 0 and "6 messages in 1 chains, 1 stamps, 0 problems" in said
    code, said = chest.command("check")
    assert code == 0 and said.endswith("6 messages and 1 stamps checked, 0 problems\n")
    assert chest.rows("SELECT messages, problems FROM evidence_check ORDER BY id DESC LIMIT 1") == [(6, [])]


@pytest.mark.parametrize("change", CHANGES)
def test_the_smallest_change_by_hand_is_found(chest: Chest, change: str) -> None:
    chest.rows(f"CREATE TABLE as_it_was AS SELECT * FROM message WHERE {WHERE}")
    kept = "id, recorded_at, chain, position, message_id, request_id, is_answer, side, party, peer, service, head, body_digest, body_size, body, body_file, signature, certificate, previous, hash"
    try:
        chest.rows(f"DELETE FROM message WHERE {WHERE}" if change == "gone" else f"UPDATE message SET {CHANGES[change]} WHERE {WHERE}")
        code, said = journal(chest)
        assert code == 1 and "position 3" in said or change == "gone" and "messages 3 to 3 before it are missing" in said, said
        found, told = chest.command("check")
        assert found == 1 and "problems\n" in told
    finally:
        chest.rows("DELETE FROM message WHERE position = 3")
        chest.rows(f"INSERT INTO message ({kept}) OVERRIDING SYSTEM VALUE SELECT {kept} FROM as_it_was")
        chest.rows("DROP TABLE as_it_was")
    assert journal(chest)[0] == 0


def test_a_chain_cut_at_its_end_is_found_by_its_stamp(tmp_path: Path) -> None:
    with opened_chest(tmp_path) as chest:
        chest.write(2)
        chest.command("stamp")
        chest.rows("DELETE FROM message WHERE position = 4")
        code, said = journal(chest)
        assert code == 1 and "messages 4 to 4 were stamped and are gone" in said


def test_a_rebuilt_chain_does_not_fit_its_stamp(tmp_path: Path) -> None:
    """Whoever may write everything can make all hashes anew, but not the stamp."""
    with opened_chest(tmp_path) as chest:
        chest.write(2)
        chest.command("stamp")
        stamped = chest.rows("SELECT * FROM stamp_range")
        chest.rows("DELETE FROM message")
        chest.write(2)
        chest.rows("UPDATE stamp_range SET chain = (SELECT max(chain) FROM message)")
        code, said = journal(chest)
        assert len(stamped) == 1 and code == 1 and "it is not the message that stamp 1 covers" in said and "it was changed" not in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE stamp SET top = decode(repeat('00', 64), 'hex')", "its tree has another top"),
        ("UPDATE stamp SET token = substr(token, 1, length(token) - 1) || '\\x00'::bytea", "the time stamp"),
        ("DELETE FROM stamp", "stamp 1 is missing"),
        ("UPDATE stamp_tree SET leaves = overlay(leaves placing '\\x00'::bytea from 70 for 1)", "its tree has another top"),
        ("DELETE FROM signer", "the signer's certificate is missing"),
    ],
)  # fmt: skip
def test_touched_stamps_and_lost_certificates_are_found(tmp_path: Path, change: str, words: str) -> None:
    with opened_chest(tmp_path) as chest:
        chest.write(1)
        chest.command("stamp")
        chest.rows(change)
        code, said = journal(chest)
        assert code == 1 and words in said


def test_the_chain_goes_on_holding_after_old_messages_left(tmp_path: Path) -> None:
    with opened_chest(tmp_path, keep_days=1) as chest:
        chest.write(2)
        chest.command("stamp")
        chest.rows("UPDATE message SET recorded_at = recorded_at - interval '2 days'")
        assert chest.command("archive") == (0, "4 messages archived, 4 removed\n")
        chest.write(1, message_id="VN-DT-new")
        chest.command("stamp")
        assert journal(chest)[0] == 0 and chest.command("check")[0] == 0


def test_what_is_left_of_a_chain_must_follow_what_was_removed(tmp_path: Path) -> None:
    with opened_chest(tmp_path, keep_days=1) as chest:
        chest.write(1)
        chest.command("stamp")
        chest.rows("INSERT INTO removed SELECT chain, 2, hash, now() FROM message WHERE position = 2")
        chest.rows("DELETE FROM message WHERE position = 1")
        code, said = journal(chest)
        assert code == 1 and "before it are missing" in said


def test_a_database_out_of_reach_is_not_called_sound() -> None:
    with pytest.raises(OSError, match="connection"):
        verify("journal", "--database", "host=127.0.0.1 port=1 dbname=nowhere connect_timeout=2")


def test_the_script_knows_nothing_of_the_platform() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported - set(sys.stdlib_module_names) == {"psycopg", "cryptography", "asn1crypto"}
    assert not {"importlib", "runpy"} & imported
    assert script().__doc__ and "Stand-alone" in script().__doc__
