"""The page around the search over documents."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from sen.capabilities.correspondence.forms import SearchForm
from sen.capabilities.correspondence.selectors.choices import kind_choices
from sen.capabilities.correspondence.selectors.search import DocumentSearch, search_documents
from sen.capabilities.correspondence.selectors.words import urgency_tag
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.paging import page_number
from sen.ui.responses import page


@require_GET
@officer
def search(request: ActorRequest) -> HttpResponse:
    """Look for documents in every field and in the text of their files."""
    today = clock.today()
    form = SearchForm(request.GET, kinds=kind_choices(today))
    asked = _asked(form)
    rows = search_documents(request.actor, asked, today, page_number(request.GET.get("trang")))
    found = [(row, urgency_tag(row.urgency)) for row in rows]
    context = {"form": form, "asked": asked, "rows": rows, "found": found, "now": clock.now(), "query": request.GET.urlencode()}
    return page(request, "correspondence/search.html", context)


def _asked(form: SearchForm) -> DocumentSearch:
    form.is_valid()
    data = form.cleaned_data
    return DocumentSearch(
        text=data.get("q") or "",
        code=data.get("so") or "",
        kind_code=data.get("loai") or "",
        issuer=data.get("noi") or "",
        since=data.get("tu"),
        until=data.get("den"),
        direction=data.get("chieu") or "",
    )
