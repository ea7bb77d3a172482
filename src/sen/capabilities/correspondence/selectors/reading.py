"""Reads the use cases and the apps above need: kinds, books, duplicates, facts of contents."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from sen.capabilities.correspondence.models import (
    Content,
    ContentFile,
    Delivery,
    DocumentKind,
    IncomingDocument,
    NumberBook,
    OutgoingDocument,
    TakenNumber,
)
from sen.capabilities.correspondence.states import LIVE_INCOMING, NumberState
from sen.capabilities.correspondence.types import Channel, ContentFacts
from sen.foundation.agencies.selectors import agencies_on
from sen.kernel.text import fold


def kinds_on(on: dt.date, *, group: str = "") -> QuerySet[DocumentKind]:
    """Kinds of documents in force on the date, in the order of the law."""
    kinds = DocumentKind.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return kinds.filter(group=group) if group else kinds


def kind_on(code: str, on: dt.date) -> DocumentKind | None:
    """The kind with the key in force on the date."""
    return kinds_on(on).filter(code=code).first()


def kind_by_name(name: str, on: dt.date) -> DocumentKind | None:
    """The administrative or legal kind another system calls by this name, accents and case aside; administrative ones first."""
    wanted = fold(name)
    found = [kind for kind in kinds_on(on) if fold(kind.name.partition(" (")[0]) == wanted]
    return found[0] if found else None


def books_on(agency_id: int, on: dt.date) -> QuerySet[NumberBook]:
    """Number books of the agency in force on the date, those offered first leading."""
    books = NumberBook.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), agency=agency_id, valid_from__lte=on)
    return books.order_by("-is_default", "group", "pk")


def books_for(agency_id: int, kind_code: str, on: dt.date) -> list[NumberBook]:
    """Books of the agency that number the kind on the date; the first is the one to offer."""
    kind = kind_on(kind_code, on)
    if kind is None:
        return []
    books = [book for book in books_on(agency_id, on) if (kind_code in book.kinds) or (not book.kinds and book.group == kind.group)]
    return sorted(books, key=lambda book: (bool(book.body_name), not book.is_default, not book.kinds, book.pk))


def kept_numbers(book_id: int, year: int) -> QuerySet[TakenNumber]:
    """Numbers of the book kept for later and not yet used."""
    return TakenNumber.objects.filter(book=book_id, year=year, state=NumberState.RESERVED)


def find_duplicates(
    *, agency_id: int, document_id: str = "", code: str = "", issuer_name: str = "", but_content_id: int | None = None
) -> list[IncomingDocument]:
    """Live documents of the agency with the same identifier, or the same number, sign and issuer.

    Basis: 30/2020/NĐ-CP, Appendix VI part III.1: the system warns of both.
    """
    same = Q(pk__in=[])
    if document_id:
        same |= Q(document_id=document_id)
    if code and issuer_name:
        same |= Q(code_folded=fold(code)[:80], issuer_folded=fold(issuer_name)[:200])
    contents = Content.objects.filter(same)
    if but_content_id is not None:
        contents = contents.exclude(pk=but_content_id)
    rows = IncomingDocument.objects.filter(agency=agency_id, content__in=contents.values("pk"), state__in=LIVE_INCOMING)
    return list(rows.select_related("content").order_by("pk")[:5])


def get_content(content_id: int) -> Content:
    """The content; for apps that already hold a right to it.  Raises Content.DoesNotExist for a number that never was."""
    return Content.objects.get(pk=content_id)


def list_content_files(content_ids: Iterable[int]) -> dict[int, list[ContentFile]]:
    """Files of several contents with their stored files, in order, in one query."""
    found: dict[int, list[ContentFile]] = {}
    rows = ContentFile.objects.filter(content__in=list(content_ids)).select_related("file").order_by("content", "position", "pk")
    for row in rows:
        found.setdefault(row.content_id, []).append(row)
    return found


def content_facts(content_ids: Iterable[int]) -> dict[int, ContentFacts]:
    """What lines and headers of other apps show of contents, in two queries."""
    ids = list(content_ids)
    files = list_content_files(ids)
    return {
        each.pk: ContentFacts(
            each.pk,
            each.document_id,
            each.code,
            each.kind_code,
            each.kind_name,
            each.issued_on,
            each.issuer_name,
            each.subject,
            each.urgency,
            each.due_on,
            tuple(file.file_id for file in files.get(each.pk, [])),
        )
        for each in Content.objects.filter(pk__in=ids)
    }


def find_content(document_id: str) -> Content | None:
    """The newest version of the document with the identifier."""
    return Content.objects.filter(document_id=document_id).order_by("-version").first() if document_id else None


def paper_copies(outgoing: OutgoingDocument) -> QuerySet[IncomingDocument]:
    """Live documents other agencies entered by hand from paper or mail that are this one: same number, sign, issuer and date."""
    content = outgoing.content
    rows = IncomingDocument.objects.filter(
        channel__in=[Channel.PAPER, Channel.MAIL],
        state__in=LIVE_INCOMING,
        content__code_folded=content.code_folded,
        content__issuer_folded=content.issuer_folded,
        content__issued_on=content.issued_on,
    )
    return rows.exclude(agency=outgoing.agency_id).select_related("content", "agency").order_by("pk")


def outside_deliveries(outgoing_id: int) -> QuerySet[Delivery]:
    """Deliveries of a document that go over the document axis, with the document and its content."""
    return Delivery.objects.filter(outgoing=outgoing_id, way="axis").select_related("outgoing__content", "outgoing__agency").order_by("pk")


def find_delivery(document_id: str, organ_code: str) -> Delivery | None:
    """The delivery of the document to the outside body, by the identifiers a status packet names."""
    rows = Delivery.objects.filter(outgoing__content__document_id=document_id, organ_code=organ_code)
    return rows.order_by("-pk").first()


def agencies_by_code(codes: Sequence[str], on: dt.date) -> dict[str, tuple[int, str]]:
    """Agencies of the platform (number, name) by identification code, old code or provisional code, in one query."""
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    known = Q(identification_code__in=wanted) | Q(identification_code_old__in=wanted) | Q(dossier_prefix__in=wanted)
    found: dict[str, tuple[int, str]] = {}
    for agency in agencies_on(on).filter(known):
        for code in (agency.identification_code, agency.identification_code_old, agency.dossier_prefix):
            if code in wanted:
                found[code] = (agency.pk, agency.name)
    return found
