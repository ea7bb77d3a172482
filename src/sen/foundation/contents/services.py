"""Having files read: asked for with the change that brought the file, done by a job in a process of its own."""

import datetime as dt
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from sen.foundation.contents.adapters.reader import calling
from sen.foundation.contents.adapters.reader.texts import Refused
from sen.foundation.contents.events import TextExtracted, TextWanted
from sen.foundation.contents.models import ExtractedText
from sen.foundation.contents.selectors import PDF, in_words
from sen.foundation.contents.states import TextMethod, TextState
from sen.foundation.contents.types import Reading, SignatureView
from sen.foundation.files.selectors import get_file, read_bytes, stored_path
from sen.foundation.jobs.services import publish
from sen.foundation.signing.errors import UnreadablePdf
from sen.foundation.signing.services import ask_later, validate_pdf
from sen.kernel.text import clean

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile

_INFECTED = "infected"
_OCR_PAGES = 30
_OCR_SECONDS_A_FILE = 240.0
_OCR_WIDTH = 2480
"""An A4 page at 300 dots per inch."""


def request_text(*, file_ids: Iterable[int], now: dt.datetime) -> None:
    """Have the text of the files read by a job; TextExtracted follows for each, at once when the same bytes were read before."""
    for file_id in file_ids:
        publish(TextWanted(file_id), now=now)


@transaction.atomic
def extract(*, file_id: int, now: dt.datetime) -> TextState:
    """Read the text of a file unless the same bytes were read before, and tell with TextExtracted; safe to call twice.

    Malware is not opened.  A scan is recognised when the recogniser is installed, otherwise it waits for it.  Raises NotFound.
    """
    file = get_file(file_id)
    known = ExtractedText.objects.filter(sha256=file.sha256).first()
    if known is None or (known.state == TextState.SCAN and calling.recogniser()):
        known = _keep(file, _read(file), now)
    publish(TextExtracted(file_id), now=now)
    return TextState(known.state)


def check_signatures(*, file: "StoredFile", now: dt.datetime) -> list[SignatureView]:
    """What each signature of a PDF is worth, in words; empty for a file without signatures or that is no PDF.

    Waits for nobody: what is not known of the certificates yet is said to be so, and asked by a job for the next look.
    """
    if file.media_type != PDF:
        return []
    try:
        reports = validate_pdf(read_bytes(file))
    except UnreadablePdf:
        return []
    ask_later(reports=reports, now=now)
    return in_words(reports)


def keep_known_text(*, file_id: int, text: str, pages: int, now: dt.datetime) -> None:
    """Remember the text of a file the platform itself made, so that nobody needs to read it.  Raises NotFound."""
    _keep(get_file(file_id), Reading(TextState.READY, TextMethod.PLAIN, clean(text), pages), now)


def read_waiting_scans(*, now: dt.datetime, limit: int = 20) -> int:
    """Have scans read that came in before letters could be recognised; returns how many were asked for."""
    if not calling.recogniser():
        return 0
    waiting = ExtractedText.objects.filter(state=TextState.SCAN).order_by("id").values_list("file_id", flat=True)[:limit]
    request_text(file_ids=list(waiting), now=now)
    return len(waiting)


def _keep(file: "StoredFile", reading: Reading, now: dt.datetime) -> ExtractedText:
    facts = {
        "file_id": file.pk,
        "state": reading.state,
        "method": reading.method,
        "pages": reading.pages,
        "text": reading.text,
        "note": reading.note[:200],
        "extracted_at": now,
    }
    kept, _new = ExtractedText.objects.update_or_create(sha256=file.sha256, defaults=facts)
    return kept


def _read(file: "StoredFile") -> Reading:
    if file.scan_state == _INFECTED:
        return Reading(TextState.REFUSED, TextMethod.NONE, note="malware")
    path = stored_path(file.sha256)
    try:
        found = calling.read_text(path, file.media_type)
        if found.scanned:
            return _recognise(path, file.media_type, found)
    except Refused as error:
        return Reading(TextState.REFUSED, TextMethod.NONE, note=str(error))
    except (calling.Unreadable, FileNotFoundError) as error:
        return Reading(TextState.FAILED, TextMethod.NONE, note=str(error))
    text = clean(found.text.replace("\x00", ""))
    return Reading(TextState.READY if text else TextState.EMPTY, TextMethod(found.method), text, found.pages)


def _recognise(path: Path, media_type: str, found: calling.Found) -> Reading:
    """Letters of a scan; what text there is already stays when they cannot be recognised."""
    program = calling.recogniser()
    if not program:
        return Reading(TextState.SCAN, TextMethod.NONE, clean(found.text.replace("\x00", "")), found.pages)
    if media_type != PDF:
        text, note = clean(calling.recognise(path, program)), ""
    else:
        text, note = _letters_of_pages(path, min(found.pages, _OCR_PAGES), program)
    return Reading(TextState.READY if text else TextState.EMPTY, TextMethod.OCR, text, found.pages, note)


def _letters_of_pages(path: Path, count: int, program: str) -> tuple[str, str]:
    """The letters page by page, and which pages were left out: those too hard to read, and those past the time of one file."""
    texts, left_out, begun = [], [], time.monotonic()
    for number in range(1, count + 1):
        if time.monotonic() - begun > _OCR_SECONDS_A_FILE:
            left_out.append(f"{number}-{count}")
            break
        try:
            with tempfile.NamedTemporaryFile(suffix=".pgm") as picture:
                picture.write(calling.draw(path, number, _OCR_WIDTH, grey=True))
                picture.flush()
                texts.append(calling.recognise(Path(picture.name), program))
        except (Refused, calling.Unreadable):
            left_out.append(str(number))
    return clean("\n".join(texts)), f"pages left out: {', '.join(left_out)}" if left_out else ""
