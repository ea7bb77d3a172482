"""Pages and interface of the code lists."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.kernel.actor import Actor
from sen.registries.codelists import services
from sen.registries.codelists.models import CodeItem, CodeList, CodeListDraft
from sen.registries.codelists.types import CodeRow
from tests.factories import MONDAY, signed_in

LISTS = "/api/danh-muc/lists"


def test_a_keeper_uploads_looks_and_publishes(client: Client, keeper: Actor, papers: CodeList) -> None:
    signed_in(client, keeper)
    assert "Tải nội dung mới" in client.get("/csdl/danh-muc/loai-giay-to/").content.decode()
    file = SimpleUploadedFile("moi.csv", "ma,ten\n1,Thẻ căn cước\n2,Hộ chiếu\n".encode())
    sent = client.post("/csdl/danh-muc/loai-giay-to/tai-len/", {"file": file})
    draft = CodeListDraft.objects.get()
    assert sent["Location"] == f"/csdl/danh-muc/cho-cong-bo/{draft.pk}/"
    shown = client.get(sent["Location"]).content.decode()
    assert "Thẻ căn cước" in shown and "Giấy phép lái xe" in shown
    done = client.post(sent["Location"], {"valid_from": "01/01/2027", "basis": "QĐ 12/2026", "note": ""})
    assert done.status_code == 302, done.content.decode()[-2000:]
    assert "QĐ 12/2026" in client.get("/csdl/danh-muc/loai-giay-to/?muc=phien-ban").content.decode()


def test_a_wrong_file_is_said_beside_the_field(client: Client, keeper: Actor, papers: CodeList) -> None:
    signed_in(client, keeper)
    answer = client.post("/csdl/danh-muc/loai-giay-to/tai-len/", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert answer.status_code == 422
    assert "cột ma và cột ten" in answer.content.decode()
    assert not CodeListDraft.objects.exists()


def test_other_officials_read_but_find_no_way_to_change(client: Client, specialist: Actor, papers: CodeList) -> None:
    signed_in(client, specialist)
    assert "Tải nội dung mới" not in client.get("/csdl/danh-muc/loai-giay-to/").content.decode()
    assert client.get("/csdl/danh-muc/loai-giay-to/tai-len/").status_code == 403
    assert client.get("/csdl/danh-muc/").status_code == 200


def test_a_list_leaves_as_a_file_that_can_come_back(client: Client, keeper: Actor, papers: CodeList) -> None:
    signed_in(client, keeper)
    text = client.get("/csdl/danh-muc/loai-giay-to/tai-ve.csv").getvalue().decode("utf-8-sig")
    assert text.splitlines() == ["ma,ten,ma_cha", "1,Căn cước,", "2,Hộ chiếu,", "3,Giấy phép lái xe,"]
    book = client.get("/csdl/danh-muc/loai-giay-to/tai-ve.xlsx").getvalue()
    assert book[:2] == b"PK"
    assert client.get("/csdl/danh-muc/loai-giay-to/tai-ve.exe").status_code == 404


def test_the_interface_answers_for_any_day(client: Client, keeper: Actor, papers: CodeList) -> None:
    services.change_code(actor=keeper, key="loai-giay-to", code="1", row=CodeRow("1", "Thẻ căn cước"), on=dt.date(2026, 11, 16), now=MONDAY)
    assert client.get(f"{LISTS}/loai-giay-to/items/1?as_of=2026-11-15").json()["name"] == "Căn cước"
    assert client.get(f"{LISTS}/loai-giay-to/items/1?as_of=2026-11-16").json()["name"] == "Thẻ căn cước"
    assert client.get(f"{LISTS}/loai-giay-to/versions").json()[0]["number"] == 2
    assert client.get(f"{LISTS}/loai-giay-to").json() == {
        "key": "loai-giay-to",
        "name": "Loại giấy tờ",
        "source": "Thử",
        "size": 3,
        "version": 2,
    }
    feed = client.get("/api/danh-muc/changes?kind=item").json()
    assert [line["key"] for line in feed["changes"]] == ["loai-giay-to/1"]


def test_the_interface_pages_and_searches_codes(client: Client, papers: CodeList) -> None:
    first = client.get(f"{LISTS}/loai-giay-to/items?size=2").json()
    assert ([item["code"] for item in first["items"]], first["more"], first["total"]) == (["1", "2"], True, 3)
    assert [item["code"] for item in client.get(f"{LISTS}/loai-giay-to/items?q=hộ").json()["items"]] == ["2"]
    assert client.get(f"{LISTS}/khong-co/items").status_code == 404
    assert client.get(f"{LISTS}/loai-giay-to/items/9").json()["code"] == "no-such-record"


def test_a_code_is_translated(client: Client, keeper: Actor, papers: CodeList) -> None:
    other = CodeList.objects.create(key="giay-to-moi", name="Giấy tờ mới")
    CodeItem.objects.create(code_list=other, code="A", name="Giấy tờ tùy thân")
    services.import_mappings(
        actor=keeper, source="loai-giay-to", target="giay-to-moi", content=b"ma_nguon,ma_dich\n1,A\n", basis="", now=MONDAY
    )
    told = client.get(f"{LISTS}/loai-giay-to/items/1/translate?target=giay-to-moi").json()
    assert [(one["code"], one["is_main"]) for one in told["results"]] == [("A", True)]
    assert client.get("/api/danh-muc/mappings?source=loai-giay-to").json()["total"] == 1
    assert client.get("/api/danh-muc/mappings?source=giay-to-moi").json()["total"] == 0


def test_items_cost_few_queries_whatever_their_number(client: Client, papers: CodeList, django_assert_max_num_queries: Any) -> None:
    CodeItem.objects.bulk_create([CodeItem(code_list=papers, code=f"x{i}", name=f"Mã {i}") for i in range(60)])
    with django_assert_max_num_queries(8):
        client.get(f"{LISTS}/loai-giay-to/items?size=50")
