"""Changes of documents in the field names of the national database of legal documents."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sen.capabilities.national.errors import AnswerNotUnderstood
from sen.capabilities.national.types import Call, LegalRecord

CHANGES = "/vbpl/1.0/thay-doi"
_NAME = "Văn bản pháp luật quốc gia"


class LegislationClient:
    """Speaks to the database through whatever carries the call."""

    def __init__(self, call: Call) -> None:
        """``call`` takes the question to the service."""
        self._call = call

    def changed_since(self, day: dt.date) -> tuple[Sequence[LegalRecord], bool]:
        """Documents whose record changed on the day or later, and whether there are more.  Raises AnswerNotUnderstood."""
        answer = self._call("GET", f"{CHANGES}?tu={day.isoformat()}", None)
        try:
            message = answer.json()
            return [_record(one) for one in message["items"]], bool(message.get("more"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnswerNotUnderstood(source=_NAME) from error


def _record(raw: Any) -> LegalRecord:
    return LegalRecord(
        key=str(raw["id"]),
        number=str(raw["docNum"]),
        title=str(raw.get("title", "")),
        status=str(raw.get("effStatus", "")),
        effective_on=_date(raw.get("effFrom")),
        ended_on=_date(raw.get("effTo")),
        changed_on=dt.date.fromisoformat(raw["changedOn"]),
    )


def _date(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
