"""Pages and interface of the legal documents."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.kernel.actor import SYSTEM, Actor
from sen.registries.legislation import services
from sen.registries.legislation.models import LegalDocument, LegalRelation
from sen.registries.legislation.types import DocumentDraft, RelationDraft
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
PLACE = "/csdl/van-ban/"
DOCUMENTS = "/api/van-ban/documents"


@pytest.fixture
def pair() -> tuple[LegalDocument, LegalDocument]:
    """A decree and the one that replaced it on 01/07/2025."""
    old = services.record_document(
        actor=SYSTEM,
        draft=DocumentDraft("61/2018/NĐ-CP", title="Về cơ chế một cửa", kind="Nghị định", effective_on=dt.date(2018, 6, 21)),
        now=MONDAY,
    )
    new = services.record_document(
        actor=SYSTEM,
        draft=DocumentDraft("118/2025/NĐ-CP", title="Về một cửa", kind="Nghị định", effective_on=dt.date(2025, 7, 1)),
        now=MONDAY,
    )
    services.record_relation(actor=SYSTEM, document_id=new.pk, draft=RelationDraft("replaces", "61/2018/NĐ-CP"), now=MONDAY)
    return old, new


def test_documents_are_found_with_their_effect_on_a_day(client: Client, specialist: Actor, pair: Any) -> None:
    signed_in(client, specialist)
    today = client.get(PLACE, {"q": "co che mot cua"}).content.decode()
    assert "61/2018/NĐ-CP" in today and "Hết hiệu lực toàn bộ" in today
    earlier = client.get(PLACE, {"q": "61/2018", "ngay": "30/06/2025", "hieu_luc": "in_force"}).content.decode()
    assert "61/2018/NĐ-CP" in earlier
    assert "Chưa thấy văn bản nào" in client.get(PLACE, {"hieu_luc": "suspended"}).content.decode()


def test_a_document_shows_its_relations_drawn_and_in_words(client: Client, specialist: Actor, pair: Any) -> None:
    signed_in(client, specialist)
    shown = client.get(f"{PLACE}{pair[0].pk}/").content.decode()
    assert "<svg" in shown and "118/2025/NĐ-CP" in shown and "Thay thế" in shown
    assert "style=" not in shown
    assert "Bỏ quan hệ" not in shown


def test_a_keeper_writes_a_document_and_a_relation(client: Client, control_officer: Actor, pair: Any) -> None:
    signed_in(client, control_officer)
    facts = {"number": "5/2026/NĐ-CP", "title": "Về thử", "kind": "Nghị định", "issuer": "Chính phủ", "effective_on": "01/02/2026"}
    sent = client.post(f"{PLACE}them/", facts)
    document = LegalDocument.objects.get(number="5/2026/NĐ-CP")
    assert sent["Location"] == f"{PLACE}{document.pk}/"
    related = client.post(f"{PLACE}{document.pk}/quan-he/", {"kind": "amends", "target": "118/2025/NĐ-CP"})
    assert related.status_code == 302
    relation = LegalRelation.objects.get(source=document)
    client.post(f"{PLACE}quan-he/{relation.pk}/bo/")
    assert not LegalRelation.objects.filter(pk=relation.pk).exists()


def test_a_number_that_is_taken_is_said_beside_its_field(client: Client, control_officer: Actor, pair: Any) -> None:
    signed_in(client, control_officer)
    answer = client.post(f"{PLACE}them/", {"number": "61/2018/NĐ-CP", "title": "x", "kind": "x", "issuer": "x"})
    assert answer.status_code == 422
    assert "Đã có văn bản mang số ký hiệu này" in answer.content.decode()


def test_a_list_is_imported_from_the_page(client: Client, control_officer: Actor) -> None:
    signed_in(client, control_officer)
    answer = client.post(f"{PLACE}nhap/", {"file": SimpleUploadedFile("v.csv", "so_ky_hieu,trich_yeu\n1/2026/NĐ-CP,Thử\n".encode())})
    assert "Thêm 1" in answer.content.decode()


def test_the_interface_tells_the_effect_of_any_day(client: Client, pair: Any) -> None:
    def effect(day: str) -> str:
        return str(client.get(f"{DOCUMENTS}/by-number", {"number": "61/2018/NĐ-CP", "as_of": day}).json()["effect"])

    assert (effect("2018-01-01"), effect("2020-01-01"), effect("2025-07-01")) == ("not_yet", "in_force", "ended")
    told = client.get(f"{DOCUMENTS}/{pair[0].pk}").json()
    assert [(one["kind"], one["number"], one["is_whole"]) for one in told["acted_on_by"]] == [("replaces", "118/2025/NĐ-CP", True)]
    assert client.get(f"{DOCUMENTS}/by-number", {"number": "9/9999/X"}).status_code == 404


def test_the_interface_filters_and_pages(client: Client, pair: Any) -> None:
    ended = client.get(DOCUMENTS, {"effect": "ended", "as_of": "2026-01-01"}).json()
    assert [one["number"] for one in ended["items"]] == ["61/2018/NĐ-CP"]
    assert client.get(DOCUMENTS, {"kind": "Nghị định", "size": 1}).json()["more"] is True
    rows = client.get("/api/van-ban/open-data/van-ban.csv?as_of=2026-01-01").getvalue().decode("utf-8-sig")
    assert "61/2018/NĐ-CP" in rows and ",ended," in rows


def test_a_list_costs_few_queries(client: Client, pair: Any, django_assert_max_num_queries: Any) -> None:
    LegalDocument.objects.bulk_create([LegalDocument(number=f"{i}/2020/X", words=f"{i}/2020/x") for i in range(60)])
    with django_assert_max_num_queries(7):
        client.get(DOCUMENTS, {"size": 50})
