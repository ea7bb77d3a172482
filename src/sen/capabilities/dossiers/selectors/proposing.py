"""The result before it is signed: what the form starts with, and the draft as the signer reads it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.dossiers.models import Dossier, Outcome, OutcomeKind
from sen.capabilities.dossiers.selectors.form_facts import outcome_facts
from sen.capabilities.procedures.selectors.versions import version_page
from sen.foundation.audit.services import record_read
from sen.foundation.printing.services import render_pdf
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
    """The draft in the words of the printed result, as if the reader signed it now; raises NotFound without a draft.

    It names the applicant in full, therefore the read is logged.
    """
    outcome = _logged(dossier, signer, now)
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


def draft_pdf(dossier: Dossier, signer: Actor, now: dt.datetime) -> bytes:
    """The draft as a PDF that bears no number, code or signature; raises NotFound without a draft.  The read is logged."""
    outcome = _logged(dossier, signer, now)
    facts = outcome_facts(dossier, outcome, signer=signer, now=now)
    facts |= {
        "number": "",
        "verify_code": "",
        "qr_text": "",
        "form": {**facts["form"], "title": _("DỰ THẢO: %(title)s") % {"title": outcome.title}},
    }
    return render_pdf("dossiers/forms/result.typ", facts)


def _logged(dossier: Dossier, signer: Actor, now: dt.datetime) -> Outcome:
    outcome = get_outcome(dossier)
    if outcome is None:
        raise NotFound
    record_read(
        actor=signer,
        subject_type="dossier",
        subject_id=dossier.pk,
        purpose=_("Xem dự thảo kết quả"),
        now=now,
        person_id=dossier.applicant_person_id,
        detail={"code": dossier.code},
    )
    return outcome
