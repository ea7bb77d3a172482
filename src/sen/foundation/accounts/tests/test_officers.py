"""Officers' accounts: opening, closing, temporary passwords, and who may do it."""

import re

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import (
    AccountClosedAlready,
    AccountNotFound,
    LoginMalformed,
    LoginTaken,
    OfficerElsewhere,
    OfficerNameMissing,
    OutOfYourScope,
    OwnAccount,
    ReasonMissing,
    RenewalOver,
    RoleOfTheProvince,
    WrongCredentials,
)
from sen.foundation.accounts.models import Account, Appointment, LiveSession
from sen.foundation.accounts.selectors import actor_of, actor_of_session
from sen.foundation.accounts.types import NewPost
from sen.foundation.agencies.models import Agency
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import ANONYMOUS, Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import LONG_AGO, MONDAY, make_officer, signed_in

TODAY = clock.local(MONDAY).date()
OWN = "sông nước miền tây 7"
pytestmark = pytest.mark.django_db


@pytest.fixture
def local_admin(agency: Agency) -> Actor:
    """The administrator of one commune."""
    return make_officer(Role.ADMIN, agency, name="Ngô Văn Sáu", title="Công chức phụ trách")


def post_at(agency: Agency, role: Role = Role.SPECIALIST) -> NewPost:
    return NewPost(agency.pk, role, "Chuyên viên", TODAY)


def create(actor: Actor, agency: Agency, *, login: str = "moi@dongthap.example", name: str = "Trần Thị Mới", role: Role = Role.SPECIALIST):
    return services.create_officer(actor=actor, login=login, name=name, post=post_at(agency, role), now=MONDAY)


def test_an_administrator_opens_an_account_with_its_first_position(agency: Agency, administrator: Actor) -> None:
    account, password = create(administrator, agency, login=" Moi@Dongthap.example ")
    assert (account.login, account.must_change_password) == ("moi@dongthap.example", True)
    assert check_password(password, account.password)
    assert actor_of(account.pk, TODAY).has(Role.SPECIALIST, agency.pk)
    entries = AuditEntry.objects.filter(subject_type="account", subject_id=account.pk)
    assert set(entries.values_list("action", flat=True)) == {"account.create", "account.appoint"}
    assert not any(password in str(entry.detail) for entry in entries)


@pytest.mark.parametrize(
    ("facts", "error"),
    [({"login": "khong-phai-thu"}, LoginMalformed), ({"name": "Mới"}, OfficerNameMissing)],
)
def test_a_wrong_name_or_address_is_refused(agency: Agency, administrator: Actor, facts: dict[str, str], error: type[Exception]) -> None:
    count = Account.objects.count()
    with pytest.raises(error):
        create(administrator, agency, **facts)
    assert Account.objects.count() == count


def test_an_address_in_use_is_refused(agency: Agency, administrator: Actor) -> None:
    create(administrator, agency)
    with pytest.raises(LoginTaken):
        create(administrator, agency, login="MOI@dongthap.example")
    assert Appointment.objects.filter(account__login="moi@dongthap.example").count() == 1


def test_an_account_whose_position_is_refused_is_not_left_behind(agency: Agency, other_agency: Agency, local_admin: Actor) -> None:
    with pytest.raises(OutOfYourScope):
        create(local_admin, other_agency)
    with pytest.raises(RoleOfTheProvince):
        create(local_admin, agency, role=Role.CONTROL)
    assert not Account.objects.filter(login="moi@dongthap.example").exists()
    assert create(local_admin, agency)[0].login == "moi@dongthap.example"


def test_others_open_no_account(agency: Agency, approver: Actor, control_officer: Actor) -> None:
    for actor in (approver, control_officer):
        with pytest.raises(NotAllowed):
            create(actor, agency)
    assert not Account.objects.filter(login="moi@dongthap.example").exists()


