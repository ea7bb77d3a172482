"""One word for each concept, nothing unfinished, no secret, no address of a machine or registry."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, python_files, role_of, short, templates, tracked_files

# Words of other systems and half-words that would make two names for one concept; see docs/glossary.md.
BANNED_IDENTIFIERS = {
    "ho_so": "dossier", "hoso": "dossier", "thu_tuc": "procedure", "tthc": "procedure", "can_bo": "officer", "cong_dan": "citizen",
    "don_vi": "unit", "co_quan": "agency", "profile_case": "dossier", "casefile": "dossier", "department_id": "agency_id",
    "workflow": "route", "staff": "officer", "employee": "officer", "customer": "citizen",
}  # fmt: skip
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|(?i:password|secret)\s*=\s*[\"'][A-Za-z0-9+/]{24,}[\"']")
ADDRESSES = re.compile(r"(?i)(pypi\.|pythonhosted|npmjs|registry\.npm|deb\.debian|/simple/|index(-url)?[ =]+\S*https?:)")
MACHINE = re.compile(r"/work/|/root/|\.\./shared|/home/[a-z]")
SELF = "tests/architecture/test_words.py"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def found(pattern: re.Pattern[str], skipped: set[str]) -> list[str]:
    return [
        f"{short(path)}:{number} {line.strip()[:80]}"
        for path in tracked_files()
        if short(path) not in skipped
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_unfinished() -> None:
    assert not found(UNFINISHED, {SELF})


def test_no_secret_is_kept_in_the_project() -> None:
    assert not found(SECRETS, {SELF})


def test_no_package_index_is_named() -> None:
    assert not found(ADDRESSES, {SELF})


def test_no_path_of_a_machine_is_named() -> None:
    assert not found(MACHINE, {SELF})


def test_the_lock_pins_every_package_with_hashes() -> None:
    lock = text(ROOT / "requirements.lock")
    packages = re.findall(r"(?m)^[A-Za-z0-9_.-]+(==)?", lock)
    assert len(packages) > 50
    assert all(pin == "==" for pin in packages)
    assert lock.count("--hash=sha256:") >= len(packages)


def glossary() -> list[tuple[str, str]]:
    rows = re.findall(r"(?m)^\| (?!Vietnamese|-)([^|]+) \| ([^|]+) \|", text(ROOT / "docs" / "glossary.md"))
    return [(vietnamese.strip(), english.strip()) for vietnamese, english in rows]


def test_the_glossary_names_things_that_exist() -> None:
    source = "\n".join(text(path) for path in python_files()).lower().replace("_", "")
    named = {word for _, english in glossary() for word in re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)*\b", english)}
    unknown = {word for word in named if not re.search(rf"\b{word.lower()}", source)}
    assert len(named) > 20
    assert not unknown


def test_the_glossary_gives_each_concept_one_row() -> None:
    words = [word.strip() for vietnamese, _ in glossary() for word in vietnamese.split(",")]
    assert {word for word in words if words.count(word) > 1} == set()


@pytest.mark.parametrize("word", sorted(BANNED_IDENTIFIERS))
def test_code_uses_the_words_of_the_glossary(word: str) -> None:
    pattern = re.compile(rf"(?<![\w/'\"-]){word}(?=\w*\s*[=(:])")
    # The fields of a form that is sent by GET are words of the address, which people read.
    wrong = [short(path) for path in python_files() if role_of(path) != "forms" and pattern.search(text(path))]
    assert not wrong, f"say {BANNED_IDENTIFIERS[word]}: {wrong}"


def test_people_are_never_shouted_at() -> None:
    """No exclamation mark in any text a person sees."""
    shouted = re.compile(r"\{% (?:blocktranslate|translate) \"[^\"]*!\"")
    in_python = re.compile(r"\b_\(\s*f?\"[^\"]*!\"")
    wrong = [short(path) for path in templates() if path.suffix == ".html" and shouted.search(text(path))]
    wrong += [short(path) for path in python_files() if in_python.search(text(path))]
    assert not wrong, wrong
