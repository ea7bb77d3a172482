"""What an officer checks before asking for a supplement."""

from sen.capabilities.dossiers.models import Dossier, SubmittedDocument
from sen.capabilities.procedures.selectors.papers import list_components

PaperKey = tuple[str, int | None, str]


def papers_to_check(dossier: Dossier) -> list[PaperKey]:
    """Components handed in, then required ones of the case that were not, as (key, id of the handed-in one, name)."""
    handed_in = list(SubmittedDocument.objects.filter(dossier=dossier).only("id", "name", "required_id", "position"))
    known = {document.required_id for document in handed_in}
    missing = [row for row in list_components(dossier.version_id, dossier.case_id) if row.is_required and row.id not in known]
    papers: list[PaperKey] = [(f"d{document.pk}", document.pk, document.name) for document in handed_in]
    return papers + [(f"m{row.id}", None, row.name) for row in missing]
