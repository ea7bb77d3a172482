"""Files of a dossier: which may be read through it, and a long list cut into pages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from sen.capabilities.dossiers.models import Dossier, OfficialForm, Outcome, SubmittedFile
from sen.capabilities.dossiers.selectors.detail import PaperRow
from sen.kernel.errors import NotFound
from sen.ui.paging import ListPage

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile

FILES_A_PAGE = 40


def access_dossier_file(dossier: Dossier, public_id: UUID) -> "StoredFile":
    """A file of the dossier the caller was given: handed in, issued, or the result; raises NotFound for any other file."""
    handed_in = SubmittedFile.objects.filter(document__dossier=dossier, file__public_id=public_id).select_related("file").first()
    if handed_in is not None:
        return handed_in.file
    for rows in (OfficialForm.objects.filter(dossier=dossier), Outcome.objects.filter(dossier=dossier)):
        found = rows.filter(file__public_id=public_id).select_related("file").first()
        if found is not None and found.file is not None:
            return found.file
    raise NotFound


def page_of_papers(papers: Sequence[PaperRow], number: int, size: int = FILES_A_PAGE) -> ListPage[PaperRow]:
    """The components with the files of one page; a component without files takes the place of one."""
    start, place = (number - 1) * size, 0
    shown: list[PaperRow] = []
    for paper in papers:
        length = max(len(paper.files), 1)
        first, last = max(start - place, 0), min(start + size - place, length)
        if first < last:
            shown.append(replace(paper, files=paper.files[first:last]))
        place += length
    return ListPage(shown, number, size, more=place > start + size, total=place)
