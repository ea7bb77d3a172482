"""Procedures, rules and dossiers for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, RuleSet, WorkItem
from sen.capabilities.dossiers.types import Applicant, Application, OutcomeDraft, Paper
from sen.capabilities.procedures.models import Field, Procedure, ProcedureVersion, ProcessingRoute, RequiredDocument, RouteStep
from sen.capabilities.procedures.states import RouteState, VersionState
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.kernel.text import fold, sort_key
from tests.factories import LONG_AGO, MONDAY

_numbers = itertools.count(1)
_FORMS = {kind: {"title": kind, "pattern": "{number}/{year}-TEST", "list_number": "", "basis": ""} for kind in ("receipt", "proof")}


def make_rules(**values: Any) -> RuleSet:
    """A rule set in force since long ago."""
    values.setdefault("key", "test-rules")
    defaults: dict[str, Any] = {
        "name": "Bộ quy định thử",
        "valid_from": LONG_AGO,
        "supplement_clock": RuleSet.SupplementClock.RESTART,
        "due_rounding": "keep_minute",
        "transfer_cutoff": dt.time(15),
        "code_template": "{unit}-{date:%y%m%d}-{seq:04d}",
        "forms": _FORMS,
        "basis": "Nghị định thử",
    }
    return RuleSet.objects.get_or_create(key=values.pop("key"), defaults=defaults | values)[0]


def make_version(
    name: str = "Đăng ký thành lập hộ kinh doanh", *, days: str = "3", papers: int = 2, steps: bool = True, **values: Any
) -> ProcedureVersion:
    """A published procedure with papers and an approved route: assignment, appraisal, signature."""
    number = next(_numbers)
    field = Field.objects.get_or_create(
        name="Thành lập và hoạt động doanh nghiệp", ministry="Bộ Tài chính", defaults={"name_folded": "thanh lap", "name_sort": "thanh lap"}
    )[0]
    procedure = Procedure.objects.create(code=f"1.{number:06d}")
    values.setdefault("state", VersionState.PUBLISHED)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=1,
        name=name,
        search_text=fold(name),
        name_sort=sort_key(name),
        field=field,
        done_at_commune=True,
        limit_amount=Decimal(days),
        limit_unit="working_days",
        valid_from=LONG_AGO,
        **values,
    )
    for place in range(papers):
        RequiredDocument.objects.create(version=version, name=f"Giấy tờ {place + 1}", originals=1, position=place)
    if steps:
        make_route(procedure)
    return version


def make_route(procedure: Procedure, agency: Agency | None = None) -> ProcessingRoute:
    """An approved route of three settling steps between the one-stop's two."""
    route = ProcessingRoute.objects.create(procedure=procedure, agency=agency, number=1, state=RouteState.APPROVED, valid_from=LONG_AGO)
    plan = (
        (1, "Chuyển hồ sơ", Role.ONE_STOP, 2, False),
        (2, "Phân công thụ lý", Role.HEAD, 2, False),
        (3, "Thẩm định", Role.SPECIALIST, 12, False),
        (4, "Ký duyệt", Role.LEADER, 4, True),
        (5, "Trả kết quả", Role.ONE_STOP, 4, False),
    )
    for order, name, role, hours, signs in plan:
        RouteStep.objects.create(route=route, order=order, name=name, role=role, hours=hours, signs=signs)
    return route


def make_application(version: ProcedureVersion, agency: Agency, *, actor: Actor | None = None, **values: Any) -> Application:
    """An application of a citizen (the actor, when given) to the agency."""
    papers = tuple(
        Paper(name=document.name, required_id=document.pk, originals=1)
        for document in RequiredDocument.objects.filter(version=version).order_by("position")
    )
    applicant = Applicant(
        name=actor.name if actor else "Nguyễn Thị Bích Trâm",
        number="087198004512",
        phone="0900000123",
        address="Khóm 3",
        account_id=actor.account_id if actor else None,
        person_id=actor.person_id if actor else None,
    )
    values = {
        "papers": papers,
        "applicant": applicant,
        "competent_agency_id": agency.pk,
        "receiving_agency_id": agency.pk,
        "channel": "online",
    } | values
    return Application(version_id=version.pk, **values)


def submitted(
    actor: Actor, agency: Agency, *, now: dt.datetime = MONDAY, version: ProcedureVersion | None = None, **values: Any
) -> Dossier:
    """A dossier handed in online."""
    make_rules()
    application = make_application(version or make_version(), agency, actor=actor, **values)
    return services.submit_application(actor=actor, application=application, now=now)


def accepted(actor: Actor, clerk: Actor, agency: Agency, *, now: dt.datetime = MONDAY, **values: Any) -> Dossier:
    """A dossier accepted at the one-stop."""
    dossier = submitted(actor, agency, now=now, **values)
    return services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=now)


def in_work(actor: Actor, clerk: Actor, agency: Agency, *, now: dt.datetime = MONDAY, **values: Any) -> Dossier:
    """A dossier handed over to the agency's first step."""
    dossier = accepted(actor, clerk, agency, now=now, **values)
    return services.transfer_dossier(actor=clerk, dossier_id=dossier.pk, now=now)


def open_item(dossier: Dossier, kind: str = "") -> WorkItem:
    """The open work of the dossier, of the kind when one is given."""
    items = WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True)
    return items.get(kind=kind) if kind else items.get()


def at_signature(dossier: Dossier, head: Actor, specialist: Actor, *, now: dt.datetime = MONDAY) -> WorkItem:
    """Bring a dossier in work to the leader's signature; returns the signing work."""
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=now, assignee_id=specialist.account_id)
    services.draft_outcome(actor=specialist, dossier_id=dossier.pk, draft=OutcomeDraft("granted", "Giấy chứng nhận", "Nội dung"), now=now)
    services.complete_step(actor=specialist, item_id=open_item(dossier).pk, now=now, note="Đủ điều kiện")
    return open_item(dossier, "signing")
