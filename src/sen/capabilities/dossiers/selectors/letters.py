"""What the applicant of a dossier was told."""

from uuid import UUID

from django.db.models import QuerySet

from sen.capabilities.dossiers.models import ApplicantLetter, Dossier, LetterState, LetterWay
from sen.kernel.errors import NotFound
from sen.kernel.text import mask
from sen.ui.types import TagView, Tone

_TAGS = {
    LetterState.WAITING: (Tone.SOON, "clock"),
    LetterState.SENT: (Tone.DONE, "circle-check"),
    LetterState.FAILED: (Tone.LATE, "triangle-alert"),
}


def list_letters(dossier: Dossier) -> list[tuple[ApplicantLetter, str, TagView]]:
    """The letters about the dossier in order, each with its address masked and its state as people read it."""
    letters: QuerySet[ApplicantLetter] = ApplicantLetter.objects.filter(dossier=dossier)
    return [(letter, masked_address(letter), _tag(letter)) for letter in letters]


def masked_address(letter: ApplicantLetter) -> str:
    """Enough of the address to know it again: ``ma•••@example.vn``, ``0900•••123``."""
    if letter.way == LetterWay.SMS:
        return mask(letter.address, head=4, tail=3)
    local, _at, domain = letter.address.partition("@")
    return f"{local[:2]}•••@{domain}"


def letter_of(public_id: UUID) -> ApplicantLetter:
    """The letter its receiver holds; raises NotFound."""
    letter = ApplicantLetter.objects.filter(public_id=public_id).first()
    if letter is None:
        raise NotFound
    return letter


def _tag(letter: ApplicantLetter) -> TagView:
    tone, icon = _TAGS[LetterState(letter.state)]
    return TagView(letter.get_state_display(), tone, icon)
