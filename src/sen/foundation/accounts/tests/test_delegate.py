"""Lending a role, appointing."""

import datetime as dt

import pytest
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import DelegationDatesWrong, DelegationNotFound, DelegationReasonMissing, NotYourRole, ReceiverUnfit
from sen.foundation.accounts.models import Appointment, Delegation
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.types import NewPost
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_account, signed_in

TODAY = clock.local(MONDAY).date()
pytestmark = pytest.mark.django_db


def lend(actor: Actor, receiver: Actor, agency: Agency, **changes: object) -> Delegation:
    given = {
        "role": Role.LEADER,
        "valid_from": TODAY,
        "valid_to": TODAY + dt.timedelta(days=3),
        "reason": "Giấy ủy quyền 12/GUQ-UBND",
        "now": MONDAY,
    }
    return services.delegate(actor=actor, receiver_id=receiver.account_id or 0, agency_id=agency.pk, **{**given, **changes})  # type: ignore[arg-type]


def test_a_leader_lends_the_role_to_a_colleague(agency: Agency, approver: Actor, head: Actor) -> None:
    lent = lend(approver, head, agency)
    assert actor_of(head.account_id or 0, TODAY).has(Role.LEADER, agency.pk)
    assert AuditEntry.objects.filter(action="delegation.give", subject_id=lent.pk, actor_id=approver.account_id).exists()


def test_nobody_lends_a_role_that_was_only_lent_to_them(agency: Agency, approver: Actor, head: Actor, specialist: Actor) -> None:
    lend(approver, head, agency)
    with pytest.raises(NotYourRole):
        lend(actor_of(head.account_id or 0, TODAY), specialist, agency)
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"role": Role.ADMIN}, NotYourRole),
        ({"valid_from": TODAY - dt.timedelta(days=1)}, DelegationDatesWrong),
        ({"valid_to": TODAY - dt.timedelta(days=1)}, DelegationDatesWrong),
        ({"valid_to": TODAY + dt.timedelta(days=400)}, DelegationDatesWrong),
        ({"reason": "  "}, DelegationReasonMissing),
    ],
)
def test_a_wrong_delegation_is_refused(
    agency: Agency, approver: Actor, head: Actor, changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        lend(approver, head, agency, **changes)
    assert not Delegation.objects.exists()


def test_a_stranger_to_the_agency_or_oneself_cannot_receive(agency: Agency, approver: Actor, outsider_officer: Actor) -> None:
    for receiver in (outsider_officer, approver):
        with pytest.raises(ReceiverUnfit):
            lend(approver, receiver, agency)
    assert not Delegation.objects.exists()


def test_only_the_giver_takes_a_role_back(agency: Agency, approver: Actor, head: Actor) -> None:
    lent = lend(approver, head, agency)
    with pytest.raises(DelegationNotFound):
        services.revoke_delegation(actor=head, delegation_id=lent.pk, now=MONDAY)
    assert Delegation.objects.get().revoked_at is None
    services.revoke_delegation(actor=approver, delegation_id=lent.pk, now=MONDAY)
    assert not actor_of(head.account_id or 0, TODAY).has(Role.LEADER)


def test_the_page_lends_and_takes_back(client: Client, agency: Agency, approver: Actor, head: Actor) -> None:
    signed_in(client, approver)
    until = clock.today() + dt.timedelta(days=2)
    typed = {
        "role": f"leader@{agency.pk}",
        "receiver": str(head.account_id),
        "valid_from": f"{clock.today():%d/%m/%Y}",
        "valid_to": f"{until:%d/%m/%Y}",
        "reason": "Đi công tác",
    }
    assert client.post("/tai-khoan/uy-quyen/", typed).status_code == 302
    lent = Delegation.objects.get()
    assert head.name in client.get("/tai-khoan/uy-quyen/").content.decode()
    assert client.post(f"/tai-khoan/uy-quyen/{lent.pk}/thu-hoi/").status_code == 302
    assert Delegation.objects.get().revoked_at is not None


def test_the_page_is_not_for_citizens(client: Client, citizen: Actor) -> None:
    assert signed_in(client, citizen).get("/tai-khoan/uy-quyen/").status_code == 403


def test_an_administrator_appoints(agency: Agency, administrator: Actor) -> None:
    account = make_account("Người Mới")
    services.appoint(actor=administrator, account_id=account.pk, post=NewPost(agency.pk, Role.CLERK, "Văn thư", TODAY), now=MONDAY)
    assert actor_of(account.pk, TODAY).has(Role.CLERK, agency.pk)


def test_others_do_not_appoint(agency: Agency, approver: Actor) -> None:
    account = make_account("Người Mới")
    before = Appointment.objects.count()
    with pytest.raises(NotAllowed):
        services.appoint(actor=approver, account_id=account.pk, post=NewPost(agency.pk, Role.ADMIN, "Quản trị", TODAY), now=MONDAY)
    assert Appointment.objects.count() == before
