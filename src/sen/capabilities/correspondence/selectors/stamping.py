"""The copy for printing with the stamp of arrival on its first page; the file that came in stays as it is."""

from collections.abc import Iterator

from pypdfium2 import PdfiumError

from sen.capabilities.correspondence.errors import NoFile, NotStampable
from sen.capabilities.correspondence.models import ContentFile, IncomingDocument
from sen.capabilities.correspondence.selectors.printed import arrival_stamp_facts
from sen.foundation.files.selectors import read_bytes
from sen.foundation.printing.services import blank_place_mm, lay_over, pick_pages, render_pdf

_WIDTH_MM, _HEIGHT_MM = 51, 36
_USUAL_PLACE = (22.0, 58.0)
_LEFT_MM, _RIGHT_MM = (22, 26, 30), (132, 126, 120, 112)
_HEAD_MM, _REST_MM = range(38, 112, 3), range(112, 255, 3)


def stampable_file(incoming: IncomingDocument) -> ContentFile | None:
    """The main PDF of a registered document; None when it has none."""
    if not incoming.arrival_number:
        return None
    rows = ContentFile.objects.filter(content=incoming.content_id, file__media_type="application/pdf").select_related("file")
    return rows.order_by("-role", "position", "pk").first()


def stamped_copy(incoming: IncomingDocument) -> bytes:
    """The main PDF with the stamp on its first page, in a free place: under number or date as the law wants it, where there is room.

    A picture of the paper for printing: signatures are drawn, but no longer checked in it.  Raises NoFile, NotStampable.
    Basis: 30/2020/NĐ-CP, Article 22(2) and Appendix IV part V.
    """
    row = stampable_file(incoming)
    if row is None:
        raise NoFile
    stamp = render_pdf("correspondence/forms/arrival_stamp_alone.typ", arrival_stamp_facts(incoming))
    try:
        paper = pick_pages(read_bytes(row.file))
        left, top = blank_place_mm(paper, _places(), width_mm=_WIDTH_MM, height_mm=_HEIGHT_MM) or _USUAL_PLACE
        return lay_over(paper, stamp, page=1, left_mm=left, top_mm=top)
    except PdfiumError as error:
        raise NotStampable from error


def _places() -> Iterator[tuple[float, float]]:
    """Under the number on the left from the top down, then under the date on the right, then wherever the page is empty."""
    yield from ((left, top) for lefts in (_LEFT_MM, _RIGHT_MM) for top in _HEAD_MM for left in lefts)
    yield from ((left, top) for top in _REST_MM for left in (*_LEFT_MM, *_RIGHT_MM))
