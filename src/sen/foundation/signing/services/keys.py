"""Which signer this installation uses, and whose certificates it trusts."""

from functools import lru_cache
from pathlib import Path

from asn1crypto import pem
from django.conf import settings

from sen.foundation.signing.adapters.demo import DemoAuthority, FolderStore
from sen.foundation.signing.adapters.pkcs11 import TokenSigner
from sen.foundation.signing.types import Signer

_chosen: list[Signer] = []


def use_signer(signer: Signer | None) -> None:
    """Have every signature made with this signer; None returns to what the settings name."""
    _chosen[:] = [signer] if signer is not None else []


def current_signer() -> Signer:
    """The chosen signer, else the token the settings name, else the demonstration's authority under ``DATA_DIR/keys``."""
    if _chosen:
        return _chosen[0]
    folder = Path(settings.DATA_DIR) / "keys"
    return _token_signer(folder) if settings.SIGNING_PKCS11_MODULE else _demo_authority(folder)


def trusted_roots() -> tuple[bytes, ...]:
    """Root certificates (DER) whose signatures are trusted: the signer's own and those in the folder of trust."""
    own = current_signer().trust_roots()
    return (*own, *(der for der in _roots_in(settings.SIGNING_TRUST_DIR) if der not in own))


def signs_for_show() -> bool:
    """Whether the demonstration's authority signs, so that pictures may be invented and everything is marked."""
    return isinstance(current_signer(), DemoAuthority)


@lru_cache(maxsize=4)
def _demo_authority(folder: Path) -> DemoAuthority:
    return DemoAuthority(FolderStore(folder))


@lru_cache(maxsize=4)
def _token_signer(folder: Path) -> TokenSigner:
    return TokenSigner(
        module=settings.SIGNING_PKCS11_MODULE,
        token=settings.SIGNING_PKCS11_TOKEN,
        pin=Path(settings.SIGNING_PKCS11_PIN_FILE).read_text(encoding="utf-8").splitlines()[0].strip(),
        platform_key=_demo_authority(folder).platform_key,
        roots=_roots_in(settings.SIGNING_TRUST_DIR),
        timestamps=settings.SIGNING_TIMESTAMP_URL,
    )


@lru_cache(maxsize=4)
def _roots_in(folder: str) -> tuple[bytes, ...]:
    """The certificates of every PEM file in the folder; read once per process."""
    if not folder:
        return ()
    found: list[bytes] = []
    for path in sorted(Path(folder).glob("*.pem")):
        found += [der for _, _, der in pem.unarmor(path.read_bytes(), multiple=True)]
    return tuple(found)
