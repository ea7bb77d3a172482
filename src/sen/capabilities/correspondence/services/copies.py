"""The copies the clerk keeps of issued documents: who read or borrowed one, with whose consent, and when it came back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from sen.capabilities.correspondence.errors import CopyOut, CopyReturned
from sen.capabilities.correspondence.models import CopyUse
from sen.capabilities.correspondence.policies import access_outgoing, check_is_clerk
from sen.capabilities.correspondence.services.recording import OUTGOING, note
from sen.foundation.accounts.selectors import list_officers
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import BadValue, NotFound
from sen.kernel.text import clean


@dataclass(frozen=True, slots=True)
class NewCopyUse:
    """Who uses a kept copy: ``permitted_by_id`` is a leader of the agency; ``lent`` is False for a copy read on the spot."""

    user_name: str
    permitted_by_id: int
    lent: bool
    file_code: str = ""
    note: str = ""


@transaction.atomic
def use_copy(*, actor: Actor, outgoing_id: int, use: NewCopyUse, now: dt.datetime) -> CopyUse:
    """Enter that the kept copy of an issued document is read or lent; the clerk of the agency.

    Raises NotFound, NotAllowed, CopyOut while it is lent to somebody, BadValue without a name or a leader's consent.
    Basis: 30/2020/NĐ-CP, Article 19 and Appendix IV part IV.
    """
    outgoing = access_outgoing(actor, outgoing_id, lock=True)
    check_is_clerk(actor, outgoing.agency_id)
    today = clock.local(now).date()
    who = clean(use.user_name)[:120]
    if not who:
        raise BadValue("user_name", reason="Hãy ghi họ tên người sử dụng.")
    if use.permitted_by_id not in {one.account_id for one in list_officers(outgoing.agency_id, Role.LEADER, on=today)}:
        raise BadValue("permitted_by", reason="Hãy chọn lãnh đạo cơ quan đã cho phép.")
    if CopyUse.objects.filter(outgoing=outgoing, returned_on__isnull=True).exists():
        raise CopyOut
    entry = CopyUse.objects.create(
        agency_id=outgoing.agency_id,
        outgoing=outgoing,
        used_on=today,
        user_name=who,
        file_code=clean(use.file_code)[:60],
        permitted_by_id=use.permitted_by_id,
        returned_on=None if use.lent else today,
        note=clean(use.note)[:500],
        recorded_by_id=actor.account,
        recorded_at=now,
    )
    _note(entry, "lend_copy" if use.lent else "show_copy", actor, now)
    return entry


@transaction.atomic
def return_copy(*, actor: Actor, use_id: int, now: dt.datetime) -> CopyUse:
    """Enter that a lent copy is back; the clerk of the agency.  Raises NotFound, NotAllowed, CopyReturned."""
    entry = CopyUse.objects.select_for_update(of=("self",)).select_related("outgoing").filter(pk=use_id).first()
    if entry is None or entry.agency_id not in actor.agencies():
        raise NotFound
    check_is_clerk(actor, entry.agency_id)
    if entry.returned_on is not None:
        raise CopyReturned
    entry.returned_on = clock.local(now).date()
    entry.save(update_fields=["returned_on"])
    _note(entry, "return_copy", actor, now)
    return entry


def _note(entry: CopyUse, action: str, actor: Actor, now: dt.datetime) -> None:
    place, state = entry.agency_id, entry.outgoing.state
    note(OUTGOING, entry.outgoing_id, action, actor=actor, now=now, agency_id=place, state=state, payload={"names": [entry.user_name]})
