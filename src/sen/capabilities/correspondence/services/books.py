"""Number books: opening, closing, who may keep numbers in them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from sen.capabilities.correspondence.errors import BookHasNumbers, UnknownKind
from sen.capabilities.correspondence.models import BookRight, NumberBook
from sen.capabilities.correspondence.policies import check_holds
from sen.capabilities.correspondence.selectors.reading import kinds_on
from sen.capabilities.correspondence.types import KindGroup
from sen.foundation.accounts.selectors import holds_role
from sen.foundation.agencies.selectors import agencies_on
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import BadValue, NotFound
from sen.kernel.loading import LoadReport
from sen.kernel.text import clean

_COMMITTEE = "UBND"


@dataclass(frozen=True, slots=True)
class NewBook:
    """A book as it is to be opened; no kinds means every kind of the group."""

    name: str
    group: str
    organ_sign: str
    kinds: Sequence[str] = ()
    body_name: str = ""
    is_default: bool = False


@transaction.atomic
def open_book(*, actor: Actor, agency_id: int, book: NewBook, valid_from: dt.date, now: dt.datetime) -> NumberBook:
    """Open a series of numbers; leaders decide, the clerk and administrators carry it out.  Raises NotAllowed, UnknownKind, BadValue.

    Basis: 30/2020/NĐ-CP, Article 15(2).
    """
    check_holds(actor, agency_id, Role.LEADER, Role.CLERK, Role.ADMIN)
    known = set(kinds_on(valid_from, group=book.group).values_list("code", flat=True))
    if book.group not in KindGroup.values or not set(book.kinds) <= known:
        raise UnknownKind("kinds")
    name, sign = clean(book.name)[:120], clean(book.organ_sign).replace(" ", "")[:20]
    if not name or not sign:
        raise BadValue("name", reason="Hãy ghi tên sổ và chữ viết tắt của cơ quan.")
    if NumberBook.objects.filter(agency=agency_id, name=name, valid_to__isnull=True).exists():
        raise BadValue("name", reason="Đã có sổ mang tên này. Hãy đặt tên khác.")
    made = NumberBook.objects.create(
        agency_id=agency_id,
        name=name,
        group=book.group,
        kinds=list(book.kinds),
        body_name=clean(book.body_name)[:200],
        organ_sign=sign,
        is_default=book.is_default,
        valid_from=valid_from,
    )
    _audit("open_book", made, actor, now)
    return made


@transaction.atomic
def rename_book(*, actor: Actor, book_id: int, name: str, is_default: bool, now: dt.datetime) -> NumberBook:
    """Change the name of a book and whether it is offered first; what numbers look like never changes.  Raises NotFound, NotAllowed."""
    book = _lock(book_id)
    check_holds(actor, book.agency_id, Role.LEADER, Role.CLERK, Role.ADMIN)
    book.name, book.is_default = clean(name)[:120] or book.name, is_default
    book.save(update_fields=["name", "is_default"])
    _audit("rename_book", book, actor, now)
    return book


@transaction.atomic
def close_book(*, actor: Actor, book_id: int, last_day: dt.date, now: dt.datetime) -> NumberBook:
    """End a series after a day; its numbers stay.  Raises NotFound, NotAllowed, BookHasNumbers when later numbers were taken."""
    book = _lock(book_id)
    check_holds(actor, book.agency_id, Role.LEADER, Role.CLERK, Role.ADMIN)
    if book.numbers.filter(dated_on__gt=last_day).exists() or last_day < book.valid_from:
        raise BookHasNumbers("valid_to")
    book.valid_to = last_day
    book.save(update_fields=["valid_to"])
    _audit("close_book", book, actor, now)
    return book


@transaction.atomic
def give_book_right(*, actor: Actor, book_id: int, account_id: int, now: dt.datetime) -> BookRight:
    """Let a clerk keep numbers for later and back-date; leaders only.  Raises NotFound, NotAllowed."""
    book = _lock(book_id)
    check_holds(actor, book.agency_id, Role.LEADER)
    if not holds_role(account_id, Role.CLERK, book.agency_id, clock.local(now).date()):
        raise NotFound
    right, _made = BookRight.objects.get_or_create(
        book=book, account_id=account_id, withdrawn_at=None, defaults={"given_by_id": actor.account, "given_at": now}
    )
    _audit("give_book_right", book, actor, now, account=account_id)
    return right


@transaction.atomic
def withdraw_book_right(*, actor: Actor, right_id: int, now: dt.datetime) -> None:
    """Take the right back with effect at once; leaders only.  Raises NotFound, NotAllowed."""
    right = BookRight.objects.select_for_update().select_related("book").filter(pk=right_id, withdrawn_at__isnull=True).first()
    if right is None:
        raise NotFound
    check_holds(actor, right.book.agency_id, Role.LEADER)
    right.withdrawn_at, right.withdrawn_by_id = now, actor.account
    right.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _audit("withdraw_book_right", right.book, actor, now, account=right.account_id)


@transaction.atomic
def load_books(*, on: dt.date) -> LoadReport:
    """Give every agency without books the usual ones: administrative documents, copies, legal documents of committees.

    One common series for administrative documents is the usual choice; an agency changes it by opening its own books.
    """
    report = LoadReport()
    have = set(NumberBook.objects.values_list("agency_id", flat=True))
    books: list[NumberBook] = []
    for agency in agencies_on(on).order_by("pk"):
        if agency.pk in have:
            report.unchanged += 1
            continue
        books += _usual_books(agency.pk, agency.name, max(agency.valid_from, on.replace(month=1, day=1, year=on.year - 1)))
    NumberBook.objects.bulk_create(books)
    report.created = len(books)
    return report


def organ_sign_of(name: str) -> str:
    """The issuer's part of the sign: UBND for a People's Committee, otherwise the initials, as in SNV for Sở Nội vụ.

    Basis: 30/2020/NĐ-CP, Appendix I part II.3; agencies may open books with another one.
    """
    if "ủy ban nhân dân" in name.lower():
        return "VP" if name.lower().startswith("văn phòng") else _COMMITTEE
    words = [word for word in name.partition(" tỉnh ")[0].replace(",", " ").split() if word.lower() not in ("và", "-", "–")]
    return "".join(word[0].upper() for word in words if word[0].isalpha())[:20] or "CQ"


def _usual_books(agency_id: int, name: str, valid_from: dt.date) -> list[NumberBook]:
    sign = organ_sign_of(name)
    usual: list[tuple[str, KindGroup, list[str], bool]] = [
        ("Văn bản hành chính", KindGroup.ADMINISTRATIVE, [], True),
        ("Bản sao", KindGroup.COPY, [], True),
    ]
    if sign == _COMMITTEE:
        usual.append(("Quyết định quy phạm pháp luật", KindGroup.LEGAL, ["quyet-dinh-phap-quy"], True))
    return [
        NumberBook(agency_id=agency_id, name=title, group=group, kinds=kinds, organ_sign=sign, is_default=default, valid_from=valid_from)
        for title, group, kinds, default in usual
    ]


def _lock(book_id: int) -> NumberBook:
    book = NumberBook.objects.select_for_update().filter(pk=book_id).first()
    if book is None:
        raise NotFound
    return book


def _audit(action: str, book: NumberBook, actor: Actor, now: dt.datetime, **detail: object) -> None:
    record_change(
        actor=actor,
        action=f"correspondence.{action}",
        subject_type="number_book",
        subject_id=book.pk,
        now=now,
        agency_id=book.agency_id,
        detail={"name": book.name, **detail},
    )
