"""The English catalogue is complete and says the same things."""

import re

import polib

from sen.config.command import translate

PLACEHOLDERS = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


def test_every_text_has_an_english_translation() -> None:
    assert translate.missing(translate.collect()) == []


def test_translations_keep_the_placeholders() -> None:
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(translate.CATALOGUE))
        for words in ([entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values())
        if words and set(PLACEHOLDERS.findall(words)) - set(PLACEHOLDERS.findall(entry.msgid + (entry.msgid_plural or "")))
    ]
    assert not wrong, wrong


def test_collecting_finds_python_templates_errors_and_states() -> None:
    found = translate.collect()
    places = [place for spots in found.values() for place in spots]
    for kind in ("views", ".html", "errors.py", "states.py"):
        assert any(kind in place for place in places), kind
