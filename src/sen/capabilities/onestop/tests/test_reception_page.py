"""The reception page: every answer through HTTP, and what comes back when something is wrong."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, DossierEvent, OfficialForm
from sen.capabilities.dossiers.types import Lack
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from tests.dossier_factories import accepted, at_signature, in_work, submitted
from tests.factories import make_officer, signed_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.fixture
def browser(client: Client, clerk: Actor) -> Client:
    return signed_in(client, clerk)


@pytest.fixture
def dossier(citizen: Actor, agency: Agency) -> Dossier:
    return submitted(citizen, agency, now=clock.now())


def page_of(dossier: Dossier) -> str:
    return f"/mot-cua/ho-so/{dossier.code}/"


def act(browser: Client, dossier: Dossier, action: str, **values: Any) -> Any:
    seen = Dossier.objects.get(pk=dossier.pk).event_count
    data = {"lam": action, f"{action}-seen": seen} | {key.replace("__", "-"): value for key, value in values.items()}
    return browser.post(page_of(dossier), data)


def state_of(dossier: Dossier) -> str:
    return Dossier.objects.get(pk=dossier.pk).state


def test_the_page_shows_what_can_be_done_in_few_queries(browser: Client, dossier: Dossier, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(24):
        html = browser.get(page_of(dossier)).content.decode()
    assert "Tiếp nhận và gửi giấy hẹn" in html and "Từ chối tiếp nhận" in html
    assert "Trả kết quả</button>" not in html
    assert "087•••••4512" in html and "087198004512" not in html


def test_accepting_goes_on_to_the_transfer(browser: Client, dossier: Dossier) -> None:
    assert act(browser, dossier, "tiep-nhan").status_code == 302
    assert state_of(dossier) == "accepted"
    assert act(browser, dossier, "chuyen").status_code == 302
    assert state_of(dossier) == "processing"


def test_a_supplement_takes_a_reason_for_each_paper(browser: Client, dossier: Dossier) -> None:
    paper = dossier.documents.first()
    assert paper is not None
    empty = act(browser, dossier, "bo-sung")
    assert empty.status_code == 422 and state_of(dossier) == "submitted"
    short = act(browser, dossier, "bo-sung", **{f"ldo__{paper.pk}__reason": "mờ"})
    assert short.status_code == 422 and 'value="mờ"' in short.content.decode()
    asked = act(
        browser,
        dossier,
        "bo-sung",
        **{f"ldo__{paper.pk}__reason": "Trang 2 bị mờ", "thieu__name": "Bản vẽ", "thieu__reason": "Chưa nộp bản vẽ"},
    )
    assert asked.status_code == 302
    request = Dossier.objects.get(pk=dossier.pk).supplements.get()
    assert sorted(item.name for item in request.items.all()) == sorted([paper.name, "Bản vẽ"])


def test_papers_brought_to_the_counter_answer_the_supplement(
    browser: Client, clerk: Actor, dossier: Dossier, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    paper = dossier.documents.first()
    assert paper is not None
    services.request_supplement(actor=clerk, dossier_id=dossier.pk, lacks=[Lack(paper.name, "Trang 2 bị mờ", paper.pk)], now=clock.now())
    item = Dossier.objects.get(pk=dossier.pk).supplements.get().items.get()
    assert act(browser, dossier, "nop-bo-sung").status_code == 422
    upload = SimpleUploadedFile("trang-2.pdf", PDF, "application/pdf")
    assert (
        act(browser, dossier, "nop-bo-sung", **{f"tra__{item.pk}__note": "Đã nhận bản chính", f"tep__{item.pk}": upload}).status_code == 302
    )
    assert state_of(dossier) == "submitted"
    assert paper.files.get().file.name == "trang-2.pdf"


def test_a_refusal_keeps_the_reason_it_lacks(browser: Client, dossier: Dossier) -> None:
    response = act(browser, dossier, "tu-choi", **{"tu__choi__reason": "Sai"})
    assert response.status_code == 422 and "Sai</textarea>" in response.content.decode()
    assert act(browser, dossier, "tu-choi", **{"tu__choi__reason": "Không thuộc đối tượng"}).status_code == 302
    assert state_of(dossier) == "refused"


def test_a_misrouted_dossier_goes_to_the_competent_body(browser: Client, dossier: Dossier, other_agency: Agency) -> None:
    values = {"doi__co__quan__competent": str(other_agency.pk), "doi__co__quan__reason": "Thuộc phường Sa Đéc"}
    assert act(browser, dossier, "doi-co-quan", **values).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).competent_agency_id == other_agency.pk


def test_a_redirected_reception_leaves_the_officers_list(browser: Client, dossier: Dossier, other_agency: Agency) -> None:
    values = {"competent": str(other_agency.pk), "reason": "Thuộc phường Sa Đéc", "move_reception": "on"}
    response = act(browser, dossier, "doi-co-quan", **{f"doi__co__quan__{name}": value for name, value in values.items()})
    assert response.headers["Location"] == "/mot-cua/"
    assert Dossier.objects.get(pk=dossier.pk).receiving_agency_id == other_agency.pk


def test_slips_are_undone_within_the_rules(browser: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = in_work(citizen, clerk, agency, now=clock.now())
    assert act(browser, dossier, "thu-hoi-chuyen", **{"thu__hoi__chuyen__reason": "Bấm nhầm hồ sơ"}).status_code == 302
    assert state_of(dossier) == "accepted"
    assert act(browser, dossier, "huy-tiep-nhan", **{"huy__tiep__nhan__reason": "Bấm nhầm hồ sơ"}).status_code == 302
    assert state_of(dossier) == "submitted"


def test_an_old_acceptance_is_not_undone(browser: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency, now=clock.now() - dt.timedelta(minutes=31))
    response = act(browser, dossier, "huy-tiep-nhan", **{"huy__tiep__nhan__reason": "Bấm nhầm hồ sơ"})
    assert response.status_code == 422 and "30 phút" in response.content.decode()
    assert state_of(dossier) == "accepted"


def test_the_result_is_returned_to_somebody_who_proved_it(
    browser: Client, citizen: Actor, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency
) -> None:
    now = clock.now()
    dossier = in_work(citizen, clerk, agency, now=now)
    signing = at_signature(dossier, head, specialist, now=now)
    services.sign_outcome(actor=approver, item_id=signing.pk, now=now)
    missing = act(browser, dossier, "tra", tra__collected_by="", tra__proof="receipt")
    assert missing.status_code == 422 and state_of(dossier) == "settled"
    assert act(browser, dossier, "tra", tra__collected_by="Lê Thị Hoa", tra__proof="authorised", tra__note="").status_code == 302
    event = DossierEvent.objects.get(dossier_id=dossier.pk, action="return_result")
    assert (event.payload["collected_by"], event.payload["proof"]) == ("Lê Thị Hoa", "authorised")
    assert browser.get(f"{page_of(dossier)}ky-nhan/").headers["Content-Type"] == "application/pdf"
    assert act(browser, dossier, "huy-tra", **{"huy__tra__reason": "Trả nhầm người"}).status_code == 302
    assert state_of(dossier) == "settled"


def test_the_second_of_two_officers_is_told_and_loses_nothing(browser: Client, clerk: Actor, dossier: Dossier) -> None:
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=clock.now())
    data = {
        "lam": "doi-co-quan",
        "doi-co-quan-seen": 1,
        "doi-co-quan-competent": str(dossier.competent_agency_id),
        "doi-co-quan-reason": "Lý do đã gõ",
    }
    response = browser.post(page_of(dossier), data)
    html = response.content.decode()
    assert response.status_code == 422 and "vừa thay đổi hồ sơ này" in html and "Lý do đã gõ" in html
    assert Dossier.objects.get(pk=dossier.pk).event_count == 2


def test_a_request_that_came_too_late_is_told_so_and_its_reasons_are_given_back(browser: Client, clerk: Actor, dossier: Dossier) -> None:
    paper = dossier.documents.first()
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=clock.now())
    absent = {"thieu-name": "Hợp đồng thuê nhà", "thieu-reason": "Chưa nộp"}
    data = {"lam": "bo-sung", "bo-sung-seen": 1, f"ldo-{paper.pk}-reason": "Thiếu chữ ký ở trang hai", **absent}
    response = browser.post(page_of(dossier), data)
    html = response.content.decode()
    assert response.status_code == 422 and "vừa thay đổi hồ sơ này" in html
    assert "Thiếu chữ ký ở trang hai" in html and "Hợp đồng thuê nhà" in html and paper.name in html
    assert Dossier.objects.get(pk=dossier.pk).event_count == 2


def test_a_second_press_after_being_told_counts(browser: Client, clerk: Actor, dossier: Dossier, other_agency: Agency) -> None:
    services.accept_dossier(actor=clerk, dossier_id=dossier.pk, now=clock.now())
    data = {"lam": "huy-tiep-nhan", "huy-tiep-nhan-seen": 1, "huy-tiep-nhan-reason": "Nhận nhầm hồ sơ của người khác"}
    told = browser.post(page_of(dossier), data).content.decode()
    assert 'name="huy-tiep-nhan-seen" value="2"' in told
    assert browser.post(page_of(dossier), data | {"huy-tiep-nhan-seen": 2}).status_code == 302


def test_a_form_prints_at_once_and_a_cancelled_one_still_prints(browser: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    dossier = accepted(citizen, clerk, agency, now=clock.now())
    form = OfficialForm.objects.get(dossier=dossier, kind="receipt")
    address = f"{page_of(dossier)}bieu-mau/{form.pk}/"
    signed = b"".join(browser.get(address).streaming_content)  # type: ignore[arg-type]
    form.refresh_from_db()
    assert signed.startswith(b"%PDF") and form.file is not None
    OfficialForm.objects.update(cancelled_at=clock.now())
    cancelled = b"".join(browser.get(address).streaming_content)  # type: ignore[arg-type]
    assert cancelled.startswith(b"%PDF") and cancelled != signed


def test_a_form_of_another_dossier_is_not_found(browser: Client, citizen: Actor, clerk: Actor, agency: Agency) -> None:
    one, other = accepted(citizen, clerk, agency, now=clock.now()), accepted(citizen, clerk, agency, now=clock.now())
    form = OfficialForm.objects.get(dossier=other, kind="receipt")
    assert browser.get(f"{page_of(one)}bieu-mau/{form.pk}/").status_code == 404


def test_an_officer_of_another_one_stop_finds_nothing(client: Client, dossier: Dossier, other_agency: Agency) -> None:
    stranger = make_officer(Role.ONE_STOP, other_agency)
    browser = signed_in(client, stranger)
    assert browser.get(page_of(dossier)).status_code == 404
    assert browser.post(page_of(dossier), {"lam": "tiep-nhan", "tiep-nhan-seen": 1}).status_code == 404
    assert state_of(dossier) == "submitted"
