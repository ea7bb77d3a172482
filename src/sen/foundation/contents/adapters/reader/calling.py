"""The platform's side of the isolated reader: starts it, waits no longer than it may take, reads no more than it may say."""

import json
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sen.foundation.contents.adapters.reader.texts import Refused

_MODULE = "sen.foundation.contents.adapters.reader"
_SOURCE = Path(__file__).resolve().parents[5]
_MOST_BYTES = 48 * 1024 * 1024
_TEXT_SECONDS, _DRAW_SECONDS, _OCR_SECONDS = 60.0, 30.0, 120.0
_REFUSED = 3
_LEAVING_SECONDS = 5


class Unreadable(Exception):
    """The reader could not make sense of the bytes."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the reader said about the text of a file; ``scanned`` when its pages are pictures."""

    text: str
    method: str
    pages: int
    scanned: bool


def read_text(path: Path, media_type: str) -> Found:
    """The text of the file.  Raises Refused past a limit, Unreadable for damaged bytes."""
    answer = _call(path, ["text", media_type], _TEXT_SECONDS)
    try:
        facts = json.loads(answer)
        return Found(str(facts["text"]), str(facts["method"]), int(facts["pages"]), bool(facts["scanned"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable("answer") from error


def draw(path: Path, number: int, width: int, *, grey: bool = False) -> bytes:
    """A page of a PDF as PNG, or as grey map.  Raises Refused, Unreadable."""
    return _call(path, ["grey" if grey else "page", str(number), str(width)], _DRAW_SECONDS)


def redraw(path: Path) -> bytes:
    """A JPEG photo drawn anew as PNG.  Raises Refused, Unreadable."""
    return _call(path, ["photo"], _DRAW_SECONDS)


def recogniser() -> str:
    """The program that recognises letters, when it and its Vietnamese are installed; empty otherwise."""
    program = shutil.which("tesseract") or ""
    if not program:
        return ""
    listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)  # noqa: S603 - found on the path
    return program if b"vie" in listed.stdout.split() else ""


def recognise(picture: Path, program: str) -> str:
    """The letters of a picture.  Raises Refused when it takes too long, Unreadable."""
    return _call(picture, ["recognise", program, "vie"], _OCR_SECONDS).decode("utf-8", "replace")


def _call(path: Path, arguments: list[str], seconds: float) -> bytes:
    environment = {"PYTHONPATH": str(_SOURCE), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    with (
        path.open("rb") as stream,
        subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-m", _MODULE, *arguments],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd="/",
            start_new_session=True,
        ) as process,
    ):
        alarm = threading.Timer(seconds, process.kill)
        alarm.start()
        answer = said = b""
        try:
            answer = _bounded(process.stdout)
            # A reader says at most a word when it fails; more would be somebody else speaking.
            said = process.stderr.read(400) if process.stderr and len(answer) <= _MOST_BYTES else b""
            status = process.wait(_LEAVING_SECONDS)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            alarm.cancel()
            process.kill()
    return _judged(answer, said, status)


def _bounded(stream: IO[bytes] | None) -> bytes:
    return stream.read(_MOST_BYTES + 1) if stream else b""


def _judged(answer: bytes, said: bytes, status: int) -> bytes:
    words = said.decode("utf-8", "replace")[:200]
    if len(answer) > _MOST_BYTES or status == _REFUSED:
        raise Refused(words)
    if status < 0:
        raise Refused("stopped")
    if status > 0:
        raise Unreadable(words)
    return answer
