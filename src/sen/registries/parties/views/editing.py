"""Entering and changing the record of a person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.kernel import clock
from sen.kernel.actor import Role
from sen.registries.parties import selectors, services
from sen.registries.parties.forms import DeathForm, MoveForm, NewPersonForm, PersonForm
from sen.registries.parties.models import Person, ResidenceKind
from sen.registries.parties.types import Reason
from sen.registries.parties.views.people import tabs_of
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page

_POSTING = ["GET", "HEAD", "POST"]
_OWN = ("identity_number", "name", "other_name", "born_on", "gender", "old_number", "ethnicity", "religion", "nationality")


@require_http_methods(_POSTING)
@roles(Role.REGISTRY)
def register(request: ActorRequest) -> HttpResponse:
    """Enter a person."""
    form = NewPersonForm.from_request(request, initial={"nationality": "VN", "effective_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            person_id = services.register_person(
                actor=request.actor,
                values=form.values(),
                basis=form.cleaned_data["basis"],
                effective_on=form.cleaned_data["effective_on"],
                now=clock.now(),
            )
            messages.success(request, _("Đã ghi nhận người này vào cơ sở dữ liệu."))
            return redirect("parties:person", person_id)
    context = {
        "form": form,
        "title": _("Thêm người"),
        "action": _("Ghi nhận"),
        "tabs": tabs_of("people"),
        "back": reverse("parties:people"),
    }
    return page(request, "parties/edit.html", context, form=form)


@require_http_methods(_POSTING)
@roles(Role.REGISTRY)
def correct(request: ActorRequest, person_id: int) -> HttpResponse:
    """Change a person's own facts; the form shows them whole, so opening it is a recorded read."""
    person = selectors.access_person(request.actor, person_id)
    if request.method != "POST":
        reason = Reason(_("Điều chỉnh thông tin"), service="csdl")
        services.open_person_record(actor=request.actor, person_id=person_id, reason=reason, now=clock.now())
    names = (*_OWN, "marital_status", "phone", "email")
    initial = {name: getattr(person, name) for name in names} | {"effective_on": clock.today()}
    form = PersonForm.from_request(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.correct_person(
                actor=request.actor,
                person_id=person_id,
                values=form.values(),
                basis=form.cleaned_data["basis"],
                effective_on=form.cleaned_data["effective_on"],
                now=clock.now(),
            )
            return _done(request, person, _("Đã điều chỉnh thông tin."))
    return _page(request, form, person, _("Điều chỉnh thông tin"), _("Lưu điều chỉnh"))


@require_http_methods(_POSTING)
@roles(Role.REGISTRY)
def move(request: ActorRequest, person_id: int) -> HttpResponse:
    """Give a person another residence."""
    person = selectors.access_person(request.actor, person_id)
    form = MoveForm.from_request(request, initial={"effective_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.move_person(
                actor=request.actor,
                person_id=person_id,
                kind=ResidenceKind(form.cleaned_data["kind"]),
                unit_id=int(form.cleaned_data["unit"]),
                address=form.cleaned_data["address"],
                basis=form.cleaned_data["basis"],
                effective_on=form.cleaned_data["effective_on"],
                now=clock.now(),
            )
            return _done(request, person, _("Đã ghi nhận nơi cư trú mới. Nơi cũ vẫn nằm trong lịch sử."))
    return _page(request, form, person, _("Thay đổi nơi cư trú"), _("Lưu nơi cư trú"))


@require_http_methods(_POSTING)
@roles(Role.REGISTRY)
def death(request: ActorRequest, person_id: int) -> HttpResponse:
    """Register a death."""
    person = selectors.access_person(request.actor, person_id)
    form = DeathForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            facts = form.cleaned_data
            services.record_death(actor=request.actor, person_id=person_id, died_on=facts["died_on"], basis=facts["basis"], now=clock.now())
            return _done(request, person, _("Đã đăng ký khai tử."))
    return _page(request, form, person, _("Đăng ký khai tử"), _("Ghi nhận khai tử"))


def _page(request: ActorRequest, form: SenForm, person: Person, title: str, action: str) -> HttpResponse:
    context = {"form": form, "person": person, "title": title, "action": action, "tabs": tabs_of("people")}
    return page(request, "parties/edit.html", context | {"back": reverse("parties:person", args=[person.pk])}, form=form)


def _done(request: ActorRequest, person: Person, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("parties:person", person.pk)
