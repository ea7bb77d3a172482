"""The pages on which pictures of signatures and seals are deposited."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sen.foundation.signing import services as signing
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.models import SignaturePicture
from tests.factories import signed_in

MINE = "/lam-viec/du-thao/hinh-chu-ky/"


@pytest.fixture(autouse=True)
def _in_memory():
    signing.use_signer(DemoAuthority(MemoryStore()))
    yield
    signing.use_signer(None)


def picture_of(found):
    return SimpleUploadedFile("hinh.png", found.png, content_type="image/png")


def test_an_officer_sees_the_invented_picture_and_puts_a_real_one_in_its_place(client, approver):
    signed_in(client, approver)
    assert "Hình minh họa" in client.get(MINE).content.decode()
    answer = client.post(MINE, {"picture": picture_of(signing.person_picture(0, "Người khác")), "width_mm": "42"}, follow=True)
    assert "Đã lưu hình" in answer.content.decode()
    assert "Hình minh họa" not in answer.content.decode()
    assert client.get(f"{MINE}xem/")["Content-Type"] == "image/png"
    assert SignaturePicture.objects.get().owner_id == approver.account_id


def test_the_wrong_colour_is_refused_on_the_field(client, approver, agency):
    signed_in(client, approver)
    seal = signing.agency_picture(agency.pk, agency.name)
    answer = client.post(MINE, {"picture": picture_of(seal), "width_mm": "42"})
    assert answer.status_code == 422
    assert "màu xanh" in answer.content.decode()
    assert not SignaturePicture.objects.exists()


def test_the_seal_is_shown_to_its_keeper_only(client, registrar, agency, other_agency):
    signed_in(client, registrar)
    assert client.get(f"/lam-viec/du-thao/con-dau/{agency.pk}/xem/").status_code == 200
    assert client.get(f"/lam-viec/du-thao/con-dau/{other_agency.pk}/xem/").status_code in (403, 404)
