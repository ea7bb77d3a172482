"""The head of a dossier's pages: what it is, whose, until when."""

import datetime as dt
from dataclasses import dataclass

from sen.capabilities.dossiers.models import Dossier, Suspension
from sen.capabilities.dossiers.selectors.detail import due_of
from sen.capabilities.dossiers.selectors.words import channel_word, state_tag
from sen.kernel.text import mask
from sen.ui.types import DueView, TagView


@dataclass(frozen=True, slots=True)
class DossierHead:
    """What every page about a dossier shows on top."""

    code: str
    procedure: str
    procedure_code: str
    applicant: str
    number_masked: str
    channel: str
    state: TagView
    due: DueView
    due_at: dt.datetime | None
    seen: int


def dossier_head(dossier: Dossier, now: dt.datetime) -> DossierHead:
    """The head of a dossier the actor was given by ``access_dossier``."""
    pause = Suspension.objects.filter(dossier=dossier, ended_at__isnull=True).first()
    return DossierHead(
        code=dossier.code,
        procedure=dossier.version.name,
        procedure_code=dossier.version.procedure.code,
        applicant=dossier.applicant_name,
        number_masked=mask(dossier.applicant_number),
        channel=channel_word(dossier.channel),
        state=state_tag(dossier.state),
        due=due_of(dossier, now, pause),
        due_at=dossier.due_at if dossier.accepted_at else dossier.reception_due_at,
        seen=dossier.event_count,
    )
