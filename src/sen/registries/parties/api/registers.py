"""The interfaces of people and businesses answer the least: exists, one field, yes or no; the whole only with right and purpose.

Every read of a person's data is recorded with officer, dossier and purpose, and the person can see it.
Basis: 91/2025/QH15 (protection of personal data).
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query

from sen.foundation.feeds.selectors import last_number
from sen.kernel import clock
from sen.registries.parties import selectors, services
from sen.registries.parties.schemas import (
    BusinessAnswer,
    BusinessAsked,
    BusinessFieldAsked,
    BusinessLineAnswer,
    BusinessNumber,
    BusinessQuery,
    BusinessQuestionAsked,
    BusinessRecord,
    ChangedPeople,
    Confirmed,
    FieldAnswer,
    Found,
    PersonAnswer,
    PersonAsked,
    PersonConfirmed,
    PersonFieldAsked,
    PersonQuestionAsked,
    RecordAsked,
    RepresentedAsked,
    WhoChanged,
    YesOrNo,
    business_answer,
    business_line,
    person_answer,
)
from sen.registries.parties.types import BUSINESS_FEED, Reason
from sen.ui.api.answers import Feed, FeedQuery, Paged, answers, paged
from sen.ui.api.callers import Caller
from sen.ui.api.downloads import add_open_data
from sen.ui.api.frame import GUARDED_MARK, PERSONAL_MARK, READS_MARK, ApiRequest, RegistryApi
from sen.ui.api.tables import Column, OpenTable

_HOUSEHOLD_DIGITS = 12


def _open_businesses(on: dt.date) -> QuerySet[Any]:
    """Businesses without business households that go by their owner's personal number."""
    return selectors.visible_businesses().alias(digits=Length("number")).exclude(digits=_HOUSEHOLD_DIGITS)


BUSINESSES = OpenTable(
    "doanh-nghiep",
    _("Doanh nghiệp"),
    _("Doanh nghiệp và đơn vị phụ thuộc trong cơ sở dữ liệu dùng chung; không có hộ kinh doanh dùng số định danh của chủ hộ."),
    (
        Column("number", _("Mã số doanh nghiệp")),
        Column("name", _("Tên")),
        Column("kind", _("Mã loại hình, danh mục loai-hinh-doanh-nghiep")),
        Column("state", _("Tình trạng: active, paused, away, revoked, closing, bankrupt, closed")),
        Column("address", _("Địa chỉ trụ sở")),
        Column("unit_code", _("Mã xã, phường"), source="unit__code"),
        Column("unit_name", _("Xã, phường"), source="unit__path_name"),
        Column("registered_on", _("Ngày đăng ký lần đầu"), "date"),
        Column("closed_on", _("Ngày chấm dứt"), "date"),
    ),
    _open_businesses,
)

people_api = RegistryApi(
    "dan-cu",
    title="Dân cư của tỉnh",
    about=_("Trả lời ít nhất có thể về một người: có hay không, một trường, đúng hay sai; cả bản ghi khi có quyền và mục đích."),
    personal=True,
)
businesses_api = RegistryApi(
    "doanh-nghiep",
    title="Doanh nghiệp của tỉnh",
    about=_("Thông tin công khai của doanh nghiệp; thông tin của người đại diện chỉ trả lời khi có quyền và mục đích."),
    tables=(BUSINESSES,),
)
# Questions that travel in a body only to keep numbers out of addresses; the line in the trail is all they leave.
_READS = {READS_MARK: True}
_PERSONAL = {PERSONAL_MARK: True, READS_MARK: True}


@people_api.post("/people/exists", response=answers(Found, 403), summary="Có người mang số này hay không", openapi_extra=_READS)
def person_exists(request: ApiRequest, asked: PersonAsked) -> Any:
    """Whether the register knows the number; nothing else is said."""
    caller = _entitled(request.caller, "dan-cu")
    found = services.person_exists(actor=caller.actor(), number=asked.number, reason=_reason(caller), now=clock.now())
    return {"exists": found}


