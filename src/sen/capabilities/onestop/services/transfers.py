"""Handing many dossiers over to their agencies in one press."""

import datetime as dt
from collections.abc import Sequence

from sen.capabilities.dossiers.services import transfer_dossier
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError


def transfer_many(*, actor: Actor, dossiers: Sequence[tuple[int, int]], now: dt.datetime) -> list[tuple[int, DomainError | None]]:
    """Transfer each dossier, given with the number of events its line showed; each stands alone.

    Returns the error per dossier id, or None where it worked.
    """
    results: list[tuple[int, DomainError | None]] = []
    for dossier_id, seen in dossiers:
        try:
            transfer_dossier(actor=actor, dossier_id=dossier_id, now=now, seen=seen)
            results.append((dossier_id, None))
        except DomainError as error:
            results.append((dossier_id, error))
    return results
