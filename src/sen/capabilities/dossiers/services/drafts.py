"""The draft of an application: saved at every step, submitted once.

Basis: 45/2020/NĐ-CP, Articles 9 and 10.
"""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from sen.capabilities.dossiers.errors import CaseMissing, DocumentsMissing, ProcedureClosed
from sen.capabilities.dossiers.models import Dossier, Draft, DraftFile
from sen.capabilities.dossiers.policies import access_draft
from sen.capabilities.dossiers.services.intake import submit_application
from sen.capabilities.dossiers.types import Applicant, Application, Paper
from sen.capabilities.procedures.selectors import assurance_for, list_cases, list_components, papers_of, version_facts
from sen.foundation.sso.policies import require_assurance
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotFound


@transaction.atomic
def start_draft(*, actor: Actor, version_id: int, now: dt.datetime) -> Draft:
    """A new draft, or the actor's unfinished one for the same version.  Raises ProcedureClosed, NotFound for strangers."""
    if actor.account_id is None:
        raise NotFound
    if not version_facts(version_id).is_open_on(clock.local(now).date()):
        raise ProcedureClosed
    unfinished = (
        Draft.objects.filter(account_id=actor.account_id, version_id=version_id, dossier__isnull=True).order_by("-saved_at").first()
    )
    if unfinished:
        return unfinished
    return Draft.objects.create(account_id=actor.account_id, version_id=version_id, started_at=now, saved_at=now)


@transaction.atomic
def save_answers(*, actor: Actor, public_id: uuid.UUID, page: str, answers: dict[str, Any], now: dt.datetime) -> Draft:
    """Keep the answers of one page exactly as typed.  Raises NotFound, IllegalTransition once submitted."""
    draft = access_draft(actor, public_id, lock=True)
    if draft.dossier_id is not None:
        raise IllegalTransition
    draft.answers = {**draft.answers, page: answers}
    draft.saved_at = now
    draft.save(update_fields=["answers", "saved_at"])
    return draft


@transaction.atomic
def choose_case(*, actor: Actor, public_id: uuid.UUID, case_id: int, now: dt.datetime) -> Draft:
    """Choose the procedure case; files of components that no longer apply are set aside."""
    draft = access_draft(actor, public_id, lock=True)
    if draft.dossier_id is not None:
        raise IllegalTransition
    if case_id not in {case.id for case in list_cases(draft.version_id)}:
        raise NotFound
    draft.case_id, draft.saved_at = case_id, now
    draft.save(update_fields=["case", "saved_at"])
    wanted = [row.id for row in list_components(draft.version_id, case_id)]
    draft.files.exclude(required_id__in=wanted).delete()
    return draft


@transaction.atomic
def attach_to_draft(*, actor: Actor, public_id: uuid.UUID, required_id: int, file_id: int, now: dt.datetime) -> DraftFile:
    """Attach a stored file to a component of the draft.  Raises NotFound when the component is not one of the case's."""
    draft = access_draft(actor, public_id, lock=True)
    if required_id not in {row.id for row in list_components(draft.version_id, draft.case_id)}:
        raise NotFound
    draft.saved_at = now
    draft.save(update_fields=["saved_at"])
    return draft.files.create(required_id=required_id, file_id=file_id, added_at=now)


@transaction.atomic
def remove_from_draft(*, actor: Actor, public_id: uuid.UUID, draft_file_id: int, now: dt.datetime) -> None:
    """Take a file off the draft."""
    draft = access_draft(actor, public_id, lock=True)
    draft.files.filter(pk=draft_file_id).delete()
    draft.saved_at = now
    draft.save(update_fields=["saved_at"])


@transaction.atomic
def discard_draft(*, actor: Actor, public_id: uuid.UUID) -> None:
    """Throw an unfinished draft away."""
    draft = access_draft(actor, public_id, lock=True)
    if draft.dossier_id is None:
        draft.delete()


@transaction.atomic
def submit_draft(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    applicant: Applicant,
    receipt_way: str,
    receipt_address: str,
    now: dt.datetime,
    competent_agency_id: int | None = None,
    return_agency_id: int | None = None,
    note: str = "",
) -> Dossier:
    """Submit the draft once; a second press finds the same dossier.

    Without agencies the competent one follows from the applicant's unit, and the result is returned where the dossier was received.
    Raises AssuranceTooLow, SecondFactorNeeded, CaseMissing, DocumentsMissing, ProcedureClosed, CompetenceUnknown.
    """
    draft = access_draft(actor, public_id, lock=True)
    if draft.dossier_id is not None:
        return Dossier.objects.get(pk=draft.dossier_id)
    require_assurance(actor, assurance_for(draft.version_id))
    application = Application(
        version_id=draft.version_id,
        case_id=draft.case_id,
        applicant=applicant,
        papers=_papers(draft),
        channel="online",
        receipt_way=receipt_way,
        receipt_address=receipt_address,
        competent_agency_id=competent_agency_id,
        return_agency_id=return_agency_id,
        note=note,
        form_data=draft.answers,
        request_id=draft.public_id,
    )
    dossier = submit_application(actor=actor, application=application, now=now)
    draft.dossier = dossier
    draft.saved_at = now
    draft.save(update_fields=["dossier", "saved_at"])
    return dossier


def _papers(draft: Draft) -> tuple[Paper, ...]:
    """What the draft hands in for its case; raises CaseMissing, DocumentsMissing."""
    cases, components = papers_of(draft.version_id, draft.case_id)
    if draft.case_id is None and cases:
        raise CaseMissing(field="case")
    files: dict[int, list[int]] = {}
    for required_id, file_id in draft.files.values_list("required_id", "file_id"):
        files.setdefault(required_id, []).append(file_id)
    papers, missing = [], []
    for row in components:
        if row.duty != "submit":
            continue
        if row.id in files:
            papers.append(Paper(name=row.name, required_id=row.id, file_ids=tuple(files[row.id])))
        elif row.is_required:
            missing.append(row.name)
    if missing:
        raise DocumentsMissing(field="documents", names="; ".join(missing))
    return tuple(papers)
