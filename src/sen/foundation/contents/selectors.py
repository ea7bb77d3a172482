"""Reading what is inside files.  Whether a reader may see a file at all is decided by the app that owns the paper it belongs to."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from sen.foundation.contents.adapters.reader import calling
from sen.foundation.contents.adapters.reader.texts import Refused
from sen.foundation.contents.errors import PageNotDrawn
from sen.foundation.contents.models import ExtractedText
from sen.foundation.contents.states import TextState
from sen.foundation.contents.types import PagePicture, PreviewView, SignatureView
from sen.foundation.files.errors import FileInfected
from sen.foundation.files.selectors import get_download, list_files, read_bytes, stored_path
from sen.foundation.signing.types import Revocation, SignatureReport
from sen.ui.paging import ListPage
from sen.ui.types import TagView, Tone

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile

PDF = "application/pdf"
WIDTHS = (800, 1600)
_JPEG = "image/jpeg"
_PICTURES = frozenset({"image/png", "image/webp"})
_SHOWN_CHARACTERS = 20_000
_INFECTED = "infected"


def text_of(file_ids: Iterable[int], most: int | None = None) -> dict[int, str]:
    """The text of each file that has some, at most so many characters of each; files not read yet are left out.  Two queries."""
    hashes = {file.pk: file.sha256 for file in list_files(file_ids)}
    texts = ExtractedText.objects.filter(sha256__in=set(hashes.values())).exclude(text="")
    column = texts.values_list("sha256", "text" if most is None else Left("text", most))
    found = dict(column)
    return {file_id: found[sha256] for file_id, sha256 in hashes.items() if sha256 in found}


def page_counts(file_ids: Iterable[int]) -> dict[int, int]:
    """How many pages each file has, as far as it was read; the others are left out.  Two queries."""
    hashes = {file.pk: file.sha256 for file in list_files(file_ids)}
    known = dict(ExtractedText.objects.filter(sha256__in=set(hashes.values()), pages__gt=0).values_list("sha256", "pages"))
    return {file_id: known[sha256] for file_id, sha256 in hashes.items() if sha256 in known}


def text_states(file_ids: Iterable[int]) -> dict[int, TextState]:
    """How far the reading of each file has come; files nobody asked for are left out."""
    hashes = {file.pk: file.sha256 for file in list_files(file_ids)}
    states = dict(ExtractedText.objects.filter(sha256__in=set(hashes.values())).values_list("sha256", "state"))
    return {file_id: TextState(states[sha256]) for file_id, sha256 in hashes.items() if sha256 in states}


def page_picture(file: "StoredFile", number: int = 1, width: int = WIDTHS[0]) -> PagePicture:
    """A page of the file, counted from 1, as a picture; drawn once in the isolated reader and kept by content and size.

    ``width`` is one of WIDTHS in pixels.  A PDF and a photo are drawn anew, so that nothing but pixels reaches the browser; other
    pictures are sent as they are once the scanner has found them clean.  Raises FileInfected, FileBeingChecked, PageNotDrawn.
    """
    if file.scan_state == _INFECTED:
        raise FileInfected
    if file.media_type in _PICTURES and get_download(file).inline:
        return PagePicture(read_bytes(file), file.media_type)
    if file.media_type not in (PDF, _JPEG) or width not in WIDTHS or number < 1:
        raise PageNotDrawn
    kept = _kept_picture(file.sha256, number, width)
    if not kept.is_file():
        try:
            source = stored_path(file.sha256)
            _keep_picture(kept, calling.draw(source, number, width) if file.media_type == PDF else calling.redraw(source))
        except (Refused, calling.Unreadable, FileNotFoundError):
            raise PageNotDrawn from None
    return PagePicture(kept.read_bytes(), "image/png")


def preview_of(file: "StoredFile", page: int, url: str, download_url: str = "") -> PreviewView:
    """What ``contents/preview.html`` shows of the file.

    ``url`` is the owning app's address of page pictures; it is asked with ``?trang=N&rong=W`` and answers with ``page_picture``.
    The reader turns pages with the parameter ``trang-tep`` of the page that includes the component.
    """
    known = ExtractedText.objects.filter(sha256=file.sha256).values("pages", "state").first()
    if file.scan_state == _INFECTED:
        return PreviewView(file.name, "note", note=_("Tệp này có mã độc nên không mở được."))
    if file.media_type == PDF:
        pages = max(1, known["pages"]) if known else None
        return _picture_view(file, min(page, pages or page), pages, url, download_url)
    if file.media_type == _JPEG or (file.media_type in _PICTURES and file.scan_state == "clean"):
        return _picture_view(file, 1, 1, url, download_url)
    text = text_of([file.pk], most=_SHOWN_CHARACTERS).get(file.pk, "")
    if text:
        return PreviewView(file.name, "text", text=text, download_url=download_url, note=_("Chữ rút từ tệp, chưa có định dạng."))
    return PreviewView(file.name, "note", note=_why_not(known["state"] if known else ""), download_url=download_url)


def in_words(reports: Iterable[SignatureReport]) -> list[SignatureView]:
    """What each signature is worth, for ``contents/signatures.html``."""
    return [_signature(report) for report in reports]


def reading_status() -> str:
    """Whether letters of scans can be recognised here, for operators."""
    return calling.recogniser() or "không có tesseract hoặc thiếu tiếng Việt"


def _picture_view(file: "StoredFile", page: int, pages: int | None, url: str, download_url: str) -> PreviewView:
    number = max(page, 1)
    mark = "&" if "?" in url else "?"
    small, large = (f"{url}{mark}trang={number}&rong={width}" for width in WIDTHS)
    more = pages is None or number < pages
    return PreviewView(
        name=file.name,
        kind="picture",
        picture_url=small,
        wide_picture_url=large,
        alt=_("Trang %(number)d của tệp %(name)s") % {"number": number, "name": file.name},
        pages=ListPage([number], number, 1, more, pages) if pages != 1 else None,
        download_url=download_url,
    )


def _why_not(state: str) -> str:
    if state in ("", TextState.READY):
        return _("Chưa xem được loại tệp này trên trình duyệt. Hãy tải tệp về máy để mở.")
    words = {
        TextState.EMPTY: _("Tệp không có chữ để xem trước. Hãy tải tệp về máy để mở."),
        TextState.SCAN: _("Đây là bản quét chưa nhận dạng chữ. Hãy tải tệp về máy để mở."),
        TextState.REFUSED: _("Tệp vượt giới hạn an toàn nên không xem trước được. Hãy tải tệp về máy để mở."),
    }
    return words.get(TextState(state), _("Không đọc được tệp. Hãy đề nghị nơi gửi gửi lại bản khác."))


def _kept_picture(sha256: str, number: int, width: int) -> Path:
    return Path(settings.DATA_DIR) / "previews" / sha256[:2] / f"{sha256}-{number}-{width}.png"


def _keep_picture(place: Path, content: bytes) -> None:
    """Write beside and rename, so that nobody ever reads half a picture."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    descriptor, aside = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    Path(aside).replace(place)


