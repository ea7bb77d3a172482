"""What drafting tells the apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftMoved:
    """A draft went to another state."""

    draft_id: int
    state: str


@dataclass(frozen=True, slots=True)
class DraftSigned:
    """The authorised person signed; the document has its number and its row among the outgoing documents."""

    draft_id: int
    outgoing_id: int


@dataclass(frozen=True, slots=True)
class OpinionsAsked:
    """People were asked for their opinion by a term."""

    draft_id: int
    account_ids: list[int]
