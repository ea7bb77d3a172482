"""What procedure controllers see: every record with its state, gaps and doubts, history, differences, imports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from sen.capabilities.procedures.errors import ProcedureNotFound
from sen.capabilities.procedures.models import (
    BasisReview,
    CatalogueEvent,
    CatalogueImport,
    ComponentDuty,
    FeeRule,
    Field,
    FilingMethod,
    Procedure,
    ProcedureVersion,
    ProcessingRoute,
    RequiredDocument,
)
from sen.capabilities.procedures.selectors.completeness import StatedParts
from sen.capabilities.procedures.selectors.wording import plain
from sen.capabilities.procedures.states import RouteState, VersionState

STATE_NAMES = {
    VersionState.DRAFT: "Dự thảo",
    VersionState.CHECKED: "Đã kiểm soát",
    VersionState.APPROVED: "Đã phê duyệt",
    VersionState.PUBLISHED: "Đang công bố",
    VersionState.REPLACED: "Đã thay thế",
    VersionState.ABOLISHED: "Đã bãi bỏ",
}
STATE_TONES = {VersionState.DRAFT: "soon", VersionState.CHECKED: "wait", VersionState.APPROVED: "wait", VersionState.PUBLISHED: "done"}
ROUTE_STATE_NAMES = {RouteState.DRAFT: "Dự thảo", RouteState.APPROVED: "Đang áp dụng", RouteState.RETIRED: "Hết áp dụng"}
DOUBTS = (
    "unit-assumed",
    "unit-unknown",
    "fee-below-1000",
    "fee-contradicts-note",
    "form-name-glued",
    "fragment-kept",
    "count-missing",
    "limit-only-in-words",
    "limit-from-law",
)


@dataclass(frozen=True)
class RecordFilter:
    """What a controller looks for; empty parts match everything.  ``gap`` is ``missing``, ``doubtful``, ``basis`` or empty."""

    q: str = ""
    state: str = ""
    field_id: int | None = None
    service_level: str = ""
    gap: str = ""


def list_records(wanted: RecordFilter) -> QuerySet[Any]:
    """The newest version of every procedure that fits, with ``lacks`` and ``doubtful`` marked, by name."""
    newest = ProcedureVersion.objects.filter(procedure=OuterRef("procedure")).order_by("-number").values("pk")[:1]
    papers = RequiredDocument.objects.filter(version=OuterRef("pk")).exclude(duty=ComponentDuty.NOTE)
    stated: Any = ProcedureVersion.objects.filter(pk=Subquery(newest)).annotate(
        has_methods=Exists(FilingMethod.objects.filter(version=OuterRef("pk"))),
        has_papers=Exists(papers),
        has_doubtful_fee=Exists(FeeRule.objects.filter(version=OuterRef("pk"), is_doubtful=True)),
        has_lost_basis=Exists(BasisReview.objects.filter(version=OuterRef("pk"), resolved_at=None)),
        code=F("procedure__code"),
    )
    rows = stated.filter(_matches(wanted)).select_related("field")
    if wanted.gap == "missing":
        rows = rows.filter(_LACKS)
    elif wanted.gap == "doubtful":
        rows = rows.filter(_DOUBTFUL)
    elif wanted.gap == "basis":
        rows = rows.filter(has_lost_basis=True)
    return rows.order_by("name_sort", "pk")  # type: ignore[no-any-return]


def stated_of(row: Any) -> StatedParts:
    """What a row of ``list_records`` states of the seven mandatory parts, without asking the database again."""
    has_limit = row.limit_amount is not None or bool(row.limit_note.strip()) or row.is_immediate
    return StatedParts(row.name, row.steps_text, row.has_methods, row.has_papers, row.copies, has_limit, row.subjects, row.executing_agency)


def count_states() -> dict[str, int]:
    """How many procedures stand in each state by their newest version."""
    newest = ProcedureVersion.objects.filter(procedure=OuterRef("procedure")).order_by("-number").values("pk")[:1]
    rows = ProcedureVersion.objects.filter(pk=Subquery(newest)).values("state").annotate(count=Count("pk")).values_list("state", "count")
    return dict(rows)


def procedure_by_code(code: str) -> Procedure:
    """The procedure with the code.  Raises ProcedureNotFound."""
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound
    return procedure


def list_field_names() -> list[tuple[int, str]]:
    """Every field by id and name, in dictionary order."""
    return [(field.pk, f"{field.name} ({field.ministry})") for field in Field.objects.order_by("name_sort")]


def list_events(*, version_ids: Iterable[int] = (), route_ids: Iterable[int] = ()) -> list[CatalogueEvent]:
    """What happened to some versions and routes, newest first."""
    chosen = Q(version__in=list(version_ids)) | Q(route__in=list(route_ids))
    return list(CatalogueEvent.objects.filter(chosen).select_related("version", "route").order_by("-pk"))


def list_route_rows(q: str, kind: str) -> QuerySet[Any]:
    """Published procedures with their routes: ``own`` approved for single agencies, ``drafts`` waiting, ``template`` still the default.

    ``kind`` keeps only procedures with a draft (``draft``), an agency's own route (``own``) or none approved by decision (``template``).
    """
    rows: Any = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED).filter(_words(q)).select_related("procedure", "field")
    routes = ProcessingRoute.objects.filter(procedure=OuterRef("procedure"))
    rows = rows.annotate(
        own=Count("procedure__routes", filter=Q(procedure__routes__agency__isnull=False, procedure__routes__state=RouteState.APPROVED)),
        drafts=Count("procedure__routes", filter=Q(procedure__routes__state=RouteState.DRAFT)),
        is_template=~Exists(routes.filter(is_template=False, state=RouteState.APPROVED)),
        code=F("procedure__code"),
    )
    wanted = {"draft": Q(drafts__gt=0), "own": Q(own__gt=0), "template": Q(is_template=True)}.get(kind, Q())
    return rows.filter(wanted).order_by("name_sort", "pk")  # type: ignore[no-any-return]


def last_imports(limit: int = 10) -> list[CatalogueImport]:
    """The newest imports with their reports."""
    return list(CatalogueImport.objects.order_by("-pk")[:limit])


def last_edit() -> Any:
    """When the catalogue was last changed; None while it is empty."""
    return ProcedureVersion.objects.aggregate(last=Max("edited_at"))["last"]


def doubts_of(version: ProcedureVersion) -> Sequence[str]:
    """Keys of what the import assumed or could not read in the version."""
    return [str(key) for key in version.source_notes]


_LACKS = (
    Q(has_methods=False)
    | Q(has_papers=False)
    | Q(limit_amount__isnull=True, limit_note="", is_immediate=False)
    | Q(steps_text="")
    | Q(subjects=[])
    | Q(executing_agency="")
    | Q(copies=0)
)
_DOUBTFUL = Q(has_doubtful_fee=True) | Q(source_notes__contains=[DOUBTS[0]])
for _key in DOUBTS[1:]:
    _DOUBTFUL |= Q(source_notes__contains=[_key])


def _matches(wanted: RecordFilter) -> Q:
    chosen = _words(wanted.q)
    if wanted.state:
        chosen &= Q(state=wanted.state)
    if wanted.field_id:
        chosen &= Q(field=wanted.field_id)
    if wanted.service_level:
        chosen &= Q(service_level=wanted.service_level)
    return chosen


def _words(q: str) -> Q:
    code = q.strip()
    if code and code.replace(".", "").isdigit():
        return Q(procedure__code__startswith=code)
    chosen = Q()
    for word in plain(q).split()[:12]:
        chosen &= Q(search_text__contains=f" {word}")
    return chosen
