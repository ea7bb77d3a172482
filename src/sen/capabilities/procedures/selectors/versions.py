"""Versions of procedures: what is in force, what a dossier needs of one, and everything its page shows."""

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from sen.capabilities.procedures.errors import ProcedureNotFound, VersionNotFound
from sen.capabilities.procedures.models import Channel, FilingMethod, ProcedureVersion, ServiceLevel
from sen.capabilities.procedures.selectors.limits import fee_row, fee_text, limit_text, longest
from sen.capabilities.procedures.selectors.papers import list_all_components, list_cases
from sen.capabilities.procedures.states import VersionState
from sen.capabilities.procedures.types import CaseRow, ComponentRow, FeeRow
from sen.kernel.worktime import Term

_ENDS = ".:;!?"
_ENUMERATOR = re.compile(r"\w{1,3}[.)]")
IN_FORCE_STATES = (VersionState.PUBLISHED, VersionState.REPLACED, VersionState.ABOLISHED)


@dataclass(frozen=True)
class VersionFacts:
    """What a dossier needs to know of the version it is received under."""

    version: ProcedureVersion
    methods: tuple[tuple[str, Decimal | None, str], ...]

    @property
    def version_id(self) -> int:
        """Row of the version."""
        return self.version.pk

    @property
    def procedure_id(self) -> int:
        """Row of the procedure."""
        return self.version.procedure_id

    @property
    def code(self) -> str:
        """The national code, ``1.001193``."""
        return self.version.procedure.code

    @property
    def name(self) -> str:
        """The full name."""
        return self.version.name

    @property
    def field_id(self) -> int:
        """Row of the field."""
        return self.version.field_id

    @property
    def is_open(self) -> bool:
        """Whether it is the published version, from whatever day."""
        return self.version.state == VersionState.PUBLISHED

    def is_open_on(self, on: dt.date) -> bool:
        """Whether new dossiers may be received under it on the date: a replaced version stays open until its last day."""
        version = self.version
        begun = version.valid_from is None or version.valid_from <= on
        return version.state in IN_FORCE_STATES and begun and (version.valid_to is None or version.valid_to >= on)

    @property
    def is_immediate(self) -> bool:
        """Whether the result is given at once."""
        return self.version.is_immediate

    @property
    def required_assurance(self) -> int:
        """How surely an applicant must be known online: 1 stated, 2 verified, 3 with two factors."""
        return self.version.required_assurance

    def term(self, channel: str) -> Term | None:
        """The limit of a way of filing, or of the whole procedure."""
        stated = [(amount, unit) for way, amount, unit in self.methods if way == channel]
        return longest(stated) or longest([(self.version.limit_amount, self.version.limit_unit)])


@dataclass(frozen=True)
class MethodRow:
    """One way of filing as the page shows it."""

    channel: str
    channel_name: str
    limit_text: str
    is_assumed: bool
    note: str


@dataclass(frozen=True)
class BasisRow:
    """A legal document a procedure rests on; the title is empty while unknown."""

    number: str
    title: str


@dataclass(frozen=True)
class VersionPage:
    """Everything the page of a procedure shows, read in at most eight queries."""

    facts: VersionFacts
    field_name: str
    ministry: str
    levels: tuple[str, ...]
    service_level: str
    service_level_name: str
    limit_text: str
    fee_text: str
    steps: tuple[str, ...]
    conditions: tuple[str, ...]
    cases: tuple[CaseRow, ...]
    components: tuple[ComponentRow, ...]
    methods: tuple[MethodRow, ...]
    fees: tuple[FeeRow, ...]
    results: tuple[str, ...]
    bases: tuple[BasisRow, ...]
    life_events: tuple[tuple[str, str], ...] = field(default=())

    def papers(self, case_id: int | None, duty: str, *, conditional: bool | None = None) -> list[ComponentRow]:
        """Papers of one duty for a case, those of every case included."""
        return [
            row
            for row in self.components
            if row.duty == duty and row.case_id in (None, case_id) and conditional in (None, row.is_conditional)
        ]


def in_force(on: dt.date) -> QuerySet[ProcedureVersion]:
    """Versions in force on the date, whatever became of them later."""
    until = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return ProcedureVersion.objects.filter(until, state__in=IN_FORCE_STATES, valid_from__lte=on)


