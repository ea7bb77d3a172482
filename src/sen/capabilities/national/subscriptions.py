"""What happens when a queued question has its answer."""

from sen.capabilities.exchange.events import AnswerArrived
from sen.capabilities.exchange.selectors.ledger import get_answer
from sen.capabilities.national import services
from sen.capabilities.national.types import CONFIRMATION, Source
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def take_answer(event: AnswerArrived) -> None:
    """Compare a late confirmation; other systems' answers are not ours."""
    if event.system != Source.POPULATION or event.kind != CONFIRMATION:
        return
    answer = get_answer(event.record_id)
    if answer is not None:
        services.take_late_confirmation(record_key=event.record_key, dossier_code=event.dossier_code, answer=answer, now=clock.now())


subscribe(AnswerArrived, take_answer)
