"""Certified copies: sao y, sao lục, trích sao.

Basis: 30/2020/NĐ-CP, Articles 25 to 27 and Appendix I, Part II.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
from django.db import transaction

from sen.capabilities.correspondence.policies import check_is_clerk
from sen.capabilities.correspondence.selectors.reading import books_for
from sen.capabilities.correspondence.services.numbering import take_number
from sen.capabilities.correspondence.types import NumberTaken
from sen.capabilities.drafting.errors import BookMissing, CopyNeedsNoForm, CopySignerMissing, PagesUnknown, SourceNotCopied
from sen.capabilities.drafting.models import CertifiedCopy, CopyForm, CopyKind
from sen.capabilities.drafting.selectors.copies import CopySource, copy_signers
from sen.capabilities.drafting.selectors.signers import signer_lines, usual_power
from sen.capabilities.drafting.services.papers import letterhead_facts, sign_words, signing_time
from sen.foundation.audit.services import record_change
from sen.foundation.files.selectors import get_file, read_bytes
from sen.foundation.files.services import store_bytes
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.foundation.printing.services import append_pages, free_height_mm, lay_over, page_count, page_height_mm, pick_pages, render_pdf
from sen.foundation.signing.errors import UnreadablePdf
from sen.foundation.signing.services import validate_pdf
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

if TYPE_CHECKING:
    from sen.foundation.accounts.types import Officer
    from sen.foundation.agencies.models import Agency

_PDF = "application/pdf"
_GAP_MM = 3


@dataclass(frozen=True, slots=True)
class NewCopy:
    """A copy as it is asked for: of which file, which kind, on what, who decided, which pages (``1, 3-5``), who receives it."""

    file_id: int
    kind: CopyKind
    form: CopyForm
    signer_id: int
    pages: str = ""
    places: str = ""


@transaction.atomic
def make_copy(*, actor: Actor, source: CopySource, asked: NewCopy, now: dt.datetime) -> CertifiedCopy:
    """Make a certified copy, numbered in the agency's series of copies.

    An electronic copy bears the agency's signature as words at the top right; a paper one ends with the block that the decree
    draws, to be signed and sealed by hand.  ``source`` comes from ``selectors.copies.access_source``.
    Raises NotAllowed, SourceNotCopied, CopyNeedsNoForm, PagesUnknown, CopySignerMissing, BookMissing, NotSignable.
    """
    check_is_clerk(actor, source.agency.pk)
    on = clock.local(now).date()
    signer = next((one for one in copy_signers(source.agency.pk, on) if one.account_id == asked.signer_id), None)
    if signer is None:
        raise CopySignerMissing("signer_id")
    original = _original(source, asked)
    books = books_for(source.agency.pk, asked.kind, on)
    if not books:
        raise BookMissing
    taken = take_number(actor=actor, agency_id=source.agency.pk, book_id=books[0].pk, kind_code=asked.kind, on=on, now=now)
    pdf = _made(original, source.agency, asked, code=taken.code, signer=signer, now=now)
    copy = _keep(pdf, source, asked, taken, signer, actor, now)
    payload = {"code": copy.code, "kind": asked.kind.value, "form": asked.form.value, "sha256": copy.file.sha256}
    append([NewEvent(source.kind, source.record_id, "copy", payload=payload, agency_id=source.agency.pk)], actor=actor, now=now)
    record_change(actor=actor, action="make_copy", subject_type="certified_copy", subject_id=copy.pk, now=now, detail=payload)
    return copy


def _keep(
    pdf: bytes, source: CopySource, asked: NewCopy, taken: NumberTaken, signer: "Officer", actor: Actor, now: dt.datetime
) -> CertifiedCopy:
    name = f"{asked.kind.label} {taken.code.replace('/', '-')}.pdf"
    stored = store_bytes(name=name, content=pdf, actor=actor, now=now, media_type=_PDF, produced=True)
    return CertifiedCopy.objects.create(
        agency=source.agency,
        kind=asked.kind,
        form=asked.form,
        incoming_id=source.incoming_id,
        outgoing_id=source.outgoing_id,
        source_code=source.code,
        source_title=source.title[:700],
        pages=clean(asked.pages)[:100] if asked.kind is CopyKind.EXCERPT else "",
        places=asked.places.strip(),
        taken_id=taken.taken_id,
        code=taken.code,
        made_on=taken.issued_on,
        made_at=now,
        made_by_id=actor.account,
        made_by_name=actor.name,
        signer_name=signer.name,
        signer_title=signer.title,
        file=stored,
    )


def parse_pages(text: str, count: int) -> list[int]:
    """Page numbers written as ``1, 3-5``, in order and each once; raises PagesUnknown for none or one that is not there."""
    found: set[int] = set()
    for part in text.replace(";", ",").split(","):
        first, _, last = part.strip().replace("–", "-").partition("-")
        if not first.strip().isdecimal() or (last and not last.strip().isdecimal()):
            raise PagesUnknown("pages", count=count)
        found |= set(range(int(first), int(last or first) + 1)) if int(last or first) <= count else {count + 1}
    if not found or min(found) < 1 or max(found) > count:
        raise PagesUnknown("pages", count=count)
    return sorted(found)


def _original(source: CopySource, asked: NewCopy) -> bytes:
    """The bytes to copy; refuses what is no PDF of the document, and forms of copies the decree does not know."""
    if asked.file_id not in source.file_ids:
        raise SourceNotCopied("file_id")
    file = get_file(asked.file_id)
    if file.media_type != _PDF:
        raise SourceNotCopied("file_id")
    pdf = read_bytes(file)
    try:
        is_signed = bool(validate_pdf(pdf))
    except UnreadablePdf as error:
        raise SourceNotCopied("file_id") from error
    if is_signed and asked.form is CopyForm.ELECTRONIC and asked.kind is not CopyKind.EXCERPT:
        raise CopyNeedsNoForm("form")
    return pdf


def _made(original: bytes, agency: "Agency", asked: NewCopy, *, code: str, signer: "Officer", now: dt.datetime) -> bytes:
    try:
        pages = parse_pages(asked.pages, page_count(original)) if asked.kind is CopyKind.EXCERPT else []
        printed = pick_pages(original, pages) if pages or asked.form is CopyForm.PAPER else original
    except pypdfium2.PdfiumError as error:
        raise SourceNotCopied("file_id") from error
    title = str(asked.kind.label).upper()
    if asked.form is CopyForm.ELECTRONIC:
        words = (f"{title}; {agency.name}; {signing_time(now)}",)
        return sign_words(printed, agency=agency, words=words, reason=f"{title} {code}", now=now)
    return _with_block(printed, agency, asked, code=code, signer=signer, now=now)


def _with_block(printed: bytes, agency: "Agency", asked: NewCopy, *, code: str, signer: "Officer", now: dt.datetime) -> bytes:
    """The pages with the closing block under the last line, or on a sheet of its own when there is no room."""
    power = usual_power(signer, agency.name)
    facts = {
        **letterhead_facts(agency),
        "form": {"title": str(asked.kind.label), "kind": str(asked.kind.label)},
        "number": code,
        "date": clock.local(now).date().isoformat(),
        "places": [line.strip().lstrip("-– ").rstrip(" ;.") for line in asked.places.splitlines() if line.strip()],
        "signer": {"lines": signer_lines(agency_name=agency.name, power=power, title=signer.title), "name": signer.name},
        "areas": False,
    }
    end, room = free_height_mm(printed)
    block = render_pdf("drafting/papers/copy_block.typ", facts)
    if room >= page_height_mm(block) + _GAP_MM:
        return lay_over(printed, block, page=page_count(printed), left_mm=0, top_mm=end + _GAP_MM)
    return append_pages(printed, render_pdf("drafting/papers/copy_block.typ", facts | {"whole_page": True}))
