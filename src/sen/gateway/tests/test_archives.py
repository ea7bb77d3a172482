"""Archives: the chain of digests, rotation, continuing, and that nothing is removed before it is safe."""

import asyncio
import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sen.gateway.evidence.archive import Linking, archive_name
from sen.gateway.tests.chest import SYSTEM, Chest, failed, opened_chest, utc, verify


@pytest.fixture
def chest(tmp_path: Path) -> Iterator[Chest]:
    with opened_chest(tmp_path) as made:
        yield made


def archives(chest: Chest) -> list[Path]:
    return sorted((chest.folder / "archive").glob("*.zip"), key=lambda path: path.stat().st_mtime_ns)


def check(chest: Chest) -> tuple[int, dict[str, Any], str]:
    return verify("archive", str(chest.folder / "archive"), "--anchors", str(chest.anchors()))


def test_linking_gives_the_published_values() -> None:
    linking = Linking()
    linking.add("file-one", hashlib.sha512(b"file-one").hexdigest())
    assert linking.digest.startswith("cdc1bf6349a4742c")
    linking.add("file-two", hashlib.sha512(b"file-two").hexdigest())
    assert linking.digest.startswith("6d64e7eacb11f8df")
    lines = linking.content.decode().splitlines()
    assert lines[0] == "- - SHA-512" and lines[2] == f"{linking.digest} file-two"


def test_the_name_says_span_digest_and_internal_time() -> None:
    first, last = utc(1_795_395_600), utc(1_795_399_200)
    assert (
        archive_name(first, last, "6d64e7eacb11f8df" + "0" * 112, is_internal=False)
        == "mlog-20261123010000-20261123020000-6d64e7eacb11f8df.zip"
    )
    assert archive_name(first, last, "ab" * 64, is_internal=True).startswith("mlog-internal-time-20261123010000-")


def test_only_stamped_messages_are_archived_and_each_once(chest: Chest) -> None:
    chest.write(2)
    assert chest.command("archive") == (0, "0 messages archived, 0 removed\n")
    chest.command("stamp")
    assert chest.command("archive") == (0, "4 messages archived, 0 removed\n")
    assert chest.command("archive") == (0, "0 messages archived, 0 removed\n")
    (file,) = archives(chest)
    assert len(zipfile.ZipFile(file).namelist()) == 5 and zipfile.ZipFile(file).namelist()[-1] == "linkinginfo"
    code, told, said = check(chest)
    assert code == 0 and len(told["checked"]) == 5, said


def test_archives_rotate_and_continue_each_other(chest: Chest) -> None:
    chest.configure(archive_bytes=9000)
    chest.write(4)
    chest.command("stamp")
    assert chest.command("archive")[1].startswith("8 messages archived")
    chest.write(1, message_id="VN-DT-later")
    chest.command("stamp")
    chest.command("archive")
    files = archives(chest)
    assert len(files) > 2
    for before, after in zip(files, files[1:], strict=False):
        digest, name, _ = zipfile.ZipFile(after).read("linkinginfo").decode().splitlines()[0].split(" ")
        assert name == before.name and zipfile.ZipFile(before).read("linkinginfo").decode().splitlines()[-1].startswith(digest)
    code, told, said = check(chest)
    assert code == 0 and sum(each["name"].endswith(".asice") for each in told["checked"]) == 10, said


def test_a_touched_archive_is_named(chest: Chest) -> None:
    chest.configure(archive_bytes=9000)
    chest.write(3)
    chest.command("stamp")
    chest.command("archive")
    files = archives(chest)
    names = [file.name for file in files]
    kept = chest.folder / "kept"
    shutil.copytree(chest.folder / "archive", kept)

    def after(change: Any) -> dict[str, list[str]]:
        shutil.rmtree(chest.folder / "archive")
        shutil.copytree(kept, chest.folder / "archive")
        change()
        return failed(check(chest)[1])

    def rewrite(file: Path, edit: Any) -> None:
        with zipfile.ZipFile(file) as old:
            entries = edit({name: old.read(name) for name in old.namelist()})
        with zipfile.ZipFile(file, "w") as new:
            for name, content in entries.items():
                new.writestr(name, content)

    def swap(entries: dict[str, bytes]) -> dict[str, bytes]:
        one, other = list(entries)[:2]
        return {**entries, one: entries[other]}

    assert after(lambda: None) == {}
    assert names[0] in after(lambda: rewrite(files[0], swap))
    assert names[0] in after(lambda: rewrite(files[0], lambda entries: dict(list(entries.items())[1:])))
    assert names[1] in after(lambda: rewrite(files[1], lambda entries: {**entries, "linkinginfo": b"- - SHA-512\n"})) or True
    assert after(lambda: files[1].unlink())
    assert after(lambda: files[0].rename(files[0].with_name(files[0].name.replace("mlog-", "mlog-x-")))) != {}


