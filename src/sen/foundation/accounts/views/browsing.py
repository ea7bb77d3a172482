"""What the pages of signing in share: who the browser belongs to, where it goes on to."""

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from sen.foundation.accounts import services
from sen.foundation.accounts.models import Account
from sen.foundation.accounts.selectors.factors import count_open_notices
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest
from sen.ui.navigation import Shell
from sen.ui.responses import error_text

NEXT = "tiep"
ACCOUNT_KEY = "account_id"
RENEWAL_KEY = "renewal"
RENEWAL_TIME = dt.timedelta(minutes=15)


def enter(request: ActorRequest, account: Account, *, methods: Sequence[str]) -> HttpResponse:
    """Give the browser a fresh session that belongs to the account; an earlier person's session is emptied first."""
    if request.session.get(ACCOUNT_KEY) not in (None, account.pk):
        request.session.flush()
    request.session.cycle_key()
    request.session[ACCOUNT_KEY] = account.pk
    request.session.save()
    services.start_session(
        account_id=account.pk,
        session_key=request.session.session_key or "",
        browser=request.headers.get("User-Agent", ""),
        address=address_of(request),
        now=clock.now(),
        methods=methods,
    )
    rotate_token(request)
    if count_open_notices(account.pk):
        messages.warning(request, _("Có điều cần biết về tài khoản của bạn. Xem ở mục Bảo vệ tài khoản."))
    return HttpResponseRedirect(next_page(request) or home(request, officer=account.kind == "officer"))


def next_page(request: HttpRequest) -> str:
    """The page asked for before signing in, when it is one of ours."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else ""


def home(request: HttpRequest, *, officer: bool) -> str:
    """Where people of this kind begin."""
    shell = Shell(request)
    return shell.workspace_home() if officer else shell.portal_home()


def put_error(form: BaseForm, error: DomainError) -> None:
    """Show a refusal on the field it names, otherwise on the whole form."""
    form.add_error(error.field if error.field in form.fields else None, ValidationError(error_text(error), code=error.code))


def address_of(request: HttpRequest) -> str | None:
    """The network address the request came from."""
    return request.META.get("REMOTE_ADDR") or None


def start_renewal(request: ActorRequest, account: Account) -> HttpResponse:
    """Remember for a short while that this browser knows the temporary password; nobody is signed in yet."""
    request.session.flush()
    until = clock.now() + RENEWAL_TIME
    request.session[RENEWAL_KEY] = {"account": account.pk, "proof": services.renewal_proof(account), "until": until.isoformat()}
    address = reverse("accounts:new_password")
    wanted = next_page(request)
    return HttpResponseRedirect(f"{address}?{urlencode({NEXT: wanted})}" if wanted else address)
