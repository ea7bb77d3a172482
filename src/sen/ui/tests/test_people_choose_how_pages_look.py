"""Theme, contrast, density, language and shortcuts, kept in cookies."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = "/hien-thi/"


def test_a_choice_is_kept_and_shown_on_the_next_page(client: Client) -> None:
    response = client.post(PAGE, {"theme": "dark", "contrast": "more", "density": "dense", "keys": "off", "tiep": "/bo-thanh-phan/"})
    assert (response.status_code, response["Location"]) == (302, "/bo-thanh-phan/")
    assert all(response.cookies[name]["httponly"] for name in ("sen_theme", "sen_contrast", "sen_density", "sen_keys"))
    page = client.get(PAGE).content.decode()
    assert 'data-theme="dark"' in page and 'data-contrast="more"' in page
    assert 'data-density="dense"' in page and 'data-single-keys="off"' in page


def test_going_back_to_the_device_s_own_choice_removes_the_cookie(client: Client) -> None:
    client.post(PAGE, {"theme": "dark"})
    client.post(PAGE, {"theme": "auto"})
    assert "data-theme" not in client.get(PAGE).content.decode()


def test_a_page_of_another_site_is_never_the_way_back(client: Client) -> None:
    for address in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert client.post(PAGE, {"theme": "dark", "tiep": address})["Location"] == PAGE


def test_a_forged_cookie_is_ignored(client: Client) -> None:
    client.cookies["sen_theme"] = '"><script>'
    client.cookies["sen_density"] = "huge"
    page = client.get(PAGE).content.decode()
    assert "data-theme" not in page and 'data-density="calm"' in page


def test_a_known_language_is_kept_and_an_unknown_one_is_not(client: Client) -> None:
    client.post(PAGE, {"language": "en"})
    assert '<html lang="en"' in client.get(PAGE).content.decode()
    response = client.post(PAGE, {"language": "xx"})
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_the_choice_needs_a_token_of_our_own_page() -> None:
    assert Client(enforce_csrf_checks=True).post(PAGE, {"theme": "dark"}).status_code == 403
