"""The result before it is signed: what the form starts with, and the draft as the signer reads it."""

import datetime as dt
from dataclasses import dataclass

from sen.capabilities.dossiers.models import Dossier, Outcome, OutcomeKind
from sen.capabilities.dossiers.selectors.form_facts import outcome_facts
from sen.capabilities.procedures.selectors.versions import version_page
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

_TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class DraftView:
    """The draft as it will be printed."""

    kind: str
    title: str
    agency: str
    place: str
    grounds: list[str]
    paragraphs: list[str]
    particulars: list[dict[str, str]]
    drafted_by: str
    signed: bool


def get_outcome(dossier: Dossier) -> Outcome | None:
    """The proposed or issued result of the dossier; None before somebody proposes one."""
    return Outcome.objects.filter(dossier=dossier).select_related("drafted_by", "signed_by", "file").first()


def proposal(dossier: Dossier) -> dict[str, str]:
    """What the form of the result starts with: the saved draft, otherwise the result the procedure names."""
    outcome = get_outcome(dossier)
    if outcome is not None:
        return {"kind": outcome.kind, "title": outcome.title, "content": outcome.content}
    results = version_page(dossier.version_id).results
    title = results[0] if results else dossier.version.name
    return {"kind": OutcomeKind.GRANTED.value, "title": title[:_TITLE_LENGTH], "content": ""}


def draft_view(dossier: Dossier, signer: Actor, now: dt.datetime) -> DraftView:
    """The draft in the words of the printed result, signed by the reader if it were signed now; raises NotFound without a draft."""
    outcome = get_outcome(dossier)
    if outcome is None:
        raise NotFound
    facts = outcome_facts(dossier, outcome, signer=signer, now=now)
    return DraftView(
        kind=outcome.get_kind_display(),
        title=outcome.title,
        agency=facts["agency"],
        place=facts["place"],
        grounds=facts["grounds"],
        paragraphs=facts["paragraphs"],
        particulars=facts["particulars"],
        drafted_by=outcome.drafted_by.name,
        signed=outcome.signed_at is not None,
    )
