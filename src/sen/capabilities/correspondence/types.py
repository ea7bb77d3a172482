"""Values of documents and their exchange."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import Actor


class KindGroup(models.TextChoices):
    """Which rules number a document and lay it out."""

    ADMINISTRATIVE = "administrative", _("Văn bản hành chính")
    LEGAL = "legal", _("Văn bản quy phạm pháp luật")
    COPY = "copy", _("Bản sao")


class Urgency(models.IntegerChoices):
    """How urgent; decided by the signer.  Basis: 30/2020/NĐ-CP, Article 8."""

    NORMAL = 0, _("Thường")
    URGENT = 1, _("Khẩn")
    VERY_URGENT = 2, _("Thượng khẩn")
    EXPRESS = 3, _("Hỏa tốc")


class Competence(models.TextChoices):
    """In whose name a person signs.  Basis: 30/2020/NĐ-CP, Article 13."""

    NONE = "", _("Người đứng đầu ký")
    COLLECTIVE = "TM", _("Thay mặt")
    DEPUTY = "KT", _("Ký thay")
    ORDER = "TL", _("Thừa lệnh")
    AUTHORISED = "TUQ", _("Thừa ủy quyền")
    ACTING = "Q", _("Quyền")


class Channel(models.TextChoices):
    """How a document came in."""

    INTERNAL = "internal", _("Trong nền tảng")
    AXIS = "axis", _("Trục liên thông văn bản")
    PAPER = "paper", _("Bưu chính, trực tiếp")
    MAIL = "mail", _("Thư điện tử")


class DeliveryWay(models.TextChoices):
    """How a document reaches one recipient."""

    INSIDE = "inside", _("Trong nền tảng")
    AXIS = "axis", _("Trục liên thông văn bản")
    PAPER = "paper", _("Bản giấy")


class RecipientRole(models.TextChoices):
    """What a document is sent to a recipient for.  Basis: 30/2020/NĐ-CP, Appendix I, Part I, II.9."""

    ADDRESSED = "addressed", _("Để thực hiện")
    REPORT = "report", _("Để báo cáo")
    INFORMED = "informed", _("Để biết")


class FileRole(models.TextChoices):
    """What a file is to its document."""

    MAIN = "main", _("Văn bản")
    ANNEX = "annex", _("Phụ lục, tài liệu kèm theo")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A stored file to attach: ``role`` of ``FileRole``; an empty name keeps the file's own."""

    file_id: int
    role: str = FileRole.MAIN
    name: str = ""


@dataclass(frozen=True, slots=True)
class NewContent:
    """A document as it is to be written down.  ``number`` is None for papers that carry none.

    ``issuer_code`` is the identification code of the issuer; left empty, an agency of the platform gives its own.
    ``secrecy`` other than empty is refused: secret documents never enter.
    """

    kind_code: str
    number: int | None
    notation: str
    issued_on: dt.date
    subject: str
    issuer_agency_id: int | None = None
    issuer_code: str = ""
    issuer_name: str = ""
    signer_name: str = ""
    signer_title: str = ""
    signer_competence: str = ""
    urgency: int = 0
    secrecy: str = ""
    due_on: dt.date | None = None
    pages: int = 0
    language: str = "vi"
    to_places: str = ""
    replies_to: Sequence[str] = ()
    files: Sequence[NewFile] = ()
    number_suffix: str = ""
    code: str = ""
    """Number and sign as printed; made from ``number`` and ``notation`` when empty."""
    kind_name: str = ""
    """The kind as the sender calls it, when it is none of the list."""
    document_id: str = ""
    """The identifier the sender gave; made by the rule of QCVN 102 when empty."""
    signed_at: dt.datetime | None = None
    source: str = Channel.INTERNAL
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: an agency of the platform, an outside body by its code, or a place named in words (paper)."""

    agency_id: int | None = None
    organ_code: str = ""
    organ_name: str = ""
    paper: bool = False
    role: RecipientRole = RecipientRole.ADDRESSED

    @property
    def key(self) -> tuple[int | None, str]:
        """Who it is, whatever way and purpose: the agency, otherwise the code or the name."""
        return (self.agency_id, "") if self.agency_id else (None, self.organ_code or self.organ_name)


@dataclass(frozen=True, slots=True)
class NumberTaken:
    """A number of a book given to a document: ``code`` is the number and sign as printed, ``15/QĐ-UBND``."""

    taken_id: int
    book_id: int
    number: int
    suffix: str
    notation: str
    code: str
    issued_on: dt.date


@dataclass(frozen=True, slots=True)
class PassTo:
    """To whom the clerk passes a document on: a division, or one person; ``role`` lead, assist or know."""

    division_id: int | None = None
    officer_id: int | None = None
    role: str = "lead"


@dataclass(frozen=True, slots=True)
class ContentChanges:
    """Particulars an update corrects; None leaves one as it is.  The signed files themselves never change."""

    subject: str | None = None
    due_on: dt.date | None = None
    urgency: int | None = None
    pages: int | None = None
    to_places: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a document from outside: its row, and whether it was already there."""

    incoming_id: int
    is_new: bool
    duplicate_of_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """A document for apps above: what a line or a header shows."""

    content_id: int
    document_id: str
    code: str
    kind_code: str
    kind_name: str
    issued_on: dt.date
    issuer_name: str
    subject: str
    urgency: int
    due_on: dt.date | None
    file_ids: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class OfferedAction:
    """What an app above lets the reader of a document do, with the page where it is done."""

    label: str
    url: str
    icon: str
    hint: str = ""


