"""Numbers of outgoing documents: given in order in the transaction of the signature, kept for later or back-dated by right only."""

import datetime as dt

from django.db import transaction

from sen.capabilities.correspondence.errors import DateNotAllowed, NumberGone, ReasonMissing, UnknownKind, WrongBook
from sen.capabilities.correspondence.models import DocumentKind, NumberBook, TakenNumber
from sen.capabilities.correspondence.policies import check_holds, check_may_keep_numbers
from sen.capabilities.correspondence.selectors.reading import kind_on
from sen.capabilities.correspondence.services.contents import printed_number
from sen.capabilities.correspondence.states import NumberState
from sen.capabilities.correspondence.types import KindGroup, NumberTaken
from sen.foundation.audit.services import record_change
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import BadValue, NotFound
from sen.kernel.text import clean

_MOST_AT_ONCE = 50
_SUFFIXES = "abcdefghklmnpqrstuvxy"


@transaction.atomic
def take_number(
    *,
    actor: Actor,
    agency_id: int,
    book_id: int,
    kind_code: str,
    on: dt.date,
    now: dt.datetime,
    unit_sign: str = "",
    reserved_id: int | None = None,
    reason: str = "",
) -> NumberTaken:
    """The next number of the book, within the caller's transaction, so that none is lost or doubled.

    ``unit_sign`` is the second part of an official letter's sign (``VX`` in ``12/UBND-VX``).  A date before today needs a kept
    number, or the right to back-date and a reason: the number then follows the last one of its day with a letter (``15a``).
    Raises NotAllowed, WrongBook, UnknownKind, DateNotAllowed, NumberGone, ReasonMissing.
    Basis: 30/2020/NĐ-CP, Articles 15 and 25.
    """
    check_holds(actor, agency_id, Role.LEADER, Role.HEAD, Role.CLERK)
    kind = kind_on(kind_code, on)
    if kind is None:
        raise UnknownKind("kind_code")
    book = _book_for(book_id, agency_id, kind, on)
    today = clock.local(now).date()
    notation = notation_of(kind, book, on.year, unit_sign)
    if reserved_id is not None:
        row = _use_kept(book, reserved_id, on, today)
    elif on == today:
        row = TakenNumber(book=book, year=on.year, number=next_number(book.series, str(on.year)))
    else:
        row = _back_dated(actor, book, on, today, reason)
    row.state, row.dated_on, row.code = NumberState.USED, on, f"{printed_number(row.number, row.suffix)}/{notation}"
    if reserved_id is None:
        row.taken_by_id, row.taken_at, row.reason = actor.account, now, clean(reason)[:500]
    row.save()
    if row.suffix or reserved_id is not None:
        _audit("use_kept_number" if reserved_id else "back_date_number", book, actor, now, code=row.code, reason=reason)
    return NumberTaken(row.pk, book.pk, row.number, row.suffix, notation, row.code, on)


@transaction.atomic
def reserve_numbers(*, actor: Actor, book_id: int, count: int, reason: str, now: dt.datetime) -> list[TakenNumber]:
    """Keep the next numbers of the book for documents to come.  Raises NotFound, NotAllowed, ReasonMissing, BadValue."""
    book = _book(book_id)
    check_may_keep_numbers(actor, book)
    why = _reason(reason)
    if not 1 <= count <= _MOST_AT_ONCE:
        raise BadValue("count", reason=f"Mỗi lần giữ được từ 1 đến {_MOST_AT_ONCE} số.")
    today = clock.local(now).date()
    rows = [
        TakenNumber(
            book=book,
            year=today.year,
            number=next_number(book.series, str(today.year)),
            state=NumberState.RESERVED,
            dated_on=today,
            reason=why,
            taken_by_id=actor.account,
            taken_at=now,
        )
        for _each in range(count)
    ]
    TakenNumber.objects.bulk_create(rows)
    _audit("reserve_numbers", book, actor, now, numbers=[row.number for row in rows], reason=why)
    return rows


