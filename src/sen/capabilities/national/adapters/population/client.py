"""Questions and answers in the field names of the national population messages."""

import uuid
from typing import Any

from sen.capabilities.national.errors import AnswerNotUnderstood, SourceRefused
from sen.capabilities.national.types import Call, CitizenQuestion, CitizenRecord

LOOK_UP, CONFIRM = "/dancu/1.0/tra-cuu-cong-dan", "/dancu/1.0/xac-nhan-cong-dan"
INTEGRATION = "SEN"
_NAME = "Cơ sở dữ liệu quốc gia về dân cư"
_FITS = "0"


class PopulationClient:
    """Speaks to the database through whatever carries the call."""

    def __init__(self, call: Call) -> None:
        """``call`` takes the question to the service."""
        self._call = call

    def look_up(self, question: CitizenQuestion) -> list[CitizenRecord]:
        """The records whose three facts fit.  Raises SourceRefused, AnswerNotUnderstood."""
        result = read_result(self._call("POST", LOOK_UP, as_body(question)))
        if not isinstance(result, list):
            raise AnswerNotUnderstood(source=_NAME)
        return [_record(one) for one in result]

    def confirm(self, question: CitizenQuestion) -> bool:
        """Whether the three facts belong together.  Raises SourceRefused, AnswerNotUnderstood."""
        return read_confirmation(read_result(self._call("POST", CONFIRM, as_body(question))))


def as_body(question: CitizenQuestion) -> dict[str, str]:
    """The message of a question; every one has a number of its own."""
    return {
        "MaYeuCau": str(uuid.uuid4()),
        "MaTichHop": INTEGRATION,
        "MaDVC": question.procedure,
        "MaCanBo": question.officer,
        "SoDinhDanh": question.number,
        "HoVaTen": question.name,
        "NgayThangNam": f"{question.born_on:%Y%m%d}",
    }


def read_result(answer: Any) -> Any:
    """The result inside an answer.  Raises SourceRefused, AnswerNotUnderstood."""
    try:
        message = answer.json()
        code, reason = str(message["error_code"]), str(message.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnswerNotUnderstood(source=_NAME) from error
    if code != "0":
        raise SourceRefused(source=_NAME, reason=reason[:200])
    return message.get("result")


def read_confirmation(result: Any) -> bool:
    """Yes or no of a confirmation.  Raises AnswerNotUnderstood."""
    if not isinstance(result, dict) or str(result.get("KetQua")) not in (_FITS, "1"):
        raise AnswerNotUnderstood(source=_NAME)
    return str(result["KetQua"]) == _FITS


def _record(raw: Any) -> CitizenRecord:
    try:
        name, born, place = raw["HoVaTen"], raw["NgayThangNamSinh"], raw.get("ThuongTru") or {}
        return CitizenRecord(
            number=str(raw["SoDinhDanh"]),
            name=" ".join(filter(None, (name.get("Ho"), name.get("ChuDem"), name.get("Ten")))),
            born=str(born.get("NgayThangNam") or born.get("Nam") or ""),
            gender=str(raw.get("GioiTinh", "")),
            commune_code=str(place.get("MaPhuongXa", "")),
            address=str(place.get("ChiTiet", "")),
            household=str(raw.get("SoSoHoKhau", "")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise AnswerNotUnderstood(source=_NAME) from error
