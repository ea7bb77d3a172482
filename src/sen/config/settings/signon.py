"""Single sign-on: systems on this machine, networks of the government, the national identity provider."""

from sen.config.settings import environment

# Systems of a demonstration run beside the platform and have no certificates; a real installation keeps this off.
SSO_LOOPBACK_CLIENTS = environment.flag("SEN_SSO_LOOPBACK_CLIENTS")
# Private networks sign-out messages may be sent into, for systems that only the government's own network reaches.
SSO_INNER_NETWORKS = environment.words("SEN_SSO_INNER_NETWORKS")

# Sign-in by the national identity provider; off while no issuer is named.
NATIONAL_ISSUER = environment.text("SEN_NATIONAL_ISSUER").rstrip("/")
NATIONAL_CLIENT_ID = environment.text("SEN_NATIONAL_CLIENT_ID")
NATIONAL_CLIENT_SECRET_FILE = environment.text("SEN_NATIONAL_CLIENT_SECRET_FILE")
NATIONAL_IS_SANDBOX = environment.flag("SEN_NATIONAL_IS_SANDBOX")

# The demonstration's department system: its address and the secret both sides share; empty when this start has none.
DEPARTMENT_URL = environment.text("SEN_SANDBOX_DEPARTMENT_URL").rstrip("/")
DEPARTMENT_SECRET = environment.text("SEN_DEPARTMENT_SECRET")