@people_api.post(
    "/people/confirm", response=answers(Confirmed, 403), summary="Số, họ tên, ngày sinh có khớp nhau hay không", openapi_extra=_READS
)
def confirm_person(request: ApiRequest, asked: PersonConfirmed) -> Any:
    """Whether number, name and date of birth belong to one person; which part differs is not said."""
    caller = _entitled(request.caller, "dan-cu")
    matches = services.confirm_person(
        actor=caller.actor(), number=asked.number, name=asked.name, born_on=asked.born_on, reason=_reason(caller), now=clock.now()
    )
    return {"matches": matches}


@people_api.post("/people/field", response=answers(FieldAnswer, 403, 404), summary="Một trường của một người", openapi_extra=_READS)
def person_field(request: ApiRequest, asked: PersonFieldAsked) -> Any:
    """One field as text."""
    caller = _entitled(request.caller, "dan-cu")
    value = services.read_person_field(
        actor=caller.actor(), number=asked.number, field=asked.field, reason=_reason(caller), now=clock.now()
    )
    return {"field": asked.field, "value": value}


@people_api.post(
    "/people/question", response=answers(YesOrNo, 403, 404), summary="Một câu hỏi đúng hay sai về một người", openapi_extra=_READS
)
def person_question(request: ApiRequest, asked: PersonQuestionAsked) -> Any:
    """Yes, no, or null when the register lacks what the answer needs."""
    caller = _entitled(request.caller, "dan-cu")
    answer = services.answer_about_person(
        actor=caller.actor(), number=asked.number, question=asked.question, value=asked.value, reason=_reason(caller), now=clock.now()
    )
    return {"question": asked.question, "answer": answer}


@people_api.post("/people/record", response=answers(PersonAnswer, 403, 404), summary="Toàn bộ bản ghi của một người", openapi_extra=_READS)
def person_record(request: ApiRequest, asked: PersonAsked) -> Any:
    """The whole record by number, for systems with that right."""
    caller = _entitled(request.caller, "dan-cu:record")
    return person_answer(services.read_person_record(actor=caller.actor(), number=asked.number, reason=_reason(caller), now=clock.now()))


@people_api.post(
    "/people/changed-record",
    response=answers(PersonAnswer, 403, 404),
    summary="Bản ghi đã thay đổi, theo khóa của tin",
    openapi_extra=_READS,
)
def changed_person(request: ApiRequest, asked: RecordAsked) -> Any:
    """The whole record by the key the feed names, for systems with that right."""
    caller = _entitled(request.caller, "dan-cu:record")
    return person_answer(services.open_person_record(actor=caller.actor(), person_id=asked.record, reason=_reason(caller), now=clock.now()))


@people_api.get("/changes", response=answers(Feed, 403), summary="Tin thay đổi", openapi_extra={PERSONAL_MARK: False, GUARDED_MARK: True})
def people_changes(request: ApiRequest, query: Query[FeedQuery]) -> Any:
    """Records that changed, in order, by their keys; what changed is not said."""
    request.caller.require_read("dan-cu:feed")
    rows = selectors.person_changes_after(query.after).values_list("number", "person_id", "kind", "recorded_at")
    return _feed(list(rows[: query.limit + 1]), "person", query)


@people_api.post("/people/changed", response=answers(ChangedPeople, 403), summary="Ai trong danh sách đã thay đổi", openapi_extra=_READS)
def changed_people(request: ApiRequest, asked: WhoChanged) -> Any:
    """Those of the named people whose records changed since a change number; a system learns of nobody it did not name."""
    caller = _entitled(request.caller, "dan-cu")
    numbers, last = services.changed_persons(
        actor=caller.actor(), numbers=asked.numbers, after=asked.after, reason=_reason(caller), now=clock.now()
    )
    return {"numbers": numbers, "last": last}


@businesses_api.get("/businesses", response=answers(Paged[BusinessLineAnswer]), summary="Tìm doanh nghiệp")
def list_businesses(request: ApiRequest, query: Query[BusinessQuery]) -> Any:
    """Businesses by words, state, kind and line, in the order of their names; without business households by personal number."""
    rows = selectors.visible_businesses(query.q, state=query.state or "", kind=query.kind, line=query.line or "")
    rows = rows.alias(digits=Length("number")).exclude(digits=_HOUSEHOLD_DIGITS)
    return paged(rows, query, business_line, total=rows.count(), change_number=last_number(BUSINESS_FEED))


