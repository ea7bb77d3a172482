"""Numbers people carry and codes agencies print: shape checks and templates."""

import datetime as dt
import re
from dataclasses import dataclass

from stdnum.vn import mst

_CITIZEN = re.compile(r"\d{12}", re.ASCII)
_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}", re.ASCII)
_LANDLINE = re.compile(r"02\d{8,9}", re.ASCII)
_PROCEDURE = re.compile(r"\d\.\d{6}", re.ASCII)


def is_citizen_number(value: str) -> bool:
    """Whether the text is a 12-digit personal identity number with a known century digit."""
    return bool(_CITIZEN.fullmatch(value))


# Codes of provinces and cities as births were registered in them; larger numbers name a country of birth.
_BIRTH_PROVINCES = frozenset(
    f"{code:03d}"
    for code in (
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49),
        *(51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)
_FIRST_COUNTRY = 100
_FIRST_CENTURY = 1900


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """What the digits of a personal identity number say; ``gender`` is 1 male or 2 female."""

    place: str
    born_year: int
    gender: str

    @property
    def has_known_place(self) -> bool:
        """Whether the first digits name a province of the lists, or a country."""
        return self.place in _BIRTH_PROVINCES or int(self.place) >= _FIRST_COUNTRY


def read_citizen_number(value: str) -> CitizenNumber | None:
    """The meaning of a 12-digit personal identity number; None when the text is none.

    Basis: 59/2021/TT-BCA, Article 4; 137/2015/NĐ-CP, Article 13.
    """
    if not is_citizen_number(value):
        return None
    sign = int(value[3])
    return CitizenNumber(value[:3], _FIRST_CENTURY + 100 * (sign // 2) + int(value[4:6]), "2" if sign % 2 else "1")


def normal_business_number(value: str) -> str:
    """A business number as ``0100233488``, a branch's as ``0314409058-002``; empty when the check digit or the shape is wrong.

    A business household may use its owner's 12-digit personal number.
    Basis: 105/2020/TT-BTC, Article 5; 86/2024/TT-BTC, Article 5.
    """
    digits = re.sub(r"[\s.\-]", "", value)
    if is_citizen_number(digits):
        return digits
    return str(mst.format(digits)) if digits.isascii() and mst.is_valid(digits) else ""


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
