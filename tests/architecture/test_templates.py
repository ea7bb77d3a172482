"""Templates keep to the design system and to the content policy."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

from tests.architecture.source import short, templates

HTML = [path for path in templates() if path.suffix == ".html"]
OWN = [path for path in HTML if "ui/templates" not in path.as_posix()]
INLINE = re.compile(
    r"""\sstyle\s*=|\son(?:click|change|submit|load|input|focus|blur|key\w+)\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|javascript:""", re.I
)
# Boxes that tick a row of a table, search boxes and file boxes of a list are part of those components; everything else is a field tag's.
FIELDS = re.compile(r"<(?:select|textarea)\b|<input\b(?![^>]*type=\"(?:hidden|submit|checkbox|radio|search|file)\")", re.I)
STATIC = re.compile(r"\{% static [\"']([^\"'{]+)[\"']")


def text(path: Path) -> str:
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.S)


def test_there_are_templates_to_look_at() -> None:
    assert len(HTML) > 10


def test_nothing_is_inline() -> None:
    wrong = {short(path): found.group().strip() for path in HTML if (found := INLINE.search(text(path)))}
    assert not wrong, wrong


def test_apps_write_no_raw_fields() -> None:
    wrong = {short(path): found.group() for path in OWN if (found := FIELDS.search(text(path)))}
    assert not wrong, wrong


def test_every_static_file_exists() -> None:
    wrong = [f"{short(path)}: {name}" for path in HTML for name in STATIC.findall(text(path)) if finders.find(name) is None]
    assert not wrong, wrong


@pytest.mark.parametrize("path", HTML, ids=short)
def test_a_template_compiles(path: Path) -> None:
    name = path.as_posix().partition("/templates/")[2]
    assert engines["django"].get_template(name)


def test_every_post_form_is_protected_against_forgery() -> None:
    wrong = [
        short(path)
        for path in HTML
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text(path), re.S | re.I)
        if "csrf_token" not in form
    ]
    assert not wrong, wrong
