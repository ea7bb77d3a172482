"""The written text of a draft as printable pieces: paragraphs, articles, chapters, lists, tables, annexes.

People type plain text with few marks: a blank line ends a paragraph, ``- `` begins an item, ``#`` a heading, ``|`` a table,
``**bold**`` and ``*italic*``.  Words such as “Điều 1.” or “Chương I” at the beginning of a line say themselves what they are.
"""

import re
from typing import Any

Piece = dict[str, Any]
Run = dict[str, Any]

_MARKED = re.compile(r"\*\*(.+?)\*\*|(?<![\w*])\*(?!\s)([^*]+?)(?<!\s)\*(?![\w*])")
_ARTICLE = re.compile(r"^(Điều\s+\d+[a-zđ]?\.)\s*(.*)$")
_DIVISION = re.compile(r"^(Phần|Chương|Mục|Tiểu mục)\s+([IVXLC]+|\d+|thứ\s+\w+)\.?\s*(.*)$", re.IGNORECASE)
_ANNEX = re.compile(r"^#*\s*(Phụ lục(?:\s+[IVXLC]+|\s+\d+)?)\.?\s*$", re.IGNORECASE)
_ITEM = re.compile(r"^\s*([-–+•])\s+(.*)$")
_RULE_ROW = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_NARROW = 12
_WIDE = 40
_FINISHED = (".", ";", ":", ",")


def parse_body(text: str) -> list[Piece]:
    """The text as pieces in order; every word typed stays, unknown marks are text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces: list[Piece] = []
    at = 0
    while at < len(lines):
        at = _take(lines, at, pieces)
    return pieces


def split_annexes(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The main text, and what begins with the first annex: it stands behind the signature."""
    first = next((number for number, piece in enumerate(pieces) if piece["kind"] == "annex"), len(pieces))
    return pieces[:first], pieces[first:]


def end_mark(pieces: list[Piece]) -> list[Piece]:
    """The pieces with ``./.`` behind the last word of the text, as official documents end."""
    if not pieces or not pieces[-1].get("runs") or pieces[-1]["kind"] not in {"paragraph", "item"}:
        return pieces
    *before, last = pieces
    *runs, run = last["runs"]
    words = str(run["text"]).rstrip()
    if words.endswith("./."):
        return pieces
    closed = words.rstrip(".;,") + "./."
    return [*before, {**last, "runs": [*runs, {**run, "text": closed}]}]


def runs_of(text: str) -> list[Run]:
    """One line of text as runs of plain, bold and italic words."""
    runs: list[Run] = []
    end = 0
    for found in _MARKED.finditer(text):
        if found.start() > end:
            runs.append({"text": text[end : found.start()]})
        runs.append({"text": found[1], "bold": True} if found[1] is not None else {"text": found[2], "italic": True})
        end = found.end()
    if end < len(text):
        runs.append({"text": text[end:]})
    return runs


def _take(lines: list[str], at: int, pieces: list[Piece]) -> int:
    """Turn the line, and those that belong to it, into pieces; returns where the next begins."""
    line = lines[at].strip()
    if not line:
        return at + 1
    if annex := _ANNEX.match(line):
        return _annex(lines, at, annex[1], pieces)
    if "|" in line and at + 1 < len(lines) and _RULE_ROW.match(lines[at + 1]):
        return _table(lines, at, pieces)
    if line.startswith("#"):
        pieces.append({"kind": "centre", "runs": runs_of(line.lstrip("#").strip())})
        return at + 1
    if item := _ITEM.match(line):
        pieces.append({"kind": "item", "mark": "+" if item[1] == "+" else "-", "runs": runs_of(item[2])})
        return at + 1
    if division := _DIVISION.match(line):
        return _division(lines, at, division, pieces)
    pieces.append(_paragraph(line))
    return at + 1


def _paragraph(line: str) -> Piece:
    article = _ARTICLE.match(line)
    if not article:
        return {"kind": "paragraph", "runs": runs_of(line)}
    number, rest = article[1], article[2]
    if rest and len(rest) < 160 and not rest.endswith(_FINISHED):  # the title of an article, not its first sentence
        return {"kind": "clause", "runs": [{"text": f"{number} {rest}"}]}
    return {"kind": "paragraph", "runs": [{"text": number, "bold": True}, {"text": " "}, *runs_of(rest)]}


def _division(lines: list[str], at: int, found: re.Match[str], pieces: list[Piece]) -> int:
    """A part, chapter or section with its title on the same line or the next one."""
    title = found[3]
    following = at + 1
    if not title and following < len(lines) and lines[following].strip() and not _begins(lines[following].strip()):
        title, following = lines[following].strip(), following + 1
    runs: list[Run] = [{"text": f"{found[1]} {found[2]}"}]
    if title:
        runs += [{"text": "\n"}, {"text": title.upper()}]
    pieces.append({"kind": "centre", "runs": runs})
    return following


def _annex(lines: list[str], at: int, name: str, pieces: list[Piece]) -> int:
    following = at + 1
    while following < len(lines) and not lines[following].strip():
        following += 1
    title = lines[following].strip().lstrip("# ") if following < len(lines) and not _begins(lines[following].strip()) else ""
    pieces.append({"kind": "annex", "runs": [{"text": name}], "title": runs_of(title)})
    return following + 1 if title else at + 1


def _begins(line: str) -> bool:
    """Whether the line is itself a beginning and so cannot be the title of what stands before it."""
    return bool(_ARTICLE.match(line) or _ITEM.match(line) or _DIVISION.match(line) or line.startswith("|"))


def _table(lines: list[str], at: int, pieces: list[Piece]) -> int:
    rows = [_cells(lines[at])]
    following = at + 2
    while following < len(lines) and "|" in lines[following]:
        rows.append(_cells(lines[following]))
        following += 1
    columns = len(rows[0])
    filled = [[*row, *([""] * columns)][:columns] for row in rows]
    longest = [max(len(row[column]) for row in filled) for column in range(columns)]
    widths = [0 if length <= _NARROW and length < max(longest) else min(_WIDE, length) for length in longest]  # 0: as wide as its words
    pieces.append({"kind": "table", "rows": [[runs_of(cell) for cell in row] for row in filled], "widths": widths})
    return following


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
