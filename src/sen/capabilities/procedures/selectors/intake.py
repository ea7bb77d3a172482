"""What opening and moving a dossier needs to know about a procedure, in as few queries as it can be."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from sen.capabilities.procedures.models import FilingMethod, ProcedureVersion, ProcessingRoute, RouteStep
from sen.capabilities.procedures.states import RouteState, VersionState
from sen.capabilities.procedures.types import StepRow
from sen.kernel.errors import NotFound
from sen.kernel.worktime import Term, TermUnit


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version as intake sees it."""

    version: ProcedureVersion
    terms: dict[str, Term]

    @property
    def procedure_id(self) -> int:
        """The procedure the version belongs to."""
        return self.version.procedure_id

    @property
    def is_open(self) -> bool:
        """Whether dossiers may still be opened under this version."""
        return self.version.state == VersionState.PUBLISHED

    def term(self, channel: str) -> Term | None:
        """The published limit for the channel, otherwise the procedure's; None when none is published."""
        own = self.terms.get(channel)
        if own is not None:
            return own
        if self.version.limit_amount is None or not self.version.limit_unit:
            return None
        return Term(self.version.limit_amount, TermUnit(self.version.limit_unit))


def version_facts(version_id: int) -> VersionFacts:
    """The version with its limits per channel; raises NotFound.

    When several methods of a channel state a limit, the longest is promised.
    """
    version = ProcedureVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound
    terms: dict[str, Term] = {}
    for channel, amount, unit in FilingMethod.objects.filter(version_id=version_id).values_list("channel", "limit_amount", "limit_unit"):
        if amount is not None and unit and (channel not in terms or amount > terms[channel].amount):
            terms[channel] = Term(amount, TermUnit(unit))
    return VersionFacts(version, terms)


def current_route_id(procedure_id: int, agency_id: int, on: dt.date) -> int | None:
    """The approved route of the procedure in the agency, otherwise the one that serves every agency; None without one."""
    routes = ProcessingRoute.objects.filter(
        Q(agency_id=agency_id) | Q(agency__isnull=True),
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        procedure_id=procedure_id,
        state=RouteState.APPROVED,
    )
    return routes.order_by("agency_id").values_list("pk", flat=True).first()


def route_steps(route_id: int) -> list[StepRow]:
    """The steps of a route in order; steps with the same order run in parallel."""
    steps = RouteStep.objects.filter(route_id=route_id).order_by("order", "pk")
    return [StepRow(s.pk, s.order, s.name, s.role, s.agency_id, s.hours, s.output, s.signs) for s in steps]
