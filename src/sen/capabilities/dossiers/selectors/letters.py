"""What applicants were told, and which letters did not reach them."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.models import ApplicantLetter, Dossier, LetterState, LetterWay
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from sen.kernel.text import mask
from sen.ui.types import TagView, Tone

_TAGS = {
    LetterState.WAITING: (Tone.SOON, "clock"),
    LetterState.SENT: (Tone.DONE, "circle-check"),
    LetterState.FAILED: (Tone.LATE, "triangle-alert"),
    LetterState.TOLD: (Tone.DONE, "phone"),
}
_UNREACHED = frozenset(
    {"ConnectionRefusedError", "ConnectionResetError", "TimeoutError", "gaierror", "SMTPConnectError", "SMTPServerDisconnected"}
)
_WRONG_ADDRESS = frozenset({"SMTPRecipientsRefused"})


def list_letters(dossier: Dossier) -> list[tuple[ApplicantLetter, str, TagView]]:
    """The letters about the dossier in order, each with its address masked and its state as people read it."""
    letters: QuerySet[ApplicantLetter] = ApplicantLetter.objects.filter(dossier=dossier)
    return [(letter, masked_address(letter), _tag(letter)) for letter in letters]


def letters_to_answer_for(actor: Actor) -> QuerySet[ApplicantLetter]:
    """Letters of the dossiers that a one-stop of the actor received or that its agency settles."""
    agencies = actor.agencies(Role.ONE_STOP)
    of_agencies = Q(dossier__receiving_agency_id__in=agencies) | Q(dossier__competent_agency_id__in=agencies)
    return ApplicantLetter.objects.select_related("dossier__version").filter(of_agencies)


def failed_letters(actor: Actor) -> QuerySet[ApplicantLetter]:
    """Those of them that did not leave, the oldest first."""
    return letters_to_answer_for(actor).filter(state=LetterState.FAILED).order_by("written_at", "id")


def count_failed_letters(actor: Actor) -> int:
    """How many applicants wait for news that did not leave."""
    return failed_letters(actor).count()


def trouble_words(letter: ApplicantLetter) -> str:
    """Why the last attempt failed, in words an officer can act on."""
    by_mail = letter.way == LetterWay.EMAIL
    if letter.trouble in _WRONG_ADDRESS:
        return _("Máy chủ không nhận thư cho địa chỉ này, địa chỉ có thể sai")
    if letter.trouble in _UNREACHED:
        return _("Không nối được máy chủ thư") if by_mail else _("Không nối được tổng đài tin nhắn")
    return _("Máy chủ thư báo lỗi") if by_mail else _("Tổng đài tin nhắn báo lỗi")


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
