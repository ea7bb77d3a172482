"""The carrier for tests: answers from memory, remembers what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sen.capabilities.exchange.types import Answer, NoCarriage, Question
from sen.kernel.hashing import canonical

Reply = Answer | Callable[[Question], Answer]


@dataclass
class MemoryCarrier:
    """Answers by service, method and path; what nobody prepared is answered by 404, a gateway that is ``down`` by nothing."""

    replies: dict[tuple[str, str, str], Reply] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)
    down: bool = False

    def prepare(self, service: str, path: str, reply: Reply | Any, *, method: str = "GET", status: int = 200) -> None:
        """Answer the call with this: an Answer, a function of the question, or a value sent as JSON."""
        made = reply if isinstance(reply, Answer) or callable(reply) else Answer(status, canonical(reply))
        self.replies[(service, method, path)] = made

    def carry(self, question: Question) -> Answer:
        """The prepared answer."""
        self.asked.append(question)
        if self.down:
            raise NoCarriage("down")
        reply = self.replies.get((question.service, question.method, question.path), Answer(404, b'{"detail":"unknown"}'))
        return reply if isinstance(reply, Answer) else reply(question)
