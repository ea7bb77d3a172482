"""At the counter: who stands there, what is handed in, and the three answers the law knows.

Basis: 61/2018/NĐ-CP, Articles 16 and 17.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from sen.capabilities.dossiers.errors import NothingLacks, ReasonMissing
from sen.capabilities.dossiers.policies import access_dossier, check_may_receive
from sen.capabilities.dossiers.selectors import dossier_of_request
from sen.capabilities.dossiers.selectors.detail import list_papers
from sen.capabilities.dossiers.services import open_dossier, receive_at_counter, refuse_dossier, request_supplement
from sen.capabilities.dossiers.types import Applicant, Application, Lack
from sen.capabilities.national.services import confirm_citizen, find_resident
from sen.capabilities.national.types import CitizenQuestion, Verdict
from sen.capabilities.onestop.policies import desk_agency
from sen.capabilities.onestop.types import CounterCase
from sen.kernel.actor import Actor
from sen.kernel.identifiers import is_citizen_number, read_identity_card
from sen.registries.parties.services import remember_person
from sen.registries.units.selectors import find_units

PURPOSE = "Tiếp nhận hồ sơ tại quầy"
COUNTER = "counter"
_BEFORE_MERGER = dt.date(2025, 6, 30)

Answer = Callable[[Actor, CounterCase, int, str, dt.datetime], None]


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands at the counter, read from a card or the register; ``source`` is ``card``, ``register``, ``both`` or empty."""

    number: str
    source: str = ""
    name: str = ""
    born_on: dt.date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    unit_id: int | None = None
    agrees: bool = True


def look_up_applicant(*, actor: Actor, typed: str, today: dt.date, now: dt.datetime, issue: str = "") -> Person:
    """Read a scanned identity card or a typed number, and fill what the register knows; the look-up is recorded.

    ``issue`` names the reception at this counter until the dossier has its code.  ``agrees`` is False when card and register
    state different names or dates of birth.  Raises LookUpNotAllowed.
    """
    card = read_identity_card(typed) if "|" in typed else None
    number = card.number if card else "".join(typed.split())
    if not is_citizen_number(number):
        return Person(number=typed)
    known = find_resident(actor=actor, number=number, purpose=PURPOSE, issue=issue or COUNTER, now=now)
    if card is None:
        if known is None:
            return Person(number)
        return Person(number, "register", known.name, known.born_on, known.phone, known.email, known.address, known.unit_id)
    street, unit_id = _place_of(card.address, today)
    if known is None:
        return Person(number, "card", card.name, card.born_on, address=street, unit_id=unit_id)
    agrees = (known.name.casefold(), known.born_on) == (card.name.casefold(), card.born_on)
    return Person(
        number,
        "both",
        card.name,
        card.born_on or known.born_on,
        known.phone,
        known.email,
        street or known.address,
        unit_id or known.unit_id,
        agrees,
    )


