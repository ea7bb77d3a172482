"""Officials from a spreadsheet: checked first, then carried out by a job in portions, so that a stop loses nothing.

A row is known by the mail address: a second run of the same sheet changes nothing.
"""

import datetime as dt
import hashlib

from django.db import transaction

from sen.foundation.accounts.errors import ImportNotFound, ImportStateWrong, TwiceInSheet
from sen.foundation.accounts.events import ImportContinued
from sen.foundation.accounts.models import Account, AccountKind, Appointment, ImportRow, OfficerImport
from sen.foundation.accounts.policies import access_appointing
from sen.foundation.accounts.schemas import read_sheet
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.selectors.importing import Lookup, WantedOfficer, compare, lookup_for
from sen.foundation.accounts.selectors.managing import Scope
from sen.foundation.accounts.services.appointments import end_post, give_position
from sen.foundation.accounts.services.ending import tell_changed
from sen.foundation.accounts.services.officers import correct_officer, open_officer
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError
from sen.kernel.text import clean

PORTION = 100
_TO_DO = (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGE)


@transaction.atomic
def check_officers(*, actor: Actor, file_name: str, content: bytes, now: dt.datetime) -> OfficerImport:
    """Read a spreadsheet and write down for each row what carrying it out would do; no account is touched.

    Raises NotAllowed, SheetUnreadable, SheetWithoutHeads, SheetTooLong.
    """
    today = clock.local(now).date()
    scope = access_appointing(actor, today)
    sheet = read_sheet(file_name, content)
    batch = OfficerImport.objects.create(
        file_name=clean(file_name)[:200], digest=hashlib.sha256(content).hexdigest(), made_by_id=actor.account_id, made_at=now
    )
    lookup = lookup_for(scope, today, [values.get("login", "") for _number, values in sheet])
    seen: dict[tuple[str, int, str], int] = {}
    rows: list[ImportRow] = []
    for number, values in sheet:
        row = ImportRow(batch=batch, number=number, values=values)
        try:
            wanted = lookup.read(values)
            key = (wanted.login, wanted.post.agency_id, wanted.post.role)
            if key in seen:
                raise TwiceInSheet(number=seen[key])
            seen[key] = number
            row.outcome = compare(wanted, lookup)
        except DomainError as error:
            row.outcome, row.problem = ImportRow.Outcome.WRONG, error.message[:300]
        rows.append(row)
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    _record(actor, "officers.check_sheet", batch, now, {"rows": len(rows), "file": batch.file_name})
    return batch


@transaction.atomic
def start_import(*, actor: Actor, batch_id: int, now: dt.datetime) -> OfficerImport:
    """Have the checked rows carried out by a job; wrong ones are left out.  Raises NotAllowed, ImportNotFound, ImportStateWrong."""
    batch = _own_batch(actor, batch_id, now)
    if batch.state != OfficerImport.State.CHECKED:
        raise ImportStateWrong
    batch.state = OfficerImport.State.RUNNING
    batch.save(update_fields=["state"])
    publish(ImportContinued(batch.pk), now=now)
    _record(actor, "officers.import", batch, now, {"file": batch.file_name})
    return batch


@transaction.atomic
def cancel_import(*, actor: Actor, batch_id: int, now: dt.datetime) -> None:
    """Leave the rest of an import; rows carried out stay.  Raises NotAllowed, ImportNotFound, ImportStateWrong."""
    batch = _own_batch(actor, batch_id, now)
    if batch.state not in (OfficerImport.State.CHECKED, OfficerImport.State.RUNNING):
        raise ImportStateWrong
    batch.state, batch.finished_at = OfficerImport.State.CANCELLED, now
    batch.save(update_fields=["state", "finished_at"])
    _record(actor, "officers.cancel_import", batch, now, {"file": batch.file_name})