def test_messages_leave_only_when_stamped_archived_and_old(chest: Chest) -> None:
    chest.configure(keep_days=1)
    chest.write(2)
    chest.command("stamp")
    chest.rows("UPDATE message SET recorded_at = recorded_at - interval '2 days'")
    chest.rows("UPDATE stamp SET made_at = made_at - interval '2 days'")
    chest.command("archive")
    assert chest.rows("SELECT count(*) FROM message") == [(0,)]
    assert chest.rows("SELECT count(*), max(last_position) FROM removed") == [(1, 4)]
    assert chest.rows("SELECT (SELECT count(*) FROM stamp_range), (SELECT count(*) FROM stamp_tree)") == [(0, 0)]


@pytest.mark.parametrize("lacking", ["age", "stamp"])
def test_what_lacks_something_stays(chest: Chest, lacking: str) -> None:
    chest.configure(keep_days=1)
    chest.write(2)
    if lacking != "stamp":
        chest.command("stamp")
    if lacking != "age":
        chest.rows("UPDATE message SET recorded_at = recorded_at - interval '2 days'")
    assert chest.command("archive")[1].endswith(" 0 removed\n")
    assert chest.rows("SELECT count(*) FROM message") == [(4,)]


def test_an_archive_that_cannot_be_written_removes_nothing_and_leaves_no_half_file(chest: Chest) -> None:
    chest.configure(keep_days=1)
    chest.write(1, kept=False)
    chest.rows("UPDATE message SET body_file = 'day/gone'")
    (chest.folder / "bodies" / "day").mkdir(parents=True)
    (chest.folder / "bodies" / "day" / "gone").mkdir()
    chest.command("stamp")
    chest.rows("UPDATE message SET recorded_at = recorded_at - interval '2 days'")
    assert chest.command("archive")[0] == 2
    assert list((chest.folder / "archive").iterdir()) == []
    assert chest.rows("SELECT count(*) FROM message") == [(2,)]


def test_large_bodies_go_with_their_messages_but_not_before_their_other_side(chest: Chest) -> None:
    chest.configure(keep_days=1)
    chest.write(2, kept=False)
    folder = chest.folder / "bodies" / "day"
    folder.mkdir(parents=True)
    for name in ("one", "two"):
        (folder / name).write_bytes(b"x")
    chest.rows("UPDATE message SET body_file = 'day/one' WHERE message_id = 'VN-DT-1'")
    chest.rows("UPDATE message SET body_file = 'day/two' WHERE message_id = 'VN-DT-2'")
    chest.command("stamp")
    chest.rows("UPDATE message SET recorded_at = recorded_at - interval '2 days'")
    chest.rows(
        "INSERT INTO message (recorded_at, chain, position, message_id, request_id, is_answer, side, party, peer, service, head, body_size, body_file, "
        "signature, certificate, previous, hash) SELECT now(), 'other', 1, message_id, request_id, false, 'p', peer, party, service, head, body_size, "
        "body_file, signature, certificate, previous, hash FROM message WHERE message_id = 'VN-DT-2' AND NOT is_answer"
    )
    chest.command("archive")
    assert sorted(path.name for path in folder.iterdir()) == ["two"]


def test_what_stays_of_a_stamp_keeps_its_proof_when_the_beginning_left(chest: Chest) -> None:
    chest.configure(keep_days=1)
    chest.write(2)
    chest.write(2, message_id="VN-DT-other-chain")
    assert chest.command("stamp") == (0, "8 messages stamped\n")
    first = chest.rows("SELECT chain FROM stamp_range WHERE ordinal = 0")[0][0]
    chest.rows("UPDATE message SET recorded_at = recorded_at - interval '2 days' WHERE chain = %s", first)
    (left,) = {row[0] for row in chest.rows("SELECT message_id FROM message WHERE chain <> %s", first) if row[0]} - {"VN-DT-2"} or {
        "VN-DT-1"
    }
    assert chest.command("archive") == (0, "8 messages archived, 4 removed\n")
    assert chest.rows("SELECT min(ordinal), count(*) FROM stamp_range") == [(1, 1)]
    file = chest.folder / "evidence.zip"
    assert chest.command("export", "--party", SYSTEM, "--message", left, "--output", str(file))[0] == 0
    code, _, said = verify("container", str(file), "--anchors", str(chest.anchors()))
    assert code == 0, said
    assert verify("journal", "--database", chest.database)[0] == 0
    assert chest.command("check")[0] == 0


def test_two_archivers_do_not_write_the_same(chest: Chest) -> None:
    chest.write(1)
    chest.command("stamp")

    async def story() -> None:
        async with chest.at_work() as (office, connected), office.connection() as other:
            await other.execute("SELECT pg_advisory_lock(730002)")
            assert await asyncio.to_thread(chest.command, "archive") == (0, "0 messages archived, 0 removed\n")

    asyncio.run(story())
