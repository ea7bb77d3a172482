"""The register of people as the axis reaches it, without a gateway: questions arrive, answers and the trail are the real ones."""

import json
from urllib.parse import unquote

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.types import Answer, Question
from sen.kernel import clock
from sen.kernel.actor import Actor, ActorKind
from sen.registries.parties.errors import PersonNotFound
from sen.registries.parties.schemas import person_answer
from sen.registries.parties.services import read_person_record
from sen.registries.parties.types import Reason

PEOPLE = "VN-DT/GOV/H20/CSDL/dan-cu"


def people_carrier() -> MemoryCarrier:
    """Carries questions for whole records to the register of this process."""
    carrier = MemoryCarrier()
    carrier.prepare(PEOPLE, "/people/record", _record, method="POST")
    return carrier


def _record(question: Question) -> Answer:
    headers = question.headers
    reason = Reason(unquote(headers["X-Sen-Purpose"]), headers["X-Road-Issue"], question.client)
    reader = Actor(ActorKind.SYSTEM, name=unquote(headers["X-Sen-Officer"]))
    try:
        found = read_person_record(actor=reader, number=json.loads(question.body)["number"], reason=reason, now=clock.now())
    except PersonNotFound:
        return Answer(404, b"{}")
    return Answer(200, json.dumps(person_answer(found), default=str).encode())
