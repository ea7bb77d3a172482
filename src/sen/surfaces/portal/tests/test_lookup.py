"""Following a dossier with its code and phone, without an account."""

import pytest
from django.test import Client

from sen.foundation.accounts.models import SignInFailure
from sen.kernel import clock
from tests.dossier_factories import submitted
from tests.factories import signed_in

pytestmark = pytest.mark.django_db

PHONE = "0900000123"


@pytest.fixture
def dossier(resident, agency, procedure):
    return submitted(resident, agency, version=procedure, now=clock.now())


def _ask(client: Client, code: str, phone: str = PHONE):
    return client.post("/tra-cuu/", {"ma": code, "phone": phone})


def test_code_and_phone_open_the_tracking_page_with_the_name_cut_short(dossier):
    visitor = Client()
    response = _ask(visitor, dossier.code.lower(), "0900 000 123")
    assert response["Location"] == f"/tra-cuu/{dossier.public_id}/"
    page = visitor.get(response["Location"]).content.decode()
    assert dossier.code in page
    assert "Trâm" in page
    assert "Nguyễn Thị Bích Trâm" not in page
    assert PHONE not in page
    assert "Giấy tờ bạn đã nộp" not in page
    assert f"/ho-so/{dossier.public_id}/" not in page


def test_the_qr_of_a_receipt_fills_the_code(dossier):
    assert f'value="{dossier.code}"' in Client().get(f"/tra-cuu/?ma={dossier.code}").content.decode()


def test_a_wrong_phone_is_refused_without_saying_which_was_wrong(dossier):
    response = _ask(Client(), dossier.code, "0911111111")
    assert response.status_code == 422
    assert "khớp mã hồ sơ và số điện thoại" in response.content.decode()
    assert SignInFailure.objects.count() == 1


def test_without_proof_the_page_does_not_exist(dossier):
    assert Client().get(f"/tra-cuu/{dossier.public_id}/").status_code == 404


def test_guessing_is_stopped_even_with_the_right_phone_afterwards(dossier):
    visitor = Client()
    for number in range(5):
        assert _ask(visitor, dossier.code, f"091111111{number}").status_code == 422
    stopped = _ask(visitor, dossier.code)
    assert stopped.status_code == 429
    assert "thử lại sau" in stopped.content.decode()
    assert visitor.get(f"/tra-cuu/{dossier.public_id}/").status_code == 404


def test_the_owner_is_led_to_the_full_page(browser: Client, dossier):
    assert _ask(browser, dossier.code).status_code == 302
    assert browser.get(f"/tra-cuu/{dossier.public_id}/")["Location"] == f"/ho-so/{dossier.public_id}/"


def test_proof_of_one_dossier_opens_no_other(dossier, other_citizen, agency, procedure):
    other = submitted(other_citizen, agency, version=procedure, now=clock.now())
    visitor = Client()
    _ask(visitor, dossier.code)
    assert visitor.get(f"/tra-cuu/{other.public_id}/").status_code == 404


def test_letters_in_the_phone_are_named(dossier):
    response = _ask(Client(), dossier.code, "09 sáu")
    assert response.status_code == 422
    assert "chỉ gồm chữ số" in response.content.decode()


def test_a_signed_in_officer_may_look_up_like_anybody(clerk, dossier):
    officer = signed_in(Client(), clerk)
    _ask(officer, dossier.code)
    assert officer.get(f"/tra-cuu/{dossier.public_id}/").status_code == 200
