"""In whose name somebody signs: it follows the position until somebody chooses otherwise."""

import dataclasses
import datetime as dt

import pytest

from sen.capabilities.correspondence.types import Competence
from sen.capabilities.drafting import services
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.selectors.beginning import abbreviation_of
from sen.capabilities.drafting.selectors.editing import editor_choices
from sen.capabilities.drafting.selectors.signers import signing_of, usual_power
from sen.capabilities.drafting.states import SigningPower
from sen.foundation.accounts.types import Officer
from sen.foundation.agencies.models import Agency, Division
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from tests.document_factories import make_book
from tests.draft_factories import at_signature, make_draft, text_of
from tests.factories import MONDAY, make_agency, make_officer

pytestmark = pytest.mark.django_db
TODAY = clock.local(MONDAY).date()
COMMUNE, DEPARTMENT = "Ủy ban nhân dân xã Mỹ Hiệp", "Sở Nội vụ"


@pytest.mark.parametrize(
    ("role", "title", "agency", "power"),
    [
        (Role.LEADER, "Chủ tịch", COMMUNE, Competence.COLLECTIVE),
        (Role.LEADER, "Phó Chủ tịch Ủy ban nhân dân xã", COMMUNE, Competence.COLLECTIVE),
        (Role.LEADER, "Giám đốc Sở", DEPARTMENT, Competence.NONE),
        (Role.LEADER, "Phó Giám đốc Sở", DEPARTMENT, Competence.DEPUTY),
        (Role.LEADER, "Quyền Giám đốc", DEPARTMENT, Competence.ACTING),
        (Role.LEADER, "Phó Giám đốc phụ trách Sở", DEPARTMENT, Competence.DEPUTY),
        (Role.HEAD, "Trưởng phòng", DEPARTMENT, Competence.ORDER),
        (Role.HEAD, "Chánh Văn phòng", COMMUNE, Competence.ORDER),
    ],
)
def test_the_power_follows_position_and_kind_of_agency(role, title, agency, power):
    assert usual_power(Officer(1, "Trần Thị Ký", title, "", role, 1), agency) is power


def test_who_leads_by_delegation_signs_by_authorisation():
    lent = Officer(1, "Trần Thị Ký", "Trưởng phòng", "", Role.LEADER, 1, by_delegation=True)
    assert usual_power(lent, DEPARTMENT) is Competence.AUTHORISED


@pytest.fixture
def department(province: Agency) -> Agency:
    """A department with a director."""
    return make_agency(DEPARTMENT, "department", parent=province)


@pytest.fixture
def deputy(department: Agency) -> Actor:
    """Its deputy director."""
    return make_officer(Role.LEADER, department, name="Lê Văn Phó", title="Phó Giám đốc Sở")


def test_a_draft_is_signed_as_the_position_says_until_somebody_chooses(department: Agency, deputy: Actor, other_agency: Agency) -> None:
    draft = make_draft(deputy, department, deputy, other_agency)
    assert signing_of(draft, TODAY).lines == ("KT. Giám đốc", "Phó Giám đốc")
    draft.signer_competence = SigningPower.AUTHORISED
    assert signing_of(draft, TODAY).lines == ("TUQ. Giám đốc", "Phó Giám đốc")
    draft.signer_competence, draft.signer_title = SigningPower.OWN, "Giám đốc"
    assert signing_of(draft, TODAY).lines == ("Giám đốc",)


def test_another_signer_brings_another_power(department: Agency, deputy: Actor, other_agency: Agency) -> None:
    director = make_officer(Role.LEADER, department, name="Ngô Thị Trưởng", title="Giám đốc Sở")
    draft = make_draft(deputy, department, deputy, other_agency)
    saved = services.save_draft(actor=deputy, draft_id=draft.pk, content=text_of(director), seen=1, now=MONDAY).draft
    assert signing_of(saved, TODAY).lines == ("Giám đốc",)


def test_the_editor_names_the_power_beside_each_signer(department: Agency, deputy: Actor, other_agency: Agency) -> None:
    offered = dict(editor_choices(make_draft(deputy, department, deputy, other_agency), TODAY)["signers"])
    assert offered[str(deputy.account_id)] == "Lê Văn Phó (KT.), Phó Giám đốc Sở"


def test_signing_freezes_power_and_position(draft: Draft, specialist: Actor, head: Actor, registrar: Actor, approver: Actor) -> None:
    ready = at_signature(draft, specialist, head, registrar)
    signed = services.sign_draft(actor=approver, draft_id=ready.pk, seen=ready.revision, now=MONDAY)
    assert signed.signer_title
    assert signed.signer_competence == SigningPower.COLLECTIVE
    assert signed.outgoing is not None
    assert signed.outgoing.content.signer_competence == Competence.COLLECTIVE


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Phòng Văn hóa - Xã hội", "VHXH"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "KTHTĐT"),
        ("Văn phòng", "VP"),
        ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "VP"),
        ("Chi cục Kiểm lâm", "CCKL"),
        ("Lãnh đạo Ủy ban nhân dân tỉnh", ""),
        ("", ""),
    ],
)
def test_a_division_has_an_abbreviation(name, sign):
    assert abbreviation_of(name) == sign


def begun(author: Actor, agency: Agency, division: Division | None, **values: object) -> Draft:
    make_book(agency)
    content = dataclasses.replace(text_of(None), **values)  # type: ignore[arg-type]
    return services.create_draft(
        actor=author,
        agency_id=agency.pk,
        content=content,
        division_id=division.pk if division else None,
        now=MONDAY + dt.timedelta(minutes=1),
    )


def test_a_new_draft_begins_with_signer_and_sign(specialist: Actor, agency: Agency, approver: Actor) -> None:
    division = Division.objects.create(agency=agency, name="Phòng Văn hóa - Xã hội")
    draft = begun(specialist, agency, division)
    assert (draft.signer_id, draft.unit_sign) == (approver.account_id, "VHXH")


def test_nothing_typed_is_overwritten(specialist: Actor, agency: Agency, approver: Actor, head: Actor) -> None:
    division = Division.objects.create(agency=agency, name="Phòng Văn hóa - Xã hội")
    draft = begun(specialist, agency, division, signer_id=head.account_id, unit_sign="VX")
    assert (draft.signer_id, draft.unit_sign) == (head.account_id, "VX")


def test_what_the_writer_and_the_division_used_last_is_proposed_again(
    specialist: Actor, agency: Agency, approver: Actor, head: Actor
) -> None:
    division = Division.objects.create(agency=agency, name="Phòng Văn hóa - Xã hội")
    begun(specialist, agency, division, signer_id=head.account_id, unit_sign="VX")
    again = begun(specialist, agency, division)
    assert (again.signer_id, again.unit_sign) == (head.account_id, "VX")
