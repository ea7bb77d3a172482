"""Handing files over to the archive of the agency: its notice, the submission, the answer, keeping longer.

Basis: 30/2020/NĐ-CP, Articles 30 and 31.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.errors import (
    AnswerIncomplete,
    KeepTooLong,
    NotForArchive,
    NothingToHandOver,
    NotKeptLonger,
    ReasonMissing,
    TermTooShort,
)
from sen.capabilities.workfiles.models import HandOver, HandOverCall, WorkFile
from sen.capabilities.workfiles.selectors.rules import months_later, record_rule
from sen.capabilities.workfiles.services.opening import check_not_frozen
from sen.capabilities.workfiles.services.printing import keep_hand_over_forms
from sen.capabilities.workfiles.services.recording import record_deed, record_move
from sen.capabilities.workfiles.states import HAND_OVER_STATES, HandOverAction, HandOverState, WorkFileAction, WorkFileState
from sen.foundation.audit.services import record_change
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.ui.format import date_text


@transaction.atomic
def call_for_files(*, actor: Actor, agency_id: int, year: int, due_on: dt.date, note: str, now: dt.datetime) -> HandOverCall:
    """Tell the agency that files whose work ended in the year or before are to be handed over by the day.

    Raises TermTooShort when fewer days remain than the law gives the units to prepare.  Basis: Appendix VI.III.5 (30 days).
    """
    policies.check(policies.can_receive(actor, agency_id))
    today = clock.local(now).date()
    days = record_rule(today).notice_days
    if (due_on - today).days < days:
        raise TermTooShort("due_on", days=days)
    call = HandOverCall.objects.create(
        agency_id=agency_id,
        year=year,
        noticed_on=today,
        due_on=due_on,
        note=clean(note)[:300],
        made_by_id=actor.account,
        made_by_name=actor.name,
        made_at=now,
    )
    record_change(
        actor=actor,
        action="handover.call",
        subject_type="handover_call",
        subject_id=call.pk,
        now=now,
        agency_id=agency_id,
        detail={"year": year, "due_on": due_on.isoformat()},
    )
    return call


@transaction.atomic
def submit_files(*, actor: Actor, workfile_ids: Sequence[int], block_name: str, note: str = "", now: dt.datetime) -> HandOver:
    """Hand closed files of one agency over to its archive; the list of files is printed and kept.

    Raises NothingToHandOver, NotForArchive, FileFrozen, NotAllowed, IllegalTransition.
    """
    files = [policies.access_workfile(actor, pk, lock=True) for pk in sorted(set(workfile_ids))]
    if not files or len({file.agency_id for file in files}) != 1:
        raise NothingToHandOver
    agency_id, today = files[0].agency_id, clock.local(now).date()
    for file in files:
        policies.check(policies.can_edit(actor, file) or policies.can_oversee(actor, file))
        check_not_frozen(file)
        if file.state == WorkFileState.CLOSED and file.hand_over_due_on is None:
            raise NotForArchive(notation=file.notation, years=record_rule(today).hand_over_from_years)
    made = HandOver.objects.create(
        agency_id=agency_id,
        year=today.year,
        number=next_number(f"handover:{agency_id}", str(today.year)),
        block_name=clean(block_name)[:300] or f"Hồ sơ công việc năm {files[0].year}",
        giver_id=actor.account,
        giver_name=actor.name,
        giver_title=actor.title,
        giver_unit=actor.division[:160],
        submitted_at=now,
        note=clean(note)[:300],
    )
    for file in files:
        file.hand_over, file.sent_back_reason = made, ""
        file.save(update_fields=["hand_over", "sent_back_reason"])
        record_move(file, WorkFileAction.SUBMIT, actor=actor, now=now, payload={"hand_over": made.pk})
    keep_hand_over_forms(hand_over=made, now=now)
    _record(made, "submit", actor, now, files=len(files))
    return made


@transaction.atomic
def answer_hand_over(
    *, actor: Actor, hand_over_id: int, refused: Mapping[int, str], condition: str, accepted: Sequence[int], now: dt.datetime
) -> HandOver:
    """Answer every file of a hand-over: taken into the archive, or sent back with a reason.  The record of hand-over is printed and kept.

    Raises NotAllowed, AnswerIncomplete, ReasonMissing, IllegalTransition.
    """
    made = policies.access_hand_over(actor, hand_over_id, lock=True)
    policies.check(policies.can_receive(actor, made.agency_id))
    files = list(made.files.select_for_update().order_by("pk"))
    numbers = {file.pk for file in files}
    if set(accepted) | set(refused) != numbers or set(accepted) & set(refused):
        raise AnswerIncomplete
    if any(not clean(reason) for reason in refused.values()):
        raise ReasonMissing("reason")
    action = HandOverAction.ACCEPT if accepted else HandOverAction.SEND_BACK
    made.state = HAND_OVER_STATES.next(made.state, action)
    made.receiver_name, made.receiver_title, made.answered_at = actor.name, actor.title, now
    made.condition = clean(condition)[:500]
    made.save()
    for file in files:
        if file.pk in refused:
            _send_back(file, clean(refused[file.pk])[:300], actor, now)
        else:
            file.archived_at = now
            file.save(update_fields=["archived_at"])
            record_move(file, WorkFileAction.ACCEPT, actor=actor, now=now, payload={"hand_over": made.pk})
    if made.state == HandOverState.ACCEPTED:
        keep_hand_over_forms(hand_over=made, now=now)
    _record(made, action.value, actor, now, accepted=len(accepted), refused=len(refused))
    return made


@transaction.atomic
def ask_to_keep(*, actor: Actor, workfile_id: int, until: dt.date, reason: str, now: dt.datetime) -> WorkFile:
    """Ask to keep a file in the unit beyond its term, at most two years.  Raises KeepTooLong, ReasonMissing, NotAllowed.

    Basis: 30/2020/NĐ-CP, Article 30: with the written consent of the head of the agency.
    """
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_edit(actor, workfile))
    reason = clean(reason)[:300]
    if not reason:
        raise ReasonMissing("reason")
    if workfile.state != WorkFileState.CLOSED or workfile.hand_over_due_on is None:
        raise NotKeptLonger
    months = record_rule(clock.local(now).date()).keep_longer_months
    last = months_later(workfile.hand_over_due_on, months)
    if until > last or until <= workfile.hand_over_due_on:
        raise KeepTooLong("until", months=months, until=date_text(last))
    workfile.keep_until, workfile.keep_reason, workfile.keep_asked_at = until, reason, now
    workfile.keep_consented_at, workfile.keep_consented_by_name = None, ""
    workfile.save()
    record_deed(workfile, "ask_to_keep", actor=actor, now=now, reason=reason, payload={"until": until.isoformat()})
    return workfile


@transaction.atomic
def answer_keeping(*, actor: Actor, workfile_id: int, consent: bool, reason: str = "", now: dt.datetime) -> WorkFile:
    """Consent to keeping a file longer, or refuse with a reason; leaders of the agency only.  Raises NotKeptLonger, ReasonMissing."""
    workfile = policies.access_workfile(actor, workfile_id, lock=True)
    policies.check(policies.can_approve_list(actor, workfile.agency_id))
    if workfile.keep_asked_at is None or workfile.keep_consented_at is not None:
        raise NotKeptLonger
    reason = clean(reason)[:300]
    if consent:
        workfile.keep_consented_at = now
        workfile.keep_consented_by_name = ", ".join(part for part in (actor.name, actor.title) if part)[:160]
    else:
        if not reason:
            raise ReasonMissing("reason")
        workfile.keep_until, workfile.keep_asked_at, workfile.keep_reason = None, None, ""
    workfile.save()
    record_deed(workfile, "consent_to_keep" if consent else "refuse_to_keep", actor=actor, now=now, reason=reason)
    return workfile


def _send_back(file: WorkFile, reason: str, actor: Actor, now: dt.datetime) -> None:
    file.hand_over, file.sent_back_reason = None, reason
    file.save(update_fields=["hand_over", "sent_back_reason"])
    record_move(file, WorkFileAction.SEND_BACK, actor=actor, now=now, reason=reason)


def _record(made: HandOver, action: str, actor: Actor, now: dt.datetime, **detail: int) -> None:
    record_change(
        actor=actor,
        action=f"handover.{action}",
        subject_type="handover",
        subject_id=made.pk,
        now=now,
        agency_id=made.agency_id,
        detail={"number": f"{made.number:02d}/{made.year}", **detail},
    )
