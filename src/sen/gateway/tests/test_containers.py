"""Containers: names, layout, the download, and that the stand-alone check finds each part that was touched."""

import asyncio
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sen.gateway.evidence.containers import MIME_TYPE, base32, container_name
from sen.gateway.evidence.rows import EvidenceReader
from sen.gateway.tests.chest import MEMBER, OTHER, STRANGER, SYSTEM, Chest, failed, opened_chest, script, verify
from sen.gateway.tests.pair import Authority
from sen.gateway.trust.signing import make_signer

PARTY = {"xRoadInstance": "VN-DT", "memberClass": "GOV", "memberCode": "SO", "subsystemCode": "PHANMEM"}


@pytest.fixture(scope="module")
def chest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chest]:
    with opened_chest(tmp_path_factory.mktemp("chest")) as made:
        made.write(3)
        assert made.command("stamp") == (0, "6 messages stamped\n")
        made.write(1, body=None, message_id="VN-DT-without-body")
        made.write(1, kept=False, message_id="VN-DT-not-kept")
        assert made.command("stamp") == (0, "4 messages stamped\n")
        yield made


def order(message_id: str, *flags: str, **changes: str) -> str:
    return "/asic?" + "&".join([urlencode({"queryId": message_id, **PARTY, **changes}), *flags])


def container(chest: Chest, message_id: str = "VN-DT-2", kind: str = "requestOnly") -> bytes:
    status, headers, body = chest.ask(order(message_id, kind, "unique"))
    assert (status, headers["content-type"]) == (200, MIME_TYPE), body
    return body


def changed(content: bytes, name: str, replace: bytes | None) -> bytes:
    """The container with an entry replaced, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
            elif replace is not None:
                new.writestr(entry, replace)
        if replace is not None and name not in old.namelist():
            new.writestr(name, replace)
    return out.getvalue()


def entry(content: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def checked(chest: Chest, content: bytes, folder: Path) -> dict[str, list[str]]:
    file = folder / "one.asice"
    file.write_bytes(content)
    code, told, said = verify("container", str(file), "--anchors", str(chest.anchors()))
    assert code == (0 if told["ok"] else 1), said
    return failed(told)


def test_names_follow_the_agreed_form() -> None:
    assert base32(1234567) == "15lk7"
    assert container_name("VN-DT/1 ă", 1234567, is_answer=True) == "VN-DT%2F1%20%C4%83-response-15lk7.asice"
    assert len(container_name("x" * 900, 1, is_answer=False)) == 226 + len("-request-1.asice")


def test_the_mimetype_comes_first_and_is_stored_without_extras(chest: Chest) -> None:
    content = container(chest)
    first = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert content[30:38] == b"mimetype" and content[38 : 38 + len(MIME_TYPE)] == MIME_TYPE.encode()


def test_request_and_answer_hold_and_belong_together(chest: Chest, tmp_path: Path) -> None:
    status, headers, body = chest.ask(order("VN-DT-2"))
    assert (status, headers["content-type"]) == (200, "application/zip")
    file = tmp_path / "both.zip"
    file.write_bytes(body)
    code, told, said = verify("container", str(file), "--anchors", str(chest.anchors()))
    assert code == 0, said
    assert [name["name"].rpartition("-")[0] for name in told["checked"]] == ["VN-DT-2-request", "VN-DT-2-response"]
    assert "pair: answers" in said and "internal time" in said and "attachment1 verified" in said


def test_a_body_that_was_not_kept_is_said_to_be_unverified(chest: Chest, tmp_path: Path) -> None:
    content = container(chest, "VN-DT-not-kept")
    assert "attachment1" not in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert checked(chest, content, tmp_path) == {}
    file = tmp_path / "one.asice"
    assert "the body was not kept and is unverified" in verify("container", str(file), "--anchors", str(chest.anchors()))[2]


def test_a_message_without_body_holds(chest: Chest, tmp_path: Path) -> None:
    assert checked(chest, container(chest, "VN-DT-without-body"), tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("message.xml", b"nguoi/1", b"nguoi/2", {"content"}),
        ("message.xml", b"PHANMEM", b"KHACKHA", {"content"}),
        ("attachment1", b'"a":1', b'"a":2', {"content"}),
        ("META-INF/manifest.json", b"SHA-512", b"SHA-256", {"content", "signature"}),
        ("META-INF/signature.jws", b"..", b"..A", {"signature", "time"}),
        ("ts-hashchain.xml", b"STEP1", b"STEP2", {"time"}),
        ("ts-hashchainresult.xml", b"#STEP0", b"#STEP1", {"time"}),
        ("META-INF/ASiCManifest.xml", b"<ds:DigestValue>", b"<ds:DigestValue>A", {"time"}),
        ("META-INF/status.jws", b".", b".A", {"status"}),
    ],
)  # fmt: skip
def test_each_part_that_was_touched_is_named(chest: Chest, tmp_path: Path, name: str, old: bytes, new: bytes, reason: set[str]) -> None:
    content = container(chest)
    assert old in entry(content, name)
    found = checked(chest, changed(content, name, entry(content, name).replace(old, new, 1)), tmp_path)
    assert set(found["one.asice"]) == reason


@pytest.mark.parametrize(
    "name", ["message.xml", "META-INF/manifest.json", "META-INF/certs.pem", "ts-hashchain.xml", "META-INF/timestamp.tst"]
)
def test_a_missing_part_breaks_the_layout(chest: Chest, tmp_path: Path, name: str) -> None:
    assert checked(chest, changed(container(chest), name, None), tmp_path) == {"one.asice": ["layout"]}


def test_an_added_part_breaks_the_layout(chest: Chest, tmp_path: Path) -> None:
    assert checked(chest, changed(container(chest), "attachment2", b"x"), tmp_path) == {"one.asice": ["layout"]}


def test_the_parts_of_two_messages_cannot_be_mixed(chest: Chest, tmp_path: Path) -> None:
    one, other = container(chest), container(chest, "VN-DT-3")
    for name, reason in (("META-INF/signature.jws", {"signature", "time"}), ("ts-hashchain.xml", {"time"}), ("message.xml", {"content"})):
        assert set(checked(chest, changed(one, name, entry(other, name)), tmp_path)["one.asice"]) == reason


def test_the_signature_must_be_the_senders(chest: Chest, tmp_path: Path) -> None:
    """Everything is right but the certificate, which is another member's."""
    request, answer = container(chest), container(chest, kind="responseOnly")
    found = checked(chest, changed(request, "META-INF/certs.pem", entry(answer, "META-INF/certs.pem")), tmp_path)
    assert found == {"one.asice": ["signature"]}