@transaction.atomic
def void_number(*, actor: Actor, taken_id: int, reason: str, now: dt.datetime) -> TakenNumber:
    """Give up a kept number; it stays in the register as not used.  Raises NotFound, NotAllowed, NumberGone, ReasonMissing."""
    row = TakenNumber.objects.select_for_update(of=("self",)).select_related("book").filter(pk=taken_id).first()
    if row is None:
        raise NotFound
    check_may_keep_numbers(actor, row.book)
    if row.state != NumberState.RESERVED:
        raise NumberGone(number=row.number)
    row.state, row.reason = NumberState.VOID, _reason(reason)
    row.save(update_fields=["state", "reason"])
    _audit("void_number", row.book, actor, now, number=row.number, reason=row.reason)
    return row


def notation_of(kind: DocumentKind, book: NumberBook, year: int, unit_sign: str = "") -> str:
    """The sign after the number: ``QĐ-UBND``; ``UBND-VX`` for letters; ``2026/QĐ-UBND`` for legal documents.

    Basis: 30/2020/NĐ-CP, Appendix I part II.3; 78/2025/NĐ-CP for legal documents.
    """
    if kind.group == KindGroup.LEGAL:
        return f"{year}/{kind.abbreviation}-{book.organ_sign}"
    if kind.abbreviation:
        return f"{kind.abbreviation}-{book.organ_sign}"
    unit = clean(unit_sign).replace(" ", "")[:20]
    return f"{book.organ_sign}-{unit}" if unit else book.organ_sign


def _book_for(book_id: int, agency_id: int, kind: DocumentKind, on: dt.date) -> NumberBook:
    book = _book(book_id)
    lives = book.valid_from <= on and (book.valid_to is None or book.valid_to >= on)
    numbers = kind.code in book.kinds if book.kinds else book.group == kind.group
    if book.agency_id != agency_id or not lives or not numbers:
        raise WrongBook("book")
    return book


def _book(book_id: int) -> NumberBook:
    book = NumberBook.objects.filter(pk=book_id).first()
    if book is None:
        raise NotFound
    return book


def _use_kept(book: NumberBook, reserved_id: int, on: dt.date, today: dt.date) -> TakenNumber:
    row = TakenNumber.objects.select_for_update().filter(pk=reserved_id, book=book).first()
    if row is None:
        raise NotFound
    if row.state != NumberState.RESERVED:
        raise NumberGone(number=row.number)
    if not row.dated_on <= on <= today or on.year != row.year:
        raise DateNotAllowed("issued_on")
    return row


def _back_dated(actor: Actor, book: NumberBook, on: dt.date, today: dt.date, reason: str) -> TakenNumber:
    check_may_keep_numbers(actor, book)
    _reason(reason)
    NumberBook.objects.select_for_update().get(pk=book.pk)
    taken = TakenNumber.objects.filter(book=book, year=on.year, dated_on__lte=on)
    last = taken.order_by("-number").values_list("number", flat=True).first()
    if on > today or last is None:
        raise DateNotAllowed("issued_on")
    used = set(TakenNumber.objects.filter(book=book, year=on.year, number=last).values_list("suffix", flat=True))
    suffix = next((letter for letter in _SUFFIXES if letter not in used), None)
    if suffix is None:
        raise DateNotAllowed("issued_on")
    return TakenNumber(book=book, year=on.year, number=last, suffix=suffix)


def _reason(text: str) -> str:
    reason = clean(text)[:500]
    if not reason:
        raise ReasonMissing("reason")
    return reason


def _audit(action: str, book: NumberBook, actor: Actor, now: dt.datetime, **detail: object) -> None:
    record_change(
        actor=actor,
        action=f"correspondence.{action}",
        subject_type="number_book",
        subject_id=book.pk,
        now=now,
        agency_id=book.agency_id,
        detail=detail,
    )
