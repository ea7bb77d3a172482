"""At the counter: reading cards, accepting, asking, refusing."""

import datetime as dt
import uuid
from typing import Any

import pytest

from sen.capabilities.dossiers.errors import NothingLacks, ProcedureClosed, ReasonMissing
from sen.capabilities.dossiers.models import Dossier, OfficialForm
from sen.capabilities.dossiers.types import Paper
from sen.capabilities.onestop import services
from sen.capabilities.onestop.selectors.counter import find_places, find_procedures, procedure_in_hand
from sen.capabilities.onestop.types import CounterCase
from sen.capabilities.procedures.models import ProcedureVersion
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from sen.registries.parties.errors import LookUpNotAllowed
from sen.registries.parties.models import Person
from tests.dossier_factories import make_rules, make_version
from tests.factories import MONDAY, make_person, make_unit

pytestmark = pytest.mark.django_db
NUMBER = "087190123456"
CARD = f"{NUMBER}|312345678|Phan Thị Kim Ngân|17051990|Nữ|Số 5, Khóm 3, Phường Cao Lãnh, Đồng Tháp|01012022"


@pytest.fixture
def version(db: None) -> ProcedureVersion:
    make_rules()
    return make_version("Đăng ký thành lập hộ kinh doanh")


@pytest.fixture
def unit(db: None) -> Any:
    province = make_unit("Tỉnh Đồng Tháp", level="province")
    return make_unit("Phường Cao Lãnh", parent=province, code="29869")


def case_for(version: ProcedureVersion, agency: Agency, **values: Any) -> CounterCase:
    given: dict[str, Any] = {
        "request_id": uuid.uuid4(), "version_id": version.pk, "case_id": None, "number": NUMBER, "name": "Phan Thị Kim Ngân", "born_on": None,
        "phone": "0900000456", "email": "", "address": "Số 5", "unit_id": None, "competent_id": agency.pk, "receiving_id": agency.pk,
        "papers": (Paper("Giấy tờ 1", originals=1),),
    }  # fmt: skip
    return CounterCase(**(given | values))


def look_up(actor: Actor, typed: str) -> Any:
    return services.look_up_applicant(actor=actor, typed=typed, today=MONDAY.date(), now=MONDAY)


def test_a_known_number_fills_the_form_and_the_look_up_is_recorded(clerk: Actor, unit: Any) -> None:
    known = make_person("Phan Thị Kim Ngân", identity_number=NUMBER, unit=unit, address="Số 5")
    found = look_up(clerk, " 087 190 123 456 ")
    assert (found.number, found.source, found.name, found.unit_id, found.phone) == (NUMBER, "register", known.name, unit.pk, known.phone)
    entry = AuditEntry.objects.get(kind="read")
    assert (entry.person_id, entry.purpose) == (known.pk, "Tiếp nhận hồ sơ tại quầy")


def test_a_scanned_card_fills_the_form_for_somebody_unknown(clerk: Actor, unit: Any) -> None:
    found = look_up(clerk, CARD)
    assert (found.number, found.source, found.name) == (NUMBER, "card", "Phan Thị Kim Ngân")
    assert (found.born_on.isoformat(), found.address, found.unit_id) == ("1990-05-17", "Số 5, Khóm 3", unit.pk)


def test_a_card_that_differs_from_the_register_says_so(clerk: Actor, unit: Any) -> None:
    make_person("Phan Kim Ngân", identity_number=NUMBER)
    found = look_up(clerk, CARD)
    assert (found.source, found.agrees, found.name) == ("both", False, "Phan Thị Kim Ngân")


def test_what_is_no_number_is_looked_up_nowhere(clerk: Actor) -> None:
    assert look_up(clerk, "1234").source == ""
    assert look_up(clerk, "a|b|c").source == ""
    assert not AuditEntry.objects.filter(kind="read").exists()


def test_a_citizen_may_look_nobody_up(citizen: Actor) -> None:
    with pytest.raises(LookUpNotAllowed):
        look_up(citizen, NUMBER)


def test_accepting_at_the_counter_gives_a_receipt_and_remembers_the_person(clerk: Actor, agency: Agency, version: ProcedureVersion) -> None:
    code = services.receive_case(actor=clerk, case=case_for(version, agency, fee="Thu trước: 150.000 đồng"), now=MONDAY)
    dossier = Dossier.objects.get(code=code)
    assert (dossier.state, dossier.channel, dossier.form_data) == ("accepted", "counter", {"fee": "Thu trước: 150.000 đồng"})
    assert OfficialForm.objects.get(dossier=dossier).kind == "receipt"
    assert dossier.applicant_person_id == Person.objects.get(identity_number=NUMBER).pk


