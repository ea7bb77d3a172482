"""What answers look like: pages, feeds, problems; and the parameters most lists share."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from sen.kernel import clock
from sen.ui.paging import Rows, list_page

T = TypeVar("T")
M = TypeVar("M")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MAX_PAGE, MAX_SIZE, MAX_FEED = 10_000, 500, 1000


def _iso_date(value: Any) -> Any:
    """Only ``2026-11-23``: the lenient reading of dates would take seconds since 1970, too."""
    if isinstance(value, str) and (not _DATE.fullmatch(value) or not "1900" <= value[:4] <= "2199"):
        raise ValueError("a date is written 2026-11-23, between 1900 and 2199")
    return value


IsoDate = Annotated[
    dt.date, BeforeValidator(_iso_date), WithJsonSchema({"type": "string", "format": "date", "pattern": r"^(19|20|21)\d{2}-\d{2}-\d{2}$"})
]
Key = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/]+$")]
Words = Annotated[str, Field(max_length=100)]


class Answer(Schema):
    """The ground of every answer: unknown parts are a mistake of ours and fail in tests."""

    model_config = ConfigDict(from_attributes=True)


class AsOf(Schema):
    """The day an answer speaks of."""

    as_of: IsoDate | None = Field(None, description="Ngày cần tra cứu (YYYY-MM-DD); để trống là hôm nay.")

    @property
    def day(self) -> dt.date:
        """The day asked for, or today."""
        return self.as_of or clock.today()


class PageQuery(Schema):
    """One page of a list."""

    page: int = Field(1, ge=1, le=MAX_PAGE, description="Trang, từ 1.")
    size: int = Field(50, ge=1, le=MAX_SIZE, description="Số bản ghi mỗi trang.")


class ListQuery(PageQuery, AsOf):
    """One page of a list on a day."""

    q: Words = Field("", description="Từ cần tìm, có dấu hay không dấu.")


class FeedQuery(Schema):
    """The next stretch of a feed."""

    after: int = Field(0, ge=0, le=2**53, description="Số thay đổi đã nhận sau cùng; 0 là từ đầu.")
    limit: int = Field(200, ge=1, le=MAX_FEED, description="Số thay đổi nhiều nhất mỗi lần.")
    kind: Annotated[str, Field(max_length=40)] = Field("", description="Chỉ một loại bản ghi.")


class Paged(Answer, Generic[M]):
    """A page: the records, and whether there are more."""

    items: list[M]
    page: int
    size: int
    total: int
    more: bool
    as_of: dt.date | None = None
    change_number: int = Field(0, description="Số thay đổi mới nhất của cơ sở dữ liệu lúc trả lời; theo dõi tiếp tại /changes.")


class FeedLine(Answer):
    """One change; fetch the record by its key."""

    number: int
    kind: str
    key: str
    action: str
    changed_at: dt.datetime


class Feed(Answer):
    """Changes in their order.  Ask again with ``after=next``; while ``more`` is true at once, otherwise later."""

    changes: list[FeedLine]
    next: int
    last: int
    more: bool


class ProblemPart(Schema):
    """One place that is wrong."""

    where: str
    message: str


class Problem(Schema):
    """RFC 9457 problem details; ``code`` is stable, ``detail`` is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    field: str | None = None
    correlation_id: str | None = None
    errors: list[ProblemPart] | None = None


def paged(
    rows: Rows[T], query: PageQuery, show: Callable[[T], Any], *, total: int, as_of: dt.date | None = None, change_number: int = 0
) -> dict[str, Any]:
    """One page of the rows, each as ``show`` says it."""
    cut = list_page(rows, query.page, query.size, total)
    return {
        "items": [show(row) for row in cut],
        "page": cut.number,
        "size": cut.size,
        "total": total,
        "more": cut.more,
        "as_of": as_of,
        "change_number": change_number,
    }


def answers(model: Any, *statuses: int) -> dict[int, Any]:
    """The answers of an operation for its description: the model, and a problem for each error every operation may give."""
    return {200: model, 304: None, **dict.fromkeys(sorted({400, 401, 422, 429, *statuses}), Problem)}


def refusals(*statuses: int) -> Iterable[tuple[int, Any]]:
    """Problems of an operation that answers something else than 200."""
    return [(status, Problem) for status in sorted({400, 401, 422, 429, *statuses})]
