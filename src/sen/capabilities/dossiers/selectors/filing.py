"""Dossiers as things a work file can hold: code, procedure, agency and the signed result, no personal data."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.models import Dossier, DossierEvent
from sen.capabilities.dossiers.selectors.words import action_word
from sen.capabilities.dossiers.states import OPEN_STATES
from sen.capabilities.workfiles.types import Fileable, FiledFile, Trace
from sen.kernel import clock
from sen.kernel.actor import Actor


class DossierSource:
    """Dossiers of administrative procedures."""

    kind = "dossier"
    label = gettext_lazy("Hồ sơ thủ tục hành chính")
    icon = "folder"

    def visible_ids(self, actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
        """Those the actor may see now."""
        return frozenset(_visible(actor).filter(pk__in=list(ids)).values_list("pk", flat=True))

    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """What the dossiers say, with their steps; two queries.  Applicants stay on the dossier's own page."""
        rows = list(Dossier.objects.filter(pk__in=list(ids)).select_related("version", "competent_agency", "outcome__file"))
        steps: dict[int, list[Trace]] = {}
        for event in DossierEvent.objects.filter(dossier_id__in=[row.pk for row in rows]).order_by("dossier_id", "sequence"):
            # Steps without an agency are the applicant's own; the name stays on the dossier's page.
            who = event.actor_name if event.agency_id else _("Người nộp")
            steps.setdefault(event.dossier_id, []).append(Trace(event.occurred_at, who, action_word(event.action)))
        return {row.pk: _fileable(row, steps.get(row.pk, [])) for row in rows}

    def search(self, actor: Actor, words: str, limit: int, on: dt.date) -> list[Fileable]:
        """The newest the actor may see whose code begins with the words."""
        rows = _visible(actor)
        if words.strip():
            rows = rows.filter(code__startswith=words.strip().upper())
        ids = list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])
        known = self.facts(ids)
        return [known[number] for number in ids if number in known]


def _visible(actor: Actor) -> QuerySet[Dossier]:
    if not actor.is_officer:
        return Dossier.objects.none()
    if actor.is_control:
        return Dossier.objects.all()
    return Dossier.objects.filter(Q(agency_ids__overlap=sorted(actor.agencies())))


def _fileable(row: Dossier, steps: list[Trace]) -> Fileable:
    outcome = getattr(row, "outcome", None)
    files = [FiledFile(outcome.file_id, outcome.file.name)] if outcome and outcome.file_id and outcome.file else []
    on = clock.local(row.accepted_at or row.submitted_at).date()
    return Fileable(
        "dossier",
        row.pk,
        row.version.name,
        _("Hồ sơ thủ tục hành chính"),
        row.code,
        on,
        row.competent_agency.name,
        url=reverse("dossiers:page", args=[row.code]),
        files=files,
        metadata={"CodeNumber": row.code, "CodeNotation": "", "Subject": row.version.name, "OrganName": row.competent_agency.name},
        traces=steps,
        open_reason=_("Hồ sơ chưa giải quyết xong") if row.state in OPEN_STATES else "",
    )
