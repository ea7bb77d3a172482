"""Evidence and monitoring, fastened to a gateway process.

Door for the server: ``attach``.  The command line is ``python -m sen.gateway.evidence_command``.
"""

from sen.gateway.core import Gateway
from sen.gateway.evidence_routes import routes
from sen.gateway.office import Office, run_office


def attach(gateway: Gateway) -> Office:
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
    return office
