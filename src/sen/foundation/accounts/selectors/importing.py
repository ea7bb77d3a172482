"""What a row of a spreadsheet means: agencies, divisions and roles by the words people write, and what it would change."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Q, QuerySet

from sen.foundation.accounts.errors import (
    AgencyUnknown,
    AppointmentDatesWrong,
    DateMalformed,
    DivisionUnknown,
    ImportNotFound,
    LoginMalformed,
    LoginTaken,
    OfficerNameMissing,
    PhoneMalformed,
    RoleOfTheProvince,
    RoleUnknown,
    TitleMissing,
)
from sen.foundation.accounts.models import Account, AccountKind, Appointment, ImportRow, OfficerImport
from sen.foundation.accounts.selectors.managing import PROVINCE_ROLES, Scope
from sen.foundation.accounts.types import NewPost
from sen.foundation.agencies.selectors import ROLE_NAMES, agencies_on, divisions_by_agency
from sen.kernel.actor import Actor, Role
from sen.kernel.identifiers import normal_phone
from sen.kernel.text import clean, fold


@dataclass(frozen=True, slots=True)
class WantedOfficer:
    """What one row asks for."""

    login: str
    name: str
    phone: str
    post: NewPost
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """What rows are compared with, read once for a whole portion."""

    scope: Scope
    agencies: Mapping[str, int]
    divisions: Mapping[tuple[int, str], int]
    roles: Mapping[str, Role]
    accounts: Mapping[str, Account]
    posts: Mapping[tuple[int, int, str], Appointment]

    def read(self, values: Mapping[str, str]) -> WantedOfficer:
        """The row's meaning; raises the domain error of the first cell that has none."""
        login, name = clean(values.get("login", "")).lower(), clean(values.get("name", ""))
        _check_mail(login)
        if len(name.split()) < 2:
            raise OfficerNameMissing
        known = self.accounts.get(login)
        if known is not None and known.kind != AccountKind.OFFICER:
            raise LoginTaken
        phone = _phone(values.get("phone", ""))
        role = self._role(values.get("role", ""))
        agency = self.agencies.get(fold(values.get("agency", "")))
        if agency is None:
            raise AgencyUnknown(agency=values.get("agency", ""))
        title = clean(values.get("title", ""))
        if not title:
            raise TitleMissing
        start, end = _date(values.get("valid_from", "")), values.get("valid_to", "")
        last = _date(end) if end else None
        if last is not None and last < start:
            raise AppointmentDatesWrong
        return WantedOfficer(login, name, phone, NewPost(agency, role, title[:120], start, self._division(agency, values)), last)

    def _role(self, text: str) -> Role:
        role = self.roles.get(fold(text))
        if role is None:
            raise RoleUnknown(role=text, roles=", ".join(str(name) for name in ROLE_NAMES.values()))
        if self.scope is not None and role in PROVINCE_ROLES:
            raise RoleOfTheProvince
        return role

    def _division(self, agency: int, values: Mapping[str, str]) -> int | None:
        text = values.get("division", "")
        if not text:
            return None
        division = self.divisions.get((agency, fold(text)))
        if division is None:
            raise DivisionUnknown(division=text)
        return division


def lookup_for(scope: Scope, on: dt.date, logins: Iterable[str]) -> Lookup:
    """What the rows with these mail addresses are compared with; agencies by name, key or official code."""
    agencies: dict[str, int] = {}
    rows = agencies_on(on)
    for row in rows if scope is None else rows.filter(pk__in=scope):
        for word in (row.name, row.key, row.identification_code):
            if word:
                agencies.setdefault(fold(word), row.pk)
    divisions = {(key, fold(one.name)): one.pk for key, found in divisions_by_agency().items() for one in found}
    roles = {fold(str(name)): role for role, name in ROLE_NAMES.items()} | {role.value: role for role in Role}
    accounts = {row.login: row for row in Account.objects.filter(login__in={clean(login).lower() for login in logins})}
    ends_later = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    posts = Appointment.objects.filter(ends_later, account__in=[row.pk for row in accounts.values()])
    return Lookup(scope, agencies, divisions, roles, accounts, {(p.account_id, p.agency_id, p.role): p for p in posts})


def compare(wanted: WantedOfficer, lookup: Lookup) -> str:
    """What carrying out the row would do: a new account, a change, or nothing."""
    account = lookup.accounts.get(wanted.login)
    if account is None:
        return ImportRow.Outcome.NEW
    post = lookup.posts.get((account.pk, wanted.post.agency_id, wanted.post.role))
    if post is None:
        return ImportRow.Outcome.CHANGE
    there = (account.name, account.phone, post.title, post.division_id, post.valid_to)
    asked = (
        wanted.name,
        wanted.phone or account.phone,
        wanted.post.title,
        wanted.post.division_id,
        post.valid_to if wanted.valid_to is None else wanted.valid_to,
    )
    return ImportRow.Outcome.SAME if there == asked else ImportRow.Outcome.CHANGE


def access_import(actor: Actor, batch_id: int) -> OfficerImport:
    """One of the actor's own imports; raises ImportNotFound."""
    batch = OfficerImport.objects.filter(pk=batch_id, made_by=actor.account_id).first()
    if batch is None:
        raise ImportNotFound
    return batch


def list_imports(actor: Actor) -> QuerySet[OfficerImport]:
    """The actor's imports, newest first."""
    return OfficerImport.objects.filter(made_by=actor.account_id).order_by("-pk")


def count_rows(batch_id: int) -> dict[str, int]:
    """Rows of an import by outcome."""
    return dict(ImportRow.objects.filter(batch=batch_id).values_list("outcome").annotate(count=Count("pk")))


def list_rows(batch_id: int, outcome: str = "") -> QuerySet[ImportRow]:
    """Rows of an import by number, of one outcome or all."""
    rows = ImportRow.objects.filter(batch=batch_id).order_by("number")
    return rows.filter(outcome=outcome) if outcome else rows


def _check_mail(login: str) -> None:
    try:
        validate_email(login)
    except ValidationError:
        raise LoginMalformed from None
    if len(login) > 120:
        raise LoginMalformed


def _phone(text: str) -> str:
    # Spreadsheets swallow the first zero of a number.
    number = normal_phone(text) or normal_phone(f"0{text}") if text else ""
    if text and not number:
        raise PhoneMalformed
    return number or ""


def _date(text: str) -> dt.date:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    raise DateMalformed(text=text)
