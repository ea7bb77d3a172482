"""Vendored files equal their hashes; the bundle holds every part; icons that templates name exist."""

import hashlib
import json
import re
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from sen.ui import assets
from sen.ui.assets import STYLE_SHEET, bundle

STATIC = Path(assets.__file__).parent / "static"
SOURCES = Path(assets.__file__).parents[1]
MANIFEST = json.loads((STATIC / "ui/vendor/manifest.json").read_text())


def read(name: str) -> str:
    return (STATIC / name).read_text()


def test_every_vendored_file_is_listed_with_its_hash_and_licence() -> None:
    listed = {file["path"]: file["sha256"] for item in MANIFEST["items"] for file in item["files"]}
    for path, digest in listed.items():
        assert hashlib.sha256((STATIC / "ui" / path).read_bytes()).hexdigest() == digest, path
    assert all((STATIC / "ui" / item["licence_file"]).stat().st_size > 100 for item in MANIFEST["items"])
    there = {
        str(path.relative_to(STATIC / "ui")) for path in (STATIC / "ui").rglob("*") if path.suffix in {".woff2"} or "min.js" in path.name
    }
    assert there <= set(listed)


def test_the_bundle_is_one_sheet_whose_addresses_still_fit() -> None:
    sheet = bundle(STYLE_SHEET, read)
    assert "@import" not in sheet
    assert ".timeline" in sheet and "@page slip" in sheet
    links = re.findall(r'url\("([^"]+)"\)', sheet)
    assert links and all((STATIC / "ui/css" / link).resolve().exists() for link in links)
    assert sheet.index("@layer reset, tokens, base") < sheet.index("@layer components {")


def test_collected_files_carry_hashes_and_the_sheet_travels_in_one_piece(tmp_path: Path) -> None:
    storages = {"staticfiles": {"BACKEND": "sen.ui.assets.BundlingStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    sheet = (tmp_path / names[STYLE_SHEET]).read_text()
    assert "@import" not in sheet and ".masthead" in sheet
    assert re.search(r"be-vietnam-pro-latin-400-normal\.[0-9a-f]{12}\.woff2", sheet)
    assert (tmp_path / f"{names[STYLE_SHEET]}.gz").exists()


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="i-([^"]+)"', read("ui/icons.svg")))
    named = set()
    for page in SOURCES.rglob("templates/**/*.html"):
        text = page.read_text()
        named |= set(re.findall(r'\{% (?:icon|petal) "([a-z0-9-]+)"', text)) | set(re.findall(r'\bicon="([a-z0-9-]+)"', text))
    for source in SOURCES.rglob("apps.py"):
        named |= set(re.findall(r'\bicon="([a-z0-9-]+)"', source.read_text()))
    assert named <= drawn, named - drawn


def test_own_scripts_stand_alone() -> None:
    for script in (STATIC / "ui/js").glob("*.js"):
        text = script.read_text()
        assert not re.search(r"^\s*import\b|\beval\(|innerHTML", text, re.M), script.name
