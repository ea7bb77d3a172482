"""Writing down what a document says, once for everybody who will hold it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from sen.capabilities.correspondence.errors import NoFile, SecretDocument, UnknownKind
from sen.capabilities.correspondence.events import ContentStored
from sen.capabilities.correspondence.models import Content, ContentFile, ContentReply
from sen.capabilities.correspondence.selectors.reading import kind_on
from sen.capabilities.correspondence.types import Channel, FileRole, NewContent, NewFile
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.files.selectors import list_files
from sen.foundation.jobs.services import publish
from sen.kernel.hashing import canonical, content_hash
from sen.kernel.text import clean, fold

_NUMBER_WIDTH = 2


@transaction.atomic
def write_content(*, new: NewContent, now: dt.datetime) -> Content:
    """The document written down; the same identifier with the same words and files gives the row already there.

    Raises SecretDocument, UnknownKind when one of our own agencies issues a kind that is not in force.
    Basis: 30/2020/NĐ-CP, Appendix VI part II; 29/2018/QH14, Article 5.
    """
    if new.secrecy:
        raise SecretDocument("secrecy")
    content = _filled(new)
    files = _file_rows(new.files)
    replies = sorted({clean(each)[:160] for each in new.replies_to if clean(each)})
    content.content_hash = hash_of(content, files, replies)
    if content.document_id:
        _wait_for_writers_of(content.document_id)
        versions = list(Content.objects.filter(document_id=content.document_id).order_by("version"))
        same = next((each for each in versions if each.content_hash == content.content_hash), None)
        if same is not None:
            return same
        content.version = versions[-1].version + 1 if versions else 1
    return save_content(content, files, replies, now=now, frozen=new.source != Channel.INTERNAL)


def save_content(content: Content, files: Sequence[ContentFile], replies: Sequence[str], *, now: dt.datetime, frozen: bool) -> Content:
    """Insert a new row with its files and what it answers, and tell that it is there; the hash must be set.

    ``frozen``: it is already issued by somebody, so nobody here may ever change it.
    """
    content.created_at = now
    content.save(force_insert=True)
    for file in files:
        file.content = content
    ContentFile.objects.bulk_create(files)
    ContentReply.objects.bulk_create(ContentReply(content=content, document_id=each) for each in replies)
    if frozen:
        freeze(content, now=now)
    publish(ContentStored(content.pk), now=now)
    return content


def set_places(content: Content, places: str) -> None:
    """Name the recipients of a document not yet issued anew."""
    content.to_places = clean(places)
    content.content_hash = current_hash(content)
    content.save(update_fields=["to_places", "content_hash"])


def freeze(content: Content, *, now: dt.datetime) -> None:
    """From now on the database itself refuses any change of the particulars and files."""
    content.frozen_at = now
    Content.objects.filter(pk=content.pk).update(frozen_at=now)


def replace_files(content: Content, new: Sequence[NewFile]) -> None:
    """Put the signed files in the place of those before, until the document is issued; the hash follows.  Raises NoFile."""
    files = _file_rows(new)
    if not files:
        raise NoFile("files")
    content.files.all().delete()
    for file in files:
        file.content = content
    ContentFile.objects.bulk_create(files)
    content.content_hash = hash_of(content, files, replies_of(content))
    content.save(update_fields=["content_hash"])


def current_hash(content: Content) -> str:
    """The hash computed anew from the rows as they are now."""
    return hash_of(content, list(content.files.all()), replies_of(content))


def replies_of(content: Content) -> list[str]:
    """Identifiers of the documents it answers, in order."""
    return sorted(content.replies.values_list("document_id", flat=True))


def hash_of(content: Content, files: Sequence[ContentFile], replies: Sequence[str]) -> str:
    """SHA-256 (hex) over the canonical particulars and the hashes of the files: the packet both sides keep."""
    record: dict[str, Any] = {
        "document": content.document_id,
        "kind": content.kind_name,
        "code": content.code,
        "issued_on": content.issued_on.isoformat(),
        "issuer": [content.issuer_code, content.issuer_name],
        "subject": content.subject,
        "signer": [content.signer_competence, content.signer_title, content.signer_name],
        "urgency": int(content.urgency),
        "due_on": content.due_on.isoformat() if content.due_on else None,
        "pages": int(content.pages),
        "language": content.language,
        "to_places": content.to_places,
        "replies": list(replies),
        "files": [[str(file.role), file.name, file.sha256] for file in sorted(files, key=lambda each: each.position)],
    }
    return content_hash(canonical(record))


def printed_number(number: int, suffix: str = "") -> str:
    """The number as printed: below ten with a leading zero.  Basis: 30/2020/NĐ-CP, Appendix I part II.3."""
    return f"{number:0{_NUMBER_WIDTH}d}{suffix}"


def _filled(new: NewContent) -> Content:
    issuer_code, issuer_name = _issuer(new)
    kind_code, kind_name = _kind(new)
    number = printed_number(new.number, new.number_suffix) if new.number is not None else ""
    notation = clean(new.notation)[:60]
    code = clean(new.code)[:80] or "/".join(part for part in (number, notation) if part)[:80]
    identifier = clean(new.document_id)[:160]
    if not identifier and issuer_code and code:
        identifier = f"{issuer_code},{new.issued_on:%Y/%m/%d},{code}"
    return Content(
        document_id=identifier,
        source=new.source,
        kind_code=kind_code,
        kind_name=kind_name,
        number=new.number,
        number_suffix=new.number_suffix,
        notation=notation,
        code=code,
        code_folded=fold(code)[:80],
        issued_on=new.issued_on,
        signed_at=new.signed_at,
        issuer_agency_id=new.issuer_agency_id,
        issuer_code=issuer_code,
        issuer_name=issuer_name,
        issuer_folded=fold(issuer_name)[:200],
        subject=" ".join(clean(new.subject).split())[:1000],
        signer_name=clean(new.signer_name)[:100],
        signer_title=clean(new.signer_title)[:150],
        signer_competence=new.signer_competence,
        urgency=new.urgency,
        due_on=new.due_on,
        pages=new.pages,
        language=new.language,
        to_places=clean(new.to_places),
        is_demo=new.is_demo,
    )


def _issuer(new: NewContent) -> tuple[str, str]:
    code, name = new.issuer_code.strip(), clean(new.issuer_name)
    if new.issuer_agency_id is not None and not (code and name):
        agency = get_agency(new.issuer_agency_id)
        code, name = code or agency.identification_code or agency.dossier_prefix, name or agency.name
    return code[:35], name[:200]


def _kind(new: NewContent) -> tuple[str, str]:
    kind = kind_on(new.kind_code, new.issued_on) if new.kind_code else None
    if kind is not None:
        return kind.code, kind.name.partition(" (")[0]
    if new.source == Channel.INTERNAL or not clean(new.kind_name):
        raise UnknownKind("kind_code")
    return "", clean(new.kind_name)[:100]


def _file_rows(new: Sequence[NewFile]) -> list[ContentFile]:
    stored = {file.pk: file for file in list_files([each.file_id for each in new])}
    rows = []
    for position, each in enumerate(new):
        file = stored.get(each.file_id)
        if file is None:
            raise NoFile("files")
        name, role = clean(each.name)[:200] or file.name, FileRole(each.role)
        rows.append(ContentFile(file_id=file.pk, role=role, name=name, sha256=file.sha256, position=position))
    return rows


def _wait_for_writers_of(document_id: str) -> None:
    """Two packets of one document may come in at once; the second waits until the first has written it down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))", [document_id])
