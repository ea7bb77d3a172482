"""A citizen at home in a commune, a procedure to apply for, and a way through the questions."""

from collections.abc import Callable

import pytest
from django.test import Client

from sen.capabilities.dossiers.models import Draft
from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.procedures.models import ProcedureVersion, RequiredDocument
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from sen.registries.units.models import AdministrativeUnit, UnitLevel
from tests.dossier_factories import make_rules, make_version
from tests.factories import make_citizen, make_person, make_unit, signed_in

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def home_unit(db) -> AdministrativeUnit:
    province = make_unit("Tỉnh Đồng Tháp", level=UnitLevel.PROVINCE)
    return make_unit("Phường Cao Lãnh", parent=province, code="29869")


@pytest.fixture
def resident(home_unit: AdministrativeUnit) -> Actor:
    """A citizen whose identity and address are proved."""
    person = make_person("Nguyễn Thị Bích Trâm", unit=home_unit, address="Số 12, Khóm 3")
    return make_citizen(person=person, assurance=2)


@pytest.fixture
def browser(client: Client, resident: Actor, register_on_axis: MemoryCarrier) -> Client:
    return signed_in(client, resident)


@pytest.fixture
def procedure(agency: Agency) -> ProcedureVersion:
    """A procedure with one paper for everybody and one for some."""
    make_rules()
    version = make_version(
        "Đăng ký thành lập hộ kinh doanh", papers=1, service_level="full", name_folded=" dang ky thanh lap ho kinh doanh "
    )
    RequiredDocument.objects.create(version=version, name="Văn bản ủy quyền", originals=1, is_conditional=True, position=9)
    return version


@pytest.fixture
def draft(browser: Client, procedure: ProcedureVersion, resident: Actor) -> Draft:
    browser.post(f"/nop/{procedure.procedure.code}/")
    return Draft.objects.get(account_id=resident.account_id)


@pytest.fixture
def fill(browser: Client, home_unit: AdministrativeUnit) -> Callable[..., None]:
    """Answers every question of a draft; ``answers`` replaces those of a page, None leaves the page out."""

    def answer(draft: Draft, **answers: dict[str, object] | None) -> None:
        usual: dict[str, dict[str, object]] = {
            "nop_cho_ai": {"who": "self"},
            "ve_ban": {"phone": "0900 000 123", "email": ""},
            "noi_o": {"place": str(home_unit.pk), "place_text": home_unit.path_name, "address": "Số 12, Khóm 3"},
            "co_quan": {"choice": "goi-y", "place": "", "place_text": ""},
            "giay_to_khac": {},
            "noi_dung": {"note": ""},
            "nhan_ket_qua": {"way": "online", "desk": "", "address": ""},
        }
        for name, values in {**usual, **answers}.items():
            if values is not None:
                browser.post(f"/nop/ho-so/{draft.public_id}/{name.replace('_', '-')}/", values)

    return answer


@pytest.fixture
def attach(browser: Client) -> Callable[..., object]:
    """Hands in a file for the paper every applicant needs."""

    def send(draft: Draft, *files: object, required: RequiredDocument | None = None, **values: str) -> object:
        wanted = required or RequiredDocument.objects.get(version=draft.version, is_conditional=False)
        return browser.post(f"/nop/ho-so/{draft.public_id}/giay-to-{wanted.pk}/", {"tep": list(files), **values})

    return send
