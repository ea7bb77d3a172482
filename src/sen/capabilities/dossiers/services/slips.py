"""Official forms: numbered per kind, agency and year in the wording of the dated rule set; signed by a job."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sen.capabilities.dossiers.events import FormIssued
from sen.capabilities.dossiers.models import Dossier, FormKind, OfficialForm
from sen.capabilities.dossiers.selectors.form_facts import form_facts
from sen.capabilities.dossiers.services.inserting import insert_rows
from sen.foundation.files.services import store_bytes
from sen.foundation.jobs.services import publish
from sen.foundation.numbering.services import next_number_and_key
from sen.foundation.printing.services import render_pdf
from sen.foundation.signing.services import sign_pdf
from sen.foundation.signing.types import SignerIdentity
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor

_BY_COMPETENT = frozenset({FormKind.APOLOGY, FormKind.STOP})


def issue_form(dossier: Dossier, kind: FormKind, *, actor: Actor, now: dt.datetime, extra: Mapping[str, Any] | None = None) -> OfficialForm:
    """Number the form and keep what it says; its PDF is made and signed right after by a job."""
    agency_id = dossier.competent_agency_id if kind in _BY_COMPETENT else dossier.receiving_agency_id
    year = clock.local(now).year
    wording = dossier.rule_set.forms.get(kind, {})
    number, key = next_number_and_key(f"form:{kind}:{agency_id}", str(year), "dossiers_officialform")
    form = OfficialForm(
        pk=key,
        dossier_id=dossier.pk,
        kind=kind,
        number=wording.get("pattern", "{number}").format(number=number, year=year),
        agency_id=agency_id,
        issued_at=now,
        issued_by_id=actor.account_id,
        facts=_as_promised(dossier) | dict(extra or {}),
    )
    insert_rows([form])
    publish(FormIssued(form.pk), now=now)
    return form


def _as_promised(dossier: Dossier) -> dict[str, Any]:
    """What may change later and must print as it was."""
    moments = {"received_at": dossier.accepted_at, "due_at": dossier.due_at, "reception_due_at": dossier.reception_due_at}
    return {name: moment.isoformat() for name, moment in moments.items() if moment}


@transaction.atomic
def sign_form(*, form_id: int, now: dt.datetime) -> OfficialForm:
    """Make the form's PDF, sign it for the officer or the platform, and file it; done once however often it is called."""
    form = OfficialForm.objects.select_for_update(of=("self",)).select_related("dossier", "agency", "issued_by").get(pk=form_id)
    if form.file_id is not None:
        return form
    facts = form_facts(form)
    pdf = render_pdf(f"dossiers/forms/{form.kind}.typ", facts)
    officer = form.issued_by if form.kind != FormKind.PROOF else None
    identity = SignerIdentity(
        name=officer.name if officer else "Sen",
        title=facts.get("officer", {}).get("title", ""),
        agency=form.agency.name,
        account_id=officer.pk if officer else None,
    )
    signed = sign_pdf(pdf, signer=identity, reason=form.get_kind_display(), location=facts.get("place", ""), at=form.issued_at)
    name = f"{form.dossier.code}-{form.kind}.pdf"
    form.file = store_bytes(name=name, content=signed, actor=SYSTEM, now=now, media_type="application/pdf")
    form.save(update_fields=["file"])
    return form
