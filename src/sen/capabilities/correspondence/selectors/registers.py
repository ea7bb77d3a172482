"""Registers with exactly the columns the law draws, and the two reports beside them.

Basis: 30/2020/NĐ-CP, Appendix IV parts I, III, IV, VI and VIII; Appendix VI part V.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sen.capabilities.correspondence.models import ContentReply, CopyUse, Delivery, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.selectors.words import channel_name, day, incoming_tag, titled, urgency_tag
from sen.capabilities.correspondence.states import DeliveryState, OutgoingState
from sen.capabilities.correspondence.types import Channel, DeliveryWay
from sen.kernel import clock

Line = list[str]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its words as the form prints them, its width on paper in millimetres (0 takes the rest) and in a work sheet."""

    head: str
    width: int
    centred: bool = False

    @property
    def sheet_width(self) -> int:
        """Width in characters."""
        return 60 if not self.width else max(8, round(self.width * 0.6))


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """Which part of a register: of which agency, from when to when, of which book (outgoing only)."""

    agency_id: int
    since: dt.date
    until: dt.date
    book_id: int | None = None

    @property
    def start(self) -> dt.datetime:
        """The first instant of the part."""
        return clock.at_local(self.since)

    @property
    def end(self) -> dt.datetime:
        """The first instant after the part."""
        return clock.at_local(self.until + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """One register or report of the law: its name, the place of its form, its columns and where its lines come from."""

    key: str
    title: str
    name: str | Promise
    form: str
    heads: tuple[Head, ...]
    rows: Callable[[RegisterAsked], QuerySet[Any]]
    line: Callable[[Any], Line]
    noun: str = "văn bản"
    is_report: bool = False


def _outgoing(asked: RegisterAsked) -> QuerySet[OutgoingDocument]:
    rows = OutgoingDocument.objects.filter(agency=asked.agency_id, registered_at__gte=asked.start, registered_at__lt=asked.end)
    if asked.book_id:
        rows = rows.filter(book=asked.book_id)
    on_paper = Exists(Delivery.objects.filter(outgoing=OuterRef("pk"), way=DeliveryWay.PAPER))
    return rows.select_related("content", "division", "drafted_by").annotate(on_paper=on_paper).order_by("registered_at", "pk")


def _outgoing_line(row: OutgoingDocument) -> Line:
    content = row.content
    keeper = ", ".join(["Văn thư", *([row.division.name] if row.division else [])])
    note = {OutgoingState.RECALLED: "Đã thu hồi", OutgoingState.REPLACED: "Đã được thay thế"}.get(OutgoingState(row.state), "")
    received = "Gửi điện tử" if row.sent_at and not getattr(row, "on_paper", False) else ""
    return [
        content.code,
        day(content.issued_on),
        titled(content.kind_name, content.subject),
        content.signer_name,
        content.to_places.replace("\n", "; "),
        keeper,
        str(row.copies),
        day(row.sent_at),
        received,
        "; ".join(part for part in (note, row.reason, row.note) if part),
    ]


def _incoming(asked: RegisterAsked) -> QuerySet[IncomingDocument]:
    rows = IncomingDocument.objects.filter(agency=asked.agency_id, arrival_number__isnull=False)
    rows = rows.filter(arrived_at__gte=asked.start, arrived_at__lt=asked.end)
    return rows.select_related("content", "answered_by__content").order_by("arrival_year", "arrival_number")


def _incoming_line(row: IncomingDocument) -> Line:
    content = row.content
    signed = "" if row.channel == Channel.PAPER or not row.passed_on_at else "Chuyển trên hệ thống"
    return [
        day(row.arrived_at),
        f"{row.arrival_number:02d}",
        content.issuer_name,
        content.code or "Không số",
        day(content.issued_on),
        titled(content.kind_name, content.subject),
        row.receiver,
        day(row.passed_on_at),
        signed,
        _remarks(row),
    ]


def _remarks(row: IncomingDocument) -> str:
    channel = "" if row.channel == Channel.INTERNAL else channel_name(row.channel)
    urgent = urgency_tag(row.content.urgency)
    return "; ".join(part for part in (urgent.word if urgent else "", channel, row.reason or row.note) if part)


def _follow_up_line(row: IncomingDocument) -> Line:
    content = row.content
    done = f"{incoming_tag(row.state).word} {day(row.finished_at)}".strip() if row.finished_at else incoming_tag(row.state).word
    return [
        f"{row.arrival_number:02d}",
        f"{content.kind_name} số {content.code or 'không số'} ngày {day(content.issued_on)} của {content.issuer_name}",
        row.receiver,
        day(row.due_at),
        done,
        row.answered_by.content.code if row.answered_by else "",
        row.reason or row.result or row.note,
    ]


def _handled(asked: RegisterAsked) -> QuerySet[IncomingDocument]:
    """Incoming documents of the period, with whether each was late when it was done or on the last day of the period."""
    late = Q(due_at__lt=Coalesce("finished_at", clock.at_local(asked.until)))
    return _incoming(asked).annotate(is_late=ExpressionWrapper(late, output_field=BooleanField()))


def _handled_line(row: IncomingDocument) -> Line:
    _number, what, receiver, due, done, answer, note = _follow_up_line(row)
    late = "trễ hạn" if getattr(row, "is_late", False) else ""
    progress = ", ".join(part for part in (done, late) if part)
    return [day(row.arrived_at), f"{row.arrival_number:02d}", what, row.content.subject, receiver, due, progress, answer, note]


def _issued(asked: RegisterAsked) -> QuerySet[OutgoingDocument]:
    """Issued documents of the period with how far their recipients have come, and what these answered."""

    def at_recipients(reached: Q) -> Subquery:
        rows = Delivery.objects.filter(reached, outgoing=OuterRef("pk")).order_by().values("outgoing")
        return Subquery(rows.annotate(n=Count("pk")).values("n"))

    answers = ContentReply.objects.filter(document_id=OuterRef("content__document_id"), content__incoming__agency=OuterRef("agency"))
    return _outgoing(asked).annotate(
        recipients=at_recipients(Q()),
        accepted=at_recipients(Q(accepted_at__isnull=False)),
        done=at_recipients(Q(done_at__isnull=False)),
        refused=at_recipients(Q(state=DeliveryState.REFUSED)),
        answers=ArraySubquery(answers.order_by("content__code").values("content__code").distinct()),
    )


def _issued_line(row: Any) -> Line:
    content, reached = row.content, (row.recipients, row.accepted, row.done, row.refused)
    counts = [str(count or 0) for count in reached]
    answers = "; ".join(code for code in row.answers if code)
    return [
        content.code,
        day(content.issued_on),
        titled(content.kind_name, content.subject),
        day(content.due_on),
        *counts,
        answers,
        row.reason,
    ]


def _posted(asked: RegisterAsked) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(outgoing__agency=asked.agency_id, way=DeliveryWay.PAPER)
    rows = rows.filter(outgoing__sent_at__gte=asked.start, outgoing__sent_at__lt=asked.end)
    return rows.select_related("outgoing__content").order_by("outgoing__sent_at", "outgoing", "organ_name")


def _posted_line(row: Delivery) -> Line:
    return [day(row.sent_at or row.outgoing.sent_at), row.outgoing.content.code, row.organ_name, "1", "", row.reason]


def _used(asked: RegisterAsked) -> QuerySet[CopyUse]:
    rows = CopyUse.objects.filter(agency=asked.agency_id, used_on__gte=asked.since, used_on__lte=asked.until)
    return rows.select_related("outgoing__content", "permitted_by").order_by("used_on", "pk")


def _used_line(row: CopyUse) -> Line:
    content = row.outgoing.content
    return [
        day(row.used_on),
        row.user_name,
        f"{content.code} {day(content.issued_on)}",
        titled(content.kind_name, content.subject),
        row.file_code,
        "",
        day(row.returned_on),
        row.permitted_by.name,
        row.note,
    ]


_OUT = RegisterKind(
    "di", "Sổ đăng ký văn bản đi", _("Sổ đăng ký văn bản đi"), "Phụ lục IV, phần I",
    (
        Head("Số, ký hiệu văn bản", 28), Head("Ngày tháng văn bản", 20, True), Head("Tên loại và trích yếu nội dung văn bản", 0),
        Head("Người ký", 28), Head("Nơi nhận văn bản", 44), Head("Đơn vị, người nhận bản lưu", 26), Head("Số lượng bản", 14, True),
        Head("Ngày chuyển", 20, True), Head("Ký nhận", 18), Head("Ghi chú", 22),
    ),
    _outgoing, _outgoing_line,
)  # fmt: skip
_IN = RegisterKind(
    "den", "Sổ đăng ký văn bản đến", _("Sổ đăng ký văn bản đến"), "Phụ lục IV, phần VI",
    (
        Head("Ngày đến", 20, True), Head("Số đến", 13, True), Head("Tác giả", 34), Head("Số, ký hiệu văn bản", 28),
        Head("Ngày tháng văn bản", 20, True), Head("Tên loại và trích yếu nội dung văn bản", 0), Head("Đơn vị hoặc người nhận", 34),
        Head("Ngày chuyển", 20, True), Head("Ký nhận", 20), Head("Ghi chú", 22),
    ),
    _incoming, _incoming_line,
)  # fmt: skip
_FOLLOW = RegisterKind(
    "theo-doi", "Sổ theo dõi giải quyết văn bản đến", _("Sổ theo dõi giải quyết văn bản đến"), "Phụ lục IV, phần VIII",
    (
        Head("Số đến", 14, True), Head("Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", 0),
        Head("Đơn vị hoặc người nhận", 48), Head("Thời hạn giải quyết", 24, True), Head("Tiến độ giải quyết", 34),
        Head("Số, ký hiệu văn bản trả lời", 32), Head("Ghi chú", 36),
    ),
    _incoming, _follow_up_line,
)  # fmt: skip
_POST = RegisterKind(
    "buu-dien", "Sổ gửi văn bản đi bưu điện", _("Sổ gửi văn bản đi bưu điện"), "Phụ lục IV, phần III",
    (
        Head("Ngày chuyển", 24, True), Head("Số, ký hiệu văn bản", 38), Head("Nơi nhận văn bản", 0), Head("Số lượng bì", 20, True),
        Head("Ký nhận và dấu bưu điện", 52), Head("Ghi chú", 40),
    ),
    _posted, _posted_line, noun="bì",
)  # fmt: skip
_COPIES = RegisterKind(
    "ban-luu", "Sổ sử dụng bản lưu", _("Sổ sử dụng bản lưu"), "Phụ lục IV, phần IV",
    (
        Head("Ngày tháng", 20, True), Head("Họ tên người sử dụng", 38), Head("Số, ký hiệu ngày tháng văn bản", 34),
        Head("Tên loại và trích yếu nội dung văn bản", 0), Head("Số và ký hiệu HS", 24), Head("Ký nhận", 22), Head("Ngày trả", 20, True),
        Head("Người cho phép sử dụng", 34), Head("Ghi chú", 24),
    ),
    _used, _used_line, noun="lượt",
)  # fmt: skip
_HANDLED = RegisterKind(
    "bao-cao-den", "Báo cáo tình hình giải quyết văn bản đến", _("Báo cáo tình hình giải quyết văn bản đến"), "Phụ lục VI, phần V",
    (
        Head("Ngày đến", 20, True), Head("Số đến", 13, True),
        Head("Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", 58), Head("Trích yếu nội dung văn bản", 0),
        Head("Đơn vị hoặc người nhận", 36), Head("Thời hạn giải quyết", 22, True), Head("Tiến độ giải quyết", 28),
        Head("Số, ký hiệu văn bản trả lời", 28), Head("Ghi chú", 22),
    ),
    _handled, _handled_line, is_report=True,
)  # fmt: skip
_ISSUED = RegisterKind(
    "bao-cao-di", "Báo cáo tình hình giải quyết văn bản đi", _("Báo cáo tình hình giải quyết văn bản đi"), "Phụ lục VI, phần V",
    (
        Head("Số, ký hiệu văn bản", 30), Head("Ngày tháng văn bản", 20, True), Head("Tên loại và trích yếu nội dung văn bản", 0),
        Head("Hạn trả lời", 20, True), Head("Số nơi nhận", 16, True), Head("Đã vào sổ", 16, True), Head("Đã giải quyết xong", 18, True),
        Head("Trả lại", 14, True), Head("Số, ký hiệu văn bản trả lời", 34), Head("Ghi chú", 24),
    ),
    _issued, _issued_line, is_report=True,
)  # fmt: skip
REGISTERS: dict[str, RegisterKind] = {kind.key: kind for kind in (_IN, _OUT, _FOLLOW, _POST, _COPIES, _HANDLED, _ISSUED)}


def register_rows(kind: RegisterKind, asked: RegisterAsked) -> QuerySet[Any]:
    """The rows of a part of a register, in its order; to be cut into pages or streamed."""
    return kind.rows(asked)


def register_lines(kind: RegisterKind, rows: Iterable[Any]) -> Iterator[Line]:
    """Rows as the register prints them."""
    return (kind.line(row) for row in rows)