def get_published(code: str, on: dt.date) -> VersionFacts:
    """The version of a code in force on the date; one query.  Raises ProcedureNotFound."""
    version = _with_methods(in_force(on).filter(procedure__code=code.strip())).order_by("-number").first()
    if version is None:
        raise ProcedureNotFound
    return _facts(version)


def assurance_for(version_id: int) -> int:
    """How surely an applicant must be known to file online under the version; one query."""
    return ProcedureVersion.objects.values_list("required_assurance", flat=True).get(pk=version_id)


def version_facts(version_id: int) -> VersionFacts:
    """What a dossier needs of a version, in force or not; one query.  Raises VersionNotFound."""
    version = _with_methods(ProcedureVersion.objects.filter(pk=version_id)).first()
    if version is None:
        raise VersionNotFound
    return _facts(version)


def version_page(version_id: int) -> VersionPage:
    """Everything the page of a version shows; eight queries.  Raises VersionNotFound."""
    facts = version_facts(version_id)
    version = facts.version
    fees = tuple(fee_row(fee) for fee in version.fees.order_by("pk"))
    return VersionPage(
        facts=facts,
        field_name=version.field.name,
        ministry=version.field.ministry,
        levels=level_names(version),
        service_level=version.service_level,
        service_level_name=ServiceLevel(version.service_level).label,
        limit_text=limit_text(version.limit_amount, version.limit_unit, is_immediate=version.is_immediate, note=version.limit_note),
        fee_text=fee_text(fees),
        steps=paragraphs(version.steps_text),
        conditions=paragraphs(version.conditions),
        cases=tuple(list_cases(version_id)),
        components=tuple(list_all_components(version_id)),
        methods=tuple(_method_row(method, version) for method in version.methods.order_by("position", "pk")),
        fees=fees,
        results=tuple(version.results.order_by("position", "pk").values_list("name", flat=True)),
        bases=tuple(
            BasisRow(number, title)
            for number, title in version.legal_bases.order_by("pk").values_list("document__number", "document__title")
        ),
        life_events=tuple(version.procedure.life_events.order_by("position").values_list("key", "name")),
    )


def list_versions(procedure_id: int) -> list[ProcedureVersion]:
    """Every version of a procedure, newest first."""
    return list(ProcedureVersion.objects.filter(procedure=procedure_id).select_related("field", "procedure").order_by("-number"))


def level_names(version: ProcedureVersion) -> tuple[str, ...]:
    """The executing levels in words, highest first."""
    levels = (("Cấp tỉnh", version.done_at_province), ("Cấp huyện", version.done_at_district), ("Cấp xã", version.done_at_commune))
    return tuple(name for name, done in levels if done)


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text without leading dashes; a line that breaks off in the middle of a sentence is joined with the next."""
    found: list[str] = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        if found and found[-1][-1] not in _ENDS and line[0].islower() and not _ENUMERATOR.match(line):
            found[-1] = f"{found[-1]} {line}"
        elif plain := line.lstrip("-+*• ").strip():
            found.append(plain)
    return tuple(found)


def _with_methods(versions: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    methods = FilingMethod.objects.filter(version=OuterRef("pk")).order_by("position", "pk")
    rows = methods.values(row=JSONObject(channel="channel", amount="limit_amount", unit="limit_unit"))
    return versions.select_related("procedure", "field").annotate(method_rows=ArraySubquery(rows))


def _facts(version: ProcedureVersion) -> VersionFacts:
    rows: list[dict[str, str | None]] = getattr(version, "method_rows", [])
    return VersionFacts(version, tuple((str(r["channel"]), _decimal(r["amount"]), str(r["unit"])) for r in rows))


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _method_row(method: FilingMethod, version: ProcedureVersion) -> MethodRow:
    amount, unit = method.limit_amount, method.limit_unit
    if amount is None:
        amount, unit = version.limit_amount, version.limit_unit
    words = limit_text(amount, unit, is_immediate=version.is_immediate, note=version.limit_note)
    return MethodRow(method.channel, Channel(method.channel).label, words, method.limit_is_assumed, method.note)
