"""Public keys, so that anyone can check a signature without asking us."""

from django.http import HttpResponse, JsonResponse

from sen.foundation.signing import selectors
from sen.ui.access import ActorRequest, public


@public
def key_set(request: ActorRequest) -> HttpResponse:
    """The public key of signatures on data."""
    return JsonResponse(selectors.public_key_set(), json_dumps_params={"indent": 2})


@public
def roots(request: ActorRequest) -> HttpResponse:
    """The trusted root certificates as a file."""
    answer = HttpResponse(selectors.trust_roots_pem(), content_type="application/x-pem-file")
    answer["Content-Disposition"] = 'attachment; filename="sen-chung-thu-goc.pem"'
    return answer
