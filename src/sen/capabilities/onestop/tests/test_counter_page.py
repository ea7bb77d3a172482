"""The counter through HTTP, as a browser without JavaScript sends it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers.models import Dossier, SubmittedFile
from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.models import LedgerRecord
from sen.capabilities.exchange.services.asking import carried_by
from sen.capabilities.onestop.models import Desk, Ticket, TicketGroup
from sen.capabilities.procedures.models import ProcedureCase, ProcedureVersion, RequiredDocument
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.dossier_factories import make_rules, make_version
from tests.factories import make_person, make_unit, signed_in

pytestmark = pytest.mark.django_db
URL = "/mot-cua/tiep-nhan/"
NUMBER = "087190123456"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.fixture
def unit(db: None) -> Any:
    return make_unit("Phường Cao Lãnh", parent=make_unit("Tỉnh Đồng Tháp", level="province"), code="29869")


@pytest.fixture
def version(db: None) -> ProcedureVersion:
    make_rules()
    return make_version("Đăng ký thành lập hộ kinh doanh")


@pytest.fixture
def browser(client: Client, clerk: Actor) -> Client:
    return signed_in(client, clerk)


def fields_of(html: str) -> dict[str, Any]:
    """Every field the page would send back, as a browser collects them."""
    form = html[html.index('id="tiep-nhan"') : html.index("</aside>", html.index('id="tiep-nhan"'))]
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value, kind = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value", "type"))
        if not name or (kind and kind[1] in ("file", "radio", "submit")) or (kind and kind[1] == "checkbox" and "checked" not in tag):
            continue
        values.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        values[name] = [chosen[1] if chosen else ""]
    return values


def filled(browser: Client, version: ProcedureVersion, unit: Any, **values: Any) -> dict[str, Any]:
    """The form after the number and the procedure were typed."""
    html = browser.get(URL).content.decode()
    typed = (
        fields_of(html)
        | {"number": NUMBER, "procedure_text": version.procedure.code, "unit": str(unit.pk) if unit else "", "lam": "dien"}
        | values
    )
    return fields_of(browser.post(URL, typed).content.decode())


def test_a_known_person_is_received_with_three_presses(
    browser: Client, version: ProcedureVersion, unit: Any, django_assert_max_num_queries
) -> None:
    make_person("Phan Thị Kim Ngân", identity_number=NUMBER, unit=unit)
    data = filled(browser, version, None)
    assert (data["name"], data["unit"], data["procedure"]) == (["Phan Thị Kim Ngân"], [str(unit.pk)], [version.procedure.code])
    with django_assert_max_num_queries(65):
        response = browser.post(URL, data | {"lam": "tiep-nhan"})
    dossier = Dossier.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/mot-cua/tiep-nhan/{dossier.code}/xong/"
    assert dossier.state == "accepted"
    done = browser.get(response.headers["Location"]).content.decode()
    assert dossier.code in done and "Người tiếp theo" in done


def test_the_same_number_is_looked_up_once(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    make_person("Phan Thị Kim Ngân", identity_number=NUMBER, unit=unit)
    data = filled(browser, version, unit)
    browser.post(URL, data | {"lam": "dien"})
    browser.post(URL, data | {"lam": "xem"})
    assert AuditEntry.objects.filter(kind="read").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [("08719099", "Số chưa đúng"), ("abc😀", "Số chưa đúng"), ("a|b|c", "Số chưa đúng"), ("1400123456", "Chưa có trong dữ liệu")],
)
def test_a_number_typed_wrong_is_said_to_be_wrong_not_unknown(browser: Client, version: ProcedureVersion, typed: str, said: str) -> None:
    html = browser.get(URL).content.decode()
    answer = browser.post(URL, fields_of(html) | {"number": typed, "lam": "dien"}).content.decode()
    assert said in answer and fields_of(answer)["number"] == [typed]


def test_another_number_leaves_nothing_of_the_person_before(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    make_person("Phan Thị Kim Ngân", identity_number=NUMBER, unit=unit)
    data = filled(browser, version, unit)
    after = fields_of(browser.post(URL, data | {"number": "087190999999", "lam": "dien"}).content.decode())
    assert (after["name"], after["phone"], after["unit"]) == ([""], [""], [""])


def test_a_wrong_press_keeps_everything_typed(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    data = filled(browser, version, unit)
    response = browser.post(URL, data | {"name": "Phan 2 Ngân", "phone": "09x", "note": "Đến lúc đông", "lam": "tiep-nhan"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Số điện thoại chỉ gồm chữ số" in html
    kept = fields_of(html)
    assert (kept["name"], kept["phone"], kept["note"], kept["number"]) == (["Phan 2 Ngân"], ["09x"], ["Đến lúc đông"], [NUMBER])
    assert not Dossier.objects.exists()


def test_letters_only_in_a_persons_name_but_digits_in_a_companys(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    data = filled(browser, version, unit)
    assert browser.post(URL, data | {"name": "Ngân 😀", "lam": "tiep-nhan"}).status_code == 422
    response = browser.post(URL, data | {"number": "1400123456", "name": "Công ty TNHH 3T", "lam": "tiep-nhan"})
    assert response.status_code == 302
    assert Dossier.objects.get().applicant_name == "Công ty TNHH 3T"


def test_scanned_files_survive_a_mistake_and_join_the_dossier(
    browser: Client, version: ProcedureVersion, unit: Any, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    data = filled(browser, version, unit)
    paper = RequiredDocument.objects.filter(version=version).first()
    upload = SimpleUploadedFile("to-khai.pdf", PDF, "application/pdf")
    first = browser.post(URL, data | {f"p{paper.pk}-files": upload, "lam": "tiep-nhan"})
    assert first.status_code == 422
    kept = fields_of(first.content.decode())
    assert len(kept[f"p{paper.pk}-files_received"]) == 1
    response = browser.post(URL, kept | {"name": "Phan Thị Kim Ngân", "lam": "tiep-nhan"})
    assert response.status_code == 302
    assert SubmittedFile.objects.get().document.required_id == paper.pk


def test_a_refused_file_says_why_on_its_line(browser: Client, version: ProcedureVersion, unit: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    data = filled(browser, version, unit, name="Phan Thị Kim Ngân")
    paper = RequiredDocument.objects.filter(version=version).first()
    bad = SimpleUploadedFile("to-khai.pdf", b"MZ\x90\x00 program", "application/pdf")
    response = browser.post(URL, data | {f"p{paper.pk}-files": bad, "lam": "tiep-nhan"})
    assert "to-khai.pdf:" in response.content.decode()
    assert not Dossier.objects.exists()


def test_several_matches_are_offered_as_choices(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    make_version("Đăng ký thay đổi hộ kinh doanh")
    data = fields_of(browser.get(URL).content.decode()) | {"procedure_text": "1.0", "lam": "dien"}
    html = browser.post(URL, data).content.decode()
    assert 'type="radio"' in html and "Chọn một rồi nhấn Tìm" in html


def test_a_procedure_with_cases_asks_for_the_case(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    case = ProcedureCase.objects.create(version=version, name="Đăng ký lần đầu")
    own = RequiredDocument.objects.create(version=version, case=case, name="Giấy chỉ của trường hợp này", originals=1)
    data = filled(browser, version, unit, name="Phan Thị Kim Ngân")
    assert f"p{own.pk}-originals" not in data
    response = browser.post(URL, data | {"lam": "tiep-nhan"})
    assert response.status_code == 422 and "Hãy chọn trường hợp" in response.content.decode()
    chosen = fields_of(browser.post(URL, data | {"case": str(case.pk), "lam": "dien"}).content.decode())
    assert f"p{own.pk}-originals" in chosen
    assert browser.post(URL, chosen | {"lam": "tiep-nhan"}).status_code == 302
    assert Dossier.objects.get().case_id == case.pk


def test_asking_for_a_supplement_opens_reasons_and_then_prints(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    data = filled(browser, version, unit, name="Phan Thị Kim Ngân")
    opened = fields_of(browser.post(URL, data | {"lam": "bo-sung"}).content.decode())
    paper = RequiredDocument.objects.filter(version=version).first()
    assert opened["mode"] == ["bo-sung"] and f"p{paper.pk}-reason" in opened
    empty = browser.post(URL, opened | {"lam": "lap-bo-sung"})
    assert empty.status_code == 422 and not Dossier.objects.exists()
    response = browser.post(URL, opened | {f"p{paper.pk}-reason": "Thiếu chữ ký của chủ hộ", "lam": "lap-bo-sung"})
    assert response.status_code == 302
    assert Dossier.objects.get().state == "intake_supplement"


def test_refusing_needs_a_reason(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    data = filled(browser, version, unit, name="Phan Thị Kim Ngân") | {"mode": "tu-choi"}
    assert browser.post(URL, data | {"lam": "lap-tu-choi"}).status_code == 422
    assert browser.post(URL, data | {"reason": "Không thuộc đối tượng của thủ tục", "lam": "lap-tu-choi"}).status_code == 302
    assert Dossier.objects.get().state == "refused"


def test_a_double_click_opens_one_dossier(browser: Client, version: ProcedureVersion, unit: Any) -> None:
    data = filled(browser, version, unit, name="Phan Thị Kim Ngân") | {"lam": "tiep-nhan"}
    first, second = browser.post(URL, data), browser.post(URL, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Dossier.objects.count() == 1


def test_calling_the_next_number_keeps_what_is_typed(
    browser: Client, clerk: Actor, agency: Agency, version: ProcedureVersion, unit: Any
) -> None:
    group = TicketGroup.objects.create(agency=agency, letter="A", name="Hộ tịch")
    Desk.objects.create(agency=agency, number=3, officer_id=clerk.account_id, taken_at=clock.now())
    Ticket.objects.create(agency=agency, group=group, day=clock.today(), number=37, issued_at=clock.now())
    data = filled(browser, version, unit, name="Phan Thị Kim Ngân")
    html = browser.post(URL, data | {"lam": "so-tiep"}).content.decode()
    assert "A037" in html and fields_of(html)["name"] == ["Phan Thị Kim Ngân"]


@pytest.mark.parametrize("who", ["citizen", "specialist", "control_officer"])
def test_only_the_one_stop_opens_the_counter(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    response = signed_in(client, request.getfixturevalue(who)).get(URL)
    assert response.status_code == 403


def test_a_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 302
    assert client.get("/mot-cua/goi-y/procedures/?q=khai").status_code == 302


def test_suggestions_answer_as_json(browser: Client, version: ProcedureVersion, unit: Any, agency: Agency) -> None:
    assert browser.get("/mot-cua/goi-y/places/?q=cao lanh").json() == [{"value": str(unit.pk), "label": unit.path_name}]
    assert browser.get("/mot-cua/goi-y/agencies/?q=cao lanh").json() == [{"value": str(agency.pk), "label": agency.name}]
    assert browser.get("/mot-cua/goi-y/khac/?q=cao lanh").json() == []


@pytest.mark.parametrize(
    ("result", "word"),
    [({"KetQua": "0"}, "Khớp dữ liệu dân cư quốc gia"), ({"KetQua": "1"}, "Không khớp dữ liệu dân cư quốc gia"), (None, "Chưa hỏi được")],
)
def test_a_person_is_confirmed_at_the_national_database_and_nothing_typed_is_lost(
    browser: Client, unit: Any, version: ProcedureVersion, monkeypatch: pytest.MonkeyPatch, result: Any, word: str
) -> None:
    service = "VN-DT/GOV/SO/QG/dan-cu-quoc-gia"
    monkeypatch.setattr("sen.capabilities.exchange.services.asking.full_identifier", lambda _service: service)
    carrier = MemoryCarrier(down=result is None)
    carrier.prepare(service, "/dancu/1.0/xac-nhan-cong-dan", {"error_code": "0", "message": "OK", "result": result}, method="POST")
    typed = {"number": NUMBER, "name": "Phan Thị Kim Ngân", "born_on": "17/05/1990", "note": "Ghi chú đang gõ"}
    data = fields_of(browser.get(URL).content.decode()) | typed
    with carried_by(carrier):
        shown = browser.post(URL, data | {"lam": "xac-nhan"}).content.decode()
    assert word in shown
    assert fields_of(shown)["name"] == [typed["name"]]
    line = LedgerRecord.objects.get()
    assert line.dossier_code.startswith("quay-")
    assert carrier.asked[0].headers["X-Road-Issue"] == line.dossier_code
    # Another name: the word of before no longer counts.
    again = browser.post(URL, fields_of(shown) | {"name": "Phan Thị Ngân", "lam": "xem"}).content.decode()
    assert word not in again
