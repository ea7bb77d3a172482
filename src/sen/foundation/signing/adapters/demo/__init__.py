"""The demonstration's certificate authority: root, issuing authority, time-stamping authority and signers.

Every certificate says that it has no legal value.  Real signatures need a public or government authority behind the same port.
"""

from sen.foundation.signing.adapters.demo.authority import DemoAuthority
from sen.foundation.signing.adapters.demo.stores import FolderStore, KeyStore, MemoryStore

__all__ = ["DemoAuthority", "FolderStore", "KeyStore", "MemoryStore"]
