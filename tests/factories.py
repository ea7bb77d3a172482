"""Records for tests, made without hashing and with only what a test must have."""

import datetime as dt
import itertools
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from sen.foundation.accounts.models import Account, AccountKind, Appointment, LiveSession
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.agencies.models import Agency, AgencyLevel, Division
from sen.kernel.actor import Actor, Role
from sen.kernel.clock import at_local, now
from sen.kernel.text import fold, sort_key
from sen.registries.parties.models import Person
from sen.registries.units.models import AdministrativeUnit, UnitLevel

LONG_AGO = dt.date(2015, 1, 1)
MONDAY = at_local(dt.date(2026, 11, 16), dt.time(8, 30))
_numbers = itertools.count(1)


def make_agency(name: str = "", level: str = AgencyLevel.COMMUNE, *, parent: Agency | None = None, **values: Any) -> Agency:
    """An agency; it receives dossiers at a one-stop unit unless ``one_stop_name=""`` is given."""
    number = next(_numbers)
    name = name or f"Ủy ban nhân dân xã Thử {number}"
    values.setdefault("one_stop_name", f"Bộ phận Tiếp nhận và Trả kết quả, {name}")
    values.setdefault("dossier_prefix", f"H20.X{number}")
    values.setdefault("valid_from", LONG_AGO)
    values.setdefault("key", f"test-{number}")
    return Agency.objects.create(name=name, name_folded=fold(name), name_sort=sort_key(name), level=level, parent=parent, **values)


def make_division(agency: Agency, name: str = "Phòng Nghiệp vụ") -> Division:
    """A division of the agency."""
    return Division.objects.get_or_create(agency=agency, name=name)[0]


def make_account(name: str = "", *, kind: str = AccountKind.OFFICER, login: str = "", **values: Any) -> Account:
    """An account nobody can sign in to with a password; ``password`` takes a ready hash."""
    number = next(_numbers)
    name = name or f"Nguyễn Văn Thử {number}"
    values.setdefault("password", "!")
    values.setdefault("created_at", MONDAY)
    return Account.objects.create(login=login or f"thu{number}@test.example", kind=kind, name=name, name_folded=fold(name), **values)


def make_officer(
    role: Role | None, agency: Agency, *, name: str = "", title: str = "", division: Division | None = None, **values: Any
) -> Actor:
    """An officer with the role in the agency, as an actor.  Without a role: an account with no appointment."""
    account = make_account(name, **values)
    if role is not None:
        Appointment.objects.create(
            account=account, agency=agency, division=division, role=role, title=title or role.value.replace("_", " "), valid_from=LONG_AGO
        )
    return actor_of(account.pk, MONDAY.date())


def make_person(name: str = "", *, identity_number: str = "", **values: Any) -> Person:
    """A person in the register."""
    number = next(_numbers)
    name = name or f"Trần Thị Thử {number}"
    values.setdefault("born_on", dt.date(1990, 5, 17))
    values.setdefault("gender", "2")
    values.setdefault("phone", f"090000{number:04d}")
    return Person.objects.create(identity_number=identity_number or f"087190{number:06d}", name=name, name_folded=fold(name), **values)


def make_citizen(name: str = "", *, person: Person | None = None, **values: Any) -> Actor:
    """A citizen with an account and a person behind it, as an actor."""
    person = person or make_person(name)
    values.setdefault("phone", person.phone)
    account = make_account(person.name, kind=AccountKind.CITIZEN, login=person.identity_number, person_id=person.pk, **values)
    return actor_of(account.pk, MONDAY.date())


def make_unit(
    name: str = "Phường Cao Lãnh", *, level: str = UnitLevel.COMMUNE, parent: AdministrativeUnit | None = None, **values: Any
) -> AdministrativeUnit:
    """An administrative unit, valid since long ago unless told otherwise."""
    number = next(_numbers)
    path = f"{name}, {parent.path_name}" if parent else name
    values.setdefault("code", f"{number:05d}")
    values.setdefault("kind", name.split(" ")[0])
    values.setdefault("province_code", parent.province_code if parent else values["code"])
    values.setdefault("valid_from", LONG_AGO)
    return AdministrativeUnit.objects.create(
        level=level,
        name=name,
        name_folded=fold(name),
        name_sort=sort_key(name),
        parent=parent,
        path_name=path,
        path_folded=fold(path),
        **values,
    )


def signed_in(client: Client, actor: Actor) -> Client:
    """The test client with a session of the actor's account."""
    store = SessionStore()
    store["account_id"] = actor.account_id
    store.create()
    LiveSession.objects.create(
        account_id=actor.account_id,
        session_key=store.session_key,
        started_at=MONDAY,
        seen_at=MONDAY,
        browser="Test",
        assurance=max(actor.assurance, 1),
        methods=["pwd"],
        confirmed_at=now(),
    )
    client.cookies["phien"] = store.session_key
    return client
