"""Values every template may use, beside those of the design system."""

from django.http import HttpRequest

from sen.kernel import clock
from sen.kernel.correlation import current_id


def page(request: HttpRequest) -> dict[str, object]:
    """The province's date and the correlation id of the request."""
    return {"today": clock.today(), "correlation_id": current_id()}
