"""The exchange axis as this platform meets it: its own gateway, the subsystem it speaks as, what it tells subscribers."""

from sen.config.settings import environment

# The plain HTTP face of the gateway on the platform's own network; empty: no axis, calls answer that it is unreachable.
AXIS_URL = environment.text("SEN_AXIS_URL").rstrip("/")
AXIS_CLIENT = environment.text("SEN_AXIS_CLIENT", "VN-DT/GOV/H20/MOTCUA")
# The subsystem in whose room the shared databases tell that they changed.
AXIS_ROOM = environment.text("SEN_AXIS_ROOM", "VN-DT/GOV/H20/CSDL")
# Certificate and key (PEM) shown to the gateway when it wants one, and the authority that issued the gateway's own.
AXIS_CERTIFICATE = environment.text("SEN_AXIS_CERTIFICATE")
AXIS_KEY = environment.text("SEN_AXIS_KEY")
AXIS_AUTHORITY = environment.text("SEN_AXIS_AUTHORITY")
# What the monitoring faces of the gateways want to see as ``Authorization: Bearer``.
AXIS_MONITOR_CREDENTIAL = environment.text("SEN_AXIS_MONITOR_CREDENTIAL")
# Networks besides the public ones in which subscribers may have their webhooks; nothing inside is reached unless named here.
AXIS_WEBHOOK_NETWORKS = environment.words("SEN_WEBHOOK_NETWORKS")

# First part of every identifier on the axis.
AXIS_INSTANCE = environment.text("SEN_AXIS_INSTANCE", "VN-DT")
# What the platform's own gateway shows to the platform's own services (``Authorization: Bearer …``).
SERVICE_CREDENTIAL = environment.text("SEN_SERVICE_CREDENTIAL")
# Databases of the gateways of this installation, one ``SERVER=dsn`` a line.
AXIS_JOURNALS = dict(line.split("=", 1) for line in environment.text("SEN_AXIS_JOURNALS").splitlines() if "=" in line)
# First port of the demonstration's gateways and sandboxes; 0 when this start has none.
AXIS_FIRST_PORT = environment.number("SEN_AXIS_FIRST_PORT", 0)
# Which national databases are played by sandbox servers; pages that show their data say so.
AXIS_SANDBOXES = tuple(
    name for name in ("population", "business", "legislation", "documents") if environment.text(f"SEN_SANDBOX_{name.upper()}_URL")
)
