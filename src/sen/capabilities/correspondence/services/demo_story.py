"""What happened to demonstration documents: the lines of their histories, and the tasks their directions became."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sen.capabilities.assignments.services.demonstration import Deed, PastTask
from sen.capabilities.assignments.states import TaskAction, TaskRole
from sen.capabilities.assignments.types import SourceRef, TaskLine
from sen.capabilities.correspondence.models import Content
from sen.capabilities.correspondence.services.demo_corpus import Corpus
from sen.capabilities.correspondence.services.demo_plan import DIRECTED, Fate, Place
from sen.capabilities.correspondence.services.recording import INCOMING, OUTGOING
from sen.capabilities.correspondence.states import DeliveryState, IncomingAction, IncomingState, OutgoingAction, OutgoingState
from sen.foundation.accounts.types import Officer
from sen.foundation.history.types import NewEvent, PastEvent
from sen.kernel.actor import SYSTEM

_TITLE = 500
_ASSIST, _KNOW, _CONFIRMED, _TOLD = 0.12, 0.08, 0.25, 0.3
_REPORTED, _RETURNED, _MORE_TIME, _REMINDED = 0.12, 0.04, 0.04, 0.5
_REPORTS = ("Đã rà soát hồ sơ, đang dự thảo văn bản.", "Đang chờ số liệu của các đơn vị.", "Đã có dự thảo, đang lấy ý kiến.")
_NOT_YET = "Bổ sung số liệu và rà soát lại căn cứ."
_WHY_LATER = "Cần thêm thời gian để các đơn vị gửi đủ số liệu."
_A, _S = IncomingAction, IncomingState


@dataclass(frozen=True, slots=True)
class Arrival:
    """An incoming document as it was written: its key, what it says, what became of it, and its number."""

    key: int
    content: Content
    fate: Fate
    number: int | None


def outgoing_lines(key: int, content: Content, place: Place, at: dt.datetime, fates: Sequence[Fate]) -> Iterator[PastEvent]:
    """Entered into the book, sealed and sent by the clerk; arrived at its recipients."""
    state = OutgoingState.REGISTERED
    yield _line(OUTGOING, key, OutgoingAction.REGISTER, "", state, place.clerk, at, code=content.code)
    yield _line(OUTGOING, key, OutgoingAction.SEAL, state, state, place.clerk, at, content=content.content_hash)
    sent = OutgoingState.SENT
    yield _line(OUTGOING, key, OutgoingAction.SEND, state, sent, place.clerk, at, recipients=len(fates), packet=content.content_hash)
    if fates:
        arrived = {"state": DeliveryState.ARRIVED.value, "count": len(fates)}
        event = NewEvent(OUTGOING, key, "delivery", sent, sent, payload=arrived, agency_id=place.id)
        yield PastEvent(event, None, SYSTEM.name, max(fate.arrived_at for fate in fates))


def incoming_lines(arrival: Arrival, direction: str, result: str) -> Iterator[PastEvent]:
    """From the arrival to where the document stands now, by those who did it."""
    key, fate, place = arrival.key, arrival.fate, arrival.fate.place
    came = {"from": arrival.content.issuer_name, "packet": arrival.content.content_hash}
    yield PastEvent(
        NewEvent(INCOMING, key, _A.ARRIVE, "", _S.ARRIVED, payload=came, agency_id=place.id), None, SYSTEM.name, fate.arrived_at
    )
    if fate.state is _S.ARRIVED:
        return
    if fate.state in (_S.REFUSED, _S.RECALLED):
        action = _A.REFUSE if fate.state is _S.REFUSED else _A.RECALL
        yield _line(INCOMING, key, action, _S.ARRIVED, fate.state, place.clerk, fate.registered_at)
        return
    yield _line(INCOMING, key, _A.REGISTER, _S.ARRIVED, _S.REGISTERED, place.clerk, fate.registered_at, number=arrival.number)
    if fate.passed_at:
        to = [place.leader.name]
        yield _line(INCOMING, key, _A.HAND_ON, _S.REGISTERED, _S.REGISTERED, place.clerk, fate.passed_at, to=to)
    if fate.state not in DIRECTED:
        return
    to = [fate.handler.name]
    yield _line(INCOMING, key, _A.DIRECT, _S.REGISTERED, _S.ASSIGNED, place.leader, fate.directed_at, direction, to=to)
    if fate.state is not _S.ASSIGNED:
        yield _line(INCOMING, key, _A.START, _S.ASSIGNED, _S.DOING, fate.handler, fate.taken_at)
    if fate.state is _S.DONE:
        yield _line(INCOMING, key, _A.FINISH, _S.DOING, _S.DONE, fate.handler, fate.finished_at, result)


def tasks_of(arrival: Arrival, corpus: Corpus, direction: str, result: str, now: dt.datetime) -> Iterator[PastTask]:
    """The task of whoever leads, and now and then one for somebody who assists or is to know."""
    fate, content = arrival.fate, arrival.content
    if fate.state not in DIRECTED:
        return
    dice = random.Random(arrival.key)  # noqa: S311 - demonstration data
    place, title = fate.place, content.subject[:_TITLE]
    source = SourceRef(INCOMING, arrival.key, title, content.code)
    confirmed = dice.random() < _CONFIRMED

    def task(role: TaskRole, doer: Officer, word: str, deeds: Sequence[Deed]) -> PastTask:
        is_lead = role is TaskRole.LEAD
        line = TaskLine(role, place.id, place.division_of(doer), doer.account_id, word, fate.due_at, content.urgency, is_lead and confirmed)
        return PastTask(source, line, place.leader, doer, fate.directed_at, deeds)

    yield task(TaskRole.LEAD, fate.handler, direction, _lead_deeds(fate, result, confirmed, now, dice))
    others = [each for each in place.specialists if each.account_id != fate.handler.account_id]
    if others and (chance := dice.random()) < _ASSIST + _KNOW:
        ended = [Deed(TaskAction.CLOSE, fate.finished_at)] if fate.state is _S.DONE else []
        role, word = (TaskRole.ASSIST, dice.choice(corpus.directions)) if chance < _ASSIST else (TaskRole.KNOW, "")
        yield task(role, dice.choice(others), word, ended)


def _lead_deeds(fate: Fate, result: str, confirmed: bool, now: dt.datetime, dice: random.Random) -> list[Deed]:
    if fate.state is _S.ASSIGNED:
        return [Deed(TaskAction.REMIND, now)] if fate.is_late(now) and dice.random() < _REMINDED else []
    deeds = [Deed(TaskAction.TAKE, fate.taken_at)]
    if dice.random() < _TOLD:
        middle = fate.taken_at + (fate.finished_at - fate.taken_at) / 2
        deeds.append(Deed(TaskAction.REPORT, middle, dice.choice(_REPORTS), dice.choice((20, 40, 50, 70))))
    if fate.state is _S.DONE:
        end = TaskAction.FINISH if confirmed else TaskAction.CLOSE
        deeds.append(Deed(end, fate.finished_at, result))
        return [*deeds, Deed(TaskAction.CONFIRM, fate.finished_at)] if confirmed else deeds
    return [*deeds, *_still_open(fate, result, confirmed, now, dice)]


def _still_open(fate: Fate, result: str, confirmed: bool, now: dt.datetime, dice: random.Random) -> list[Deed]:
    """What a few tasks that are being done wait for: the giver's yes, another try, more time."""
    at, chance = fate.finished_at, dice.random()
    if confirmed and chance < _REPORTED / _CONFIRMED:
        return [Deed(TaskAction.FINISH, at, result)]
    if confirmed and chance > 1 - _RETURNED / _CONFIRMED:
        return [Deed(TaskAction.FINISH, at, result), Deed(TaskAction.RETURN, at, _NOT_YET)]
    if fate.due_at and fate.due_at > now and chance < _MORE_TIME:
        return [Deed(TaskAction.ASK_TIME, at, _WHY_LATER, wanted_due_at=fate.due_at + dt.timedelta(days=5))]
    return []


def _line(
    kind: str, key: int, action: str, before: str, after: str, officer: Officer, at: dt.datetime, reason: str = "", **payload: object
) -> PastEvent:
    return PastEvent(NewEvent(kind, key, action, before, after, reason, payload, officer.agency_id), officer.account_id, officer.name, at)
