"""The national document axis as this platform meets it."""

from sen.config.settings import environment

# Code under which the province is registered there; packets addressed to it go to the province's own agency.
EDOCS_SYSTEM = environment.text("SEN_EDOCS_SYSTEM", "H20")
# The service of the exchange axis behind which the document axis lies.
EDOCS_SERVICE = environment.text("SEN_EDOCS_SERVICE", "truc-van-ban")
# The subsystem as which documents go out; its right to the service is given on the axis.
EDOCS_CLIENT = environment.text("SEN_EDOCS_CLIENT", "VN-DT/GOV/H20/VANBAN")