def test_a_member_cannot_issue_certificates(chest: Chest, tmp_path: Path) -> None:
    """The province signs a certificate in the department's name and puts its own beside it as if it were an authority."""
    forger = Authority(key=chest.province_key)
    forger.certificate = chest.signers[OTHER].certificate
    key = Ed25519PrivateKey.generate()
    forged = make_signer(MEMBER, key, forger.issue(MEMBER, key.public_key()))
    content = container(chest)
    content = changed(content, "META-INF/signature.jws", forged.sign(entry(content, "META-INF/manifest.json")).encode())
    content = changed(content, "META-INF/certs.pem", (forged.pem + chest.signers[OTHER].pem).encode())
    assert checked(chest, content, tmp_path) == {"one.asice": ["time", "signature"]}
    (tmp_path / "one.asice").write_bytes(content)
    assert "does not come from an authority" in verify("container", str(tmp_path / "one.asice"), "--anchors", str(chest.anchors()))[2]


def test_a_stamp_of_an_unknown_authority_does_not_count(chest: Chest, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors.json"
    anchors.write_text(chest.anchors().read_text().replace('"internal"', '"elsewhere"'))
    file = tmp_path / "one.asice"
    file.write_bytes(container(chest))
    _, told, said = verify("container", str(file), "--anchors", str(anchors))
    assert failed(told) == {"one.asice": ["time"]} and "nobody vouches" in said


def test_damage_anywhere_is_told_calmly(chest: Chest) -> None:
    """Whatever a byte was changed to, the check ends with a verdict; it holds only where nothing that counts was touched."""
    content, checker = container(chest), script()
    anchors = checker.Anchors.read(str(chest.anchors()))
    dice = random.Random(5)
    held = 0
    for _ in range(300):
        at = dice.randrange(len(content))
        touched = content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]
        verdict = checker.check_container("x", io.BytesIO(touched), anchors, 172_800)
        if verdict.holds:
            held += 1
            kept = zipfile.ZipFile(io.BytesIO(touched))
            assert all(kept.read(name) == entry(content, name) for name in zipfile.ZipFile(io.BytesIO(content)).namelist())
    assert held < 100


