"""Values on their way into a record: brought into one shape, checked against the lists and against each other."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sen.kernel.identifiers import CitizenNumber, normal_phone, read_citizen_number
from sen.kernel.text import clean, fold
from sen.registries.codelists.selectors import get_item_name
from sen.registries.parties.errors import (
    DateContradicts,
    IdentityNumberContradicts,
    IdentityNumberMalformed,
    PersonNameMissing,
    UnknownCode,
    UnknownField,
)
from sen.registries.parties.models import BirthPrecision, Person
from sen.registries.parties.types import COUNTRIES, ETHNICITIES, GENDERS, MARITAL_STATES, RELIGIONS

CODED = {"ethnicity": ETHNICITIES, "religion": RELIGIONS, "nationality": COUNTRIES, "marital_status": MARITAL_STATES}
_CODED_NAMES = {ETHNICITIES: "Dân tộc", RELIGIONS: "Tôn giáo", COUNTRIES: "Quốc gia", MARITAL_STATES: "Tình trạng hôn nhân"}
_DATES = ("born_on", "card_issued_on", "card_expires_on", "died_on", "missing_on")
_UNITS = ("birth_unit_id", "origin_unit_id", "unit_id", "current_unit_id")
_TEXTS = ("name", "other_name", "birth_place", "origin_place", "address", "current_address", "email", "old_number", "blood_type")
CORRECTABLE = frozenset(
    (*_DATES[:3], *_UNITS[:2], *_TEXTS, *CODED, "identity_number", "gender", "phone", "birth_precision", "missing_on", "unit_id")
)
BLOOD_TYPES = ("", "A", "B", "AB", "O", "A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
CodeCheck = Callable[[str, str], bool]


def known_code(key: str, code: str) -> bool:
    """Whether the shared list has the code; one query."""
    return bool(get_item_name(key, code))


def brought_into_shape(values: Mapping[str, Any], *, is_known: CodeCheck = known_code) -> dict[str, Any]:
    """The values as they are kept; the folded name comes along with a name.

    Raises UnknownField, UnknownCode, PersonNameMissing, IdentityNumberMalformed.
    """
    shaped: dict[str, Any] = {}
    for name, value in values.items():
        if name not in CORRECTABLE:
            raise UnknownField(name=name)
        shaped[name] = clean(value) if isinstance(value, str) else value
    if "name" in shaped:
        if not shaped["name"]:
            raise PersonNameMissing("name")
        shaped["name_folded"] = fold(shaped["name"])
    if "phone" in shaped:
        shaped["phone"] = normal_phone(shaped["phone"])
    _check_codes(shaped, is_known)
    return shaped


def _check_codes(shaped: Mapping[str, Any], is_known: CodeCheck) -> None:
    if shaped.get("gender", "") not in ("", *GENDERS):
        raise UnknownCode("gender", code=shaped["gender"], list="Giới tính")
    if shaped.get("blood_type", "") not in BLOOD_TYPES:
        raise UnknownCode("blood_type", code=shaped["blood_type"], list="Nhóm máu")
    for name, key in CODED.items():
        code = shaped.get(name)
        if code and not is_known(key, code):
            raise UnknownCode(name, code=code, list=_CODED_NAMES[key])


def check_identity(number: str, *, born_on: dt.date | None, precision: str = BirthPrecision.DAY, gender: str = "") -> CitizenNumber:
    """The number read, once it agrees with the date of birth and the gender as far as they are known.

    Raises IdentityNumberMalformed, IdentityNumberContradicts.  Basis: 59/2021/TT-BCA, Article 4.
    """
    read = read_citizen_number(number)
    if read is None:
        raise IdentityNumberMalformed("identity_number")
    if not read.has_known_place:
        raise IdentityNumberContradicts("identity_number", what="mã tỉnh, thành phố nơi đăng ký khai sinh")
    if born_on is not None and born_on.year != read.born_year:
        raise IdentityNumberContradicts("identity_number", what="năm sinh")
    if gender and gender != read.gender:
        raise IdentityNumberContradicts("identity_number", what="giới tính")
    return read


def check_dates(person: Person, today: dt.date) -> None:
    """Nothing lies before the birth, nothing but the end of a card after today.  Raises DateContradicts."""
    born = person.born_on
    if born and born > today:
        raise DateContradicts("born_on")
    for name in ("card_issued_on", "died_on", "missing_on"):
        date = getattr(person, name)
        if date and (date > today or (born and date < born)):
            raise DateContradicts(name)
    if person.card_issued_on and person.card_expires_on and person.card_expires_on < person.card_issued_on:
        raise DateContradicts("card_expires_on")


def differences(person: Person, shaped: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields whose value would change, with old and new."""
    return {name: (getattr(person, name), value) for name, value in shaped.items() if getattr(person, name) != value}


def apply(person: Person, changed: Mapping[str, tuple[Any, Any]]) -> None:
    """Set the new values on the row; the caller saves it."""
    for name, (_old, new) in changed.items():
        setattr(person, name, new)
