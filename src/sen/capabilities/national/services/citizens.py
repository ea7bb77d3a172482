"""Asking the national population database about one person, in the frame of a dossier.

Basis: 137/2015/NĐ-CP, Articles 8 to 10; 26/2023/QH15, Article 10.
"""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from sen.capabilities.exchange.errors import AxisUnreachable, ServiceFailed
from sen.capabilities.exchange.services.ledger import RecordKey, Sight, Trouble, compare_record, record_exchange
from sen.capabilities.exchange.services.queueing import ask_later
from sen.capabilities.exchange.types import Answer
from sen.capabilities.national.adapters.population.client import CONFIRM, PopulationClient, as_body, read_confirmation, read_result
from sen.capabilities.national.errors import AnswerNotUnderstood, AnswerOfSomebodyElse
from sen.capabilities.national.services.carriage import through_axis
from sen.capabilities.national.types import CONFIRMATION, CitizenQuestion, CitizenRecord, CitizenSource, Source, Verdict
from sen.foundation.audit.services import record_read
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor
from sen.registries.parties.policies import access_look_up
from sen.registries.parties.selectors import answering_person

_FITS, _FITS_NOT = "khớp", "không khớp"


@transaction.atomic
def confirm_citizen(
    *, actor: Actor, question: CitizenQuestion, purpose: str, issue: str, now: dt.datetime, source: CitizenSource | None = None
) -> Verdict:
    """Whether number, name and birth date belong together; when nobody answers, the question is queued and work goes on.

    The read is recorded for the person to see, the exchange in the ledger.  Raises LookUpNotAllowed, PurposeNotNamed,
    ServiceRefused, SourceRefused.
    """
    access_look_up(actor)
    asked = source or PopulationClient(through_axis(source=Source.POPULATION, actor=actor, purpose=purpose, issue=issue, now=now))
    _record(actor, question, purpose, issue, now)
    try:
        fits = asked.confirm(question)
    except (AxisUnreachable, ServiceFailed, AnswerNotUnderstood):
        _queue(actor, question, purpose, issue, now)
        return Verdict.QUEUED
    sights = _sights(fits=fits, at=now)
    record_exchange(actor=actor, key=_key(actor, question, issue, now), our=sights[0], their=sights[1], now=now)
    return Verdict.MATCHES if fits else Verdict.DIFFERS


def look_up_citizen(
    *, actor: Actor, question: CitizenQuestion, purpose: str, issue: str, now: dt.datetime, source: CitizenSource | None = None
) -> CitizenRecord | None:
    """The record whose three facts fit, or None; an answer about somebody else is refused, two equal answers count as one.

    Without a savepoint of its own, so that the read and the wrong answer stay recorded when it ends in an error.
    Raises LookUpNotAllowed, AxisUnreachable, ServiceFailed, ServiceRefused, SourceRefused, AnswerNotUnderstood, AnswerOfSomebodyElse.
    """
    access_look_up(actor)
    asked = source or PopulationClient(through_axis(source=Source.POPULATION, actor=actor, purpose=purpose, issue=issue, now=now))
    _record(actor, question, purpose, issue, now)
    found = asked.look_up(question)
    if any(one.number != question.number for one in found) or len(set(found)) > 1:
        compare_record(actor=actor, key=_key(actor, question, issue, now), our=Sight(_FITS, now), their=Sight(_FITS_NOT, now), now=now)
        raise AnswerOfSomebodyElse(source=_("Cơ sở dữ liệu quốc gia về dân cư"))
    return found[0] if found else None


@transaction.atomic
def take_late_confirmation(*, record_key: str, dossier_code: str, answer: Answer, now: dt.datetime) -> None:
    """Write down what a queued confirmation came back with; an answer nobody can read leaves the record as a difference."""
    key = RecordKey(Source.POPULATION, CONFIRMATION, record_key, dossier_code=dossier_code)
    try:
        our, their = _sights(fits=read_confirmation(read_result(answer)), at=now)
    except AnswerNotUnderstood as error:
        compare_record(actor=SYSTEM, key=key, our=Sight(_FITS, now), their=Sight("", now), now=now, cause=Trouble.of(error))
        return
    compare_record(actor=SYSTEM, key=key, our=our, their=their, now=now)


def _record(actor: Actor, question: CitizenQuestion, purpose: str, issue: str, now: dt.datetime) -> None:
    person = answering_person(question.number)
    record_read(
        actor=actor,
        subject_type="person",
        subject_id=person.pk if person else 0,
        purpose=purpose,
        now=now,
        person_id=person.pk if person else None,
        detail={"service": str(Source.POPULATION), **({"dossier": issue} if issue else {})},
    )


def _queue(actor: Actor, question: CitizenQuestion, purpose: str, issue: str, now: dt.datetime) -> None:
    ask_later(
        actor=actor,
        service=Source.POPULATION,
        method="POST",
        path=CONFIRM,
        purpose=purpose,
        issue=issue,
        now=now,
        body=as_body(question),
        key=_fingerprint(question, issue, now),
        kind=CONFIRMATION,
        title=_("Xác nhận công dân"),
    )


def _key(actor: Actor, question: CitizenQuestion, issue: str, now: dt.datetime) -> RecordKey:
    return RecordKey(
        Source.POPULATION,
        CONFIRMATION,
        _fingerprint(question, issue, now),
        title=_("Xác nhận công dân"),
        dossier_code=issue,
        agency_id=actor.agency_id,
    )


def _fingerprint(question: CitizenQuestion, issue: str, now: dt.datetime) -> str:
    """One question of one dossier on one day, without telling whom it is about."""
    day = clock.local(now).date() if not issue else ""
    return hashlib.sha256(f"{issue}|{day}|{question.number}|{question.name}|{question.born_on}".encode()).hexdigest()[:32]


def _sights(*, fits: bool, at: dt.datetime) -> tuple[Sight, Sight]:
    return Sight(_FITS, at), Sight(_FITS if fits else _FITS_NOT, at)
