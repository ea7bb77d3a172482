"""Proving a citizen's account at the counter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.onestop import services
from sen.capabilities.onestop.forms import CardForm
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import page


@require_http_methods(["GET", "POST"])
@roles(Role.ONE_STOP)
def verify(request: ActorRequest) -> HttpResponse:
    """Compare card, account and register, and raise the account to level 2."""
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            name = services.verify_account(actor=request.actor, card=form.shown(), now=clock.now())
            told = _("Tài khoản của %(name)s đã ở mức 2. Mời người dân đăng nhập lại để dùng mức mới.") % {"name": name}
            messages.success(request, told)
            return redirect("onestop:verify")
    return page(request, "onestop/verify.html", {"form": form}, form=form if form.is_bound else None)
