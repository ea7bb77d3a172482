"""Numbers: one series a year without holes or doubles; kept and back-dated only by right and with a reason."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import DateNotAllowed, NumberGone, ReasonMissing, UnknownKind, WrongBook
from sen.capabilities.correspondence.models import DocumentKind, NumberBook, TakenNumber
from sen.capabilities.correspondence.services import NewBook
from sen.capabilities.correspondence.services.books import organ_sign_of
from sen.capabilities.correspondence.types import KindGroup, NumberTaken
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.document_factories import make_book, make_kinds
from tests.factories import MONDAY

TODAY = clock.local(MONDAY).date()
YESTERDAY = TODAY - dt.timedelta(days=1)


def take(actor: Actor, book: NumberBook, kind: str = "quyet-dinh", *, on: dt.date = TODAY, **values: object) -> NumberTaken:
    return services.take_number(
        actor=actor,
        agency_id=book.agency_id,
        book_id=book.pk,
        kind_code=kind,
        on=on,
        now=MONDAY,
        **values,  # type: ignore[arg-type]
    )


def test_the_law_knows_twenty_nine_kinds_and_three_copies(db: None) -> None:
    make_kinds()
    assert DocumentKind.objects.filter(group=KindGroup.ADMINISTRATIVE).count() == 29
    assert set(DocumentKind.objects.filter(group=KindGroup.COPY).values_list("abbreviation", flat=True)) == {"SY", "SL", "TrS"}
    assert services.load_kinds().created == 0


@pytest.mark.parametrize(
    ("kind", "unit", "code"),
    [("quyet-dinh", "", "01/QĐ-STP"), ("cong-van", "VX", "01/STP-VX"), ("cong-van", "", "01/STP"), ("to-trinh", "", "01/TTr-STP")],
)
def test_number_and_sign_are_printed_as_the_decree_says(sender: Actor, book: NumberBook, kind: str, unit: str, code: str) -> None:
    assert take(sender, book, kind, unit_sign=unit).code == code


def test_legal_documents_carry_the_year_and_have_a_series_of_their_own(sender: Actor, book: NumberBook, department: Agency) -> None:
    legal = make_book(department, group=KindGroup.LEGAL, sign="UBND", kinds=["quyet-dinh-phap-quy"])
    take(sender, book)
    assert take(sender, legal, "quyet-dinh-phap-quy").code == "01/2026/QĐ-UBND"
    with pytest.raises(WrongBook):
        take(sender, legal, "quyet-dinh")


def test_numbers_follow_each_other_over_all_kinds_of_a_common_book(sender: Actor, book: NumberBook) -> None:
    assert [take(sender, book, kind).number for kind in ("quyet-dinh", "bao-cao", "cong-van")] == [1, 2, 3]


def test_the_year_begins_again_at_one(sender: Actor, book: NumberBook) -> None:
    take(sender, book)
    january = clock.at_local(dt.date(2027, 1, 4), dt.time(8))
    taken = services.take_number(
        actor=sender, agency_id=book.agency_id, book_id=book.pk, kind_code="bao-cao", on=dt.date(2027, 1, 4), now=january
    )
    assert taken.code == "01/BC-STP"


def test_an_unknown_kind_and_a_stranger_take_no_number(sender: Actor, registrar: Actor, book: NumberBook) -> None:
    with pytest.raises(UnknownKind):
        take(sender, book, "mat-thu")
    with pytest.raises(NotAllowed):
        take(registrar, book)
    assert not TakenNumber.objects.exists()
    assert take(sender, book).number == 1


def test_a_clerk_without_the_right_neither_keeps_nor_back_dates(sender: Actor, book: NumberBook) -> None:
    take(sender, book)
    with pytest.raises(NotAllowed):
        services.reserve_numbers(actor=sender, book_id=book.pk, count=2, reason="Giữ cho kỳ họp", now=MONDAY)
    with pytest.raises(NotAllowed):
        take(sender, book, on=YESTERDAY, reason="Ký hôm qua")
    assert TakenNumber.objects.count() == 1


def test_a_right_given_works_at_once_and_a_right_withdrawn_ends_at_once(sender: Actor, director: Actor, book: NumberBook) -> None:
    right = services.give_book_right(actor=director, book_id=book.pk, account_id=sender.account, now=MONDAY)
    kept = services.reserve_numbers(actor=sender, book_id=book.pk, count=1, reason="Giữ cho kỳ họp", now=MONDAY)
    services.withdraw_book_right(actor=director, right_id=right.pk, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.reserve_numbers(actor=sender, book_id=book.pk, count=1, reason="Giữ cho kỳ họp", now=MONDAY)
    assert [each.number for each in kept] == [1]


def test_a_kept_number_serves_once_and_leaves_no_hole(director: Actor, sender: Actor, book: NumberBook) -> None:
    kept = services.reserve_numbers(actor=director, book_id=book.pk, count=2, reason="Giữ cho kỳ họp", now=MONDAY)
    assert take(sender, book).number == 3
    assert take(sender, book, reserved_id=kept[0].pk).number == 1
    with pytest.raises(NumberGone):
        take(sender, book, reserved_id=kept[0].pk)
    services.void_number(actor=director, taken_id=kept[1].pk, reason="Không ban hành nữa", now=MONDAY)
    assert list(TakenNumber.objects.order_by("number").values_list("number", "state")) == [(1, "used"), (2, "void"), (3, "used")]


def test_keeping_numbers_needs_a_reason(director: Actor, book: NumberBook) -> None:
    with pytest.raises(ReasonMissing):
        services.reserve_numbers(actor=director, book_id=book.pk, count=1, reason="  ", now=MONDAY)
    assert not TakenNumber.objects.exists()


def test_a_back_dated_number_follows_the_last_of_its_day_with_a_letter(director: Actor, book: NumberBook) -> None:
    before = clock.at_local(YESTERDAY, dt.time(9))
    services.take_number(actor=director, agency_id=book.agency_id, book_id=book.pk, kind_code="bao-cao", on=YESTERDAY, now=before)
    take(director, book)
    codes = [take(director, book, on=YESTERDAY, reason="Đã ký hôm qua, mất kết nối").code for _each in range(2)]
    assert codes == ["01a/QĐ-STP", "01b/QĐ-STP"]
    with pytest.raises(ReasonMissing):
        take(director, book, on=YESTERDAY)


def test_nobody_dates_a_document_ahead(director: Actor, book: NumberBook) -> None:
    take(director, book)
    with pytest.raises(DateNotAllowed):
        take(director, book, on=TODAY + dt.timedelta(days=1), reason="Chuẩn bị trước")


def test_a_book_opened_for_an_advisory_body_numbers_only_its_kinds(sender: Actor, department: Agency) -> None:
    make_kinds()
    council = NewBook("Hội đồng thi đua", KindGroup.ADMINISTRATIVE, "HĐTĐ", ["thong-bao"], body_name="Hội đồng thi đua, khen thưởng")
    book = services.open_book(actor=sender, agency_id=department.pk, book=council, valid_from=TODAY, now=MONDAY)
    assert take(sender, book, "thong-bao").code == "01/TB-HĐTĐ"
    with pytest.raises(WrongBook):
        take(sender, book, "quyet-dinh")


def test_every_agency_begins_with_the_usual_books(department: Agency, agency: Agency) -> None:
    make_kinds()
    services.load_books(on=TODAY)
    again = services.load_books(on=TODAY)
    signs = dict(NumberBook.objects.filter(group=KindGroup.ADMINISTRATIVE).values_list("agency_id", "organ_sign"))
    assert (signs[department.pk], signs[agency.pk]) == ("STP", "UBND")
    assert NumberBook.objects.filter(agency=agency, group=KindGroup.LEGAL).exists()
    assert again.created == 0


@pytest.mark.parametrize(
    ("name", "sign"),
    [("Sở Khoa học và Công nghệ", "SKHCN"), ("Ủy ban nhân dân xã Tân Hồng", "UBND"), ("Thanh tra tỉnh Đồng Tháp", "TT")],
)
def test_the_issuers_sign_follows_its_name(name: str, sign: str) -> None:
    assert organ_sign_of(name) == sign


@pytest.mark.django_db(transaction=True)
def test_forty_hands_take_forty_numbers_without_a_hole(sender: Actor, book: NumberBook) -> None:
    def one(_turn: int) -> int:
        try:
            return take(sender, book).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, range(40)))
    assert numbers == list(range(1, 41))
    assert TakenNumber.objects.count() == 40
