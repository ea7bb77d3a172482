"""Looking people up, and one record: masked until it is opened for a purpose."""

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sen.kernel import clock
from sen.kernel.actor import Role
from sen.registries.parties import selectors, services
from sen.registries.parties.forms import PeopleSearchForm, ReasonForm
from sen.registries.parties.selectors.households import RANKS
from sen.registries.parties.selectors.presenting import groups_of
from sen.registries.parties.types import HouseholdFacts, MemberFacts, PersonHit, PersonRecord, PersonSearch, Reason
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import ListPage, list_page
from sen.ui.responses import page
from sen.ui.types import Tab

_TABS = (
    (gettext_lazy("Tra cứu"), "people"),
    (gettext_lazy("Thống kê"), "population"),
    (gettext_lazy("Thay đổi"), "people-changes"),
    (gettext_lazy("Bản ghi trùng"), "twins"),
    (gettext_lazy("Nhập dữ liệu"), "people-imports"),
)


def tabs_of(current: str) -> list[Tab]:
    """The pages of the register of people."""
    return [Tab(str(label), reverse(f"parties:{name}"), name == current) for label, name in _TABS]


@require_safe
@roles(Role.REGISTRY)
def search(request: ActorRequest) -> HttpResponse:
    """Find people by name, number, phone, year of birth and commune."""
    form = PeopleSearchForm(request.GET or None)
    rows: ListPage[PersonHit] | None = None
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        units = selectors.units_counted_as(int(facts["xa"]), clock.today()) if facts["xa"] else []
        wanted = PersonSearch(facts["q"], facts["nam"], units or ([int(facts["xa"])] if facts["xa"] else []))
        rows = selectors.search_people(wanted, request.GET.get("trang"))
    total = selectors.count_people()
    context = {"form": form, "rows": rows, "total": total, "tabs": tabs_of("people")}
    return page(request, "parties/people.html", context, form=form if form.is_bound else None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def show(request: ActorRequest, person_id: int) -> HttpResponse:
    """One record, masked; a POST with a purpose opens it once, and the person can see that."""
    selectors.access_person(request.actor, person_id)
    form = ReasonForm.from_request(request)
    record, is_open = selectors.full_record(person_id), False
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            reason = Reason(form.cleaned_data["purpose"], form.cleaned_data["dossier"], "csdl")
            record = services.open_person_record(actor=request.actor, person_id=person_id, reason=reason, now=clock.now())
            is_open = True
    response = page(request, "parties/person.html", _facts(record, is_open) | {"form": form}, form=form)
    response["Cache-Control"] = "private, no-store"
    return response


def _facts(record: PersonRecord, is_open: bool) -> dict[str, object]:
    household = selectors.get_household(record.household_id) if record.household_id else None
    return {
        "record": record if is_open else replace(record, identity_number=""),
        "number": record.identity_number,
        "is_open": is_open,
        "sealed": not is_open,
        "groups": groups_of(record, clock.today(), is_open=is_open, household=household.code if household else ""),
        "household": household,
        "levels": _levels(household) if household else [],
        "changes": selectors.list_person_changes([record.id, *selectors.absorbed_ids(record.id)]),
        "businesses": selectors.list_businesses_of(record.id),
        "twins": selectors.find_twins_of(record.id) if record.merged_into_id is None else [],
        "merges": selectors.list_merges(record.id),
        "tabs": tabs_of("people"),
    }


def _levels(household: HouseholdFacts) -> list[list[MemberFacts]]:
    """Members by generation, the eldest above."""
    levels: dict[int, list[MemberFacts]] = {}
    for member in household.members:
        rank = 1 if member.is_head else RANKS.get(member.relation, 2)
        levels.setdefault(rank, []).append(member)
    return [levels[rank] for rank in sorted(levels)]


@require_safe
@roles(Role.REGISTRY)
def changes(request: ActorRequest) -> HttpResponse:
    """The feed of changes, the latest first."""
    rows = list_page(selectors.latest_person_changes(), request.GET.get("trang"))
    context = {
        "rows": rows,
        "changes": selectors.describe_person_changes(rows.items),
        "tabs": tabs_of("people-changes"),
        "title": _("Thay đổi trong cơ sở dữ liệu dân cư"),
        "now": clock.now(),
        "subject_url": "parties:person",
    }
    return page(request, "parties/changes.html", context)
