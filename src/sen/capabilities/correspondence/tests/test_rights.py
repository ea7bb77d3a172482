"""Rights on one document: given with a reason, withdrawn at once, shown until confirmed; and groups of recipients."""

import datetime as dt

import pytest

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import GrantExists, GroupNameTaken, NoRecipients, ReasonMissing
from sen.capabilities.correspondence.events import RightChanged
from sen.capabilities.correspondence.models import DocumentGrant, IncomingDocument, OutgoingDocument, RecipientGroup
from sen.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from sen.capabilities.correspondence.types import Recipient
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.foundation.history.selectors import list_events
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.types import topic_of
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed, NotFound
from tests.factories import MONDAY

LATER = MONDAY + dt.timedelta(hours=1)
WHY = "Phối hợp tham mưu"


def grant(actor: Actor, incoming: IncomingDocument, to: Actor, reason: str = WHY) -> DocumentGrant:
    return services.grant_document(actor=actor, kind="incoming", record_id=incoming.pk, account_id=to.account, reason=reason, now=MONDAY)


def test_a_right_opens_one_document_and_its_end_closes_it_at_once(incoming: IncomingDocument, registrar: Actor, specialist: Actor) -> None:
    given = grant(registrar, incoming, specialist)
    assert list(visible_incoming(specialist)) == [incoming]
    services.withdraw_grant(actor=registrar, grant_id=given.pk, now=LATER)
    assert not visible_incoming(specialist).exists()
    assert [line.action for line in list_events("incoming", incoming.pk)] == ["arrive", "grant", "withdraw_grant"]


def test_every_change_of_rights_is_told(incoming: IncomingDocument, registrar: Actor, specialist: Actor) -> None:
    services.withdraw_grant(actor=registrar, grant_id=grant(registrar, incoming, specialist).pk, now=LATER)
    told = OutboxEvent.objects.filter(topic=topic_of(RightChanged)).order_by("pk").values_list("payload", flat=True)
    assert [each["given"] for each in told] == [True, False]


def test_a_right_needs_a_reason_and_is_given_once(incoming: IncomingDocument, registrar: Actor, specialist: Actor) -> None:
    with pytest.raises(ReasonMissing):
        grant(registrar, incoming, specialist, reason="")
    grant(registrar, incoming, specialist)
    with pytest.raises(GrantExists):
        grant(registrar, incoming, specialist)
    assert DocumentGrant.objects.count() == 1


def test_nobody_outside_the_agency_gets_a_right(incoming: IncomingDocument, registrar: Actor, outsider_officer: Actor) -> None:
    with pytest.raises(NotFound):
        grant(registrar, incoming, outsider_officer)
    assert not DocumentGrant.objects.exists()


def test_who_was_let_in_lets_nobody_else_in(incoming: IncomingDocument, registrar: Actor, specialist: Actor, head: Actor) -> None:
    grant(registrar, incoming, specialist)
    with pytest.raises(NotAllowed):
        grant(specialist, incoming, head)
    assert DocumentGrant.objects.count() == 1


def test_the_warning_goes_when_another_responsible_person_confirms(
    incoming: IncomingDocument, registrar: Actor, approver: Actor, specialist: Actor
) -> None:
    given = grant(registrar, incoming, specialist)
    for nobody in (registrar, specialist):
        with pytest.raises(NotAllowed):
            services.confirm_grant(actor=nobody, grant_id=given.pk, now=LATER)
    done = services.confirm_grant(actor=approver, grant_id=given.pk, now=LATER)
    assert (done.confirmed_by_id, done.confirmed_at) == (approver.account_id, LATER)


def test_every_look_is_written_down(incoming: IncomingDocument, specialist: Actor) -> None:
    services.note_view(actor=specialist, kind="incoming", record_id=incoming.pk, now=LATER, what="van-ban.pdf")
    entry = AuditEntry.objects.get(kind="read", subject_type="incoming")
    assert (entry.subject_id, entry.actor_id, entry.detail) == (incoming.pk, specialist.account_id, {"what": "van-ban.pdf"})


def test_an_outgoing_document_is_seen_by_its_agency_only(
    outgoing: OutgoingDocument, sender: Actor, director: Actor, registrar: Actor, specialist: Actor
) -> None:
    assert [visible_outgoing(each).count() for each in (sender, director, registrar, specialist)] == [1, 1, 0, 0]


def test_a_group_is_one_choice_for_many(sender: Actor, department: Agency, agency: Agency, other_agency: Agency) -> None:
    members = [Recipient(agency.pk), Recipient(other_agency.pk), Recipient(agency.pk), Recipient(organ_code="G09", organ_name="Bộ Nội vụ")]
    group = services.save_group(actor=sender, agency_id=department.pk, name="Cụm thi đua", members=members, now=MONDAY)
    assert set(group.members.values_list("agency_id", "organ_code")) == {(agency.pk, ""), (other_agency.pk, ""), (None, "G09")}
    with pytest.raises(GroupNameTaken):
        services.save_group(actor=sender, agency_id=department.pk, name="Cụm thi đua", members=members, now=MONDAY)
    with pytest.raises(NoRecipients):
        services.save_group(actor=sender, agency_id=department.pk, name="Trống", members=[], now=MONDAY)


def test_groups_of_others_are_not_touched(sender: Actor, registrar: Actor, agency: Agency) -> None:
    group = services.save_group(actor=registrar, agency_id=agency.pk, name="Các ấp", members=[Recipient(agency.pk)], now=MONDAY)
    with pytest.raises(NotAllowed):
        services.remove_group(actor=sender, group_id=group.pk, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.save_group(actor=sender, agency_id=None, name="Cả tỉnh", members=[Recipient(agency.pk)], now=MONDAY)
    assert RecipientGroup.objects.count() == 1


def test_the_provinces_groups_follow_its_agencies(agency: Agency, other_agency: Agency, department: Agency) -> None:
    services.load_groups(on=MONDAY.date(), now=MONDAY)
    services.load_groups(on=MONDAY.date(), now=MONDAY)
    group = RecipientGroup.objects.get(name="Tất cả xã, phường")
    assert set(group.members.values_list("agency_id", flat=True)) == {agency.pk, other_agency.pk}
