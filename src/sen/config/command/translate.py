"""``sen translate``: collect every text a person sees, and compile the English catalogue.

Sources are Vietnamese.  Texts come from Python calls, templates, the messages of domain errors and the names of states.
"""

import argparse
import importlib
import io
import json
from collections.abc import Iterator

import django
import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from sen.config.command.session import ROOT, SOURCE
from sen.config.console import say
from sen.kernel.errors import DomainError

CATALOGUE = SOURCE / "sen" / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Text = tuple[str, str, str]
"""Context, singular, plural; empty where there is none."""


def translate(options: argparse.Namespace) -> int:
    """Bring the catalogue up to date and compile it, or with --check say what is missing (exit code 1 when anything is)."""
    django.setup()
    found = collect()
    if options.check:
        return _complain(found)
    catalogue = _catalogue()
    known = {_key(entry): entry for entry in catalogue}
    for text, _places in sorted(found.items(), key=lambda item: item[1][0]):
        if text not in known:
            catalogue.append(_entry(text))
    for key, entry in known.items():
        if key not in found:
            catalogue.remove(entry)
    for entry in catalogue:
        entry.occurrences = [(place, "") for place in found[_key(entry)]]
    catalogue.sort(key=lambda entry: (entry.occurrences[0], entry.msgid))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    open_ones = len(missing(found))
    say(f"{len(found)} texts, {open_ones} without an English translation ({CATALOGUE.relative_to(ROOT)})")
    return 0


def missing(found: dict[Text, list[str]]) -> list[Text]:
    """Texts without a complete English translation."""
    done = {_key(entry) for entry in _catalogue() if _is_complete(entry)}
    return [text for text in found if text not in done]


def collect() -> dict[Text, list[str]]:
    """Every text with the files it occurs in."""
    found: dict[Text, list[str]] = {}
    for text, place in [*_from_files(), *_from_errors(), *_from_states()]:
        places = found.setdefault(text, [])
        if place not in places:
            places.append(place)
    return found


def _from_files() -> Iterator[tuple[Text, str]]:
    for path in sorted(SOURCE.glob("sen/**/*")):
        if path.suffix not in {".py", ".html", ".txt"} or {"tests", "migrations", "management", "static"} & set(path.parts):
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            if "templates" not in path.parts:
                continue
            # Inside brackets Python's reader does not mind the indentation of HTML.
            source = "(" + templatize(source) + "\n)"
        place = path.relative_to(SOURCE).as_posix()
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=_KEYWORDS):
            yield _text(message, context), place


def _from_errors() -> Iterator[tuple[Text, str]]:
    for path in sorted([*SOURCE.glob("sen/**/errors.py"), SOURCE / "sen" / "config" / "failures.py"]):
        module = importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DomainError) and value.__module__ == module.__name__:
                if value.template().strip("{}") != "reason":
                    yield ("", value.template(), ""), path.relative_to(SOURCE).as_posix()


def _from_states() -> Iterator[tuple[Text, str]]:
    for path in sorted(SOURCE.glob("sen/*/*/states.py")):
        module = importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        for name, value in vars(module).items():
            if name.endswith("_NAMES") and isinstance(value, dict):
                for word in value.values():
                    yield ("", str(word), ""), path.relative_to(SOURCE).as_posix()


def _complain(found: dict[Text, list[str]]) -> int:
    lacking = missing(found)
    for text in lacking[:20]:
        say(f"{found[text][0]}: no English for {json.dumps(text[1], ensure_ascii=False)}")
    surplus = [entry for entry in _catalogue() if _key(entry) not in found]
    stale = not CATALOGUE.with_suffix(".mo").exists() or _compiled_texts() != {_key(entry) for entry in _catalogue() if _is_complete(entry)}
    if lacking or surplus or stale:
        age = ", the compiled file is old" if stale else ""
        say(f"{len(lacking)} texts lack English, {len(surplus)} are no longer used{age}; run `./sen translate`")
    return 1 if lacking or surplus or stale else 0


def _compiled_texts() -> set[Text]:
    return {_key(entry) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}


def _catalogue() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=0)
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return fresh


def _is_complete(entry: polib.POEntry) -> bool:
    if "fuzzy" in entry.flags or entry.obsolete:
        return False
    return all(entry.msgstr_plural.get(number) for number in (0, 1)) if entry.msgid_plural else bool(entry.msgstr)


def _entry(text: Text) -> polib.POEntry:
    context, singular, plural = text
    facts: dict[str, object] = {"msgid": singular, "msgctxt": context or None}
    if plural:
        facts |= {"msgid_plural": plural, "msgstr_plural": {0: "", 1: ""}}
    return polib.POEntry(**facts)


def _key(entry: polib.POEntry) -> Text:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _text(message: str | tuple[str, ...], context: str | None) -> Text:
    words = (message,) if isinstance(message, str) else message
    return (context or "", words[0], words[1] if len(words) > 1 else "")
