"""Fewer letters: the page behind the link at the end of a letter."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from sen.capabilities.dossiers.selectors.letters import letter_of, masked_address
from sen.capabilities.dossiers.services import refuse_letters
from sen.kernel import clock
from sen.ui.access import ActorRequest, public
from sen.ui.responses import page


@require_http_methods(["GET", "HEAD", "POST"])
@public
def fewer_letters(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask once more, then send the address only what the law demands; opening the link alone changes nothing."""
    letter = letter_of(public_id)
    if request.method == "POST":
        refuse_letters(public_id=public_id, now=clock.now())
    return page(request, "portal/letters.html", {"address": masked_address(letter), "done": request.method == "POST"})
