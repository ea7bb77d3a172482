"""Uploads as a browser sends them."""

import json

import pytest
from django.test import Client

from sen.foundation.files.models import StoredFile, Upload
from sen.foundation.files.tests.conftest import PDF
from tests.factories import signed_in

SIZE = len(PDF)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, citizen):
    return signed_in(client, citizen)


def begin(browser, size=SIZE, name="tờ khai.pdf"):
    return browser.post("/tep/", json.dumps({"name": name, "size": size}), content_type="application/json")


def send(browser, url, offset, data):
    headers = {"Upload-Offset": str(offset), "Accept": "application/json"}
    return browser.patch(url, data, content_type="application/octet-stream", headers=headers)


def test_a_file_travels_in_pieces_and_the_last_answer_names_it(browser, citizen):
    begun = begin(browser)
    assert (begun.status_code, begun.json()["received"]) == (201, 0)
    url = begun.json()["url"]
    assert send(browser, url, 0, PDF[:10]).json()["received"] == 10
    assert browser.get(url).json()["received"] == 10
    last = send(browser, url, 10, PDF[10:]).json()
    file = StoredFile.objects.get()
    assert (last["value"], last["name"], last["sha256"]) == (str(file.public_id), "tờ khai.pdf", file.sha256)
    assert last["scan_label"] == "Chưa quét: máy chủ chưa có bộ quét"
    assert file.uploaded_by_id == citizen.account_id


def test_after_a_lost_last_answer_asking_again_still_names_the_file(browser):
    url = begin(browser).json()["url"]
    value = send(browser, url, 0, PDF).json()["value"]
    assert browser.get(url).json()["value"] == value


def test_a_form_post_may_announce_a_file_too(browser):
    assert browser.post("/tep/", {"name": "a.pdf", "size": 10}).status_code == 201


@pytest.mark.parametrize("offset", ["5", "-1", "", "x", "٣"])
def test_a_piece_at_the_wrong_place_is_told_the_right_one(browser, offset):
    url = begin(browser).json()["url"]
    answer = browser.patch(url, PDF, content_type="application/octet-stream", headers={"Upload-Offset": offset.encode().decode("latin-1")})
    assert (answer.status_code, answer.json()["received"]) == (409, 0)


def test_a_file_of_the_wrong_kind_is_refused_in_words_with_its_last_piece(browser):
    url = begin(browser, size=4, name="a.pdf").json()["url"]
    answer = send(browser, url, 0, b"MZ\x90\x00")
    assert answer.status_code == 415
    assert answer.json()["detail"] == "Chưa nhận được tệp chương trình. Hãy lưu thành PDF hoặc ảnh JPG, PNG rồi tải lại."
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", "{", '{"name": "a", "size": "x"}', '{"name": "", "size": 3}'])
def test_a_senseless_announcement_is_refused(browser, body):
    assert browser.post("/tep/", body, content_type="application/json").status_code == 422
    assert not Upload.objects.exists()


def test_three_hundred_megabytes_are_refused_by_the_announced_size(browser):
    answer = browser.post(
        "/tep/", json.dumps({"name": "a.pdf", "size": 300 << 20}), content_type="application/json", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("Tệp lớn hơn 20 MB.")


def test_a_piece_longer_than_allowed_is_refused_by_its_announced_length_before_it_is_read(browser):
    url = begin(browser).json()["url"]
    answer = browser.generic(
        "PATCH", url, PDF, content_type="application/octet-stream", CONTENT_LENGTH=str(9 << 20), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert browser.get(url).json()["received"] == 0


def test_another_person_finds_no_such_upload(browser, other_citizen):
    url = begin(browser).json()["url"]
    stranger = signed_in(Client(), other_citizen)
    assert stranger.get(url).status_code == 404
    assert send(stranger, url, 0, PDF).status_code == 404
    assert stranger.post(f"{url}xong/").status_code == 404
    assert browser.get(url).json()["received"] == 0


def test_an_anonymous_visitor_is_sent_to_sign_in_and_starts_nothing(client):
    assert begin(client).status_code == 302
    assert not Upload.objects.exists()


def test_a_request_without_the_forms_token_is_refused(citizen):
    strict = signed_in(Client(enforce_csrf_checks=True), citizen)
    assert begin(strict).status_code == 403
    assert not Upload.objects.exists()
