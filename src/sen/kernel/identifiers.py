"""Numbers people carry and codes agencies print: shape checks and templates."""

import datetime as dt
import re
from dataclasses import dataclass

_CITIZEN = re.compile(r"\d{12}", re.ASCII)
_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}", re.ASCII)
_LANDLINE = re.compile(r"02\d{8,9}", re.ASCII)
_PROCEDURE = re.compile(r"\d\.\d{6}", re.ASCII)


def is_citizen_number(value: str) -> bool:
    """Whether the text is a 12-digit personal identity number with a known century digit."""
    return bool(_CITIZEN.fullmatch(value))


def normal_phone(value: str) -> str:
    """The phone number in national form without separators; empty when it is no Vietnamese number."""
    digits = re.sub(r"[\s.\-()]", "", value)
    digits = re.sub(r"^(\+84|0084|84(?=\d{9}$))", "0", digits)
    return digits if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) else ""


def is_procedure_code(value: str) -> bool:
    """Whether the text has the national form ``1.001612``."""
    return bool(_PROCEDURE.fullmatch(value))


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What the QR code of an identity card says.  Unsigned: it fills forms, it proves nothing."""

    number: str
    old_number: str
    name: str
    born_on: dt.date | None
    gender: str
    address: str
    issued_on: dt.date | None


def read_identity_card(scanned: str) -> IdentityCard | None:
    """The card behind a scanned string ``number|old number|name|ddmmyyyy|gender|address|ddmmyyyy``; None when it is not one."""
    parts = [part.strip() for part in scanned.strip().split("|")]
    if len(parts) < 6 or not is_citizen_number(parts[0]):
        return None
    return IdentityCard(
        parts[0], parts[1], parts[2], _card_date(parts[3]), parts[4], parts[5], _card_date(parts[6]) if len(parts) > 6 else None
    )


def _card_date(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%d%m%Y").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def dossier_code(template: str, *, unit: str, date: dt.date, sequence: int) -> str:
    """The dossier code by a template such as ``{unit}-{date:%y%m%d}-{seq:04d}``.

    Basis: 01/2018/TT-VPCP, Article 19.
    """
    return template.format(unit=unit, date=date, seq=sequence)
