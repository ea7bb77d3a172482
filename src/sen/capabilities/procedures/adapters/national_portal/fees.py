"""Fees and levies.  The note beside a number is believed; a number that contradicts it is never charged."""

import re
from collections.abc import Mapping, Sequence

from sen.capabilities.procedures.adapters.national_portal.limits import CHANNELS, split_note
from sen.capabilities.procedures.types import FeeRecord

SMALLEST_FEE = 1000
_MONEY = re.compile(
    r"(?<![\d/.])(\d{1,3}(?:[.,]\d{3})+|\d{4,9}|\d{1,3}(?=\s*nghìn))\s*(?:\([^)]{0,40}\)\s*)?(đồng|đ\b|đ/|vnđ|vnd|việt nam đồng|nghìn)",
    re.IGNORECASE,
)
_KIND = re.compile(r"(Phí|Lệ phí):(\d+)")


def read_fees(rows: Sequence[Mapping[str, str]], remarks: list[str]) -> list[FeeRecord]:
    """Read the fees of each way of filing, one line per channel, kind and amount."""
    fees: dict[tuple[str, bool, int | None], FeeRecord] = {}
    for row in rows:
        for fee in _read_row(row, remarks):
            fees.setdefault((fee.channel, fee.is_levy, fee.amount), fee)
    return list(fees.values())


def _read_row(row: Mapping[str, str], remarks: list[str]) -> list[FeeRecord]:
    channel, note = CHANNELS[row["method"]], split_note(row["note"])[0]
    if not row["fee_vnd"]:
        return [FeeRecord(channel, _is_levy(note), None, note, False)] if note else []
    kinds = _KIND.findall(row["fees"])
    if kinds:
        return [_believed(channel, kind == "Lệ phí", int(amount), note, remarks) for kind, amount in kinds]
    return [_believed(channel, _is_levy(note), int(row["fee_vnd"]), note, remarks)]


def _believed(channel: str, is_levy: bool, amount: int, note: str, remarks: list[str]) -> FeeRecord:
    beside = _amounts(note)
    if amount < SMALLEST_FEE:
        remarks.append("fee-below-1000")
        return FeeRecord(channel, is_levy, beside.pop() if len(beside) == 1 else None, note, True)
    if beside and amount not in beside and amount < max(beside) / 50:
        remarks.append("fee-contradicts-note")
        return FeeRecord(channel, is_levy, None, note, True)
    return FeeRecord(channel, is_levy, amount, note, False)


def _amounts(text: str) -> set[int]:
    found = set()
    for number, unit in _MONEY.findall(text):
        value = int(re.sub(r"[.,]", "", number))
        found.add(value * 1000 if unit.lower() == "nghìn" and value < SMALLEST_FEE else value)
    return {value for value in found if value >= SMALLEST_FEE}


def _is_levy(note: str) -> bool:
    plain = note.lower().lstrip("(- ")
    return not plain.startswith("phí")
