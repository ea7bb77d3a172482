"""What else a gateway does besides carrying messages is hung on here, at its start: evidence and monitoring."""

from sen.gateway.calls.core import Gateway
from sen.gateway.serving.office import Office, run_office
from sen.gateway.serving.routes import routes


def install(gateway: Gateway) -> None:
    """Give a gateway process its evidence and monitoring: routes of the consumer face, the observer, and the work beside the traffic."""
    configuration = gateway.home.configuration
    office = Office(
        gateway.home.folder,
        configuration.database,
        configuration.evidence,
        lambda: gateway.directory.snapshot if gateway.directory else None,
        lambda: gateway.under_way,
    )
    gateway.routes.update(routes(office))
    gateway.observers.append(office.meter.observe)
    gateway.refusals.append(office.refusal)
    gateway.background(run_office(office))
