"""Issued forms of a dossier."""

from sen.capabilities.dossiers.models import Dossier, OfficialForm
from sen.kernel.errors import NotFound


def list_forms(dossier: Dossier) -> list[OfficialForm]:
    """The forms issued for the dossier, oldest first."""
    return list(OfficialForm.objects.filter(dossier=dossier).select_related("file", "agency"))


def access_form(dossier: Dossier, form_id: int) -> OfficialForm:
    """One form of a dossier the caller was given; raises NotFound for another dossier's form."""
    form = OfficialForm.objects.select_related("file", "dossier", "agency", "issued_by").filter(pk=form_id, dossier=dossier).first()
    if form is None:
        raise NotFound
    return form
