"""Values every template may use, beside those of the design system."""

from django.http import HttpRequest

from sen.config.middleware.correlation import current_id
from sen.kernel import clock


def page(request: HttpRequest) -> dict[str, object]:
    """The province's date and the correlation id of the request."""
    return {"today": clock.today(), "correlation_id": current_id()}
