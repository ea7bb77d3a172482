"""What legislation tells the rest of the platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EffectChanged:
    """Something that decides the effect of a document was written; whoever rests on it looks at it again."""

    document_id: int
    number: str
