"""Ways of filing and time limits, with what had to be assumed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sen.capabilities.procedures.adapters.national_portal.texts import tidy
from sen.capabilities.procedures.models import Channel
from sen.capabilities.procedures.types import MethodRecord
from sen.kernel.worktime import TermUnit

CHANNELS = {"Trực tiếp": Channel.COUNTER, "Trực tuyến": Channel.ONLINE, "Dịch vụ bưu chính": Channel.POST}
_UNITS = {"Ngày làm việc": TermUnit.WORKING_DAYS, "Ngày": TermUnit.CALENDAR_DAYS, "Giờ": TermUnit.HOURS, "Tháng": TermUnit.MONTHS}
_TEXT_UNITS = {
    "ngày làm việc": TermUnit.WORKING_DAYS,
    "ngày": TermUnit.CALENDAR_DAYS,
    "giờ": TermUnit.HOURS,
    "giờ làm việc": TermUnit.HOURS,
    "tháng": TermUnit.MONTHS,
}
_IN_WORDS = re.compile(
    r"(?<![\d/])(\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?(ngày làm việc|ngày|giờ làm việc|giờ|tháng)[,\s]{1,3}"
    r"(?:làm việc[,\s]*)?(?:kể )?từ (?:ngày|khi|thời điểm)[^.;\n]{0,60}?hồ sơ",
    re.IGNORECASE,
)
_BARE_NOTE = re.compile(r"^[-*\s]*(?:trong )?(?:thời hạn|thời gian)?[^\d\n.;]{0,30}(\d{1,3}) (ngày làm việc|ngày)\b[^\d]*$", re.IGNORECASE)
_NONE_SET = re.compile(r"(không|chưa) quy định", re.IGNORECASE)
STATED_FEE = re.compile(r"^[\d.,]+ (?:VNĐ|Việt Nam Đồng|USD)\s*", re.IGNORECASE)
_HOURS = {TermUnit.HOURS: 1, TermUnit.WORKING_DAYS: 8, TermUnit.CALENDAR_DAYS: 6, TermUnit.MONTHS: 176}
NO_LIMIT_SET = "Pháp luật không quy định thời hạn giải quyết."
_MAX_WORDS = 900


@dataclass
class Filing:
    """What was read: the ways of filing, the overall limit, and remarks for the report."""

    methods: list[MethodRecord] = field(default_factory=list)
    amount: Decimal | None = None
    unit: str = ""
    note: str = ""
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Completion:
    """A limit the source lost and the law states, with its basis in the note."""

    amount: Decimal
    unit: str
    is_immediate: bool
    note: str


def complete(filing: Filing, completion: Completion | None) -> bool:
    """Take the law's limit where the source has none; True when it was taken and the result is given at once."""
    if completion is None or filing.amount is not None:
        return False
    filing.amount, filing.unit, filing.note = completion.amount, completion.unit, completion.note
    filing.remarks.append("limit-from-law")
    return completion.is_immediate


def read_filing(rows: Sequence[Mapping[str, str]], steps: str) -> Filing:
    """Read ways of filing and the overall limit; a number missing in its column is sought in the text beside it."""
    filing = Filing()
    for row in rows:
        filing.methods.append(_read_method(row, filing.remarks))
    stated = [(m.amount, m.unit) for m in filing.methods if m.amount is not None]
    if stated:
        filing.amount, filing.unit = max(stated, key=lambda pair: _weight(*pair))
        if len(set(stated)) > 1:
            filing.remarks.append("several-limits")
            filing.note = "Thời hạn khác nhau theo cách nộp hoặc trường hợp; số ghi ở đây là thời hạn dài nhất."
    elif rows:
        _from_words(filing, rows, steps)
    return filing


def _read_method(row: Mapping[str, str], remarks: list[str]) -> MethodRecord:
    channel = CHANNELS[row["method"]]
    amount = Decimal(row["duration"]) if row["duration"] else None
    unit = str(_UNITS.get(row["unit"], ""))
    assumed = amount is not None and not row["unit"]
    if assumed:
        remarks.append("unit-assumed")
        unit = str(TermUnit.WORKING_DAYS)
    elif row["unit"] and row["unit"] not in _UNITS:
        remarks.append("unit-unknown")
        amount = None
    if amount is not None and amount == 0:
        amount, unit = None, ""
    return MethodRecord(channel, amount, unit if amount is not None else "", assumed, split_note(row["note"])[1])


def _from_words(filing: Filing, rows: Sequence[Mapping[str, str]], steps: str) -> None:
    notes = " \n".join(dict.fromkeys(row["note"] for row in rows if row["note"]))
    found = {pair for text in (notes, steps) for pair in _limits_in(text)}
    bare = {(Decimal(m[1]), str(_TEXT_UNITS[m[2].lower()])) for row in rows if (m := _BARE_NOTE.match(tidy(row["note"])))}
    found = found or bare
    if len(found) == 1:
        filing.amount, filing.unit = found.pop()
        filing.note = "Thời hạn lấy từ phần mô tả vì cột thời hạn của nguồn để trống."
        filing.remarks.append("limit-from-text")
    elif _NONE_SET.search(notes):
        filing.note = NO_LIMIT_SET
        filing.remarks.append("limit-not-set-by-law")
    elif found:
        filing.note = tidy(notes)[:_MAX_WORDS] if _limits_in(notes) else _sentences(steps)
        filing.remarks.append("limit-only-in-words")


def _limits_in(text: str) -> set[tuple[Decimal, str]]:
    return {(Decimal(m[1]), str(_TEXT_UNITS[m[2].lower()])) for m in _IN_WORDS.finditer(text) if int(m[1]) > 0}


def _sentences(text: str) -> str:
    parts = [tidy(part) for part in re.split(r"(?<=[.;])\s+|\n", text) if _IN_WORDS.search(part)]
    return " ".join(dict.fromkeys(parts))[:_MAX_WORDS]


def split_note(note: str) -> tuple[str, str]:
    """What the note says about money, and the rest; the portal glues ``150,000 VNĐ(…)`` to what follows."""
    text = tidy(note)
    stated = STATED_FEE.match(text)
    rest = text[stated.end() :] if stated else text
    if not rest.startswith("("):
        return ("", text) if not stated else (rest, "") if "hí" in rest[:4] else (stated[0].strip(), rest)
    inside, after = _balanced(rest)
    if not stated and not re.search(r"\b(phí|lệ phí)\b", inside, re.IGNORECASE):
        return "", text
    money = tidy(inside)
    return money[1:-1] if money.startswith("(") and money.endswith(")") else money, tidy(after)


def _balanced(text: str) -> tuple[str, str]:
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return text[1:place], text[place + 1 :]
    return text[1:], ""


def _weight(amount: Decimal | None, unit: str) -> Decimal:
    return (amount or Decimal(0)) * _HOURS[TermUnit(unit)]
