"""The slips: receipt, supplement, refusal, apology, stop, proof of submission."""

from collections.abc import Callable

from django.db.models import Count, Q

from sen.capabilities.dossiers.models import Dossier, FormKind, OfficialForm, ReceiptWay, SubmittedDocument, SubmittedFile
from sen.capabilities.dossiers.selectors.form_facts.control import control_facts
from sen.capabilities.dossiers.selectors.form_facts.frame import Facts, frame, wall
from sen.capabilities.dossiers.selectors.words import channel_word
from sen.capabilities.procedures.selectors import limit_text
from sen.kernel import clock
from sen.ui.format import size_text


def form_facts(form: OfficialForm) -> Facts:
    """Everything the form prints, as it was when it was issued."""
    dossier = form.dossier
    facts = frame(dossier, FormKind(form.kind), agency_id=form.agency_id, at=form.issued_at, number=form.number)
    if form.kind == FormKind.PROOF:
        facts.pop("number")
    officer = form.issued_by.name if form.issued_by else ""
    facts |= {"officer": {"name": officer}, "signer": {"role": "Thủ trưởng cơ quan, đơn vị", "name": officer}}
    return facts | _OWN[FormKind(form.kind)](form, dossier)


def _receipt(form: OfficialForm, dossier: Dossier) -> Facts:
    documents = SubmittedDocument.objects.filter(dossier=dossier).annotate(sheets=Count("files"))
    return {
        "components": [
            {
                "name": document.name,
                "originals": document.originals,
                "certified": document.certified,
                "photocopies": document.photocopies or (0 if document.originals or document.certified else min(document.sheets, 1)),
            }
            for document in documents
        ],
        "sets": dossier.version.copies,
        "fee": form.facts.get("fee") or dossier.form_data.get("fee", ""),
        "term": limit_text(dossier.limit_amount, dossier.limit_unit),
        "received_at": wall(form.facts.get("received_at") or dossier.accepted_at),
        "due_at": wall(form.facts.get("due_at") or dossier.first_due_at),
        "receipt_way": str(ReceiptWay(dossier.receipt_way).label) + (f", {dossier.receipt_address}" if dossier.receipt_address else ""),
        "applicant_signer": dossier.agent["name"] if dossier.agent else dossier.applicant_name,
    }


def _supplement(form: OfficialForm, dossier: Dossier) -> Facts:
    officer = form.issued_by.name if form.issued_by else ""
    return {
        "items": form.facts.get("lacks", []),
        "reason": form.facts.get("reason", ""),
        "contact": {"name": officer, "phone": form.facts.get("contact_phone", "")},
    }


def _refusal(form: OfficialForm, dossier: Dossier) -> Facts:
    return {"reasons": [line for line in form.facts.get("reason", "").splitlines() if line]}


def _apology(form: OfficialForm, dossier: Dossier) -> Facts:
    return {
        "addressee": dossier.applicant_name,
        "agency_name": form.agency.name,
        "received_on": clock.local(dossier.accepted_at).date().isoformat() if dossier.accepted_at else "",
        "due_at": wall(form.facts.get("old_due_at")),
        "new_due_at": wall(form.facts.get("new_due_at")),
        "late": not form.facts.get("in_time", True),
        "reason": form.facts.get("reason", ""),
    }


def _stop(form: OfficialForm, dossier: Dossier) -> Facts:
    by_applicant = form.facts.get("asked_by") == "applicant"
    papers = SubmittedDocument.objects.filter(Q(originals__gt=0) | Q(certified__gt=0), dossier=dossier)
    return {
        "agency_name": form.agency.name,
        "received_at": wall(dossier.accepted_at),
        "asked_by": dossier.applicant_name if by_applicant else form.agency.name,
        "asked_at": wall(form.issued_at),
        "channel": channel_word(dossier.channel),
        "stage": form.facts.get("stage", ""),
        "no_result_yet": True,
        "reason": form.facts.get("reason", ""),
        "fee_note": form.facts.get("fee_note", ""),
        "returned_papers": [paper.name for paper in papers],
        "stopped_at": wall(form.issued_at),
    }


def _proof(form: OfficialForm, dossier: Dossier) -> Facts:
    files = (
        SubmittedFile.objects.filter(document__dossier=dossier, added_at__lte=form.issued_at)
        .select_related("file", "document")
        .order_by("document__position", "id")
    )
    return {
        "submitted_at": wall(dossier.submitted_at),
        "reception_due_at": wall(form.facts.get("reception_due_at") or dossier.reception_due_at),
        "files": [
            {"name": row.file.name, "component": row.document.name, "size_label": size_text(row.file.size), "sha256": row.file.sha256}
            for row in files
        ],
    }


def _control(form: OfficialForm, dossier: Dossier) -> Facts:
    return control_facts(dossier)


_OWN: dict[FormKind, Callable[[OfficialForm, Dossier], Facts]] = {
    FormKind.RECEIPT: _receipt,
    FormKind.SUPPLEMENT: _supplement,
    FormKind.REFUSAL: _refusal,
    FormKind.APOLOGY: _apology,
    FormKind.STOP: _stop,
    FormKind.PROOF: _proof,
    FormKind.CONTROL: _control,
}
