"""Which signer this installation uses."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sen.foundation.signing.adapters.demo import DemoAuthority, FolderStore
from sen.foundation.signing.types import Signer

_chosen: list[Signer] = []


def use_signer(signer: Signer | None) -> None:
    """Have every signature made with this signer; None returns to the demonstration's authority."""
    _chosen[:] = [signer] if signer is not None else []


def current_signer() -> Signer:
    """The chosen signer, otherwise the demonstration's authority under ``DATA_DIR/keys``."""
    return _chosen[0] if _chosen else _demo_authority(Path(settings.DATA_DIR) / "keys")


@lru_cache(maxsize=4)
def _demo_authority(folder: Path) -> DemoAuthority:
    return DemoAuthority(FolderStore(folder))