def test_closing_an_account_ends_its_sessions_and_rights_at_once(
    client: Client, agency: Agency, administrator: Actor, approver: Actor, head: Actor
) -> None:
    services.delegate(
        actor=approver,
        receiver_id=head.account,
        agency_id=agency.pk,
        role=Role.LEADER,
        valid_from=TODAY,
        valid_to=TODAY,
        reason="Đi công tác",
        now=MONDAY,
    )
    signed_in(client, approver)
    key = LiveSession.objects.get(account=approver.account).session_key
    ended = services.close_account(actor=administrator, account_id=approver.account, reason="Nghỉ hưu, QĐ 12", now=MONDAY)
    assert ended == 1
    assert actor_of_session(key, MONDAY) == ANONYMOUS
    assert not actor_of(head.account, TODAY).has(Role.LEADER)
    entry = AuditEntry.objects.get(action="account.close")
    assert entry.detail == {"reason": "Nghỉ hưu, QĐ 12", "sessions_ended": 1}
    services.reopen_account(actor=administrator, account_id=approver.account, reason="Đóng nhầm", now=MONDAY)
    assert actor_of(approver.account, TODAY).has(Role.LEADER, agency.pk)


def test_closing_needs_a_reason_and_happens_once(administrator: Actor, specialist: Actor) -> None:
    with pytest.raises(ReasonMissing):
        services.close_account(actor=administrator, account_id=specialist.account, reason=" ", now=MONDAY)
    assert Account.objects.get(pk=specialist.account).is_active
    services.close_account(actor=administrator, account_id=specialist.account, reason="Thôi việc", now=MONDAY)
    for again in (services.close_account, services.reset_password):
        facts = {"reason": "Thôi việc"} if again is services.close_account else {}
        with pytest.raises(AccountClosedAlready):
            again(actor=administrator, account_id=specialist.account, now=MONDAY, **facts)  # type: ignore[operator]


def test_nobody_decides_on_their_own_account(administrator: Actor) -> None:
    with pytest.raises(OwnAccount):
        services.close_account(actor=administrator, account_id=administrator.account, reason="Thôi việc", now=MONDAY)
    with pytest.raises(OwnAccount):
        services.reset_password(actor=administrator, account_id=administrator.account, now=MONDAY)
    assert not Account.objects.get(pk=administrator.account).must_change_password


def test_an_administrator_of_one_agency_does_not_reach_another(
    local_admin: Actor, outsider_officer: Actor, specialist: Actor, other_agency: Agency
) -> None:
    with pytest.raises(AccountNotFound):
        services.close_account(actor=local_admin, account_id=outsider_officer.account, reason="Thôi việc", now=MONDAY)
    Appointment.objects.create(
        account_id=specialist.account, agency=other_agency, role=Role.SPECIALIST, title="Kiêm nhiệm", valid_from=LONG_AGO
    )
    before = Account.objects.get(pk=specialist.account).password
    with pytest.raises(OfficerElsewhere):
        services.reset_password(actor=local_admin, account_id=specialist.account, now=MONDAY)
    assert Account.objects.get(pk=specialist.account).password == before


def test_a_local_administrator_sets_no_password_of_a_controller(local_admin: Actor, agency: Agency) -> None:
    controller = make_officer(Role.CONTROL, agency)
    with pytest.raises(OfficerElsewhere):
        services.reset_password(actor=local_admin, account_id=controller.account, now=MONDAY)
    assert not Account.objects.get(pk=controller.account).must_change_password