@businesses_api.get("/businesses/{number}", response=answers(BusinessAnswer, 404), summary="Một doanh nghiệp theo mã số")
def get_business(request: ApiRequest, number: Path[BusinessNumber]) -> Any:
    """What everybody may know of a business."""
    return business_answer(services.read_business(number=number))


@businesses_api.get("/businesses/{number}/exists", response=answers(Found), summary="Có doanh nghiệp mang mã số này hay không")
def business_exists(request: ApiRequest, number: Path[BusinessNumber]) -> Any:
    """Whether the register knows the number."""
    return {"exists": services.business_exists(number=number)}


@businesses_api.get("/businesses/{number}/field", response=answers(FieldAnswer, 404), summary="Một trường của một doanh nghiệp")
def business_field(request: ApiRequest, number: Path[BusinessNumber], query: Query[BusinessFieldAsked]) -> Any:
    """One public field as text."""
    return {"field": query.field, "value": services.read_business_field(number=number, field=query.field)}


@businesses_api.get("/businesses/{number}/question", response=answers(YesOrNo, 404), summary="Một câu hỏi đúng hay sai về doanh nghiệp")
def business_question(request: ApiRequest, number: Path[BusinessNumber], query: Query[BusinessQuestionAsked]) -> Any:
    """Yes, no, or null when the register lacks what the answer needs."""
    answer = services.answer_about_business(
        actor=request.caller.actor(),
        number=number,
        question=query.question,
        value=query.value,
        reason=None,
        today=clock.today(),
        now=clock.now(),
    )
    return {"question": query.question, "answer": answer}


@businesses_api.post(
    "/represented",
    response=answers(YesOrNo, 403, 404),
    summary="Người này có đại diện cho doanh nghiệp hay không",
    openapi_extra=_PERSONAL,
)
def business_represented(request: ApiRequest, asked: RepresentedAsked) -> Any:
    """Whether a person represents the business; recorded as a read of the person's data."""
    caller = _entitled(request.caller, "doanh-nghiep:record")
    answer = services.answer_about_business(
        actor=caller.actor(),
        number=asked.number,
        question="represented-by",
        value=asked.person,
        reason=_reason(caller),
        today=clock.today(),
        now=clock.now(),
    )
    return {"question": "represented-by", "answer": answer}


@businesses_api.post(
    "/record", response=answers(BusinessRecord, 403, 404), summary="Toàn bộ bản ghi của doanh nghiệp", openapi_extra=_PERSONAL
)
def business_record(request: ApiRequest, asked: BusinessAsked) -> Any:
    """Everything with the representative's number; recorded as a read of the representative's data."""
    caller = _entitled(request.caller, "doanh-nghiep:record")
    facts = services.read_business_record(actor=caller.actor(), number=asked.number, reason=_reason(caller), now=clock.now())
    return business_answer(facts, BusinessRecord)


@businesses_api.get("/changes", response=answers(Feed), summary="Tin thay đổi")
def business_changes(request: ApiRequest, query: Query[FeedQuery]) -> Any:
    """Businesses that changed, in order, by number; business households by personal number are left out."""
    rows = selectors.business_changes_after(query.after).alias(digits=Length("business__number")).exclude(digits=_HOUSEHOLD_DIGITS)
    return _feed(list(rows.values_list("number", "business__number", "kind", "recorded_at")[: query.limit + 1]), "business", query)


add_open_data(businesses_api, lambda: last_number(BUSINESS_FEED))


def _entitled(caller: Caller, scope: str) -> Caller:
    """The caller, when it may read and says for whom and for what."""
    caller.require_read(scope)
    caller.require_purpose()
    return caller


def _reason(caller: Caller) -> Reason:
    return Reason(caller.purpose, dossier=caller.issue, service=caller.client)


def _feed(rows: list[tuple[int, Any, str, dt.datetime]], kind: str, query: FeedQuery) -> dict[str, Any]:
    """A stretch of a feed; what kind of change it was stays inside the register."""
    more = len(rows) > query.limit
    shown = rows[: query.limit]
    last = shown[-1][0] if shown else query.after
    lines = [
        {"number": n, "kind": kind, "key": str(key), "action": "created" if action == "create" else "changed", "changed_at": at}
        for n, key, action, at in shown
    ]
    return {"changes": lines, "next": last, "last": last, "more": more}
