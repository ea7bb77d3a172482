"""The process-control sheet as a PDF, for one dossier or several at once."""

import datetime as dt
import io
from collections.abc import Sequence

import pypdfium2

from sen.capabilities.dossiers.models import Dossier, FormKind
from sen.capabilities.dossiers.selectors.form_facts import control_facts
from sen.capabilities.dossiers.selectors.form_facts.frame import frame
from sen.foundation.printing.services import render_pdf


def control_sheet_pdf(dossiers: Sequence[Dossier], now: dt.datetime) -> bytes:
    """The sheets of the dossiers one after the other.  Basis: 61/2018/NĐ-CP and the form list of the dossier's rule set."""
    sheets = [_sheet(dossier, now) for dossier in dossiers]
    if len(sheets) == 1:
        return sheets[0]
    with pypdfium2.PdfDocument.new() as whole:
        for sheet in sheets:
            with pypdfium2.PdfDocument(sheet) as part:
                whole.import_pages(part)
        written = io.BytesIO()
        whole.save(written)
    return written.getvalue()


def _sheet(dossier: Dossier, now: dt.datetime) -> bytes:
    facts = frame(dossier, FormKind.CONTROL, agency_id=dossier.competent_agency_id, at=now) | control_facts(dossier)
    facts.pop("number")
    return render_pdf("dossiers/forms/control.typ", facts)
