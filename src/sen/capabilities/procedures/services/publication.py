"""The life of a version: draft, checked, approved by decision, published, replaced or abolished.

Basis: 63/2010/NĐ-CP, Articles 13 to 15, 17 and 24; 02/2017/TT-VPCP.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from sen.capabilities.procedures.errors import DecisionMissing, DraftExists, IncompleteRecord, ProcedureNotFound, WrongValidity
from sen.capabilities.procedures.events import ProcedureAbolished, VersionPublished
from sen.capabilities.procedures.models import LegalBasis, Procedure, ProcedureVersion
from sen.capabilities.procedures.policies import access_version, require_control
from sen.capabilities.procedures.selectors.completeness import missing_parts, part_names
from sen.capabilities.procedures.services.recording import record_event, tell_feed
from sen.capabilities.procedures.states import VERSION_STATES, VersionAction, VersionState
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.text import clean

_OPEN_STATES = (VersionState.DRAFT, VersionState.CHECKED, VersionState.APPROVED)
_ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def create_draft_version(*, actor: Actor, procedure_id: int, now: dt.datetime, change_note: str = "") -> ProcedureVersion:
    """Start a draft as a copy of the newest version, with all its papers, methods, fees, results and bases.

    Raises NotAllowed, ProcedureNotFound, DraftExists while another version is on its way.
    """
    require_control(actor)
    procedure = Procedure.objects.select_for_update().filter(pk=procedure_id).first()
    if procedure is None:
        raise ProcedureNotFound
    waiting = procedure.versions.filter(state__in=_OPEN_STATES).first()
    if waiting:
        raise DraftExists(number=waiting.number)
    published = procedure.versions.filter(state=VersionState.PUBLISHED).first() or procedure.versions.order_by("-number").first()
    if published is None:
        raise ProcedureNotFound
    draft = _copy_version(published, int(procedure.versions.aggregate(last=Max("number"))["last"]) + 1, clean(change_note), actor, now)
    record_event(draft, "create", before="", actor=actor, now=now, reason=draft.change_note, detail={"copy_of": published.number})
    return draft


@transaction.atomic
def check_version(*, actor: Actor, version_id: int, now: dt.datetime) -> ProcedureVersion:
    """Pass a draft as checked.  Raises IncompleteRecord naming the mandatory parts it lacks.

    Basis: 63/2010/NĐ-CP, Article 8(2).
    """
    version = access_version(actor, version_id, lock=True)
    before = _advance(version, VersionAction.CHECK)
    _require_complete(version)
    return _saved(version, VersionAction.CHECK, before, actor, now)


@transaction.atomic
def send_back(*, actor: Actor, version_id: int, reason: str, now: dt.datetime) -> ProcedureVersion:
    """Send a checked version back to draft with a reason."""
    version = access_version(actor, version_id, lock=True)
    before = _advance(version, VersionAction.SEND_BACK)
    version.change_note = clean(reason)[:300]
    return _saved(version, VersionAction.SEND_BACK, before, actor, now, reason=version.change_note)


@transaction.atomic
def approve_version(
    *, actor: Actor, version_id: int, decision_number: str, decision_on: dt.date | None, now: dt.datetime
) -> ProcedureVersion:
    """Record the decision of the Chairman that approves a checked version.  Raises DecisionMissing."""
    version = access_version(actor, version_id, lock=True)
    before = _advance(version, VersionAction.APPROVE)
    version.decision_number, version.decision_on = clean(decision_number)[:60], decision_on
    if not version.decision_number or decision_on is None:
        raise DecisionMissing(field="decision_number" if decision_on else "decision_on", reason=DecisionMissing.__doc__)
    return _saved(version, VersionAction.APPROVE, before, actor, now, detail={"decision": version.decision_number})


@transaction.atomic
def publish_version(*, actor: Actor, version_id: int, valid_from: dt.date, now: dt.datetime) -> ProcedureVersion:
    """Bring an approved version into force from a day; the one before it ends on the day before and keeps its dossiers.

    Raises IncompleteRecord, WrongValidity when the day is not after the first day of the version in force.
    """
    version = access_version(actor, version_id, lock=True)
    before = _advance(version, VersionAction.PUBLISH)
    _require_complete(version)
    replaced = _replace(version, valid_from, actor, now)
    version.valid_from, version.valid_to = valid_from, None
    _saved(version, VersionAction.PUBLISH, before, actor, now, detail={"valid_from": valid_from.isoformat()})
    publish(VersionPublished(version.procedure_id, version.pk, replaced), now=now)
    tell_feed([version.procedure.code], now)
    return version


@transaction.atomic
def abolish_version(*, actor: Actor, version_id: int, decision_number: str, last_day: dt.date, now: dt.datetime) -> ProcedureVersion:
    """End a published procedure with a decision; dossiers received until the last day are settled under it.

    Raises DecisionMissing, WrongValidity when the last day lies before the first.
    """
    version = access_version(actor, version_id, lock=True)
    before = _advance(version, VersionAction.ABOLISH)
    decision = clean(decision_number)
    if not decision:
        raise DecisionMissing(field="decision_number", reason=DecisionMissing.__doc__)
    if version.valid_from and last_day < version.valid_from:
        raise WrongValidity(field="last_day", since=f"{version.valid_from:%d/%m/%Y}")
    version.valid_to = last_day
    _saved(version, VersionAction.ABOLISH, before, actor, now, reason=f"Quyết định {decision}"[:300])
    publish(ProcedureAbolished(version.procedure_id, version.pk), now=now)
    tell_feed([version.procedure.code], now)
    return version


def _advance(version: ProcedureVersion, action: VersionAction) -> str:
    before = version.state
    version.state = VERSION_STATES.next(before, action)
    return before


def _require_complete(version: ProcedureVersion) -> None:
    absent = missing_parts(version)
    if absent:
        raise IncompleteRecord(parts=", ".join(part_names(absent)).lower())


def _replace(version: ProcedureVersion, valid_from: dt.date, actor: Actor, now: dt.datetime) -> int | None:
    old = ProcedureVersion.objects.select_for_update().filter(procedure=version.procedure_id, state=VersionState.PUBLISHED).first()
    if old is None:
        return None
    if old.valid_from and valid_from <= old.valid_from:
        raise WrongValidity(field="valid_from", since=f"{old.valid_from:%d/%m/%Y}")
    before = _advance(old, VersionAction.REPLACE)
    old.valid_to = valid_from - _ONE_DAY
    _saved(old, VersionAction.REPLACE, before, actor, now)
    return old.pk


def _saved(
    version: ProcedureVersion,
    action: VersionAction,
    before: str,
    actor: Actor,
    now: dt.datetime,
    *,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> ProcedureVersion:
    version.edited_by_id, version.edited_at = actor.account_id, now
    version.save()
    record_event(version, action, before=before, actor=actor, now=now, reason=reason, detail=detail)
    return version


def _copy_version(source: ProcedureVersion, number: int, change_note: str, actor: Actor, now: dt.datetime) -> ProcedureVersion:
    source_id = source.pk
    draft = ProcedureVersion.objects.get(pk=source_id)
    draft.pk, draft.number, draft.state = None, number, VersionState.DRAFT
    draft.decision_number, draft.decision_on, draft.valid_from, draft.valid_to = "", None, None, None
    draft.source_hash, draft.change_note = "", change_note[:300]
    draft.edited_by_id, draft.edited_at = actor.account_id, now
    draft._state.adding = True
    draft.save()
    original = ProcedureVersion.objects.get(pk=source_id)
    cases = {}
    for case in original.cases.order_by("position", "pk"):
        old = case.pk
        case.pk, case.version = None, draft
        case._state.adding = True
        case.save()
        cases[old] = case
    for rows in (original.required_documents, original.methods, original.fees, original.results):
        _copy_rows(rows, draft, cases)
    LegalBasis.objects.bulk_create(
        [LegalBasis(version=draft, document_id=basis.document_id) for basis in original.legal_bases.order_by("pk")]
    )
    return draft


def _copy_rows(rows: Any, draft: ProcedureVersion, cases: dict[int, Any]) -> None:
    copies = list(rows.order_by("pk"))
    for copy in copies:
        copy.pk, copy.version = None, draft
        if getattr(copy, "case_id", None):
            copy.case = cases[copy.case_id]
    if copies:
        type(copies[0])._default_manager.bulk_create(copies)
