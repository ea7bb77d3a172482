"""Setting up the hall: groups of fields with their letters, and desks."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from sen.capabilities.onestop.errors import LetterTaken
from sen.capabilities.onestop.models import Desk, TicketGroup
from sen.capabilities.onestop.policies import access_desk, check_one_stop
from sen.foundation.agencies.selectors import list_receiving_agencies
from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound
from sen.kernel.text import clean

DEFAULT_GROUPS = (
    ("A", "Hộ tịch, Chứng thực", "baby", 8),
    ("B", "Đất đai, Xây dựng", "house", 12),
    ("C", "Hộ kinh doanh, Doanh nghiệp", "store", 10),
    ("D", "Bảo trợ xã hội và lĩnh vực khác", "heart-handshake", 8),
)
DEFAULT_DESKS = 4


@transaction.atomic
def load_halls(*, on: dt.date) -> dict[str, int]:
    """Give every receiving agency that has none the usual groups and desks; what an agency set up itself stays."""
    with_groups = set(TicketGroup.objects.values_list("agency_id", flat=True))
    with_desks = set(Desk.objects.values_list("agency_id", flat=True))
    agencies = [agency.pk for agency in list_receiving_agencies(on)]
    groups = [
        TicketGroup(agency_id=agency, letter=letter, name=name, icon=icon, minutes=minutes)
        for agency in agencies
        if agency not in with_groups
        for letter, name, icon, minutes in DEFAULT_GROUPS
    ]
    desks = [
        Desk(agency_id=agency, number=number) for agency in agencies if agency not in with_desks for number in range(1, DEFAULT_DESKS + 1)
    ]
    TicketGroup.objects.bulk_create(groups)
    Desk.objects.bulk_create(desks)
    return {"groups": len(groups), "desks": len(desks)}


@transaction.atomic
def save_group(
    *,
    actor: Actor,
    agency_id: int,
    letter: str,
    name: str,
    minutes: int,
    now: dt.datetime,
    group_id: int | None = None,
    is_open: bool = True,
) -> TicketGroup:
    """Add or change a group of the agency.  Raises NotAllowed, LetterTaken, NotFound."""
    check_one_stop(actor, agency_id)
    letter = clean(letter).upper()[:1]
    same = TicketGroup.objects.filter(agency_id=agency_id, letter=letter).exclude(pk=group_id or 0)
    if same.exists():
        raise LetterTaken(field="letter", letter=letter)
    group = TicketGroup.objects.filter(pk=group_id, agency_id=agency_id).first() if group_id else TicketGroup(agency_id=agency_id)
    if group is None:
        raise NotFound
    group.letter, group.name, group.minutes, group.is_open = letter, clean(name), minutes, is_open
    group.save()
    record_change(actor=actor, action="queue.group", subject_type="ticket_group", subject_id=group.pk, now=now, agency_id=agency_id)
    return group


@transaction.atomic
def set_desk_count(*, actor: Actor, agency_id: int, count: int, now: dt.datetime) -> int:
    """Let the hall have desks 1 to ``count``; desks beyond that stay while somebody sits there.  Raises NotAllowed."""
    check_one_stop(actor, agency_id)
    known = set(Desk.objects.filter(agency_id=agency_id).values_list("number", flat=True))
    Desk.objects.bulk_create([Desk(agency_id=agency_id, number=number) for number in range(1, count + 1) if number not in known])
    Desk.objects.filter(agency_id=agency_id, number__gt=count, officer__isnull=True).delete()
    record_change(
        actor=actor,
        action="queue.desks",
        subject_type="agency",
        subject_id=agency_id,
        now=now,
        agency_id=agency_id,
        detail={"desks": count},
    )
    return count


@transaction.atomic
def set_desk_groups(*, actor: Actor, desk_id: int, group_ids: Sequence[int], now: dt.datetime) -> Desk:
    """Say which groups a desk serves; none means all.  Raises DeskMissing, NotFound for another agency's group."""
    desk = access_desk(actor, desk_id)
    groups = list(TicketGroup.objects.filter(pk__in=group_ids, agency_id=desk.agency_id))
    if len(groups) != len(set(group_ids)):
        raise NotFound
    desk.groups.set(groups)
    detail = {"groups": _letters(groups)}
    record_change(
        actor=actor, action="queue.desk_groups", subject_type="desk", subject_id=desk.pk, now=now, agency_id=desk.agency_id, detail=detail
    )
    return desk


def _letters(groups: Iterable[TicketGroup]) -> list[str]:
    return sorted(group.letter for group in groups)
