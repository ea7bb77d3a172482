"""Choosing recipients: by typing, by level, by group, from the national directory and by hand."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from sen.capabilities.correspondence import services, types
from sen.capabilities.correspondence.models import NumberBook, OutgoingDocument
from sen.capabilities.correspondence.selectors.picking import Picker, common_names, read_picker
from sen.capabilities.correspondence.types import OutsideBody, Recipient, RecipientRole
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.document_factories import new_content
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db
ON = MONDAY.date()


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY + dt.timedelta(hours=1))


@pytest.fixture(autouse=True)
def _directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(types, "_directories", [f"{__name__}.directory"])


def directory(words: str, limit: int) -> list[OutsideBody]:
    """The double of the national directory."""
    return [OutsideBody("G22", "Văn phòng Chính phủ")][:limit] if words.casefold() in "van phong chinh phu" else []


def pick(agency: Agency, *chosen: str, asked: str = "", **typed: str) -> Picker:
    names = {"words": "noi-nhan-tim", "name": "noi-khac", "code": "noi-khac-ma"}
    data: dict[str, list[str]] = {"noi-nhan-co": ["1"], "noi-nhan": list(chosen), "noi-nhan-lam": [asked]}
    data |= {names[key]: [value] for key, value in typed.items()}
    return read_picker(MultiValueDict(data), agency_id=agency.pk, on=ON)


def test_typing_without_accents_finds_agencies_and_bodies_of_the_directory(department: Agency, agency: Agency) -> None:
    inside, outside = pick(department, asked="tim", words="cao lanh"), pick(department, asked="tim", words="van phong")

    assert [(one.token, one.name) for one in inside.found] == [(f"inside:{agency.pk}:", agency.name)]
    assert [one.token for one in outside.found] == ["axis:G22:Văn phòng Chính phủ"]
    assert inside.was_used
    assert inside.recipients == []


def test_a_level_is_added_as_single_recipients_that_can_be_taken_away_again(
    department: Agency, agency: Agency, other_agency: Agency
) -> None:
    added = pick(department, asked="them:cap-commune")
    fewer = pick(department, *(one.token for one in added.chosen), asked=f"bo:inside:{agency.pk}:")

    assert {one.agency_id for one in added.recipients} == {agency.pk, other_agency.pk}
    assert [(one.size, one.chosen) for one in fewer.sources if one.key == "cap-commune"] == [(2, 1)]
    assert [one.agency_id for one in fewer.recipients] == [other_agency.pk]
    assert pick(department, *(one.token for one in added.chosen), asked="bo:cap-commune").recipients == []
    assert pick(department, *(one.token for one in added.chosen), asked="bo:tat-ca").recipients == []


def test_the_agency_never_writes_to_itself(department: Agency, agency: Agency) -> None:
    assert pick(department, f"inside:{department.pk}:", f"inside:{agency.pk}:").recipients == [Recipient(agency.pk)]
    assert "cap-department" not in {one.key for one in pick(department).sources}


def test_groups_of_the_agency_and_of_the_province_stand_for_their_members(
    sender: Actor, department: Agency, agency: Agency, registrar: Actor
) -> None:
    members = [Recipient(agency.pk), Recipient(organ_code="G09", organ_name="Bộ Nội vụ")]
    mine = services.save_group(actor=sender, agency_id=department.pk, name="Cụm thi đua", members=members, now=MONDAY)
    services.save_group(actor=registrar, agency_id=agency.pk, name="Các ấp", members=[Recipient(department.pk)], now=MONDAY)
    services.load_groups(on=ON, now=MONDAY)

    picker = pick(department, asked=f"them:nhom-{mine.pk}")

    assert [one.name for one in picker.sources] == ["Tất cả xã, phường", "Cụm thi đua"]
    assert picker.recipients == [Recipient(agency.pk), Recipient(organ_code="G09", organ_name="Bộ Nội vụ")]


def test_a_place_typed_by_hand_goes_on_paper_or_over_the_axis(department: Agency) -> None:
    assert pick(department, name="Báo Đồng Tháp").recipients == [Recipient(organ_name="Báo Đồng Tháp", paper=True)]
    assert pick(department, name="Sở Mẫu", code="H61.05").recipients == [Recipient(organ_code="H61.05", organ_name="Sở Mẫu")]


def test_what_is_added_gets_the_document_for_the_chosen_purpose_and_adding_again_changes_it(
    department: Agency, agency: Agency, other_agency: Agency
) -> None:
    first = pick(department, asked="them:cap-commune")
    tokens = [one.token for one in first.chosen]
    data = {"noi-nhan-co": ["1"], "noi-nhan": tokens, "noi-nhan-vai": ["informed"], "noi-nhan-lam": [f"them:inside:{agency.pk}:"]}
    second = read_picker(MultiValueDict(data), agency_id=department.pk, on=ON)
    third = pick(department, *(one.token for one in second.chosen))

    assert {each.role for each in first.recipients} == {RecipientRole.ADDRESSED}
    for picker in (second, third):
        assert {each.agency_id: each.role for each in picker.recipients} == {
            agency.pk: RecipientRole.INFORMED,
            other_agency.pk: RecipientRole.ADDRESSED,
        }
    assert [(name, len(chosen)) for name, chosen in third.by_role] == [("Để thực hiện", 1), ("Để biết", 1)]
    assert [one.left for one in second.sources if one.key == "cap-commune"] == [1]


def test_one_who_is_informed_is_taken_away_like_any_other(department: Agency, agency: Agency) -> None:
    assert pick(department, f"informed:inside:{agency.pk}:", asked=f"bo:informed:inside:{agency.pk}:").recipients == []


def test_a_paper_names_a_whole_level_once(department: Agency, agency: Agency, other_agency: Agency) -> None:
    whom = [Recipient(organ_name="Báo Đồng Tháp", paper=True), Recipient(agency.pk), Recipient(other_agency.pk)]

    assert common_names(department.pk, whom, ON) == ["Ủy ban nhân dân các xã, phường", "Báo Đồng Tháp"]
    assert common_names(department.pk, whom[:2], ON) == ["Báo Đồng Tháp", agency.name]


@pytest.mark.parametrize(
    "token", ["", "inside:", "inside:x:", "inside:-1:", "inside:99999999999:", "air:1:", "axis::", "them", f"axis:{'9' * 36}:x"]
)
def test_what_is_no_recipient_is_left_out(department: Agency, token: str) -> None:
    assert pick(department, token).recipients == []


def test_every_recipient_comes_back_as_it_was(department: Agency, agency: Agency) -> None:
    whom = [
        Recipient(agency.pk),
        Recipient(agency.pk, paper=True),
        Recipient(None, "G22", "Bộ: A:B"),
        Recipient(organ_name="Báo", paper=True),
        Recipient(None, "G09", "Bộ Nội vụ", role=RecipientRole.REPORT),
    ]
    first = read_picker(MultiValueDict(), agency_id=department.pk, on=ON, present=whom)

    assert first.recipients == whom
    assert pick(department, *(one.token for one in first.chosen)).recipients == whom


def test_a_step_of_the_picker_saves_nothing_and_keeps_what_was_typed(
    client: Client, sender: Actor, book: NumberBook, agency: Agency
) -> None:
    browser = signed_in(client, sender)
    typed = {"subject": "Lịch tiếp công dân", "noi-nhan-co": "1", "noi-nhan-lam": "them:cap-commune"}

    answer = browser.post(reverse("correspondence:outgoing_register"), typed)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Lịch tiếp công dân" in shown
    assert f'value="inside:{agency.pk}:"' in shown
    assert not OutgoingDocument.objects.exists()


def test_recipients_are_changed_before_issue_and_the_present_ones_stand_first(
    client: Client, sender: Actor, department: Agency, agency: Agency, other_agency: Agency, book: NumberBook
) -> None:
    taken = services.take_number(actor=sender, agency_id=department.pk, book_id=book.pk, kind_code="chi-thi", on=ON, now=MONDAY)
    document = services.register_outgoing(
        actor=sender, agency_id=department.pk, content=new_content(), recipients=[Recipient(agency.pk)], taken=taken, now=MONDAY
    )
    browser, address = signed_in(client, sender), reverse("correspondence:outgoing_recipients", args=[document.pk])

    assert f'value="inside:{agency.pk}:"' in browser.get(address).content.decode()
    browser.post(address, {"noi-nhan-co": "1", "noi-nhan": [f"inside:{other_agency.pk}:"]})

    assert list(document.deliveries.values_list("agency_id", flat=True)) == [other_agency.pk]