def _place_of(address: str, today: dt.date) -> tuple[str, int | None]:
    """Street part and unit of a written address: the longest tail that names exactly one commune, as it is or as it was."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    for place in range(len(parts)):
        tail = " ".join(parts[place:])
        for day in (today, _BEFORE_MERGER):
            found = [unit for unit in find_units(tail, day, limit=3) if unit.level == "commune"]
            if len(found) == 1:
                return ", ".join(parts[:place]), found[0].pk
    return address, None


def confirm_applicant(
    *, actor: Actor, number: str, name: str, born_on: dt.date, procedure: str, now: dt.datetime, issue: str = ""
) -> Verdict:
    """Ask the national population database whether number, name and birth date belong together; queued when it does not answer.

    Raises LookUpNotAllowed, ServiceRefused, SourceRefused.  Basis: 137/2015/NĐ-CP, Article 8.
    """
    officer = f"VN{actor.account_id}"
    question = CitizenQuestion(number=number, name=name, born_on=born_on, officer=officer, procedure=procedure or "TIEP-NHAN")
    return confirm_citizen(actor=actor, question=question, purpose=PURPOSE, issue=issue or COUNTER, now=now)


@transaction.atomic
def receive_case(*, actor: Actor, case: CounterCase, now: dt.datetime) -> str:
    """Accept what is handed in; the code of the dossier.  A repeated request id gives the code of the first time.

    Raises NotAllowed, ProcedureClosed, NoRoute, CompetenceUnknown.
    """
    known = dossier_of_request(case.request_id)
    if known is not None:
        return known
    application = _application(actor, case, now)
    return receive_at_counter(actor=actor, application=application, now=now, wants_receipt=case.wants_receipt).code


def ask_supplement_at_counter(*, actor: Actor, case: CounterCase, now: dt.datetime) -> str:
    """Open the dossier and ask at once, completely, for what lacks (form 02); the code of the dossier.

    ``case.lacks`` gives the reason by the paper's name.  Raises NothingLacks, ReasonMissing, NotAllowed, ProcedureClosed.
    """
    if not case.lacks:
        raise NothingLacks(field="")
    if any(len(reason) < 5 for reason in case.lacks.values()):
        raise ReasonMissing(field="")
    return _opened(actor, case, now, _ask)


def refuse_at_counter(*, actor: Actor, case: CounterCase, now: dt.datetime) -> str:
    """Open the dossier and refuse it with the written reason (form 03); the code of the dossier.

    Raises ReasonMissing, NotAllowed, ProcedureClosed.
    """
    if len(case.reason) < 5:
        raise ReasonMissing(field="reason")
    return _opened(actor, case, now, _refuse)


def _ask(actor: Actor, case: CounterCase, dossier_id: int, code: str, now: dt.datetime) -> None:
    papers = {paper.name: paper.id for paper in list_papers(access_dossier(actor, code))}
    lacks = [Lack(name, reason, papers.get(name)) for name, reason in case.lacks.items()]
    request_supplement(actor=actor, dossier_id=dossier_id, lacks=lacks, now=now, contact_phone=case.contact_phone)


def _refuse(actor: Actor, case: CounterCase, dossier_id: int, code: str, now: dt.datetime) -> None:
    refuse_dossier(actor=actor, dossier_id=dossier_id, reason=case.reason, now=now)


def _opened(actor: Actor, case: CounterCase, now: dt.datetime, answer: Answer) -> str:
    known = dossier_of_request(case.request_id)
    if known is not None:
        return known
    application = _application(actor, case, now)
    check_may_receive(actor, application.receiving_agency_id)
    try:
        with transaction.atomic():
            dossier = open_dossier(actor=actor, application=application, now=now)
            answer(actor, case, dossier.pk, dossier.code, now)
            return dossier.code
    except IntegrityError:
        return dossier_of_request(case.request_id) or ""


def _application(actor: Actor, case: CounterCase, now: dt.datetime) -> Application:
    return Application(
        version_id=case.version_id,
        applicant=_applicant(actor, case, now),
        papers=case.papers,
        channel=COUNTER,
        case_id=case.case_id,
        receipt_way=case.receipt_way,
        receipt_address=case.receipt_address,
        receiving_agency_id=case.receiving_id or desk_agency(actor),
        competent_agency_id=case.competent_id,
        return_agency_id=case.return_id,
        note=case.note,
        form_data={"fee": case.fee} if case.fee else {},
        request_id=case.request_id,
    )


def _applicant(actor: Actor, case: CounterCase, now: dt.datetime) -> Applicant:
    """The applicant as stated; a natural person is remembered for the next time."""
    person_id = None
    if is_citizen_number(case.number):
        person = remember_person(
            actor=actor,
            identity_number=case.number,
            name=case.name,
            now=now,
            born_on=case.born_on,
            phone=case.phone,
            email=case.email,
            address=case.address,
            unit_id=case.unit_id,
        )
        person_id = person.id
    return Applicant(
        name=case.name,
        number=case.number,
        born_on=case.born_on,
        phone=case.phone,
        email=case.email,
        address=case.address,
        unit_id=case.unit_id,
        person_id=person_id,
        agent=case.agent,
    )
