"""Finding a procedure."""

import datetime as dt

import pytest
from django.test import Client

from sen.capabilities.procedures.models import FeeRule, ProcedureVersion
from sen.capabilities.procedures.selectors.wording import name_words, search_words
from tests.dossier_factories import make_version

pytestmark = pytest.mark.django_db


def _named(name: str, **values: object) -> ProcedureVersion:
    version = make_version(name, **values)
    ProcedureVersion.objects.filter(pk=version.pk).update(
        name_folded=name_words(name), search_text=search_words(name, version.procedure.code, version.field.name, "")
    )
    return version


def test_words_without_accents_find_a_procedure(client: Client):
    _named("Thủ tục đăng ký khai sinh")
    _named("Cấp giấy phép xây dựng")
    page = client.get("/thu-tuc/?q=dang+ky+khai+sinh").content.decode()
    assert "Thủ tục đăng ký khai sinh" in page
    assert "Cấp giấy phép xây dựng" not in page


def test_a_result_says_limit_and_fee(client: Client):
    version = _named("Đăng ký hộ kinh doanh", days="3", service_level="full")
    FeeRule.objects.create(version=version, amount=150_000)
    page = client.get("/thu-tuc/?q=ho+kinh+doanh").content.decode()
    assert "3 ngày làm việc" in page
    assert "150.000 đồng" in page


def test_a_slip_of_the_pen_is_answered_with_what_to_try(client: Client):
    _named("Thủ tục đăng ký khai sinh")
    page = client.get("/thu-tuc/?q=khai+sanh+lai").content.decode()
    assert "Chưa thấy thủ tục nào cho" in page or "khai sinh" in page


def test_nothing_found_says_what_to_do_next(client: Client):
    _named("Thủ tục đăng ký khai sinh")
    response = client.get("/thu-tuc/?q=zzzzqqq")
    assert response.status_code == 200
    assert "gọi 1022" in response.content.decode()


def test_a_filter_that_is_not_offered_narrows_nothing(client: Client):
    _named("Thủ tục đăng ký khai sinh")
    response = client.get("/thu-tuc/?q=khai+sinh&cap=sao-hoa&linh-vuc=abc&muc=9&su-kien=x&trang=-4")
    assert "Thủ tục đăng ký khai sinh" in response.content.decode()


def test_the_service_level_narrows_the_list(client: Client):
    _named("Đăng ký trực tuyến được", service_level="full")
    _named("Đăng ký phải đến quầy", service_level="information")
    page = client.get("/thu-tuc/?q=dang+ky&muc=full").content.decode()
    assert "Đăng ký trực tuyến được" in page
    assert "Đăng ký phải đến quầy" not in page


def test_a_list_of_any_length_costs_the_same_queries(client: Client, django_assert_max_num_queries):
    for number in range(25):
        _named(f"Đăng ký việc số {number}")
    with django_assert_max_num_queries(8):
        first = client.get("/thu-tuc/?q=dang+ky").content.decode()
    with django_assert_max_num_queries(8):
        client.get("/thu-tuc/?q=dang+ky&trang=2")
    assert "1–10" in first
    assert "Trang sau" in first


def test_searching_the_catalogue_is_quick(client: Client):
    for number in range(40):
        _named(f"Đăng ký việc số {number}")
    client.get("/thu-tuc/?q=dang+ky")
    started = dt.datetime.now(dt.UTC)
    client.get("/thu-tuc/?q=dang+ky")
    assert (dt.datetime.now(dt.UTC) - started).total_seconds() < 1