def test_a_double_click_opens_one_dossier(clerk: Actor, agency: Agency, version: ProcedureVersion) -> None:
    case = case_for(version, agency)
    assert services.receive_case(actor=clerk, case=case, now=MONDAY) == services.receive_case(actor=clerk, case=case, now=MONDAY)
    assert Dossier.objects.count() == 1


def test_any_agency_receives_for_any_other(clerk: Actor, agency: Agency, other_agency: Agency, version: ProcedureVersion) -> None:
    code = services.receive_case(
        actor=clerk, case=case_for(version, agency, competent_id=other_agency.pk, return_id=other_agency.pk), now=MONDAY
    )
    dossier = Dossier.objects.get(code=code)
    assert (dossier.receiving_agency_id, dossier.competent_agency_id, dossier.return_agency_id) == (
        agency.pk,
        other_agency.pk,
        other_agency.pk,
    )


def test_asking_at_the_counter_lists_everything_once(clerk: Actor, agency: Agency, version: ProcedureVersion) -> None:
    case = case_for(
        version, agency, lacks={"Giấy tờ 1": "Thiếu chữ ký trang 2", "Giấy tờ 2": "Chưa nộp bản chính"}, contact_phone="02773898989"
    )
    dossier = Dossier.objects.get(code=services.ask_supplement_at_counter(actor=clerk, case=case, now=MONDAY))
    request = dossier.supplements.get()
    assert dossier.state == "intake_supplement" and request.before_acceptance
    assert {item.name: item.document is not None for item in request.items.all()} == {"Giấy tờ 1": True, "Giấy tờ 2": False}
    assert OfficialForm.objects.get(dossier=dossier).kind == "supplement"


@pytest.mark.parametrize(("lacks", "error"), [({}, NothingLacks), ({"Giấy tờ 1": "mờ"}, ReasonMissing)])
def test_asking_without_reasons_opens_nothing(clerk: Actor, agency: Agency, version: ProcedureVersion, lacks: Any, error: Any) -> None:
    with pytest.raises(error):
        services.ask_supplement_at_counter(actor=clerk, case=case_for(version, agency, lacks=lacks), now=MONDAY)
    assert not Dossier.objects.exists()


def test_refusing_at_the_counter_prints_the_reason(clerk: Actor, agency: Agency, version: ProcedureVersion) -> None:
    case = case_for(version, agency, reason="Không thuộc đối tượng của thủ tục này")
    dossier = Dossier.objects.get(code=services.refuse_at_counter(actor=clerk, case=case, now=MONDAY))
    form = OfficialForm.objects.get(dossier=dossier)
    assert (dossier.state, form.kind, form.facts["reason"]) == ("refused", "refusal", case.reason)
    with pytest.raises(ReasonMissing):
        services.refuse_at_counter(actor=clerk, case=case_for(version, agency), now=MONDAY)
    assert Dossier.objects.count() == 1


def test_another_agencys_officer_receives_nothing_here(outsider_officer: Actor, agency: Agency, version: ProcedureVersion) -> None:
    for service, values in (
        (services.receive_case, {}),
        (services.ask_supplement_at_counter, {"lacks": {"Giấy tờ 1": "Thiếu chữ ký"}}),
        (services.refuse_at_counter, {"reason": "Không thuộc đối tượng"}),
    ):
        with pytest.raises(NotAllowed):
            service(actor=outsider_officer, case=case_for(version, agency, number="", **values), now=MONDAY)
    assert not Dossier.objects.exists()


def test_a_closed_procedure_opens_nothing_and_remembers_nobody(clerk: Actor, agency: Agency, version: ProcedureVersion) -> None:
    ProcedureVersion.objects.update(valid_to=MONDAY.date() - dt.timedelta(days=1))
    with pytest.raises(ProcedureClosed):
        services.receive_case(actor=clerk, case=case_for(version, agency), now=MONDAY)
    assert not Dossier.objects.exists() and not Person.objects.filter(identity_number=NUMBER).exists()


def test_the_procedure_in_hand_knows_its_agency_its_papers_and_its_promise(agency: Agency, version: ProcedureVersion, unit: Any) -> None:
    code = version.procedure.code
    hand = procedure_in_hand(code, None, unit.pk, None, MONDAY)
    assert hand is not None and hand.promise is not None
    assert (hand.competent_id, hand.term, len(hand.papers), hand.problem) == (agency.pk, "3 ngày làm việc", 2, "")
    without = procedure_in_hand(code, None, None, None, MONDAY)
    assert without is not None and without.competent_id is None and "xã, phường" in without.problem
    assert procedure_in_hand("9.999999", None, None, None, MONDAY) is None


def test_boxes_find_by_words_without_accents(version: ProcedureVersion, unit: Any) -> None:
    assert find_places("cao lanh", MONDAY.date()) == [(str(unit.pk), unit.path_name)]
    assert [key for key, _label in find_procedures(version.procedure.code, MONDAY.date())] == [version.procedure.code]
