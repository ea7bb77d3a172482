"""The one complete supplement request, and its answer.

Basis: 61/2018/NĐ-CP, Articles 11(2c), 17 and 19(4); 63/2010/NĐ-CP, Article 20(4).
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.dossiers.errors import NothingLacks, ReasonMissing, SupplementAlreadyAsked
from sen.capabilities.dossiers.models import (
    Dossier,
    FormKind,
    PauseCause,
    RuleSet,
    SubmittedFile,
    SupplementItem,
    SupplementRequest,
    WorkKind,
)
from sen.capabilities.dossiers.policies import can_see, check_may_receive, check_may_settle
from sen.capabilities.dossiers.services.loading import close_all, lock_dossier, open_reception, pause_clock, resume_clock
from sen.capabilities.dossiers.services.recording import record
from sen.capabilities.dossiers.services.slips import issue_form
from sen.capabilities.dossiers.services.tally import tally_point
from sen.capabilities.dossiers.states import DossierAction, DossierState
from sen.capabilities.dossiers.types import Lack, SupplementAnswer
from sen.foundation.agencies.selectors import calendar_for
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from sen.kernel.text import clean


@transaction.atomic
def request_supplement(
    *,
    actor: Actor,
    dossier_id: int,
    lacks: Sequence[Lack],
    now: dt.datetime,
    seen: int | None = None,
    contact_phone: str = "",
    override_reason: str = "",
) -> Dossier:
    """Ask once, completely, with a reason per component; the clock stops.

    A request beyond the limit needs a leader's reason and counts as late.
    Raises NothingLacks, ReasonMissing, SupplementAlreadyAsked, NotAllowed, Stale.
    """
    _check_lacks(lacks)
    dossier = lock_dossier(dossier_id, seen=seen)
    at_reception = dossier.state == DossierState.SUBMITTED
    if at_reception:
        check_may_receive(actor, dossier.receiving_agency_id)
    else:
        check_may_settle(actor, dossier, Role.SPECIALIST, Role.HEAD, Role.LEADER)
    _check_allowed_again(dossier, actor, override_reason)
    before = tally_point(dossier)
    dossier.supplement_count += 1
    payload = {"items": [{"name": lack.name, "reason": clean(lack.reason)} for lack in lacks], "override": clean(override_reason)}
    record(dossier, DossierAction.REQUEST_SUPPLEMENT, actor=actor, now=now, before=before, payload=payload)
    request = SupplementRequest(dossier=dossier, asked_by_id=actor.account, asked_at=now, before_acceptance=at_reception)
    request.override_reason, request.contact_name, request.contact_phone = clean(override_reason), actor.name, contact_phone
    _keep(request, lacks)
    if at_reception:
        close_all(dossier, actor=actor, now=now, kinds=(WorkKind.RECEPTION,))
    else:
        pause_clock(dossier, PauseCause.SUPPLEMENT, now)
    issue_form(dossier, FormKind.SUPPLEMENT, actor=actor, now=now, extra={"lacks": payload["items"], "contact_phone": contact_phone})
    return dossier


def _keep(request: SupplementRequest, lacks: Sequence[Lack]) -> None:
    request.save()
    SupplementItem.objects.bulk_create(
        [SupplementItem(request=request, document_id=lack.document_id, name=lack.name, reason=clean(lack.reason)) for lack in lacks]
    )


def _check_lacks(lacks: Sequence[Lack]) -> None:
    if not lacks:
        raise NothingLacks(field="lacks")
    if any(len(clean(lack.reason)) < 5 for lack in lacks):
        raise ReasonMissing(field="lacks")


def _check_allowed_again(dossier: Dossier, actor: Actor, override_reason: str) -> None:
    if dossier.supplement_count < dossier.rule_set.max_supplements:
        return
    is_leader = actor.has(Role.LEADER, dossier.competent_agency_id) or actor.has(Role.LEADER, dossier.receiving_agency_id)
    if not is_leader or len(clean(override_reason)) < 5:
        raise SupplementAlreadyAsked(field="override_reason")


@transaction.atomic
def answer_supplement(
    *, actor: Actor, dossier_id: int, answers: Sequence[SupplementAnswer], now: dt.datetime, seen: int | None = None
) -> Dossier:
    """Hand in what was asked for; the clock starts again or goes on as the rule set of the dossier says.

    The applicant online, or the one-stop on the applicant's behalf.  Raises NothingLacks when nothing was handed in.
    """
    dossier = lock_dossier(dossier_id, seen=seen)
    if not (can_see(actor, dossier) and (actor.account_id == dossier.applicant_account_id or actor.has(Role.ONE_STOP))):
        raise NotFound
    request = SupplementRequest.objects.select_for_update().filter(dossier=dossier, answered_at__isnull=True).first()
    if request is None or not any(answer.file_ids or clean(answer.note) for answer in answers):
        raise NothingLacks(field="answers")
    before = tally_point(dossier)
    _add_answers(request, answers, now)
    request.answered_at = now
    request.save(update_fields=["answered_at"])
    if request.before_acceptance:
        calendar = calendar_for(dossier.receiving_agency_id, clock.local(now).date())
        dossier.reception_due_at = calendar.add_minutes(now, dossier.rule_set.reception_hours * 60)
    else:
        resume_clock(dossier, now, restart=dossier.rule_set.supplement_clock == RuleSet.SupplementClock.RESTART)
    payload = {"files": sum(len(a.file_ids) for a in answers), "due_at": dossier.due_at.isoformat() if dossier.due_at else None}
    record(dossier, DossierAction.ANSWER_SUPPLEMENT, actor=actor, now=now, before=before, payload=payload)
    if request.before_acceptance:
        open_reception(dossier, now)
    return dossier


def _add_answers(request: SupplementRequest, answers: Sequence[SupplementAnswer], now: dt.datetime) -> None:
    items = {item.pk: item for item in request.items.select_related("document")}
    for answer in answers:
        item = items.get(answer.item_id)
        if item is None:
            raise NotFound
        item.answer_note = clean(answer.note)
        item.save(update_fields=["answer_note"])
        if not answer.file_ids:
            continue
        document = item.document or request.dossier.documents.create(name=item.name, position=request.dossier.documents.count())
        SubmittedFile.objects.filter(document=document, superseded_at__isnull=True).update(superseded_at=now)
        SubmittedFile.objects.bulk_create([SubmittedFile(document=document, file_id=file_id, added_at=now) for file_id in answer.file_ids])
