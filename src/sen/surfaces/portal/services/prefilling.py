"""Filling an application in beforehand with what the shared database knows of the applicant."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.policies import access_draft
from sen.capabilities.dossiers.services import save_answers
from sen.capabilities.national.errors import RegisterSilent
from sen.capabilities.national.services import read_own_record
from sen.foundation.accounts.selectors import get_account
from sen.kernel.actor import Actor
from sen.surfaces.portal.types import PREFILL, Prefill

if TYPE_CHECKING:
    from sen.capabilities.dossiers.models import Draft


@transaction.atomic
def prefill_draft(*, actor: Actor, public_id: uuid.UUID, now: dt.datetime) -> "Draft":
    """Ask the shared database of people over the axis, once for each draft, and keep what it says beside the answers.

    While nobody answers the draft stays empty and says so; it is asked again when the citizen comes to the question.  The
    citizen sees the read with the number of the draft, which the dossier keeps.  Raises NotFound, IllegalTransition once submitted.
    Basis: 61/2018/NĐ-CP, Article 11 (what the databases know is not asked for again).
    """
    draft = access_draft(actor, public_id)
    if Prefill.of(draft.answers).asked_at:
        return draft
    return save_answers(actor=actor, public_id=public_id, page=PREFILL, answers=_asked(actor, draft, now).as_answers(), now=now)


def _asked(actor: Actor, draft: "Draft", now: dt.datetime) -> Prefill:
    try:
        found = read_own_record(
            actor=actor,
            number=get_account(actor.account_id or 0).login,
            purpose=_("Điền sẵn hồ sơ trực tuyến: {procedure}").format(procedure=draft.version.name),
            issue=str(draft.public_id),
            now=now,
        )
    except RegisterSilent:
        return Prefill(silent=True)
    if found is None:
        return Prefill(asked_at=now)
    return Prefill(now, False, found.born_on, found.phone, found.email, found.address, found.unit_id)
