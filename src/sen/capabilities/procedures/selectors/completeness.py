"""Whether a version may be published: the seven parts every procedure must state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sen.capabilities.procedures.models import ComponentDuty, ProcedureVersion

PARTS = (
    ("name", "Tên thủ tục"),
    ("steps", "Trình tự thực hiện"),
    ("methods", "Cách thức thực hiện"),
    ("components", "Thành phần, số lượng hồ sơ"),
    ("limit", "Thời hạn giải quyết"),
    ("subjects", "Đối tượng thực hiện"),
    ("agency", "Cơ quan thực hiện"),
)
PART_NAMES = dict(PARTS)


@dataclass(frozen=True)
class StatedParts:
    """What a record states, read from a source or from the database."""

    name: str
    steps: str
    has_methods: bool
    has_components: bool
    copies: int
    has_limit: bool
    subjects: Sequence[str]
    agency: str


def absent_parts(stated: StatedParts) -> list[str]:
    """Keys of the mandatory parts a record does not state, in the order of the law.

    Basis: 63/2010/NĐ-CP, Article 8(2).
    """
    present = {
        "name": bool(stated.name.strip()),
        "steps": bool(stated.steps.strip()),
        "methods": stated.has_methods,
        "components": stated.has_components and stated.copies > 0,
        "limit": stated.has_limit,
        "subjects": any(subject.strip() for subject in stated.subjects),
        "agency": bool(stated.agency.strip()),
    }
    return [key for key, _ in PARTS if not present[key]]


def missing_parts(version: ProcedureVersion) -> list[str]:
    """Keys of the mandatory parts the version lacks (``PART_NAMES`` gives their names); two queries.

    Basis: 63/2010/NĐ-CP, Article 8(2).
    """
    return absent_parts(
        StatedParts(
            name=version.name,
            steps=version.steps_text,
            has_methods=version.methods.exists(),
            has_components=version.required_documents.exclude(duty=ComponentDuty.NOTE).exists(),
            copies=version.copies,
            has_limit=version.limit_amount is not None or bool(version.limit_note.strip()) or version.is_immediate,
            subjects=version.subjects,
            agency=version.executing_agency,
        )
    )


def part_names(keys: Collection[str]) -> list[str]:
    """The Vietnamese names of parts, in the order of the law."""
    return [name for key, name in PARTS if key in keys]
