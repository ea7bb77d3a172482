"""Anybody checks a result: by its code, or by the file itself."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sen.capabilities.dossiers.selectors import ResultCheck, check_result
from sen.foundation.accounts.services import limit
from sen.foundation.signing.services import ask_later, validate_pdf
from sen.foundation.signing.types import SignatureReport
from sen.kernel import clock
from sen.kernel.hashing import content_hash
from sen.surfaces.portal.errors import FileTooLargeToCheck
from sen.surfaces.portal.forms import CheckCodeForm, CheckFileForm
from sen.ui.access import ActorRequest, public
from sen.ui.forms import domain_errors
from sen.ui.responses import page

_MOST_BYTES = 20 * 1024 * 1024
_MOST_CHECKS, _WINDOW = 60, dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a checked file is worth: its hash, whether it equals the record's, its signatures."""

    name: str
    sha256: str
    same: bool | None
    reports: list[SignatureReport]

    @property
    def is_signed(self) -> bool:
        """Whether every signature of the file holds, and there is one."""
        return bool(self.reports) and all(report.valid for report in self.reports)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def check(request: ActorRequest) -> HttpResponse:
    """Ask for a code, or take a PDF whose signatures are to be checked."""
    code_form = CheckCodeForm(request.GET if "ma" in request.GET else None)
    if code_form.is_bound and code_form.is_valid():
        return redirect("portal:check_code", normal_code(code_form.cleaned_data["ma"]))
    file_form, checked = _file_check(request, None)
    context = {"code_form": code_form, "file_form": file_form, "checked": checked}
    return page(request, "portal/check/check.html", context, form=[code_form, file_form])


@require_http_methods(["GET", "HEAD", "POST"])
@public
def check_code(request: ActorRequest, code: str) -> HttpResponse:
    """What is known of the result with the code: valid, revoked or unknown; a file can be held against the record."""
    found = check_result(code)
    file_form, checked = _file_check(request, found)
    context: dict[str, Any] = {"code": normal_code(code), "found": found, "file_form": file_form, "checked": checked}
    if found is None:
        return page(request, "portal/check/unknown.html", context, status=404)
    return page(request, "portal/check/result.html", context, form=file_form)


def _file_check(request: ActorRequest, found: ResultCheck | None) -> tuple[CheckFileForm, FileCheck | None]:
    form = CheckFileForm(request.POST, request.FILES) if request.method == "POST" else CheckFileForm()
    if form.is_bound and form.is_valid():
        with domain_errors(form):
            limit(name="check-file", key=request.META.get("REMOTE_ADDR", ""), most=_MOST_CHECKS, window=_WINDOW, now=clock.now())
            return form, _read(form.cleaned_data["tep"], found)
    return form, None


def _read(upload: "UploadedFile[Any]", found: ResultCheck | None) -> FileCheck:
    if (upload.size or 0) > _MOST_BYTES:
        raise FileTooLargeToCheck(field="tep")
    content = upload.read()
    sha256 = content_hash(content)
    reports = validate_pdf(content)
    ask_later(reports=reports, now=clock.now())
    return FileCheck(upload.name or "", sha256, sha256 == found.sha256 if found else None, reports)


def normal_code(code: str) -> str:
    """The code as it is stored: capitals without separators."""
    return code.strip().upper().replace("-", "").replace(" ", "")[:40]
