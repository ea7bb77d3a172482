"""Letters that did not reach the applicant: sent again by hand, or answered for in another way."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from sen.capabilities.dossiers.errors import LetterNotFailed, ReasonMissing
from sen.capabilities.dossiers.events import LetterWritten
from sen.capabilities.dossiers.models import ApplicantLetter, LetterState, LetterWay
from sen.capabilities.dossiers.policies import access_letter
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.text import clean


@transaction.atomic
def send_again(*, actor: Actor, public_id: UUID, now: dt.datetime, address: str = "") -> ApplicantLetter:
    """Queue a failed letter anew; a corrected address stays with the dossier for the letters to come.

    Raises NotFound, LetterNotFailed.  Basis: 61/2018/NĐ-CP, Article 19(9).
    """
    letter = _failed(actor, public_id)
    if address:
        letter.address = address.lower()
        field = "applicant_email" if letter.way == LetterWay.EMAIL else "applicant_phone"
        setattr(letter.dossier, field, letter.address)
        letter.dossier.save(update_fields=[field])
    letter.state, letter.attempts, letter.try_at = LetterState.WAITING, 0, now
    letter.save(update_fields=["address", "state", "attempts", "try_at"])
    _record(actor, letter, "letter.send_again", {"corrected": bool(address)}, now)
    publish(LetterWritten(letter.pk), now=now)
    return letter


@transaction.atomic
def note_told(*, actor: Actor, public_id: UUID, note: str, now: dt.datetime) -> ApplicantLetter:
    """Write down how the applicant was told instead, which takes the letter off the list.

    Raises NotFound, LetterNotFailed, ReasonMissing.
    """
    letter = _failed(actor, public_id)
    if not clean(note):
        raise ReasonMissing("note")
    letter.state = LetterState.TOLD
    letter.save(update_fields=["state"])
    _record(actor, letter, "letter.told", {"note": clean(note)}, now)
    return letter


def _failed(actor: Actor, public_id: UUID) -> ApplicantLetter:
    letter = access_letter(actor, public_id, lock=True)
    if letter.state != LetterState.FAILED:
        raise LetterNotFailed
    return letter


def _record(actor: Actor, letter: ApplicantLetter, action: str, detail: dict[str, object], now: dt.datetime) -> None:
    dossier = letter.dossier
    detail = {"code": dossier.code, "kind": letter.kind, **detail}
    record_change(
        actor=actor,
        action=action,
        subject_type="dossier",
        subject_id=dossier.pk,
        now=now,
        agency_id=dossier.receiving_agency_id,
        detail=detail,
    )
