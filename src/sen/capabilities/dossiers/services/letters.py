"""Letters to applicants: written when something happened, sent by a job, tried again for a day.

Basis: 61/2018/NĐ-CP, Articles 17(2), 19(9) and 20: notice by e-mail or text message.
"""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string

from sen.capabilities.dossiers.events import LetterWritten
from sen.capabilities.dossiers.models import ApplicantLetter, Dossier, DossierEvent, LetterKind, LetterRefusal, LetterState, LetterWay
from sen.capabilities.dossiers.states import DossierAction
from sen.capabilities.dossiers.types import ShortMessages
from sen.foundation.jobs.services import publish
from sen.kernel.errors import NotFound
from sen.ui.format import moment_text

_KINDS = {
    DossierAction.ACCEPT: LetterKind.ACCEPTED,
    DossierAction.REQUEST_SUPPLEMENT: LetterKind.SUPPLEMENT,
    DossierAction.SUSPEND: LetterKind.SUSPENDED,
    DossierAction.EXTEND: LetterKind.DELAYED,
    DossierAction.REFUSE: LetterKind.REFUSED,
    DossierAction.STOP: LetterKind.STOPPED,
    DossierAction.SETTLE: LetterKind.READY,
}
# News an applicant can do without: the receipt itself is on the tracking page.  The rest the law makes agencies tell.
COURTESIES = frozenset({LetterKind.ACCEPTED})
_MOST_ATTEMPTS = 8
_AT_ONCE = 50


@transaction.atomic
def write_letter(*, dossier_id: int, sequence: int, now: dt.datetime) -> ApplicantLetter | None:
    """Word the news of an event for the applicant and queue it; None when there is no way to reach the person.

    Harmless when done twice.  The letter names the dossier and the agency and nothing personal.
    """
    dossier = Dossier.objects.select_related("applicant_account", "competent_agency").get(pk=dossier_id)
    event = DossierEvent.objects.get(dossier_id=dossier_id, sequence=sequence)
    kind = _KINDS[DossierAction(event.action)]
    way, address = _reach(dossier)
    if not address or (kind in COURTESIES and LetterRefusal.objects.filter(address=address).exists()):
        return None
    fresh = ApplicantLetter(dossier=dossier, sequence=sequence, kind=kind, way=way, address=address, written_at=now, try_at=now)
    fresh.subject = f"{dossier.code}: {fresh.get_kind_display()}"
    fresh.text = render_to_string(f"dossiers/letters/{way}.txt", _facts(dossier, fresh)).strip()
    values = {name: getattr(fresh, name) for name in ("public_id", "kind", "way", "address", "subject", "text", "written_at", "try_at")}
    letter, is_new = ApplicantLetter.objects.get_or_create(dossier=dossier, sequence=sequence, defaults=values)
    if is_new:
        publish(LetterWritten(letter.pk), now=now)
    return letter


@transaction.atomic
def send_letter(*, letter_id: int, now: dt.datetime) -> bool:
    """Send a waiting letter once; returns whether it left now.

    A server that does not take it is tried again later, twice as late each time, then the letter counts as failed.
    """
    waiting = ApplicantLetter.objects.select_for_update(of=("self",)).filter(state=LetterState.WAITING, try_at__lte=now)
    letter = waiting.filter(pk=letter_id).first()
    if letter is None:
        return False
    letter.attempts += 1
    try:
        _SENDERS[LetterWay(letter.way)](letter)
    except OSError as error:
        letter.trouble = type(error).__name__
        letter.try_at = now + dt.timedelta(minutes=2**letter.attempts)
        letter.state = LetterState.FAILED if letter.attempts >= _MOST_ATTEMPTS else LetterState.WAITING
    else:
        letter.state, letter.sent_at, letter.trouble = LetterState.SENT, now, ""
    letter.save(update_fields=["attempts", "state", "sent_at", "trouble", "try_at"])
    return letter.state == LetterState.SENT


def send_waiting_letters(*, now: dt.datetime) -> int:
    """Try again the letters whose time has come; returns how many left."""
    waiting = ApplicantLetter.objects.filter(state=LetterState.WAITING, try_at__lte=now).order_by("try_at")
    return sum(send_letter(letter_id=pk, now=now) for pk in waiting.values_list("pk", flat=True)[:_AT_ONCE])


def refuse_letters(*, public_id: UUID, now: dt.datetime) -> None:
    """Send the address of the letter only what the law demands from now on; whoever holds the letter may ask.  Raises NotFound."""
    address = ApplicantLetter.objects.filter(public_id=public_id).values_list("address", flat=True).first()
    if address is None:
        raise NotFound
    LetterRefusal.objects.get_or_create(address=address, defaults={"refused_at": now})


def _reach(dossier: Dossier) -> tuple[LetterWay, str]:
    """The way to the applicant: the address on the form, else that of the account, else a text message.

    Invented people have invented addresses, which may belong to somebody: nothing of theirs leaves over a real line.
    """
    account = dossier.applicant_account
    if dossier.is_demo and not settings.OUTBOX_OF_FILES:
        return LetterWay.EMAIL, ""
    address = dossier.applicant_email or (account.email if account else "")
    if settings.LETTERS_ENABLED and address:
        return LetterWay.EMAIL, address.lower()
    return LetterWay.SMS, dossier.applicant_phone if settings.SHORT_MESSAGES else ""


def _facts(dossier: Dossier, letter: ApplicantLetter) -> dict[str, object]:
    # Names, not imports: the applicant's pages are above this app.
    track = f"{reverse('portal:lookup')}?ma={dossier.code}"
    if dossier.applicant_account_id:
        track = reverse("portal:tracking", args=[dossier.public_id])
    return {
        "letter": letter,
        "code": dossier.code,
        "agency": dossier.competent_agency.name,
        "due": moment_text(dossier.due_at),
        "track_url": f"{settings.SITE_URL}{track}",
        "stop_url": f"{settings.SITE_URL}{reverse('portal:fewer_letters', args=[letter.public_id])}",
        "courtesy": letter.kind in COURTESIES,
    }


def _send_mail(letter: ApplicantLetter) -> None:
    site = settings.SITE_URL.split("://", 1)[-1].split("/")[0].split(":")[0]
    headers = {"Message-ID": f"<{letter.public_id}@{site}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address], headers=headers).send()


def _send_short(letter: ApplicantLetter) -> None:
    sender: ShortMessages = import_string(settings.SHORT_MESSAGES)()
    sender.send(number=letter.address, text=letter.text, reference=str(letter.public_id))


_SENDERS: dict[LetterWay, Callable[[ApplicantLetter], None]] = {LetterWay.EMAIL: _send_mail, LetterWay.SMS: _send_short}
