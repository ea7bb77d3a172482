"""What a person or a program is told when a request cannot be answered: page, fragment or problem+json."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sen.config.middleware.correlation import current_id
from sen.kernel.errors import DomainError, NotAllowed, NotFound

_SECRET_FIELDS = frozenset({"csrfmiddlewaretoken", "password", "mat_khau", "mat_khau_moi", "mat_khau_cu"})


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


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a domain error in the form the client accepts."""
    message = _(error.template())
    message = message.format(**error.values) if error.values else message
    if _wants_json(request):
        return _problem(error, message)
    fragment = request.headers.get("HX-Request") == "true"
    facts = {
        "status": error.status,
        "code": error.code,
        "title": _title(error.status),
        "message": message,
        "fragment": fragment,
        "correlation_id": current_id(),
    }
    return render(request, "ui/error.html", facts, status=error.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a malformed request."""
    return domain_error(request, BadRequestReceived())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where a right is missing."""
    return domain_error(request, NotAllowed())


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where nothing is found."""
    return domain_error(request, NotFound())


def fault(request: HttpRequest) -> HttpResponse:
    """The answer to an unexpected failure; the correlation id leads to the log line."""
    return domain_error(request, ServerFault())


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token no longer fits; typed text is offered again when the form is our own page's."""
    if _from_own_page(request) and _typed(request):
        return _send_again(request, status=403)
    return domain_error(request, PageExpired())


def keep_typed_text(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The response itself, or, when a session ended in the middle of a form, a page that holds the typed text until sign-in."""
    sent_to_sign_in = response.status_code == 302 and response.get("Location", "").startswith(settings.LOGIN_URL)
    if request.method != "POST" or not sent_to_sign_in or request.path.startswith(settings.LOGIN_URL):
        return response
    if request.headers.get("HX-Request") == "true" or _wants_json(request):
        return domain_error(request, SignInAgain())
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
    return [
        (name, str(value)) for name, values in request.POST.lists() if name not in _SECRET_FIELDS for value in values if value != ""
    ]


def _from_own_page(request: HttpRequest) -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and url_has_allowed_host_and_scheme(source, {request.get_host()})


def _wants_json(request: HttpRequest) -> bool:
    return not request.accepts("text/html") and (request.accepts("application/json") or request.accepts("application/problem+json"))


def _problem(error: DomainError, message: str) -> JsonResponse:
    body = {
        "type": f"urn:sen:{error.code}",
        "title": _title(error.status),
        "status": error.status,
        "detail": message,
        "instance": current_id(),
        **({"field": error.field} if error.field else {}),
    }
    return JsonResponse(body, status=error.status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False})


def _title(status: int) -> str:
    titles = {
        HTTPStatus.BAD_REQUEST: _("Yêu cầu không hợp lệ"),
        HTTPStatus.UNAUTHORIZED: _("Cần đăng nhập lại"),
        HTTPStatus.FORBIDDEN: _("Bạn chưa có quyền"),
        HTTPStatus.NOT_FOUND: _("Không tìm thấy trang"),
        HTTPStatus.CONFLICT: _("Đã có thay đổi"),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Hệ thống gặp lỗi"),
    }
    return titles.get(HTTPStatus(status), _("Chưa thực hiện được"))
