"""The stand-alone check of the hash chains: green on what the platform wrote, red after the smallest change by hand."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sen.capabilities.dossiers.models import Dossier, DossierEvent
from sen.capabilities.dossiers.services.recording import hashed_fields
from sen.kernel.actor import Actor
from tests.dossier_factories import in_work, submitted

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "verify_chains.py"
EVENT_CHANGES = (
    "actor_name = overlay(actor_name placing 'X' from 1 for 1)",
    "reason = reason || ' '",
    "payload = payload || '{\"seen\": true}'",
    "occurred_at = occurred_at + interval '1 microsecond'",
    "agency_id = coalesce(agency_id, 0) + 1",
    "hash = translate(hash, '0123456789abcdef', '123456789abcdef0')",
    "DELETE",
)


@pytest.fixture
def dossiers(transactional_db: None, citizen: Actor, clerk: Actor, agency: Any) -> list[Dossier]:
    return [submitted(citizen, agency), in_work(citizen, clerk, agency)]


@pytest.fixture
def by_hand(dossiers: list[Dossier]) -> Iterator[Any]:
    """A database administrator at work, whom no trigger stops."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def _verify(*more: str) -> "subprocess.CompletedProcess[str]":
    facts = connection.settings_dict
    place = " ".join(
        f"{word}={facts[name]}"
        for word, name in (("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("password", "PASSWORD"), ("dbname", "NAME"))
        if facts[name]
    )
    return subprocess.run([sys.executable, str(SCRIPT), "--database", place, *more], capture_output=True, text=True, check=False, env={})


def test_real_dossiers_hold(dossiers: list[Dossier]) -> None:
    checked = _verify("--json")
    assert checked.returncode == 0, checked.stderr
    said = json.loads(checked.stdout.splitlines()[-1])
    assert said == {"ok": True, "events": DossierEvent.objects.count(), "chains": len(dossiers), "problems": 0}
    assert said["events"] > len(dossiers)


def _tried(by_hand: Any, table: str, where: str, change: str) -> "subprocess.CompletedProcess[str]":
    """What the check says after the change; everything is put back."""
    by_hand.execute(f"CREATE TEMP TABLE as_it_was AS SELECT * FROM {table} WHERE {where}")
    assert by_hand.rowcount >= 1
    by_hand.execute(f"DELETE FROM {table} WHERE {where}" if change == "DELETE" else f"UPDATE {table} SET {change} WHERE {where}")
    checked = _verify("--json")
    by_hand.execute(f"DELETE FROM {table} WHERE {where}")
    by_hand.execute(f"INSERT INTO {table} SELECT * FROM as_it_was")
    by_hand.execute("DROP TABLE as_it_was")
    return checked


def test_the_smallest_change_by_hand_is_found(by_hand: Any, dossiers: list[Dossier]) -> None:
    one, other = dossiers[1], dossiers[0]
    last = DossierEvent.objects.filter(dossier_id=one.pk).count()
    assert last >= 3
    for change in EVENT_CHANGES:
        checked = _tried(by_hand, "dossiers_dossierevent", f"dossier_id = {one.pk} AND sequence = 2", change)
        assert checked.returncode == 1, change
        assert f"dossier {one.pk}" in checked.stderr and f"dossier {other.pk}" not in checked.stderr
    for sequence in (1, last):
        assert _tried(by_hand, "dossiers_dossierevent", f"dossier_id = {one.pk} AND sequence = {sequence}", "DELETE").returncode == 1
    assert _tried(by_hand, "dossiers_dossierevent", f"dossier_id = {other.pk}", "DELETE").returncode == 1
    assert _verify().returncode == 0


def test_a_changed_head_is_found(by_hand: Any, dossiers: list[Dossier]) -> None:
    for change in ("head_hash = repeat('0', 64)", "event_count = event_count + 1", "state = 'withdrawn'"):
        checked = _tried(by_hand, "dossiers_dossier", f"id = {dossiers[0].pk}", change)
        assert checked.returncode == 1, change
        assert json.loads(checked.stdout.splitlines()[-1])["problems"] == 1
        assert dossiers[0].code in checked.stderr
    assert _verify().returncode == 0


def test_heads_are_written_down_and_an_export_is_checked_without_a_database(dossiers: list[Dossier], tmp_path: Path) -> None:
    heads, export = tmp_path / "heads.txt", tmp_path / "events.jsonl"
    assert _verify("--heads", str(heads)).returncode == 0
    kept = {" ".join(line.split()[:2]): line.split()[3] for line in heads.read_text().splitlines()}
    assert kept == {f"dossier {dossier.pk}": Dossier.objects.get(pk=dossier.pk).head_hash for dossier in dossiers}
    events = DossierEvent.objects.order_by("dossier_id", "sequence")
    lines = [json.dumps({"record": hashed_fields(event), "previous_hash": event.previous_hash, "hash": event.hash}) for event in events]
    export.write_text("\n".join(lines))
    assert subprocess.run([sys.executable, str(SCRIPT), "--export", str(export)], capture_output=True, check=False).returncode == 0
    export.write_text("\n".join(lines).replace("submitted", "submittee", 1))
    assert subprocess.run([sys.executable, str(SCRIPT), "--export", str(export)], capture_output=True, check=False).returncode == 1


def test_a_database_out_of_reach_is_not_called_sound() -> None:
    command = [sys.executable, str(SCRIPT), "--database", "host=127.0.0.1 port=1 dbname=nowhere connect_timeout=2"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_the_script_knows_nothing_of_sen() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported - set(sys.stdlib_module_names) == {"psycopg"}
    assert not {"importlib", "runpy"} & imported
