"""Reads for the app that exchanges packets: questions to outside recipients, their answers, documents that came in by packet."""

from sen.capabilities.correspondence.models import ChangeAnswer, ChangeRequest, IncomingDocument
from sen.capabilities.correspondence.states import AnswerState


def get_change(change_id: int) -> ChangeRequest:
    """A recall, an update or a replacement; raises ChangeRequest.DoesNotExist for a number that never was."""
    return ChangeRequest.objects.select_related("outgoing__agency", "content", "replacement__content").get(pk=change_id)


def outside_answers(change_id: int) -> list[ChangeAnswer]:
    """The answers recipients over the document axis still owe, with their deliveries."""
    rows = ChangeAnswer.objects.filter(change=change_id, state=AnswerState.WAITING, delivery__way="axis")
    return list(rows.select_related("delivery").order_by("pk"))


def owed_answer(document_id: str, organ_code: str) -> ChangeAnswer | None:
    """The oldest answer the outside recipient of the document still owes."""
    rows = ChangeAnswer.objects.filter(
        state=AnswerState.WAITING, delivery__organ_code=organ_code, delivery__outgoing__content__document_id=document_id
    )
    return rows.order_by("pk").first()


def get_answer(answer_id: int) -> ChangeAnswer:
    """An answer with its question; raises ChangeAnswer.DoesNotExist for a number that never was."""
    return ChangeAnswer.objects.select_related("change", "incoming__content").get(pk=answer_id)


def get_incoming(incoming_id: int) -> IncomingDocument:
    """An incoming document with its content, for work nobody looks at; raises IncomingDocument.DoesNotExist."""
    return IncomingDocument.objects.select_related("content", "agency").get(pk=incoming_id)
