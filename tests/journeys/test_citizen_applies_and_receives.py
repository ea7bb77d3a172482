"""A citizen finds a procedure, applies, answers a supplement and downloads the result; a stranger checks it.  No script anywhere."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, Outcome
from sen.capabilities.dossiers.types import Lack
from sen.capabilities.procedures.models import ProcedureVersion
from sen.capabilities.procedures.selectors.wording import name_words
from sen.foundation.accounts.services import demo_hash
from sen.foundation.files.selectors import read_bytes
from sen.kernel import clock
from sen.registries.units.models import UnitLevel
from tests.dossier_factories import at_signature, make_rules, make_version
from tests.factories import make_citizen, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register_on_axis")]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
NUMBER = "087190990001"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def version(agency) -> ProcedureVersion:
    make_rules()
    made = make_version("Đăng ký thành lập hộ kinh doanh", papers=1, service_level="full")
    ProcedureVersion.objects.filter(pk=made.pk).update(name_folded=name_words(made.name), search_text=name_words(made.name))
    return made


@pytest.fixture
def account(version):
    unit = make_unit("Phường Cao Lãnh", parent=make_unit("Tỉnh Đồng Tháp", level=UnitLevel.PROVINCE), code="29869")
    person = make_person("Nguyễn Thị Bích Trâm", identity_number=NUMBER, unit=unit, address="Số 12, Khóm 3")
    return make_citizen(person=person, assurance=2, password=demo_hash())


def _link(page: str, end: str) -> str:
    found = re.search(rf'href="([^"]*{end})"', page)
    assert found, end
    return found[1]


def _follow(browser: Client, address: str, values: dict[str, object]) -> str:
    """Send a form and return where it leads."""
    response = browser.post(address, values)
    assert response.status_code == 302, response.content.decode()[:3000]
    return response["Location"]


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def _apply(browser: Client) -> Dossier:
    """Search, read, sign in on the way, answer one question after another, submit."""
    results = browser.get("/thu-tuc/?q=dang+ky+ho+kinh+doanh").content.decode()
    reading = browser.get(_link(results, r"/thu-tuc/1\.\d{6}/")).content.decode()
    start = _link(reading, r"/nop/1\.\d{6}/")
    sign_in = browser.get(start)["Location"]
    assert _follow(browser, sign_in, {"login": NUMBER, "password": "sen-demo-2025"}) == start
    here = browser.get(_follow(browser, start, {}))["Location"]
    answers = {
        "nop-cho-ai": {"who": "self"},
        "ve-ban": {"phone": "0900 000 123", "email": ""},
        "noi-o": {"place": "", "place_text": "cao lanh", "address": "Số 12, Khóm 3"},
        "co-quan": {"choice": "goi-y", "place": "", "place_text": ""},
        "noi-dung": {"note": "Bán khô cá lóc"},
        "nhan-ket-qua": {"way": "online", "desk": "", "address": ""},
    }
    visited = []
    while not here.endswith("/kiem-tra/"):
        slug = here.rstrip("/").rsplit("/", 1)[1]
        visited.append(slug)
        assert browser.get(here).status_code == 200
        here = _follow(browser, here, {"tep": [_file("giay-de-nghi.pdf")]} if slug.startswith("giay-to-") else answers[slug])
    assert visited[:4] == ["nop-cho-ai", "ve-ban", "noi-o", "co-quan"]
    review = browser.get(here).content.decode()
    assert "Bán khô cá lóc" in review
    assert "Ủy ban nhân dân phường Cao Lãnh" in review
    confirmation = browser.get(_follow(browser, here, {"truthful": "on"})).content.decode()
    dossier = Dossier.objects.get()
    assert dossier.code in confirmation
    assert dossier.documents.get().files.get().file.sha256 in confirmation
    return dossier


def test_the_whole_story_from_search_to_a_checked_result(client: Client, account, clerk, head, specialist, approver):
    dossier = _apply(client)
    track = f"/ho-so/{dossier.public_id}/"
    assert "đang kiểm tra hồ sơ của bạn" in client.get(track).content.decode()

    now = clock.now()
    document = dossier.documents.get()
    services.request_supplement(
        actor=clerk, dossier_id=dossier.pk, lacks=[Lack(document.name, "Bản chụp bị mờ ở trang 2", document.pk)], now=now
    )
    waiting = client.get(track).content.decode()
    assert "Cần bổ sung 1 giấy tờ" in waiting
    overview = client.get(_link(waiting, "/bo-sung/")).content.decode()
    item = _link(overview, r"/bo-sung/\d+/")
    assert "Bản chụp bị mờ ở trang 2" in client.get(item).content.decode()
    check = _follow(client, item, {"tep": [_file("ban-ro.pdf")], "note": ""})
    assert "ban-ro.pdf" in client.get(check).content.decode()
    assert _follow(client, check, {}) == track

    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=now)
    services.transfer_dossier(actor=clerk, dossier_id=dossier.pk, now=now)
    assert "đang giải quyết hồ sơ" in client.get(track).content.decode()
    item_to_sign = at_signature(dossier, head, specialist, now=now)
    services.sign_outcome(actor=approver, item_id=item_to_sign.pk, now=now)

    done = client.get(track).content.decode()
    assert "Đã có kết quả giải quyết" in done
    signed = b"".join(client.get(_link(done, "/ket-qua/")).streaming_content)
    outcome = Outcome.objects.get(dossier=dossier)
    assert signed == read_bytes(outcome.file)

    stranger = Client()
    checked = stranger.post(f"/kiem-tra/{outcome.verify_code}/", {"tep": SimpleUploadedFile("ket-qua.pdf", signed)}).content.decode()
    assert "có thật và còn hiệu lực" in checked
    assert "Tệp trùng khớp bản đã ban hành" in checked
    assert "Chữ ký hợp lệ" in checked


def test_a_relative_follows_the_dossier_with_code_and_phone_only(client: Client, account):
    dossier = _apply(client)
    relative = Client()
    page = relative.get(_follow(relative, "/tra-cuu/", {"ma": dossier.code, "phone": "0900000123"})).content.decode()
    assert "đang kiểm tra hồ sơ của bạn" in page
    assert "N. T. B. Trâm" in page
    assert relative.get(f"/ho-so/{dossier.public_id}/").status_code == 302


def test_a_session_that_ends_in_the_middle_of_a_question_loses_nothing(client: Client, account):
    start = f"/nop/{ProcedureVersion.objects.get().procedure.code}/"
    _follow(client, client.get(start)["Location"], {"login": NUMBER, "password": "sen-demo-2025"})
    first = client.get(_follow(client, start, {}))["Location"]
    question = _follow(client, first, {"who": "self"})
    client.post("/dang-xuat/")
    again = client.post(question, {"phone": "0900000123", "email": "tram@example.vn"})
    assert again.status_code == 401
    assert "tram@example.vn" in again.content.decode()
    back = client.get(question)["Location"]
    assert _follow(client, back, {"login": NUMBER, "password": "sen-demo-2025"}) == question
    assert _follow(client, question, {"phone": "0900000123", "email": "tram@example.vn"}).endswith("/noi-o/")
