"""Values of the register of legal documents, and the port of those who cite them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

FEED = "van-ban"


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document as a person or a list states it."""

    number: str
    title: str = ""
    kind: str = ""
    issuer: str = ""
    signer: str = ""
    issued_on: dt.date | None = None
    effective_on: dt.date | None = None
    ends_on: dt.date | None = None
    ends_reason: str = ""


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """What a document does to another, as a person or a list states it."""

    kind: str
    target: str
    is_whole: bool = True
    provisions: str = ""
    effective_on: dt.date | None = None
    until_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Somebody who rests on a document: what it is called and where its page lies."""

    code: str
    name: str
    address: str


CitationReader = Callable[[int, int], list[Citation]]
citation_readers: list[str] = []


def register_citations(reader: str) -> None:
    """Name the function (dotted; of a document's id and a limit) that lists who cites a document; call it in ``AppConfig.ready``."""
    if reader not in citation_readers:
        citation_readers.append(reader)
