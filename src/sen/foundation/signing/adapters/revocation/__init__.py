"""Asking authorities over the network whether a certificate was revoked: OCSP (RFC 6960) first, then its list (CRL, RFC 5280).

Certificates come from strangers, and so do the addresses they name: only addresses of the public Internet are asked, unless the
settings allow more; answers are bounded in time and size and kept until they expire.
"""

from sen.foundation.signing.adapters.revocation.network import NetworkRevocation

__all__ = ["NetworkRevocation"]