@transaction.atomic
def continue_import(*, batch_id: int, now: dt.datetime, portion: int = PORTION) -> int:
    """Carry out the next rows with the rights their importer has today, and ask for the next portion; returns how many were left.

    Harmless when asked twice: a row carried out is never taken again.  Raises NotAllowed when the importer lost the right.
    """
    batch = OfficerImport.objects.select_for_update().filter(pk=batch_id, state=OfficerImport.State.RUNNING).first()
    if batch is None:
        return 0
    today = clock.local(now).date()
    actor = actor_of(batch.made_by_id or 0, today)
    scope = access_appointing(actor, today)
    waiting = batch.rows.filter(outcome__in=_TO_DO).order_by("number")
    rows = list(waiting[:portion])
    lookup = lookup_for(scope, today, [row.values.get("login", "") for row in rows])
    for row in rows:
        _carry_out(row, lookup, actor, scope, now)
    left = waiting.count()
    if left:
        publish(ImportContinued(batch.pk), now=now)
    else:
        batch.state, batch.finished_at = OfficerImport.State.DONE, now
        batch.save(update_fields=["state", "finished_at"])
    return left


@transaction.atomic
def record_export(*, actor: Actor, now: dt.datetime) -> None:
    """Write down that the list of officers left as a file."""
    record_change(actor=actor, action="officers.export", subject_type="officer_import", subject_id=0, now=now)


def _carry_out(row: ImportRow, lookup: Lookup, actor: Actor, scope: Scope, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            row.account = _apply(lookup.read(row.values), actor, scope, now)
        row.outcome, row.problem = ImportRow.Outcome.DONE, ""
    except DomainError as error:
        row.outcome, row.problem = ImportRow.Outcome.FAILED, error.message[:300]
    row.save(update_fields=["account", "outcome", "problem"])


def _apply(wanted: WantedOfficer, actor: Actor, scope: Scope, now: dt.datetime) -> Account:
    """Bring the account and its position to what the row says."""
    account = Account.objects.select_for_update().filter(login=wanted.login, kind=AccountKind.OFFICER).first()
    if account is None:
        account = open_officer(actor=actor, login=wanted.login, name=wanted.name, phone=wanted.phone, now=now)
    elif (account.name, account.phone) != (wanted.name, wanted.phone or account.phone):
        phone = wanted.phone or account.phone
        account = correct_officer(actor=actor, account_id=account.pk, login=wanted.login, name=wanted.name, phone=phone, now=now)
    held = Appointment.objects.select_for_update().filter(account=account, agency=wanted.post.agency_id, role=wanted.post.role)
    post = held.exclude(valid_to__lt=wanted.post.valid_from).order_by("valid_from").first()
    if post is None:
        give_position(account, wanted.post, actor=actor, scope=scope, now=now, valid_to=wanted.valid_to)
        return account
    if (post.title, post.division_id) != (wanted.post.title, wanted.post.division_id):
        post.title, post.division_id = wanted.post.title, wanted.post.division_id
        post.save(update_fields=["title", "division"])
        _record_account(actor, "account.correct_position", account, now, {"title": post.title}, post.agency_id)
        tell_changed(account.pk, now)
    if wanted.valid_to is not None and wanted.valid_to != post.valid_to:
        end_post(post, wanted.valid_to, actor=actor, now=now)
    return account


def _own_batch(actor: Actor, batch_id: int, now: dt.datetime) -> OfficerImport:
    access_appointing(actor, clock.local(now).date())
    batch = OfficerImport.objects.select_for_update().filter(pk=batch_id, made_by=actor.account_id).first()
    if batch is None:
        raise ImportNotFound
    return batch


def _record(actor: Actor, action: str, batch: OfficerImport, now: dt.datetime, detail: dict[str, object]) -> None:
    record_change(actor=actor, action=action, subject_type="officer_import", subject_id=batch.pk, now=now, detail=detail)


def _record_account(
    actor: Actor, action: str, account: Account, now: dt.datetime, detail: dict[str, object], agency_id: int | None
) -> None:
    record_change(actor=actor, action=action, subject_type="account", subject_id=account.pk, now=now, agency_id=agency_id, detail=detail)