class DocumentOffer(Protocol):
    """The port: an app above names what may be done with a document, such as answering it or copying it."""

    def __call__(self, actor: Actor, *, kind: str, record_id: int, agency_id: int, state: str) -> list[OfferedAction]:
        """Actions for the actor on the ``incoming`` or ``outgoing`` document in its state, without asking the database."""
        ...


_offers: list[str] = []


def register_document_offer(dotted_name: str) -> None:
    """Port: name a ``DocumentOffer`` by its dotted name from ``AppConfig.ready``."""
    if dotted_name not in _offers:
        _offers.append(dotted_name)


def document_offers(actor: Actor, *, kind: str, record_id: int, agency_id: int, state: str) -> list[OfferedAction]:
    """Everything apps above offer the actor to do with the document, in the order of registration."""
    found: list[OfferedAction] = []
    for name in _offers:
        offer: DocumentOffer = import_string(name)
        found += offer(actor, kind=kind, record_id=record_id, agency_id=agency_id, state=state)
    return found


class PaperSeal(Protocol):
    """The port: an app above lays out its own papers and knows where the agency's seal stands on them."""

    def __call__(self, pdf: bytes, *, outgoing_id: int, role: str, actor: Actor, now: dt.datetime) -> bytes | None:
        """The file with the agency's signature in its place; None when the document is none of the app's."""
        ...


_seals: list[str] = []


def register_paper_seal(dotted_name: str) -> None:
    """Port: name a ``PaperSeal`` by its dotted name from ``AppConfig.ready``."""
    if dotted_name not in _seals:
        _seals.append(dotted_name)


def sealed_by_app(pdf: bytes, *, outgoing_id: int, role: str, actor: Actor, now: dt.datetime) -> bytes | None:
    """The file as the app that made it seals it; None when no app knows the document."""
    for name in _seals:
        seal: PaperSeal = import_string(name)
        signed = seal(pdf, outgoing_id=outgoing_id, role=role, actor=actor, now=now)
        if signed is not None:
            return signed
    return None


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """A body outside the platform that the document axis reaches: its identification code and its name."""

    code: str
    name: str


class OutsideDirectory(Protocol):
    """The port: an app above knows the directory of bodies outside the platform."""

    def __call__(self, words: str, limit: int) -> list[OutsideBody]:
        """At most so many bodies whose name or code has every word, with or without accents."""
        ...


_directories: list[str] = []


def register_outside_directory(dotted_name: str) -> None:
    """Port: name an ``OutsideDirectory`` by its dotted name from ``AppConfig.ready``."""
    if dotted_name not in _directories:
        _directories.append(dotted_name)


def find_outside_bodies(words: str, limit: int) -> list[OutsideBody]:
    """Bodies of every registered directory that have the words; none without a directory."""
    found: list[OutsideBody] = []
    for name in _directories:
        directory: OutsideDirectory = import_string(name)
        found += directory(words, limit)
    return found[:limit]
