"""Signing keys: the demonstration's authority, or a PKCS#11 token when its library is named."""

from sen.config.settings import environment

# The library of the token or hardware module; empty has the demonstration's authority sign.
SIGNING_PKCS11_MODULE = environment.text("SEN_PKCS11_MODULE")
SIGNING_PKCS11_TOKEN = environment.text("SEN_PKCS11_TOKEN")
# A file readable by its owner only whose first line is the PIN.
SIGNING_PKCS11_PIN_FILE = environment.text("SEN_PKCS11_PIN_FILE")
# Address of a time-stamping authority (RFC 3161).
SIGNING_TIMESTAMP_URL = environment.text("SEN_TIMESTAMP_URL")
# Folder of trusted root certificates (PEM) beside the demonstration's own, such as those of Ban Cơ yếu Chính phủ.
SIGNING_TRUST_DIR = environment.text("SEN_TRUST_DIR")
# True keeps this installation from asking authorities whether certificates were revoked.
SIGNING_REVOCATION_OFFLINE = environment.flag("SEN_REVOCATION_OFFLINE")
# Networks (10.20.0.0/16) where authorities may be asked beside the public Internet, such as that of a ministry's own.
SIGNING_REVOCATION_NETWORKS = environment.words("SEN_REVOCATION_NETWORKS")
