"""“Kính gửi” and “Nơi nhận” of a paper follow the chosen recipients and what each gets it for."""

import pytest

from sen.capabilities.correspondence.types import Recipient, RecipientRole
from sen.capabilities.drafting import services
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.services.naming import all_places
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.draft_factories import make_draft
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(specialist: Actor, agency: Agency, approver: Actor) -> Draft:
    draft = make_draft(specialist, agency, approver, None, kind_code="cong-van")
    Draft.objects.filter(pk=draft.pk).update(addressees="", places="", recipients=[])
    return draft


def choose(actor: Actor, draft: Draft, *whom: Recipient) -> Draft:
    return services.set_recipients(actor=actor, draft_id=draft.pk, recipients=whom, now=MONDAY)


def paper(name: str, role: RecipientRole = RecipientRole.ADDRESSED) -> Recipient:
    return Recipient(organ_name=name, paper=True, role=role)


def test_a_letter_addresses_those_who_act_and_lists_the_others_with_the_purpose(
    specialist: Actor, letter: Draft, other_agency: Agency
) -> None:
    province, press = paper("Thường trực Tỉnh ủy", RecipientRole.REPORT), paper("Báo Đồng Tháp", RecipientRole.INFORMED)

    draft = choose(specialist, letter, press, Recipient(other_agency.pk), province)

    assert draft.addressees == other_agency.name
    assert draft.places.splitlines() == ["Như trên", "Thường trực Tỉnh ủy (để báo cáo)", "Báo Đồng Tháp (để biết)"]
    assert all_places(draft) == f"{other_agency.name}; Thường trực Tỉnh ủy (để báo cáo); Báo Đồng Tháp (để biết)"


def test_a_decision_has_no_addressees_and_lists_everybody(specialist: Actor, letter: Draft) -> None:
    Draft.objects.filter(pk=letter.pk).update(kind_code="quyet-dinh")

    draft = choose(specialist, letter, paper("Khóm 3"), paper("Sở Nội vụ", RecipientRole.INFORMED))

    assert (draft.addressees, draft.places.splitlines()) == ("", ["Khóm 3", "Sở Nội vụ (để biết)"])


def test_a_paper_nobody_acts_on_addresses_those_it_reports_to(specialist: Actor, letter: Draft) -> None:
    draft = choose(specialist, letter, paper("Thường trực Tỉnh ủy", RecipientRole.REPORT), paper("Báo", RecipientRole.INFORMED))

    assert (draft.addressees, draft.places.splitlines()) == ("Thường trực Tỉnh ủy", ["Như trên", "Báo (để biết)"])


def test_as_above_stays_the_first_line(specialist: Actor, letter: Draft) -> None:
    Draft.objects.filter(pk=letter.pk).update(addressees="Bà con trong xã", places="Như trên")

    draft = choose(specialist, letter, paper("Báo", RecipientRole.INFORMED))

    assert (draft.addressees, draft.places.splitlines()) == ("Bà con trong xã", ["Như trên", "Báo (để biết)"])


def test_what_people_wrote_or_struck_out_stays_when_recipients_change(specialist: Actor, letter: Draft) -> None:
    choose(specialist, letter, paper("Khóm 1"), paper("Khóm 2"), paper("Báo Đồng Tháp", RecipientRole.INFORMED))
    Draft.objects.filter(pk=letter.pk).update(addressees="- Khóm 2;\n- Bà con trong xã\n[Nơi nhận]", places="Như trên\nCác tổ tự quản")

    draft = choose(specialist, letter, paper("Khóm 1"), paper("Khóm 3"), paper("Báo Đồng Tháp", RecipientRole.INFORMED))

    assert draft.addressees.splitlines() == ["Khóm 3", "Bà con trong xã"]
    assert draft.places.splitlines() == ["Như trên", "Các tổ tự quản"]


def test_choosing_the_same_again_touches_nothing(specialist: Actor, letter: Draft) -> None:
    first = choose(specialist, letter, paper("Khóm 1"))
    again = choose(specialist, letter, paper("Khóm 1"))

    assert again.revision == first.revision
