"""Keeping documents findable: every content carries its words and its holders in one indexed column.

The column is a superset filter: who may see a document is decided by ``visible_*`` afterwards, never by the index.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from sen.capabilities.correspondence.models import Content, ContentFile, Delivery, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.selectors.lexemes import holder, lexemes_of, quoted
from sen.foundation.contents.selectors import text_of
from sen.foundation.contents.services import request_text

_SET = "UPDATE correspondence_content SET search = array_to_tsvector(%s::text[]) WHERE id = %s"
_ADD = (
    "UPDATE correspondence_content SET search = coalesce(search, ''::tsvector) || array_to_tsvector(%s::text[]) "
    "WHERE id = %s AND NOT coalesce(search, ''::tsvector) @@ %s::tsquery"
)


@transaction.atomic
def index_contents(*, content_ids: Iterable[int]) -> int:
    """Write the words and holders of the contents anew; returns how many there were.  Safe to call twice."""
    contents = list(Content.objects.filter(pk__in=list(content_ids)).order_by("pk").select_for_update().defer("search"))
    ids = [content.pk for content in contents]
    holders, texts = _holders(ids), _texts(ids)
    rows = [(_lexemes(content, holders[content.pk], texts[content.pk]), content.pk) for content in contents]
    with connection.cursor() as cursor:
        cursor.executemany(_SET, rows)
    return len(rows)


def index_new_content(*, content_id: int, now: dt.datetime) -> None:
    """Make a new content findable by its particulars at once, and have its files read so that their text follows."""
    index_contents(content_ids=[content_id])
    request_text(file_ids=ContentFile.objects.filter(content_id=content_id).values_list("file_id", flat=True), now=now)


def index_text_of_file(*, file_id: int) -> int:
    """Make the contents that carry the file findable by its text; returns how many there are."""
    return index_contents(content_ids=ContentFile.objects.filter(file_id=file_id).values_list("content_id", flat=True))


def index_outgoing(*, outgoing_id: int) -> int:
    """Write the holders of a document anew after it was sent or got further recipients."""
    return index_contents(content_ids=OutgoingDocument.objects.filter(pk=outgoing_id).values_list("content_id", flat=True))


def note_holder(*, incoming_id: int) -> None:
    """Let the agency that received a document find it; costs next to nothing when it already could."""
    row = IncomingDocument.objects.filter(pk=incoming_id).values_list("content_id", "agency_id").first()
    if row is None:
        return
    content_id, agency_id = row
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [[holder(agency_id)], content_id, quoted(holder(agency_id))])


def _holders(content_ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    pairs = [
        *OutgoingDocument.objects.filter(content_id__in=content_ids).values_list("content_id", "agency_id"),
        *IncomingDocument.objects.filter(content_id__in=content_ids).values_list("content_id", "agency_id"),
        *Delivery.objects.filter(outgoing__content_id__in=content_ids, agency__isnull=False).values_list(
            "outgoing__content_id", "agency_id"
        ),
    ]
    for content_id, agency_id in pairs:
        if agency_id is not None:
            found[content_id].add(agency_id)
    return found


def _texts(content_ids: Sequence[int]) -> dict[int, str]:
    files = list(ContentFile.objects.filter(content_id__in=content_ids).order_by("position", "pk").values_list("content_id", "file_id"))
    texts = text_of([file_id for _content, file_id in files])
    found: dict[int, str] = defaultdict(str)
    for content_id, file_id in files:
        found[content_id] += "\n" + texts.get(file_id, "")
    return found


def _lexemes(content: Content, holders: Iterable[int], text: str) -> list[str]:
    return lexemes_of(
        holders=holders,
        kind_code=content.kind_code,
        issued_on=content.issued_on,
        code_text=content.code,
        issuer_name=content.issuer_name,
        short_texts=(content.subject, content.signer_name, content.kind_name),
        text=text,
    )
