"""Relations a title states: ``Sửa đổi, bổ sung một số điều của Nghị định số 23/2015/NĐ-CP …``."""

import re
from collections.abc import Iterator

from sen.registries.legislation.states import RelationKind

_NUMBER = re.compile(r"\d{1,4}/\d{4}/[A-ZĐ][\w\-]*")
# What a title speaks of ends where it begins to tell what the named document itself is about.
_CLAUSE_END = re.compile(r"\b(hướng dẫn|quy định|ban hành|về|ngày|của Chính phủ|của Bộ trưởng|do)\b")
_OPENINGS = (
    (re.compile(r"(?:^|\b)sửa đổi(?:, bổ sung|, thay thế|, bãi bỏ)*", re.I), RelationKind.AMENDS),
    (re.compile(r"(?:^|\b)(?:quy định chi tiết|hướng dẫn)(?: và hướng dẫn)?(?: thi hành| thực hiện)?", re.I), RelationKind.GUIDES),
)


def relations_in(title: str) -> Iterator[tuple[RelationKind, str]]:
    """The kind of relation and the number acted on, as far as the title says it without doubt: the first number of the opening clause."""
    for opening, kind in _OPENINGS:
        begun = opening.search(title)
        if begun is None or begun.start() > 80:
            continue
        number = _NUMBER.search(title, begun.end())
        if number and not _CLAUSE_END.search(title[begun.end() : number.start()].replace("một số điều", "")):
            yield kind, number[0]
        return
