"""One's own systems: where I am signed on, what I allowed, and out of all of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sen.foundation.sso import services
from sen.foundation.sso.forms import SCOPE_WORDS
from sen.foundation.sso.selectors import list_own_systems
from sen.foundation.sso.types import Scope
from sen.kernel import clock
from sen.ui.access import ActorRequest, signed_in
from sen.ui.responses import page


@require_safe
@signed_in
def systems(request: ActorRequest) -> HttpResponse:
    """The systems I am signed on to now or have allowed something."""
    rows = [
        {"system": row, "learns": [SCOPE_WORDS[Scope(scope)] for scope in row.scopes if scope != Scope.OPENID]}
        for row in list_own_systems(request.actor)
    ]
    base = "ui/workspace.html" if request.actor.is_officer else "ui/portal.html"
    return page(request, "sso/own.html", {"base": base, "rows": rows, "now": clock.now()})


@require_POST
@signed_in
def revoke(request: ActorRequest, client_id: int) -> HttpResponse:
    """Take back what I allowed a system and leave it."""
    services.revoke_consent(actor=request.actor, client_id=client_id, now=clock.now())
    messages.success(request, _("Đã thu hồi. Hệ thống đó không còn đọc được thông tin của bạn và sẽ phải hỏi lại."))
    return redirect("sso:own_systems")