def test_only_the_party_itself_gets_its_evidence(chest: Chest) -> None:
    before = chest.rows("SELECT count(*) FROM evidence_read")
    status, headers, body = chest.ask(order("VN-DT-2", subsystemCode="KHOA"), client=SYSTEM)
    assert (status, headers["content-type"]) == (401, "text/plain;charset=utf-8") and b"must prove itself" in body
    assert chest.ask(order("VN-DT-2", subsystemCode="KHAC"), client=STRANGER)[0] == 404
    assert chest.rows("SELECT count(*) FROM evidence_read") == before


def test_each_handing_out_is_noted(chest: Chest) -> None:
    container(chest, "VN-DT-3")
    assert chest.rows("SELECT party, message_id, containers FROM evidence_read ORDER BY id DESC LIMIT 1") == [(SYSTEM, "VN-DT-3", 1)]


@pytest.mark.parametrize(
    "target",
    [
        "/asic", "/asic?queryId=x", order("VN-DT-2", "requestOnly", "responseOnly"), order("VN-DT-2", "unique"), order("VN-DT-2", "unknown=1"),
        order("VN-DT-2", "queryId=VN-DT-3"), order("x\0y"), order("x" * 1024), order("VN-DT-2", memberCode="a/b"), "/asic?queryId=%FF",
        order("VN-DT-2", subsystemCode="' OR 1=1 --"),
    ],
)  # fmt: skip
def test_hostile_parameters_are_refused_in_plain_text(chest: Chest, target: str) -> None:
    status, headers, body = chest.ask(target)
    assert (status, headers["content-type"]) == (400, "text/plain;charset=utf-8") and body.endswith(b"\n")


def test_evidence_is_only_read(chest: Chest) -> None:
    assert chest.ask(order("VN-DT-2"), method="DELETE")[0] == 405


def test_a_message_without_stamp_waits_unless_forced(tmp_path: Path) -> None:
    with opened_chest(tmp_path) as chest:
        chest.write(1)
        assert chest.ask(order("VN-DT-1")) == (
            500, {"content-type": "text/plain;charset=utf-8"}, b"the message has no time stamp yet; ask again later, or with force\n",
        )  # fmt: skip
        assert chest.ask(order("VN-DT-1", "force"))[0] == 200
        assert chest.ask(order("VN-DT-1"))[0] == 200


def test_a_certificate_revoked_at_the_time_is_found(tmp_path: Path) -> None:
    with opened_chest(tmp_path) as chest:
        chest.revoked = (f"{chest.signers['VN-DT/GOV/SO'].certificate.serial_number:x}",)
        chest.configure()
        chest.write(1)
        status, _, body = chest.ask(order("VN-DT-1", "force", "requestOnly", "unique"))
        assert status == 200
        assert checked(chest, body, tmp_path) == {"one.asice": ["status"]}


def test_a_large_body_in_a_file_is_part_of_the_container(tmp_path: Path) -> None:
    with opened_chest(tmp_path) as chest:
        large = bytes(range(256)) * 4096
        (tmp_path / "bodies" / "2026-01-01").mkdir(parents=True)
        (tmp_path / "bodies" / "2026-01-01" / "x").write_bytes(large)
        chest.write(1, body=large, kept=False)
        chest.rows("UPDATE message SET body_file = '2026-01-01/x' WHERE NOT is_answer")
        _, _, body = chest.ask(order("VN-DT-1", "force", "requestOnly", "unique"))
        assert entry(body, "attachment1") == large
        assert checked(chest, body, tmp_path) == {}


def test_a_changed_row_does_not_take_the_proof_of_its_neighbours(tmp_path: Path) -> None:
    with opened_chest(tmp_path) as chest:
        chest.write(2)
        chest.command("stamp")
        chest.rows("UPDATE message SET hash = decode(repeat('00', 64), 'hex') WHERE message_id = 'VN-DT-1' AND NOT is_answer")

        async def read(message_id: str) -> bytes:
            async with chest.at_work() as (office, connected):
                found = await EvidenceReader(connected, office.bodies).of_message(message_id, SYSTEM, answers=False)
                return found[0].row_hash

        assert asyncio.run(read("VN-DT-1")) == bytes(64)
        assert checked(chest, container(chest, "VN-DT-1"), tmp_path) == {"one.asice": ["time"]}
        assert checked(chest, container(chest, "VN-DT-2"), tmp_path) == {}
