"""Static files for production: the style sheet's parts become one file when files are collected; no build step elsewhere."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEET = "ui/css/sen.css"
_IMPORT = re.compile(r'@import url\("([^"]+)"\);')
_ADDRESS = re.compile(r'url\("(?!data:|https?:)([^"]+)"\)')

Found = tuple[Any, str]


class BundlingStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Manifest storage that sends the style sheet in one piece; names carry content hashes and never change."""

    def post_process(self, paths: dict[str, Found], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Replace the style sheet by the bundle of its parts, then hash and compress as usual."""
        if STYLE_SHEET in paths and not dry_run:
            bundled = InMemoryStorage()
            bundled.save(STYLE_SHEET, ContentFile(bundle(STYLE_SHEET, lambda name: _read(paths, name)).encode()))
            paths = {**paths, STYLE_SHEET: (bundled, STYLE_SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def _read(paths: dict[str, Found], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


def bundle(name: str, read: Callable[[str], str]) -> str:
    """The style sheet with every import replaced by its text; addresses stay right relative to the sheet."""
    home = PurePosixPath(name).parent

    def text_of(found: re.Match[str]) -> str:
        piece = PurePosixPath(found.group(1))
        text = read(str(home / piece))
        return _ADDRESS.sub(lambda link: f'url("{_plain(piece.parent / link.group(1))}")', text)

    return _IMPORT.sub(text_of, read(name))


def _plain(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for piece in path.parts:
        if piece == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(piece)
    return PurePosixPath(*parts)
