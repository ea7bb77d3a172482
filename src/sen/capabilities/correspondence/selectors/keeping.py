"""What an agency keeps ready: number books with their numbers, groups of recipients, the register of secret papers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from sen.capabilities.correspondence.models import BookRight, NumberBook, RecipientGroup, RecipientGroupMember, SecretLine, TakenNumber
from sen.capabilities.correspondence.states import NumberState
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from sen.ui.paging import ListPage, list_page


@dataclass(frozen=True, slots=True)
class BookRow:
    """A number book with how far it has come this year."""

    book: NumberBook
    last: int
    used: int
    reserved: int
    is_open: bool
    kinds: str


def list_books(agency_id: int, on: dt.date, kind_names: dict[str, str]) -> list[BookRow]:
    """Books of the agency, open ones first, with the numbers of the year counted; one query."""
    this_year = Q(numbers__year=on.year)
    rows = NumberBook.objects.filter(agency=agency_id).annotate(
        last=Max("numbers__number", filter=this_year),
        used=Count("numbers", filter=this_year & Q(numbers__state=NumberState.USED)),
        reserved=Count("numbers", filter=this_year & Q(numbers__state=NumberState.RESERVED)),
    )
    found = [
        BookRow(
            book,
            book.last or 0,
            book.used,
            book.reserved,
            book.valid_to is None or book.valid_to >= on,
            ", ".join(kind_names.get(code, code) for code in book.kinds),
        )
        for book in rows.order_by("group", "name")
    ]
    return sorted(found, key=lambda row: not row.is_open)


def access_book(actor: Actor, book_id: int) -> NumberBook:
    """A book of an agency in which the actor is clerk, leader or administrator; raises NotFound."""
    agencies = actor.agencies(Role.CLERK, Role.LEADER, Role.ADMIN)
    book = NumberBook.objects.filter(pk=book_id, agency__in=agencies).select_related("agency").first()
    if book is None:
        raise NotFound
    return book


def list_numbers(book: NumberBook, year: int, state: str, page: int) -> ListPage[TakenNumber]:
    """Numbers of the book in a year, the latest first."""
    rows = TakenNumber.objects.filter(book=book.pk, year=year).select_related("taken_by", "outgoing__content")
    if state in {each.value for each in NumberState}:
        rows = rows.filter(state=state)
    return list_page(rows.order_by("-number", "-suffix"), page, 50)


def list_book_rights(book: NumberBook) -> list[BookRight]:
    """Who may keep numbers and back-date in the book now."""
    rows = BookRight.objects.filter(book=book.pk, withdrawn_at__isnull=True)
    return list(rows.select_related("account", "given_by").order_by("given_at"))


def list_groups(agency_ids: Iterable[int]) -> list[RecipientGroup]:
    """Groups of the agencies and of the province, with their size and the first names."""
    rows = RecipientGroup.objects.filter(Q(agency__in=list(agency_ids)) | Q(agency__isnull=True))
    return list(rows.annotate(size=Count("members")).order_by("agency", "name"))


def access_group(actor: Actor, group_id: int) -> RecipientGroup:
    """A group the actor may read, with its members; raises NotFound."""
    members = Prefetch("members", RecipientGroupMember.objects.order_by("organ_name"))
    rows = RecipientGroup.objects.filter(Q(agency__in=actor.agencies()) | Q(agency__isnull=True), pk=group_id)
    group = rows.prefetch_related(members).first()
    if group is None:
        raise NotFound
    return group


def list_secret_lines(agency_id: int) -> QuerySet[SecretLine]:
    """The register of secret papers: number, date, issuer, nothing else."""
    return SecretLine.objects.filter(agency=agency_id).select_related("registered_by").order_by("-year", "-number", "is_incoming")
