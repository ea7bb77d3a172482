"""Opening a dossier: online submission and reception at the counter.

Basis: 61/2018/NĐ-CP, Articles 16 and 17; 45/2020/NĐ-CP, Article 10.
"""

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, connection, transaction

from sen.capabilities.dossiers.errors import ProcedureClosed
from sen.capabilities.dossiers.models import Dossier, FormKind, RuleSet, SubmittedDocument, SubmittedFile
from sen.capabilities.dossiers.policies import check_may_receive
from sen.capabilities.dossiers.selectors.rules import rule_set_on
from sen.capabilities.dossiers.services.inserting import insert_rows
from sen.capabilities.dossiers.services.loading import open_reception
from sen.capabilities.dossiers.services.numbering import next_dossier_code
from sen.capabilities.dossiers.services.reception import accept_locked
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.slips import issue_form
from sen.capabilities.dossiers.states import DossierAction
from sen.capabilities.dossiers.types import Applicant, Application
from sen.capabilities.procedures.selectors import VersionFacts, competent_agency, opening_facts
from sen.foundation.agencies.selectors import calendar_for, prefix_of, receiving_agency_for
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.statements import together
from sen.kernel.text import clean, fold


def submit_application(*, actor: Actor, application: Application, now: dt.datetime) -> Dossier:
    """Open a dossier handed in online: code, reception clock, proof of submission.

    A repeated request id returns the dossier of the first time.  Raises ProcedureClosed.
    """
    try:
        with transaction.atomic(), together(connection):
            dossier = open_dossier(actor=actor, application=application, now=now)
            issue_form(dossier, FormKind.PROOF, actor=actor, now=now)
            return dossier
    except IntegrityError:
        return _opened_before(application)


def receive_at_counter(*, actor: Actor, application: Application, now: dt.datetime, wants_receipt: bool = True) -> Dossier:
    """Open and accept a dossier in one go at the counter.

    A repeated request id returns the dossier of the first time.  Raises NotAllowed, ProcedureClosed, NoRoute.
    """
    agency_id = application.receiving_agency_id or actor.agency_id
    check_may_receive(actor, agency_id)
    try:
        with transaction.atomic():
            with together(connection):
                dossier = open_dossier(actor=actor, application=replace(application, receiving_agency_id=agency_id), now=now)
            accept_locked(dossier, actor=actor, now=now, wants_receipt=wants_receipt)
            return dossier
    except IntegrityError:
        return _opened_before(application)


def _opened_before(application: Application) -> Dossier:
    """The dossier of an earlier, identical request; the constraint on the request id told us there is one."""
    return Dossier.objects.get(public_id=application.request_id)


def open_dossier(*, actor: Actor, application: Application, now: dt.datetime) -> Dossier:
    """Create the dossier with its papers, its reception work and its first event, in the caller's transaction; raises ProcedureClosed."""
    today = clock.local(now).date()
    competent_id = application.competent_agency_id or competent_agency(application.version_id, application.applicant.unit_id, today)
    facts, route_id = opening_facts(application.version_id, competent_id, today)
    if not facts.is_open_on(today):
        raise ProcedureClosed
    rules = rule_set_on(today)
    receiving_id = application.receiving_agency_id or receiving_agency_for(competent_id, today)
    dossier_id, code = next_dossier_code(rules.code_template, unit=prefix_of(receiving_id), date=today)
    dossier = _new_dossier(dossier_id, code, application, facts=facts, rules=rules, now=now)
    dossier.competent_agency_id, dossier.receiving_agency_id = competent_id, receiving_id
    dossier.return_agency_id = application.return_agency_id or receiving_id
    dossier.agency_ids = sorted({competent_id, receiving_id, dossier.return_agency_id})
    dossier.route_id = route_id
    dossier.reception_due_at = calendar_for(receiving_id, today).add_minutes(now, rules.reception_hours * 60)
    payload = {"code": code, "channel": application.channel, "papers": len(application.papers)}
    agency_id = receiving_id if actor.is_officer else None
    record(dossier, DossierAction.SUBMIT, actor=actor, now=now, before=None, payload=payload, agency_id=agency_id)
    _add_papers(dossier, application, now)
    open_reception(dossier, now)
    return dossier


def _new_dossier(dossier_id: int, code: str, application: Application, *, facts: VersionFacts, rules: RuleSet, now: dt.datetime) -> Dossier:
    term = facts.term(application.channel)
    return Dossier(
        pk=dossier_id,
        public_id=application.request_id,
        code=code,
        version=facts.version,
        case_id=application.case_id,
        rule_set=rules,
        state="",
        channel=application.channel,
        receipt_way=application.receipt_way,
        receipt_address=clean(application.receipt_address),
        note=clean(application.note),
        form_data=application.form_data,
        submitted_at=now,
        limit_amount=term.amount if term else None,
        limit_unit=term.unit if term else "",
        is_demo=application.is_demo,
        **_applicant_fields(application.applicant),
    )


def _applicant_fields(applicant: Applicant) -> dict[str, object]:
    name = clean(applicant.name)
    return {
        "applicant_account_id": applicant.account_id,
        "applicant_person_id": applicant.person_id,
        "applicant_name": name,
        "applicant_folded": fold(name),
        "applicant_number": applicant.number,
        "applicant_born_on": applicant.born_on,
        "applicant_phone": applicant.phone,
        "applicant_email": applicant.email,
        "applicant_address": clean(applicant.address),
        "applicant_unit_id": applicant.unit_id,
        "agent": applicant.agent,
    }


def _add_papers(dossier: Dossier, application: Application, now: dt.datetime) -> None:
    documents = [
        SubmittedDocument(
            dossier_id=dossier.pk,
            required_id=paper.required_id,
            name=paper.name,
            originals=paper.originals,
            certified=paper.certified,
            photocopies=paper.photocopies,
            position=position,
        )
        for position, paper in enumerate(application.papers)
    ]
    insert_rows(documents, keys=any(paper.file_ids for paper in application.papers))
    files = [
        SubmittedFile(document_id=document.pk, file_id=file_id, added_at=now)
        for document, paper in zip(documents, application.papers, strict=True)
        for file_id in paper.file_ids
    ]
    if files:
        insert_rows(files, keys=False)
