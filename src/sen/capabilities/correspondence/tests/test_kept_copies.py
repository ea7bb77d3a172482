"""The register of kept copies: who read or borrowed one, with whose consent, and when it came back."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.errors import CopyOut, CopyReturned
from sen.capabilities.correspondence.models import CopyUse, OutgoingDocument
from sen.capabilities.correspondence.selectors.registers import REGISTERS, RegisterAsked, register_lines, register_rows
from sen.capabilities.correspondence.services import NewCopyUse
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import BadValue, NotAllowed, NotFound
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
NEXT_DAY = MONDAY + dt.timedelta(days=1)


def use(director: Actor, *, lent: bool = True, name: str = "Nguyễn Văn An, Thanh tra tỉnh") -> NewCopyUse:
    return NewCopyUse(name, director.account, lent, "12.HCTH", "Đối chiếu")


def test_a_lent_copy_stands_in_the_register_until_it_is_back(
    outgoing: OutgoingDocument, sender: Actor, director: Actor, department: Agency
) -> None:
    entry = services.use_copy(actor=sender, outgoing_id=outgoing.pk, use=use(director), now=MONDAY)
    with pytest.raises(CopyOut):
        services.use_copy(actor=sender, outgoing_id=outgoing.pk, use=use(director, lent=False), now=MONDAY)
    services.return_copy(actor=sender, use_id=entry.pk, now=NEXT_DAY)
    with pytest.raises(CopyReturned):
        services.return_copy(actor=sender, use_id=entry.pk, now=NEXT_DAY)

    asked = RegisterAsked(department.pk, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    (line,) = register_lines(REGISTERS["ban-luu"], register_rows(REGISTERS["ban-luu"], asked))
    assert line[:2] == ["16/11/2026", "Nguyễn Văn An, Thanh tra tỉnh"]
    assert line[2] == f"{outgoing.content.code} 16/11/2026"
    assert line[4:] == ["12.HCTH", "", "17/11/2026", director.name, "Đối chiếu"]


def test_a_copy_read_on_the_spot_is_back_the_same_day(outgoing: OutgoingDocument, sender: Actor, director: Actor) -> None:
    entry = services.use_copy(actor=sender, outgoing_id=outgoing.pk, use=use(director, lent=False), now=MONDAY)
    assert entry.returned_on == entry.used_on


def test_only_a_leader_of_the_agency_consents(outgoing: OutgoingDocument, sender: Actor, approver: Actor) -> None:
    for who in (sender, approver):
        with pytest.raises(BadValue):
            services.use_copy(actor=sender, outgoing_id=outgoing.pk, use=use(who), now=MONDAY)
    assert not CopyUse.objects.exists()


def test_only_the_clerk_of_the_agency_keeps_the_register(
    outgoing: OutgoingDocument, sender: Actor, director: Actor, registrar: Actor
) -> None:
    with pytest.raises(NotAllowed):
        services.use_copy(actor=director, outgoing_id=outgoing.pk, use=use(director), now=MONDAY)
    with pytest.raises(NotFound):
        services.use_copy(actor=registrar, outgoing_id=outgoing.pk, use=use(director), now=MONDAY)
    entry = services.use_copy(actor=sender, outgoing_id=outgoing.pk, use=use(director), now=MONDAY)
    with pytest.raises(NotFound):
        services.return_copy(actor=registrar, use_id=entry.pk, now=NEXT_DAY)
    entry.refresh_from_db()
    assert entry.returned_on is None


def test_the_pages_lend_and_take_back(
    client: Client, outgoing: OutgoingDocument, sender: Actor, director: Actor, registrar: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    browser, address = signed_in(client, sender), reverse("correspondence:use_copy", args=[outgoing.pk])
    assert address in browser.get(reverse("correspondence:outgoing_page", args=[outgoing.pk])).content.decode()
    assert browser.post(address, {"way": "muon", "user_name": ""}).status_code == 422
    browser.post(address, {"way": "muon", "user_name": "Trần Bình", "permitted_by": director.account})
    entry = CopyUse.objects.get()
    stranger = signed_in(Client(), registrar)

    assert "Trần Bình" in browser.get(reverse("correspondence:kept_copies")).content.decode()
    assert "Trần Bình" not in stranger.get(reverse("correspondence:kept_copies")).content.decode()
    assert stranger.post(reverse("correspondence:return_copy", args=[entry.pk])).status_code == 404
    browser.post(reverse("correspondence:return_copy", args=[entry.pk]))
    entry.refresh_from_db()
    assert entry.returned_on == MONDAY.date()
