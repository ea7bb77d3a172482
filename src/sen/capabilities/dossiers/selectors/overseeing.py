"""Reading from above: whose dossiers heads and leaders may look into, and the database's leave to do so."""

import datetime as dt

from django.db import connection

from sen.capabilities.dossiers.models import Dossier
from sen.foundation.agencies.selectors import agencies_below
from sen.foundation.audit.services import record_read
from sen.kernel.actor import Actor, Role

Overseen = frozenset[int] | None
"""Agencies whose dossiers may be read from above; None is the whole province."""


def overseen_agencies(actor: Actor, on: dt.date) -> Overseen:
    """Agencies the actor answers for without working there: those below where the actor is head or leader.

    None, the whole province, for procedure control and for heads and leaders of the province's People's Committee or its office.
    Basis: 77/2015/QH13, Article 22: the People's Committee directs and inspects the work of agencies below.
    """
    directs = [grant for grant in actor.grants if grant.role in (Role.HEAD, Role.LEADER)]
    if actor.is_control or any(grant.provincial for grant in directs):
        return None
    return agencies_below((grant.agency_id for grant in directs), on) if directs else frozenset()


def open_overseen(actor: Actor, on: dt.date) -> Overseen:
    """Let row-level security show those agencies' dossiers until the request ends, for reading only; returns them."""
    agencies = overseen_agencies(actor, on)
    if agencies is None or agencies:
        leave = "province" if agencies is None else "{" + ",".join(map(str, sorted(agencies))) + "}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('sen.overseen', %s, true)", [leave])
    return agencies


def note_overseer_read(*, actor: Actor, dossier: Dossier, page: str, purpose: str, now: dt.datetime) -> None:
    """Log that somebody who does not work on the dossier read a page of it; the applicant sees who and why."""
    record_read(
        actor=actor,
        subject_type="dossier",
        subject_id=dossier.pk,
        purpose=purpose,
        now=now,
        person_id=dossier.applicant_person_id,
        detail={"page": page, "code": dossier.code},
    )
