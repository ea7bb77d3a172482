"""One PDF out of many: pages copied for reading, originals attached untouched so that their signatures stay valid."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from pyhanko.pdf_utils import embed
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from sen.capabilities.workfiles.selectors.xml import ExportedFile

PDF = "application/pdf"
# Above this the originals travel in the archive only: no reader opens a PDF of several hundred megabytes.
MOST_ATTACHED_BYTES = 150 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """Sheets made for the bundle, then the originals whose pages follow them."""

    sheets: bytes
    originals: Sequence[ExportedFile] = ()


def bundle(parts: Sequence[Part]) -> bytes:
    """The parts as one PDF in their order, with every original attached byte for byte."""
    merged = _merge(parts)
    originals = [file for part in parts for file in part.originals]
    if not originals or sum(file.size for file in originals) > MOST_ATTACHED_BYTES:
        return merged
    writer = IncrementalPdfFileWriter(BytesIO(merged))
    for file in originals:
        data = embed.EmbeddedFileObject.from_file_data(writer, data=file.read(), mime_type=file.media_type)
        embed.embed_file(writer, embed.FileSpec(file.path, file_name=file.path, embedded_data=data, description=file.name))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _merge(parts: Sequence[Part]) -> bytes:
    target = pypdfium2.PdfDocument.new()
    for part in parts:
        _append(target, part.sheets)
        for file in part.originals:
            if file.media_type == PDF:
                _append(target, file.read())
    out = BytesIO()
    target.save(out)
    target.close()
    return out.getvalue()


def _append(target: pypdfium2.PdfDocument, content: bytes) -> None:
    """Copy the pages with what is drawn on them; an original that cannot be read stays an attachment only."""
    try:
        source = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return
    try:
        # Drawings of signature fields become part of the copied page: outside their form no reader would show them.
        if source.get_formtype() != 0:
            source.init_forms()
            for page in source:
                page.flatten()
        target.import_pages(source)
    except pypdfium2.PdfiumError:
        return
    finally:
        source.close()
