"""The shape every action shares: one document with a form, or several ticked ones with the same form."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.selectors.choices import Workplace, workplaces
from sen.capabilities.correspondence.selectors.picking import Picker
from sen.foundation.inbox.selectors import column_choice, list_saved_filters
from sen.foundation.inbox.types import plain_query
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError, NotAllowed
from sen.ui.access import ActorRequest
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import error_text, page

Results = dict[int, DomainError | None]
MOST_AT_ONCE = 200
_Form = TypeVar("_Form", bound=SenForm)


def workplace(request: ActorRequest) -> Workplace:
    """The agency whose documents a page shows: the one asked for, otherwise the actor's own; raises NotAllowed for nobody's officer."""
    places = workplaces(request.actor)
    asked = request.GET.get("co_quan", "") or request.POST.get("co_quan", "")
    found = next((place for place in places if str(place.agency_id) == asked), places[0] if places else None)
    if found is None:
        raise NotAllowed
    return found


def clerk_place(request: ActorRequest) -> Workplace:
    """The same, of the agencies whose clerk the actor is."""
    desks = [place for place in workplaces(request.actor) if place.is_clerk]
    asked = request.GET.get("co_quan", "") or request.POST.get("co_quan", "")
    found = next((place for place in desks if str(place.agency_id) == asked), desks[0] if desks else None)
    if found is None:
        raise NotAllowed
    return found


def other_places(actor: Actor, here: Workplace) -> list[Workplace]:
    """Further agencies the actor works in, for the switch at the head of a page."""
    return [place for place in workplaces(actor) if place.agency_id != here.agency_id]


def list_habits(request: ActorRequest, place: str) -> dict[str, Any]:
    """What the reader keeps for a list: saved filters and chosen columns, with the present query to save."""
    query = request.GET.urlencode()
    saved = list_saved_filters(request.actor, place, query)
    columns = column_choice(request.actor, place)
    return {"place_key": place, "query": query, "narrowed": bool(plain_query(query)), "saved": saved, "columns": columns}


def act(
    request: ActorRequest,
    form: SenForm,
    run: Callable[[dict[str, Any]], object],
    *,
    back: str,
    done: str,
    template: str = "correspondence/act.html",
    **context: Any,
) -> HttpResponse:
    """Answer a page with one action: the form, the form with its errors (422), or the page behind ``back`` with the good news."""
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            run(form.cleaned_data)
            messages.success(request, done)
            return redirect(back)
    return page(request, template, {"form": form, "back": back, **context}, form=form)


def form_beside(picker: Picker, form_class: type[_Form], request: ActorRequest, **kwargs: Any) -> _Form:
    """The form around a picker of recipients; when only the picker was used, what was typed stays and nothing is checked yet."""
    if not picker.was_used:
        return form_class.from_request(request, **kwargs)
    kwargs["initial"] = kwargs.get("initial", {}) | request.POST.dict()
    return form_class(**kwargs)


def press(request: ActorRequest, run: Callable[[], object], *, back: str, done: str) -> HttpResponseBase:
    """An action that asks nothing: run it, say what happened, go back."""
    if request.method == "POST":
        try:
            run()
            messages.success(request, done)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            messages.warning(request, error_text(error))
    return redirect(back)


def ticked(request: HttpRequest) -> list[int]:
    """The numbers of the ticked rows, each once, in their order."""
    values = (request.POST if request.method == "POST" else request.GET).getlist("van-ban")
    found = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]
    return list(dict.fromkeys(found))[:MOST_AT_ONCE]


def each(ids: Iterable[int], run: Callable[[int], object]) -> Results:
    """Run one use case for each document; one that refuses undoes itself and stops nobody else."""
    results: Results = {}
    for number in ids:
        try:
            run(number)
            results[number] = None
        except DomainError as error:
            results[number] = error
    return results


def tell(request: ActorRequest, results: Results, done: str) -> bool:
    """Say how many went well; answers whether all did."""
    count = sum(1 for error in results.values() if error is None)
    if count:
        messages.success(request, done % {"n": count})
    return bool(results) and count == len(results)


def failed_texts(results: Results) -> dict[int, str]:
    """Why some did not go, in words."""
    return {number: error_text(error) for number, error in results.items() if error is not None}


def lines_with_errors(rows: Sequence[Any], results: Results) -> list[dict[str, Any]]:
    """Rows that still wait, each with what went wrong."""
    wrong = failed_texts(results)
    return [{"row": row, "error": wrong.get(row.id, "")} for row in rows if not results or row.id in wrong]


def nothing_ticked(request: ActorRequest, back: str) -> HttpResponse:
    """Back to the list with a word."""
    messages.warning(request, _("Chưa chọn văn bản nào. Đánh dấu ít nhất một văn bản rồi bấm lại."))
    return redirect(back)
