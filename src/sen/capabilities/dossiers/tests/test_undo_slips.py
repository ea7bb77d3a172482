"""Taking back a slip within the rules."""

import datetime as dt

import pytest

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.errors import ReasonMissing, TooLateToUndo
from sen.capabilities.dossiers.models import Dossier, OfficialForm, WorkItem
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.dossier_factories import accepted, at_signature, in_work, open_item
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_an_acceptance_can_be_taken_back_for_half_an_hour(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency)
    services.undo_accept(actor=clerk, dossier_id=dossier.pk, reason="Nhầm thủ tục", now=MONDAY + dt.timedelta(minutes=29))
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_at) == ("submitted", None)
    assert OfficialForm.objects.get(dossier=dossier, kind="receipt").cancelled_at is not None
    assert open_item(dossier).kind == "reception"


def test_after_half_an_hour_the_acceptance_stands(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency)
    with pytest.raises(TooLateToUndo):
        services.undo_accept(actor=clerk, dossier_id=dossier.pk, reason="Nhầm thủ tục", now=MONDAY + dt.timedelta(minutes=31))
    assert Dossier.objects.get(pk=dossier.pk).state == "accepted"


def test_taking_back_needs_a_reason(citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency)
    with pytest.raises(ReasonMissing):
        services.undo_accept(actor=clerk, dossier_id=dossier.pk, reason="  ", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "accepted"


def test_a_hand_over_can_be_taken_back_until_somebody_works_on_it(citizen: Actor, clerk: Actor, head: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.undo_transfer(actor=clerk, dossier_id=dossier.pk, reason="Chuyển nhầm", now=MONDAY)
    assert open_item(dossier).kind == "transfer"
    services.transfer_dossier(actor=clerk, dossier_id=dossier.pk, now=MONDAY)
    services.complete_step(actor=head, item_id=open_item(dossier).pk, now=MONDAY)
    with pytest.raises(TooLateToUndo):
        services.undo_transfer(actor=clerk, dossier_id=dossier.pk, reason="Chuyển nhầm", now=MONDAY)
    assert Dossier.objects.get(pk=dossier.pk).state == "processing"


def test_a_return_recorded_by_mistake_is_taken_back(
    citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    dossier = in_work(citizen, clerk, agency)
    services.sign_outcome(actor=approver, item_id=at_signature(dossier, head, specialist).pk, now=MONDAY)
    services.return_result(actor=clerk, dossier_id=dossier.pk, collected_by="Mai", now=MONDAY)
    services.undo_return(actor=clerk, dossier_id=dossier.pk, reason="Người nhận chưa đến", now=MONDAY + dt.timedelta(hours=1))
    dossier.refresh_from_db()
    assert (dossier.state, dossier.closed_at) == ("settled", None)
    assert WorkItem.objects.get(dossier=dossier, kind="return").closed_at is None
