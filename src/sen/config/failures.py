"""What a person or a program is told when a request cannot be answered: page, fragment or problem+json."""

import sys

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from sen.kernel.errors import DomainError, NotAllowed, NotFound
from sen.ui.responses import problem

_SECRET_FIELDS = frozenset({"csrfmiddlewaretoken", "password", "old_password", "new_password"})


class BadRequestReceived(DomainError):
    """Máy chủ không hiểu yêu cầu này. Quay lại trang trước rồi làm lại từ đó."""

    status = 400


class PageExpired(DomainError):
    """Trang đã mở quá lâu hoặc được gửi từ nơi khác. Tải lại trang rồi làm lại."""

    status = 403


class SignInAgain(DomainError):
    """Phiên làm việc đã hết. Đăng nhập ở thẻ mới của trình duyệt, rồi quay lại đây bấm lại nút vừa bấm."""

    status = 401


class ServerFault(DomainError):
    """Hệ thống gặp lỗi và đã ghi lại. Thử lại sau ít phút; nếu vẫn vậy, gửi mã lỗi này cho bộ phận hỗ trợ."""

    status = 500


class DatabaseAway(DomainError):
    """Hệ thống đang khởi động lại. Chờ vài giây rồi tải lại trang; việc đã được xác nhận thì vẫn còn."""

    status = 503


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a malformed request."""
    return problem(BadRequestReceived(), request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where a right is missing."""
    return problem(NotAllowed(), request)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where nothing is found."""
    return problem(NotFound(), request)


def fault(request: HttpRequest) -> HttpResponse:
    """The answer to an unexpected failure; the correlation id leads to the log line.  Called while the failure is handled."""
    if isinstance(sys.exception(), OperationalError):
        response = problem(DatabaseAway(), request)
        response["Retry-After"] = "5"
        return response
    return problem(ServerFault(), request)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token no longer fits; typed text is offered again when the form is our own page's."""
    if _from_own_page(request) and _typed(request):
        return _send_again(request, status=403)
    return problem(PageExpired(), request)


def keep_typed_text(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The response itself, or, when a session ended in the middle of a form, a page that holds the typed text until sign-in."""
    sent_to_sign_in = response.status_code == 302 and response.get("Location", "").startswith(settings.LOGIN_URL)
    if request.method != "POST" or not sent_to_sign_in or request.path.startswith(settings.LOGIN_URL):
        return response
    if not _wants_page(request):
        return problem(SignInAgain(), request)
    return _send_again(request, status=401) if _typed(request) else response


def _send_again(request: HttpRequest, *, status: int) -> HttpResponse:
    facts = {
        "action": request.get_full_path(),
        "typed": _typed(request),
        "had_files": bool(request.FILES),
        "sign_in": settings.LOGIN_URL if status == 401 else "",
    }
    return render(request, "config/send_again.html", facts, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.POST.lists() if name not in _SECRET_FIELDS for value in values if value != ""]


def _from_own_page(request: HttpRequest) -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and url_has_allowed_host_and_scheme(source, {request.get_host()})


def _wants_page(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") != "true" and request.accepts("text/html")
