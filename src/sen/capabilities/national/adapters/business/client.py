"""Search and detail in the field names of the national business registration."""

from typing import Any
from urllib.parse import urlencode

from sen.capabilities.national.errors import AnswerNotUnderstood, SourceRefused
from sen.capabilities.national.types import BusinessRecord, Call

PATH = "/dkkd/1.0/doanh-nghiep"
_NAME = "Đăng ký doanh nghiệp quốc gia"


class BusinessClient:
    """Speaks to the registration through whatever carries the call."""

    def __init__(self, call: Call) -> None:
        """``call`` takes the question to the service."""
        self._call = call

    def search(self, text: str) -> list[BusinessRecord]:
        """The first businesses whose number or name fits, each once.  Raises SourceRefused, AnswerNotUnderstood."""
        rows = _result(self._call("GET", f"{PATH}?{urlencode({'q': text})}", None))
        if not isinstance(rows, list):
            raise AnswerNotUnderstood(source=_NAME)
        found = [_short(row) for row in rows]
        return list({one.number: one for one in found}.values())

    def read(self, number: str) -> BusinessRecord | None:
        """One business by its number; None when there is none.  Raises SourceRefused, AnswerNotUnderstood."""
        answer = self._call("GET", f"{PATH}/{number}", None)
        return _whole(_result(answer)) if answer.found else None


def _result(answer: Any) -> Any:
    try:
        message = answer.json()
        code, reason = str(message["error_code"]), str(message.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnswerNotUnderstood(source=_NAME) from error
    if code != "0":
        raise SourceRefused(source=_NAME, reason=reason[:200])
    return message.get("result")


def _short(row: Any) -> BusinessRecord:
    try:
        return BusinessRecord(
            str(row["Enterprise_Gdt_Code"]), str(row["Name"]), "", str(row.get("Status", "")), str(row.get("Ho_Address", "")), ""
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise AnswerNotUnderstood(source=_NAME) from error


def _whole(record: Any) -> BusinessRecord:
    """The connector sends representatives as an object or as a list of objects."""
    try:
        main, people = record["MainInformation"], record.get("Representatives") or {}
        first = people[0] if isinstance(people, list) else people
        return BusinessRecord(
            number=str(main["ENTERPRISE_GDT_CODE"]),
            name=str(main["NAME"]),
            kind=str(main.get("ENTERPRISE_TYPE_NAME", "")),
            state=str(main.get("ENTERPRISE_STATUS_NAME", "")),
            address=str((record.get("HOAdress") or {}).get("AddressFullText", "")),
            representative=str(first.get("FULL_NAME", "")),
            lines=tuple(str(line["CODE"]) for line in record.get("BusinessActivities") or ()),
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise AnswerNotUnderstood(source=_NAME) from error