def _signature(report: SignatureReport) -> SignatureView:
    signer = ", ".join(part for part in (report.signer_name, report.signer_title, report.agency) if part)
    tag = TagView(_("Hợp lệ"), Tone.DONE, "circle-check") if report.valid else TagView(_("Không hợp lệ"), Tone.LATE, "triangle-alert")
    title = report.signer_name or report.agency or _("Chữ ký")
    return SignatureView(title, tag, signer, report.signed_at, report.timestamped, _findings(report))


def _revocation_words(state: Revocation) -> str:
    words = {
        Revocation.GOOD: _("Chứng thư không bị thu hồi"),
        Revocation.REVOKED: _("Chứng thư đã bị thu hồi"),
        Revocation.UNKNOWN: _("Chưa hỏi được nơi cấp xem chứng thư có bị thu hồi không"),
    }
    return words[state]


def _findings(report: SignatureReport) -> list[str]:
    """What was looked at and found: content, certificate, time.  Basis: 30/2020/NĐ-CP, Article 21(1); 23/2025/NĐ-CP."""
    issuer = report.issuer_name or _("nơi không nêu tên")
    found = [
        _("Nội dung không đổi sau khi ký") if report.intact and not report.changed_after else _("Nội dung đã bị thay đổi sau khi ký"),
        (_("Chứng thư do nơi được tin cậy cấp: %(name)s") if report.trusted else _("Chứng thư không thuộc nơi được tin cậy: %(name)s"))
        % {"name": issuer},
        _("Chứng thư còn hạn vào lúc ký") if report.in_term else _("Chứng thư không trong hạn vào lúc ký"),
        _revocation_words(report.revocation),
        _("Có dấu thời gian") if report.timestamped else _("Không có dấu thời gian, giờ ký do máy ký tự khai"),
    ]
    if not report.covers_whole_file and not report.changed_after:
        found.append(_("Sau chữ ký này tệp được ký thêm, nội dung không đổi"))
    if report.is_demo:
        found.append(_("Chứng thư minh họa, không có giá trị pháp lý"))
    return found
