"""Writing legal documents."""

from collections.abc import Iterable

from sen.registries.legislation.models import LegalDocument

_NUMBER_LENGTH = 60


def ensure_documents(numbers: Iterable[str]) -> dict[str, int]:
    """The id of each document by its number; a number not known yet is entered with nothing but the number.

    Numbers too long to be one are left out.
    """
    wanted = {number for number in numbers if 0 < len(number) <= _NUMBER_LENGTH}
    known = dict(LegalDocument.objects.filter(number__in=wanted).values_list("number", "pk"))
    fresh = [LegalDocument(number=number) for number in sorted(wanted - known.keys())]
    return known | {row.number: row.pk for row in LegalDocument.objects.bulk_create(fresh, batch_size=2000)}
