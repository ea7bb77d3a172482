"""Answers: pages with the right status, files with safe headers, domain errors for people, fragments and machines."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sen.kernel.errors import DomainError

MACHINE_PATH = "/api/"
INLINE_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif"})
_FILE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_PROBLEM_TYPES = ["text/html", "application/problem+json", "application/json"]


class HasErrors(Protocol):
    """A form or a formset."""

    @property
    def errors(self) -> Any:
        """Truthy when something is wrong; a formset gives a list of each form's errors."""
        ...


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    form: HasErrors | Sequence[HasErrors] | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Render a page; the status is 422 when one of the forms has errors, so that clients and HTMX know."""
    wrong = any(_is_wrong(one) for one in _as_list(form))
    return render(request, template, {"has_errors": wrong, **(context or {})}, status=status or (422 if wrong else 200))


def _as_list(form: HasErrors | Sequence[HasErrors] | None) -> Sequence[HasErrors]:
    if form is None:
        return ()
    return form if isinstance(form, list | tuple) else (form,)


def _is_wrong(form: HasErrors) -> bool:
    errors = form.errors
    if hasattr(form, "non_form_errors") and form.non_form_errors():
        return True
    return any(errors) if isinstance(errors, list) else bool(errors)


def fragment(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def file_response(path: Path, name: str, media_type: str, *, inline: bool = False) -> FileResponse:
    """Send a stored file without trusting it; see bytes_response."""
    return _send(path.open("rb"), name, media_type, inline)


def bytes_response(content: bytes, name: str, media_type: str, *, inline: bool = False) -> FileResponse:
    """Send bytes as a file: never sniffed, never scripted, shown in the browser only when asked and a PDF or an image."""
    return _send(BytesIO(content), name, media_type, inline)


def _send(stream: BinaryIO, name: str, media_type: str, inline: bool) -> FileResponse:
    kind = media_type.partition(";")[0].strip().lower()
    shown = inline and kind in INLINE_TYPES
    response = FileResponse(stream, as_attachment=not shown, filename=name, content_type=media_type if shown else _carried(media_type))
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A browser's own PDF reader refuses to start inside a sandbox; a shown PDF runs in that reader, not in our origin.
    response.headers["Content-Security-Policy"] = _FILE_POLICY if shown and kind == "application/pdf" else f"sandbox; {_FILE_POLICY}"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    if shown:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _carried(media_type: str) -> str:
    """Types a browser could run travel as plain bytes."""
    risky = ("html", "xml", "javascript", "svg")
    return "application/octet-stream" if any(word in media_type.lower() for word in risky) else media_type


def error_text(error: DomainError) -> str:
    """The error's message in the reader's language, with its values."""
    text = _(error.template())
    return text.format(**error.values) if error.values else text


def problem(error: DomainError, request: HttpRequest) -> HttpResponse:
    """Say a domain error to whoever asked: a page, a fragment for HTMX, or ``application/problem+json``."""
    message = error_text(error)
    correlation = str(getattr(request, "correlation_id", ""))
    if _wants_json(request):
        return problem_json(error, request)
    context: dict[str, Any] = {"message": message, "code": error.code, "status": error.status, "title": _title(error)}
    if correlation:
        context["correlation_id"] = correlation
    if fragment(request):
        response = render(request, "ui/parts/problem.html", context, status=error.status)
        response.headers["HX-Retarget"] = "#thong-bao"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
        return response
    return render(request, "ui/error.html", context, status=error.status)


def _title(error: DomainError) -> str:
    titles = {403: _("Bạn chưa có quyền"), 404: _("Không tìm thấy"), 409: _("Nội dung đã thay đổi")}
    return titles.get(error.status, _("Chưa làm được việc này"))


def _wants_json(request: HttpRequest) -> bool:
    if request.path.startswith(MACHINE_PATH) and not request.path.endswith("/"):
        return True
    if request.headers.get("HX-Request") == "true":
        return False
    return request.get_preferred_type(_PROBLEM_TYPES) in _PROBLEM_TYPES[1:]


def problem_json(error: DomainError, request: HttpRequest, *, errors: Sequence[Mapping[str, str]] = ()) -> JsonResponse:
    """Say a domain error to a program; ``errors`` names the single places that are wrong.

    Shape: RFC 9457 problem details.
    """
    body: dict[str, Any] = {
        "type": f"urn:sen:error:{error.code}",
        "title": _title(error),
        "status": error.status,
        "detail": error_text(error),
        "code": error.code,
        "instance": request.path,
    }
    correlation = str(getattr(request, "correlation_id", ""))
    if error.field:
        body["field"] = error.field
    if correlation:
        body["correlation_id"] = correlation
    if errors:
        body["errors"] = [dict(one) for one in errors]
    return JsonResponse(body, status=error.status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False})
