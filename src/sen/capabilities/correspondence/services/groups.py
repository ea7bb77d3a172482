"""Groups of recipients."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from sen.capabilities.correspondence.errors import GroupNameTaken, NoRecipients
from sen.capabilities.correspondence.models import RecipientGroup, RecipientGroupMember
from sen.capabilities.correspondence.policies import check_holds
from sen.capabilities.correspondence.selectors.choices import LEVELS
from sen.capabilities.correspondence.types import Recipient
from sen.foundation.accounts.policies import can_manage_province
from sen.foundation.agencies.selectors import agencies_on, list_agencies_by_ids
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import BadValue, NotAllowed, NotFound
from sen.kernel.text import clean


@transaction.atomic
def save_group(
    *, actor: Actor, agency_id: int | None, name: str, members: Sequence[Recipient], now: dt.datetime, group_id: int | None = None
) -> RecipientGroup:
    """Make a group or write its name and members anew; a clerk for the agency, province administrators for everybody.

    Raises NotFound, NotAllowed, BadValue, NoRecipients, GroupNameTaken.
    """
    _check(actor, agency_id, now)
    title = clean(name)[:120]
    if not title:
        raise BadValue("name", reason="Hãy đặt tên nhóm.")
    rows = _members(members)
    if not rows:
        raise NoRecipients("members")
    group = RecipientGroup(agency_id=agency_id, made_by_id=actor.account_id, made_at=now)
    if group_id is not None:
        found = RecipientGroup.objects.select_for_update().filter(pk=group_id, agency=agency_id).first()
        if found is None:
            raise NotFound
        group = found
    if RecipientGroup.objects.filter(agency=agency_id, name=title).exclude(pk=group.pk).exists():
        raise GroupNameTaken("name")
    group.name = title
    group.save()
    group.members.all().delete()
    for row in rows:
        row.group = group
    RecipientGroupMember.objects.bulk_create(rows)
    _audit("save_group", group, actor, now, members=len(rows))
    return group


@transaction.atomic
def remove_group(*, actor: Actor, group_id: int, now: dt.datetime) -> None:
    """Remove a group; documents already sent keep their recipients.  Raises NotFound, NotAllowed."""
    group = RecipientGroup.objects.select_for_update().filter(pk=group_id).first()
    if group is None:
        raise NotFound
    _check(actor, group.agency_id, now)
    _audit("remove_group", group, actor, now)
    group.delete()


@transaction.atomic
def load_groups(*, on: dt.date, now: dt.datetime) -> int:
    """Make or refresh the province's groups: every agency of each level; returns how many there are."""
    count = 0
    for level, name in LEVELS:
        members = [Recipient(agency.pk, "", agency.name) for agency in agencies_on(on).filter(level=level).order_by("name_sort")]
        if not members:
            continue
        count += 1
        group, _made = RecipientGroup.objects.get_or_create(agency=None, name=name, defaults={"made_at": now})
        have = set(group.members.values_list("agency_id", flat=True))
        if have != {each.agency_id for each in members}:
            group.members.all().delete()
            rows = _members(members)
            for row in rows:
                row.group = group
            RecipientGroupMember.objects.bulk_create(rows)
    return count


def _check(actor: Actor, agency_id: int | None, now: dt.datetime) -> None:
    if agency_id is not None:
        check_holds(actor, agency_id, Role.CLERK, Role.LEADER)
    elif not can_manage_province(actor, clock.local(now).date()):
        raise NotAllowed


def _members(members: Iterable[Recipient]) -> list[RecipientGroupMember]:
    given = list(members)
    agencies = list_agencies_by_ids(each.agency_id for each in given)
    rows: dict[tuple[int | None, str], RecipientGroupMember] = {}
    for each in given:
        name = agencies[each.agency_id].name if each.agency_id in agencies else clean(each.organ_name)[:200]
        code = "" if each.agency_id is not None else each.organ_code.strip()[:35]
        if name and (each.agency_id in agencies or code):
            row = RecipientGroupMember(agency_id=each.agency_id, organ_code=code, organ_name=name)
            rows.setdefault((each.agency_id, code), row)
    return list(rows.values())


def _audit(action: str, group: RecipientGroup, actor: Actor, now: dt.datetime, **detail: object) -> None:
    record_change(
        actor=actor,
        action=f"correspondence.{action}",
        subject_type="recipient_group",
        subject_id=group.pk,
        now=now,
        agency_id=group.agency_id,
        detail={"name": group.name, **detail},
    )
