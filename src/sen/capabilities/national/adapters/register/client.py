"""Records of people and businesses in the words of the registers' interfaces."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sen.capabilities.national.errors import AnswerNotUnderstood
from sen.capabilities.national.types import Call
from sen.registries.parties.types import PersonFacts
from sen.registries.units.selectors import unit_by_code

RECORD = "/people/record"
FIRM_RECORD = "/record"
_NAME = "Cơ sở dữ liệu dân cư"
_FIRM_NAME = "Cơ sở dữ liệu doanh nghiệp"


@dataclass(frozen=True, slots=True)
class FirmAnswer:
    """What counts of a business when somebody wants to act for it."""

    name: str
    state: str
    representative: str


class FirmClient:
    """Speaks to the register of businesses through whatever carries the call."""

    def __init__(self, call: Call) -> None:
        """``call`` carries one question."""
        self._call = call

    def find(self, number: str) -> FirmAnswer | None:
        """The business with the number; None when the register has none.  Raises AnswerNotUnderstood."""
        answer = self._call("POST", FIRM_RECORD, {"number": number})
        if not answer.found:
            return None
        try:
            raw = answer.json()
            return FirmAnswer(str(raw["name"]), str(raw["state"]), str(raw["representative_number"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnswerNotUnderstood(source=_FIRM_NAME) from error


class RegisterClient:
    """Speaks to the register through whatever carries the call."""

    def __init__(self, call: Call, on: dt.date) -> None:
        """``on`` is the day whose administrative units are meant."""
        self._call = call
        self._on = on

    def find(self, number: str) -> PersonFacts | None:
        """The person with the identity number; None when the register has none.  Raises AnswerNotUnderstood."""
        answer = self._call("POST", RECORD, {"number": number})
        if not answer.found:
            return None
        try:
            return self._facts(answer.json())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnswerNotUnderstood(source=_NAME) from error

    def _facts(self, raw: Any) -> PersonFacts:
        return PersonFacts(
            id=int(raw["id"]),
            identity_number=str(raw["identity_number"]),
            name=str(raw["name"]),
            born_on=dt.date.fromisoformat(raw["born_on"]) if raw.get("born_on") else None,
            gender=str(raw.get("gender", "")),
            phone=str(raw.get("phone", "")),
            email=str(raw.get("email", "")),
            address=str(raw.get("address", "")),
            unit_id=self._unit(str(raw.get("unit_code", ""))),
            unit_name=str(raw.get("unit_name", "")),
            is_demo=bool(raw.get("is_demo")),
        )

    def _unit(self, code: str) -> int | None:
        unit = unit_by_code(code, "commune", self._on) if code else None
        return unit.pk if unit else None