def test_a_temporary_password_ends_sessions_and_opens_no_session_itself(client: Client, administrator: Actor, specialist: Actor) -> None:
    signed_in(client, specialist)
    password = services.reset_password(actor=administrator, account_id=specialist.account, now=MONDAY)
    assert not LiveSession.objects.filter(account=specialist.account).exists()
    login = Account.objects.get(pk=specialist.account).login
    stranger = Client()
    answer = stranger.post("/dang-nhap/", {"login": login, "password": password, "tiep": "/tai-khoan/"})
    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap/mat-khau-moi/?tiep=%2Ftai-khoan%2F")
    assert stranger.get("/tai-khoan/").status_code == 302
    assert not LiveSession.objects.filter(account=specialist.account).exists()
    assert stranger.post("/dang-nhap/mat-khau-moi/", {"new_password": OWN, "again": OWN + "x"}).status_code == 422
    assert stranger.post("/dang-nhap/mat-khau-moi/", {"new_password": "1234567890", "again": "1234567890"}).status_code == 422
    done = stranger.post("/dang-nhap/mat-khau-moi/?tiep=/tai-khoan/", {"new_password": OWN, "again": OWN})
    assert (done.status_code, done["Location"]) == (302, "/tai-khoan/")
    assert stranger.get("/tai-khoan/").status_code == 200
    assert not Account.objects.get(pk=specialist.account).must_change_password
    with pytest.raises(WrongCredentials):
        services.sign_in(login=login, password=password, address=None, now=MONDAY)


def test_the_proof_of_a_temporary_password_is_good_once(administrator: Actor, specialist: Actor) -> None:
    services.reset_password(actor=administrator, account_id=specialist.account, now=MONDAY)
    account = Account.objects.get(pk=specialist.account)
    proof = services.renewal_proof(account)
    services.reset_password(actor=administrator, account_id=specialist.account, now=MONDAY)
    with pytest.raises(RenewalOver):
        services.choose_password(account_id=account.pk, proof=proof, new=OWN, now=MONDAY)
    fresh = services.renewal_proof(Account.objects.get(pk=account.pk))
    services.choose_password(account_id=account.pk, proof=fresh, new=OWN, now=MONDAY)
    with pytest.raises(RenewalOver):
        services.choose_password(account_id=account.pk, proof=fresh, new=OWN + "2", now=MONDAY)
    assert check_password(OWN, Account.objects.get(pk=account.pk).password)


def test_choosing_a_password_without_a_temporary_one_leads_to_sign_in(client: Client) -> None:
    assert client.get("/dang-nhap/mat-khau-moi/")["Location"] == "/dang-nhap/"


def test_the_pages_open_close_and_reset(client: Client, administrator: Actor, agency: Agency) -> None:
    signed_in(client, administrator)
    assert "Chọn cơ quan" in client.get("/quan-tri/can-bo/them/").content.decode()
    address = f"/quan-tri/can-bo/them/?co_quan={agency.pk}"
    typed = {
        "name": "Lý Thị Hạnh",
        "login": "hanh@dongthap.example",
        "role": "specialist",
        "title": "Chuyên viên",
        "valid_from": f"{clock.today():%d/%m/%Y}",
    }
    assert client.post(address, typed | {"login": "sai"}).status_code == 422
    told = client.post(address, typed).content.decode()
    account = Account.objects.get(login="hanh@dongthap.example")
    shown = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", told)
    assert shown and check_password(shown.group(), account.password)
    assert shown.group() not in client.get(f"/quan-tri/can-bo/{account.pk}/").content.decode()
    assert client.post(f"/quan-tri/can-bo/{account.pk}/dong/", {"reason": "Thôi việc"}).status_code == 302
    assert "Mở lại tài khoản" in client.get(f"/quan-tri/can-bo/{account.pk}/").content.decode()
    assert client.post(f"/quan-tri/can-bo/{account.pk}/mo-lai/", {"reason": "Đóng nhầm"}).status_code == 302
    before = account.password
    assert "Mật khẩu tạm" in client.post(f"/quan-tri/can-bo/{account.pk}/mat-khau/").content.decode()
    assert Account.objects.get(pk=account.pk).password != before


@pytest.mark.parametrize("path", ["", "them/"])
def test_the_pages_are_not_for_others(client: Client, control_officer: Actor, citizen: Actor, path: str) -> None:
    assert signed_in(client, control_officer).get(f"/quan-tri/can-bo/{path}").status_code == 403
    assert signed_in(Client(), citizen).get(f"/quan-tri/can-bo/{path}").status_code == 403
