"""A document and its neighbours as a drawing: boxes and lines with their places."""

from collections.abc import Sequence
from dataclasses import dataclass

from sen.registries.legislation.models import LegalDocument, LegalRelation

BOX_WIDTH, BOX_HEIGHT, GAP = 220, 40, 14
LABEL_WIDTH = 150
MOST = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A document in the drawing."""

    document_id: int
    number: str
    x: int
    y: int

    @property
    def text_x(self) -> int:
        """The middle of the box."""
        return self.x + BOX_WIDTH // 2

    @property
    def text_y(self) -> int:
        """The base line of the box's text."""
        return self.y + BOX_HEIGHT // 2 + 5


@dataclass(frozen=True, slots=True)
class Line:
    """A relation in the drawing, from the acting document to the one acted on."""

    label: str
    x1: int
    y1: int
    x2: int
    y2: int
    is_ending: bool
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the picture shows; ``hidden`` relations did not fit."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    hidden: int
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def draw(document: LegalDocument, incoming: Sequence[LegalRelation], outgoing: Sequence[LegalRelation]) -> Drawing:
    """Documents that act on this one to the left, this one in the middle, those it acts on to the right."""
    left, right = incoming[:MOST], outgoing[:MOST]
    height = max(len(left), len(right), 1) * (BOX_HEIGHT + GAP) + GAP
    middle_x = BOX_WIDTH + LABEL_WIDTH if left else 0
    middle = Box(document.pk, document.number, middle_x, (height - BOX_HEIGHT) // 2)
    boxes, lines = [middle], []
    for place, relation in enumerate(left):
        box = Box(relation.source_id, relation.source.number, 0, _top(place, len(left), height))
        boxes.append(box)
        lines.append(_line(relation, BOX_WIDTH, _middle(box), middle.x, _middle(middle), is_incoming=True))
    for place, relation in enumerate(right):
        box = Box(relation.target_id, relation.target.number, middle_x + BOX_WIDTH + LABEL_WIDTH, _top(place, len(right), height))
        boxes.append(box)
        lines.append(_line(relation, middle.x + BOX_WIDTH, _middle(middle), box.x, _middle(box), is_incoming=False))
    width = middle_x + BOX_WIDTH + (LABEL_WIDTH + BOX_WIDTH if right else 0)
    return Drawing(width, height, tuple(boxes), tuple(lines), len(incoming) + len(outgoing) - len(left) - len(right))


def _top(place: int, count: int, height: int) -> int:
    used = count * (BOX_HEIGHT + GAP) - GAP
    return (height - used) // 2 + place * (BOX_HEIGHT + GAP)


def _middle(box: Box) -> int:
    return box.y + BOX_HEIGHT // 2


def _line(relation: LegalRelation, x1: int, y1: int, x2: int, y2: int, *, is_incoming: bool) -> Line:
    ending = relation.kind in {"replaces", "repeals"} and relation.is_whole
    # The label stands towards the neighbour, where the lines have parted.
    share = 0.3 if is_incoming else 0.7
    label_x, label_y = round(x1 + share * (x2 - x1)), round(y1 + share * (y2 - y1)) - 6
    return Line(relation.get_kind_display(), x1, y1, x2, y2, ending, label_x, label_y)
