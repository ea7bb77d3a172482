"""Documents for tests: kinds from the reference data, a book, a stored file, a document issued to others."""

import datetime as dt
import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.models import DocumentKind, IncomingDocument, NumberBook, OutgoingDocument
from sen.capabilities.correspondence.types import KindGroup, NewContent, NewFile, Recipient
from sen.foundation.agencies.models import Agency
from sen.foundation.files.models import ScanState, StoredFile
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import LONG_AGO, MONDAY

_numbers = itertools.count(1)


def make_kinds() -> None:
    """The kinds of documents of the law, once."""
    if not DocumentKind.objects.exists():
        services.load_kinds()


def make_book(agency: Agency, *, group: str = KindGroup.ADMINISTRATIVE, sign: str = "UBND", **values: Any) -> NumberBook:
    """A number book of the agency."""
    make_kinds()
    values.setdefault("name", f"Sổ {group} {sign}")
    values.setdefault("valid_from", LONG_AGO)
    return NumberBook.objects.get_or_create(agency=agency, group=group, organ_sign=sign, defaults=values)[0]


def make_file(name: str = "van-ban.pdf", *, size: int = 2_000_000, **values: Any) -> StoredFile:
    """A stored file; its bytes are not there, only what the record says of them."""
    digest = hashlib.sha256(f"{name} {next(_numbers)}".encode()).hexdigest()
    values.setdefault("media_type", "application/pdf")
    return StoredFile.objects.create(name=name, size=size, sha256=digest, scan_state=ScanState.CLEAN, uploaded_at=MONDAY, **values)


def new_content(subject: str = "Tăng cường phòng, chống dịch bệnh mùa mưa", **values: Any) -> NewContent:
    """A signed directive with one file, not yet numbered."""
    files = values.pop("files", None)
    content = NewContent(
        kind_code=values.pop("kind_code", "chi-thi"),
        number=values.pop("number", None),
        notation=values.pop("notation", ""),
        issued_on=values.pop("issued_on", clock.local(MONDAY).date()),
        subject=subject,
        signer_name="Phạm Minh Đức",
        signer_title="Phó Chủ tịch",
        signer_competence="KT",
        files=[NewFile(make_file().pk)] if files is None else files,
    )
    return replace(content, **values)


def outside_content(number: int = 7, *, issuer: str = "Bộ Nội vụ", code: str = "G09", **values: Any) -> NewContent:
    """A letter of a body outside the platform."""
    values.setdefault("kind_code", "cong-van")
    values.setdefault("notation", "BNV-VP")
    return new_content(
        values.pop("subject", "Hướng dẫn công tác văn thư"), number=number, issuer_code=code, issuer_name=issuer, source="axis", **values
    )


def issue(
    sender: Actor, agency: Agency, recipients: Sequence[Agency | Recipient], *, now: dt.datetime = MONDAY, content: NewContent | None = None
) -> OutgoingDocument:
    """A document of the agency, numbered, sealed and issued by its clerk, not yet arrived anywhere."""
    book = make_book(agency)
    to = [each if isinstance(each, Recipient) else Recipient(agency_id=each.pk) for each in recipients]
    return services.issue_document(
        actor=sender, agency_id=agency.pk, content=content or new_content(), recipients=to, book_id=book.pk, now=now, sealed=True
    )


def arrive(outgoing: OutgoingDocument, *, now: dt.datetime = MONDAY) -> list[IncomingDocument]:
    """Have the document arrive at its recipients in the platform; gives what arrived, in the order of the recipients."""
    while services.receive_inside(outgoing_id=outgoing.pk, now=now):
        pass
    return list(IncomingDocument.objects.filter(delivery__outgoing=outgoing).select_related("content").order_by("pk"))
