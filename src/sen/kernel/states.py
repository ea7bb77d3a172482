"""State tables: one lifecycle, one enum, one table ``{(state, action): next state}``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar, cast

from sen.kernel.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True)
class StateTable(Generic[S, A]):
    """The allowed transitions of one kind of record."""

    name: str
    transitions: Mapping[tuple[S, A], S]

    def next(self, state: S | str, action: A) -> S:
        """The state after the action; raises IllegalTransition when the table has no such row."""
        try:
            return self.transitions[(cast(S, state), action)]
        except KeyError:
            raise IllegalTransition from None

    def allows(self, state: S | str, action: A) -> bool:
        """Whether the action is possible in the state."""
        return (state, action) in self.transitions

    def actions(self, state: S | str) -> list[A]:
        """Actions possible in the state, in table order."""
        return [action for (source, action) in self.transitions if source == state]

    def final_states(self, states: Iterable[S]) -> list[S]:
        """States that nothing leaves."""
        sources = {source for source, _ in self.transitions}
        return [state for state in states if state not in sources]

    def as_mermaid(self) -> str:
        """The table drawn as a Mermaid state diagram."""
        rows = [f"    {source} --> {target}: {action}" for (source, action), target in self.transitions.items()]
        return "\n".join(["stateDiagram-v2", *rows]) + "\n"
