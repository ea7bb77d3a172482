"""Every read of legal documents."""

from collections.abc import Iterable

from sen.registries.legislation.models import LegalDocument


def documents_by_number(numbers: Iterable[str]) -> dict[str, LegalDocument]:
    """The documents by number, in one query; unknown numbers are left out."""
    return {document.number: document for document in LegalDocument.objects.filter(number__in=set(numbers))}


def find_documents(q: str, *, limit: int = 20) -> list[LegalDocument]:
    """Documents whose number begins with the text, or whose title has it; newest first."""
    text = q.strip()
    by_number = LegalDocument.objects.filter(number__istartswith=text)
    return list((by_number | LegalDocument.objects.filter(title__icontains=text)).order_by("-issued_on", "number")[:limit]) if text else []
