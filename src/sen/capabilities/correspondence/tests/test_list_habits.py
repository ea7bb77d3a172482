"""Lists of documents as their reader wants them: found by words without accents, saved filters, chosen columns."""

import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.models import IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.selectors.incoming_list import ALL, IncomingFilter, list_incoming
from sen.capabilities.correspondence.selectors.outgoing_list import OutgoingFilter, list_outgoing
from sen.capabilities.correspondence.services.indexing import index_contents
from sen.foundation.agencies.models import Agency
from sen.foundation.inbox.models import ShownColumns
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(incoming: IncomingDocument) -> IncomingDocument:
    index_contents(content_ids=[incoming.content_id])
    return incoming


@pytest.mark.parametrize(
    ("text", "found"),
    [("", True), ("phong chong", True), ("Dịch bệnh mù", True), ("so tu phap", True), ("xây dựng", False), ("'", True), ("' | x", False)],
)
def test_incoming_documents_are_found_by_words_of_the_index(
    indexed: IncomingDocument, registrar: Actor, agency: Agency, text: str, found: bool
) -> None:
    assert bool(list_incoming(registrar, agency.pk, IncomingFilter(ALL, text), MONDAY).items) is found


def test_digits_alone_are_also_the_number_of_arrival(indexed: IncomingDocument, registrar: Actor, agency: Agency) -> None:
    services.register_incoming(actor=registrar, incoming_id=indexed.pk, now=MONDAY)
    assert list_incoming(registrar, agency.pk, IncomingFilter(ALL, "1"), MONDAY).items
    assert not list_incoming(registrar, agency.pk, IncomingFilter(ALL, "4711"), MONDAY).items


def test_outgoing_documents_are_found_by_number_and_sign(outgoing: OutgoingDocument, sender: Actor, department: Agency) -> None:
    index_contents(content_ids=[outgoing.content_id])
    assert list_outgoing(sender, department.pk, OutgoingFilter(text=outgoing.content.code[:5])).items
    assert not list_outgoing(sender, department.pk, OutgoingFilter(text="99/QĐ")).items


def test_a_filter_is_saved_from_the_list_and_leads_back_to_it(client: Client, registrar: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    browser, address = signed_in(client, registrar), reverse("correspondence:incoming")
    answer = browser.post(reverse("inbox:save"), {"name": "Khẩn", "place": "van-ban-den", "query": "khan=2&trang=3"})

    assert answer["Location"] == f"{address}?khan=2"
    assert "Khẩn" in browser.get(address).content.decode()


def test_chosen_columns_are_shown_to_their_owner_only(
    client: Client, incoming: IncomingDocument, registrar: Actor, approver: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    browser, address = signed_in(client, registrar), reverse("correspondence:incoming") + "?nhom=tat-ca"
    signer = 'data-label="Người ký"'
    assert signer not in browser.get(address).content.decode()

    answer = browser.post(reverse("inbox:columns"), {"place": "van-ban-den", "cot": ["ky", "la"], "query": "nhom=tat-ca"})

    shown = browser.get(address).content.decode()
    assert answer["Location"] == address
    assert ShownColumns.objects.get().columns == ["ky"]
    assert signer in shown
    assert 'data-label="Số đến"' not in shown
    assert signer not in signed_in(Client(), approver).get(address).content.decode()


def test_no_column_at_all_goes_back_to_the_usual_ones(client: Client, registrar: Actor) -> None:
    browser = signed_in(client, registrar)
    browser.post(reverse("inbox:columns"), {"place": "van-ban-di", "cot": ["ky"]})
    browser.post(reverse("inbox:columns"), {"place": "van-ban-di"})
    assert not ShownColumns.objects.exists()
    assert browser.post(reverse("inbox:columns"), {"place": "khong-co", "cot": ["ky"]}).status_code == 404
