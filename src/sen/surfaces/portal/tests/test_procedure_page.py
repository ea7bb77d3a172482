"""The calm page of one procedure."""

import pytest
from django.test import Client

from sen.capabilities.dossiers.types import Applicant
from sen.capabilities.procedures.models import FeeRule, FilingMethod, ProcedureCase, RequiredDocument
from sen.kernel.actor import Actor
from sen.registries.parties.models import Person
from tests.dossier_factories import make_version, submitted
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


def _read(client: Client, version) -> str:
    response = client.get(f"/thu-tuc/{version.procedure.code}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_how_long_and_both_names_of_the_level(client: Client):
    version = make_version("Đăng ký kết hôn", days="3", service_level="full", old_level=4)
    page = _read(client, version)
    assert "Giấy tờ 1" in page
    assert "3 ngày làm việc" in page
    assert "Toàn trình" in page
    assert "mức độ 4" in page
    assert f"/nop/{version.procedure.code}/" in page


def test_a_doubtful_fee_is_said_to_be_doubtful_and_its_amount_is_not_shown(client: Client):
    version = make_version("Đăng ký kết hôn", service_level="full")
    FilingMethod.objects.create(version=version, channel="online", limit_amount=3, limit_unit="working_days")
    FeeRule.objects.create(version=version, channel="online", amount=123_456, is_doubtful=True, note="Mâu thuẫn")
    page = _read(client, version)
    assert "đang đối chiếu" in page
    assert "123.456" not in page


def test_papers_are_listed_by_case_and_conditional_ones_apart(client: Client):
    version = make_version("Đăng ký kết hôn", papers=0, service_level="full")
    first = ProcedureCase.objects.create(version=version, name="Trường hợp kết hôn lần đầu")
    ProcedureCase.objects.create(version=version, name="Trường hợp kết hôn lại", position=1)
    RequiredDocument.objects.create(version=version, case=first, name="Tờ khai lần đầu", originals=1)
    RequiredDocument.objects.create(version=version, name="Tờ khai chung", originals=1)
    RequiredDocument.objects.create(version=version, name="Văn bản ủy quyền", originals=1, is_conditional=True)
    page = _read(client, version)
    assert (
        page.index("Mọi trường hợp")
        < page.index("Tờ khai chung")
        < page.index("Trường hợp kết hôn lần đầu")
        < page.index("Tờ khai lần đầu")
    )
    assert page.index("Chỉ một số trường hợp mới cần") < page.index("Văn bản ủy quyền")


def test_a_procedure_without_online_service_offers_no_start_button(client: Client):
    version = make_version("Đăng ký kết hôn", service_level="information")
    page = _read(client, version)
    assert f'href="/nop/{version.procedure.code}/"' not in page
    assert "nộp tại quầy" in page


def test_the_nearest_one_stop_follows_from_the_place_asked_for(client: Client, agency, home_unit):
    version = make_version("Đăng ký kết hôn", service_level="full")
    page = client.get(f"/thu-tuc/{version.procedure.code}/?noi_text=cao+lanh").content.decode()
    assert agency.one_stop_name in page
    assert "Vì nơi ở thuộc Phường Cao Lãnh" in page


def test_somebody_who_applied_before_sees_the_nearest_one_stop_at_once(browser: Client, agency, resident: Actor, home_unit):
    version = make_version("Đăng ký kết hôn", service_level="full")
    applicant = Applicant(name=resident.name, number="", phone="", account_id=resident.account_id, unit_id=home_unit.pk)
    submitted(resident, agency, version=version, applicant=applicant)
    assert agency.one_stop_name in _read(browser, version)


def test_the_page_does_not_look_into_the_register_for_a_home(browser: Client, resident: Actor, home_unit):
    assert Person.objects.get(pk=resident.person_id).unit_id == home_unit.pk
    assert "Vì nơi ở thuộc" not in _read(browser, make_version("Đăng ký kết hôn", service_level="full"))


def test_an_unknown_code_is_answered_with_what_to_do(client: Client):
    response = client.get("/thu-tuc/9.999999/")
    assert response.status_code == 404
    assert "tìm theo tên thủ tục" in response.content.decode()


def test_the_page_costs_few_queries(client: Client, django_assert_max_num_queries):
    version = make_version("Đăng ký kết hôn", papers=30, service_level="full")
    with django_assert_max_num_queries(13):
        _read(client, version)


def test_an_officer_may_read_the_page_too(client: Client, clerk):
    version = make_version("Đăng ký kết hôn", service_level="full")
    assert "Đăng ký kết hôn" in _read(signed_in(client, clerk), version)
