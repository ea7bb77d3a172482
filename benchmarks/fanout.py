"""One signed document with 2 MB to 200 agencies, until all have it and the sender sees 200 acknowledgements.

Real worker processes, relay and queue as in a running installation.  The second half kills workers at random while more
documents go out, and counts what was lost, doubled or left half done.
"""

import contextlib
import io
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import connection

from benchmarks._province import ensure_reference, sweep
from benchmarks._report import finish, measure, median, middle_half, options, tell
from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.models import Delivery, IncomingDocument, NumberBook, OutgoingDocument
from sen.capabilities.correspondence.types import KindGroup, NewContent, NewFile, Recipient
from sen.foundation.accounts.models import Account, AccountKind
from sen.foundation.agencies.models import Agency, AgencyLevel
from sen.foundation.files.services.storing import store_bytes
from sen.kernel import clock
from sen.kernel.actor import Actor, ActorKind, Grant, Role
from sen.kernel.text import fold, sort_key

TARGET_SECONDS = 5
RECIPIENTS = 200
MEGABYTES = 2
PATIENCE_SECONDS = 180
_FAREWELL_SECONDS = 5
# A worker that has just begun to take jobs lives a moment longer, so that deaths hit work and not only starts.
LIFE_SECONDS = (1.0, 3.0)
# What the checks look at is the same for every one of them; a running installation has made them at its start.
_WORKER = (sys.executable, "-m", "django", "run_worker", "--skip-checks")

FAULTS = {
    "agencies without the document": "SELECT count(*) FROM correspondence_delivery d WHERE d.outgoing_id = ANY(%s) "
    "AND NOT EXISTS (SELECT 1 FROM correspondence_incomingdocument i WHERE i.delivery_id = d.id)",
    "agencies with the document twice": "SELECT count(*) FROM (SELECT 1 FROM correspondence_incomingdocument i "
    "JOIN correspondence_delivery d ON d.id = i.delivery_id WHERE d.outgoing_id = ANY(%s) "
    "GROUP BY d.outgoing_id, i.agency_id HAVING count(*) > 1) twice",
    "acknowledgements the sender does not see": "SELECT count(*) FROM correspondence_delivery "
    "WHERE outgoing_id = ANY(%s) AND arrived_at IS NULL",
    "arrivals not written once in the history": "SELECT count(*) FROM correspondence_incomingdocument i "
    "JOIN correspondence_delivery d ON d.id = i.delivery_id WHERE d.outgoing_id = ANY(%s) AND 1 <> "
    "(SELECT count(*) FROM history_recordevent e WHERE e.kind = 'incoming' AND e.record_id = i.id)",
    "packets whose hash differs on both sides": "SELECT count(*) FROM correspondence_incomingdocument i "
    "JOIN correspondence_delivery d ON d.id = i.delivery_id WHERE d.outgoing_id = ANY(%s) AND i.packet_hash <> d.packet_hash",
}


@dataclass
class Workers:
    """Worker processes under a small supervisor of their own."""

    count: int
    environment: dict[str, str]
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    killed: int = 0

    def start(self) -> None:
        """Start as many as are missing."""
        self.running = [each for each in self.running if each.poll() is None]
        while len(self.running) < self.count:
            quiet = subprocess.DEVNULL
            self.running.append(subprocess.Popen(_WORKER, env=self.environment, stdout=quiet, stderr=quiet))

    def kill_one(self) -> None:
        """kill -9 one of them, and start another in its place."""
        victim = random.choice(self.running)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self.killed += 1
        self.start()

    def stop(self) -> None:
        """Ask all to end; whoever has not after a few seconds is made to."""
        for each in self.running:
            each.terminate()
        for each in self.running:
            try:
                each.wait(_FAREWELL_SECONDS)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()


@dataclass(frozen=True)
class Office:
    """Who sends: an agency with its clerk and book, and to whom."""

    agency_id: int
    book_id: int
    clerk: Actor
    recipients: tuple[Recipient, ...]


@contextlib.contextmanager
def workers(count: int, environment: dict[str, str] | None = None) -> Iterator[Workers]:
    """So many workers for the length of the block."""
    team = Workers(count, environment or dict(os.environ))
    team.start()
    try:
        yield team
    finally:
        team.stop()


def prepare_office(recipients: int) -> Office:
    """A sender and so many agencies to send to; agencies missing for the number are made."""
    if not NumberBook.objects.exists():
        call_command("load_documents", stdout=io.StringIO())
    agencies = list(Agency.objects.filter(valid_to__isnull=True).order_by("pk")[: recipients + 1])
    agencies += [_agency(number) for number in range(len(agencies), recipients + 1)]
    sender = agencies[0]
    login = "van-thu.do-luong@sen.example"
    facts = {
        "kind": AccountKind.OFFICER,
        "name": "Văn thư đo lường",
        "name_folded": "van thu do luong",
        "created_at": clock.now(),
        "password": "!",
    }
    account, _made = Account.objects.get_or_create(login=login, defaults=facts)
    clerk = Actor(ActorKind.OFFICER, account.pk, account.name, frozenset({Grant(Role.CLERK, sender.pk)}), agency_id=sender.pk)
    book, _made = NumberBook.objects.get_or_create(
        agency=sender, name="Đo lường", defaults={"group": KindGroup.ADMINISTRATIVE, "organ_sign": "DL", "valid_from": sender.valid_from}
    )
    return Office(sender.pk, book.pk, clerk, tuple(Recipient(agency_id=each.pk) for each in agencies[1 : recipients + 1]))


def issue(office: Office, megabytes: float) -> OutgoingDocument:
    """Store a file of this size, number the document, register it, seal it and issue it: the clerk's part."""
    now = clock.now()
    body = b"%PDF-1.7\n" + secrets.token_bytes(int(megabytes * 1024 * 1024))
    file = store_bytes(name="chi-thi.pdf", content=body, actor=office.clerk, now=now, media_type="application/pdf", produced=True)
    content = NewContent(
        kind_code="chi-thi",
        number=None,
        notation="",
        issued_on=clock.local(now).date(),
        subject=f"Đo phát hành văn bản {secrets.token_hex(4)}",
        signer_name="Nguyễn Văn A",
        files=[NewFile(file.pk)],
        is_demo=True,
    )
    return services.issue_document(
        actor=office.clerk,
        agency_id=office.agency_id,
        content=content,
        recipients=office.recipients,
        book_id=office.book_id,
        now=now,
        sealed=True,
    )


def acknowledged(outgoing_ids: Sequence[int]) -> int:
    """Deliveries that have arrived as a document and are seen as arrived by the sender."""
    return Delivery.objects.filter(outgoing__in=outgoing_ids, arrived_at__isnull=False, incoming__isnull=False).count()


def wait_until_all_arrived(outgoing_ids: Sequence[int], wanted: int, team: Workers) -> float:
    """Wait for so many acknowledgements, keeping the workers alive; gives the instant of the last one.  Raises TimeoutError."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (have := acknowledged(outgoing_ids)) < wanted:
        team.start()
        if time.monotonic() > until:
            raise TimeoutError(f"{have} of {wanted} arrived")
        time.sleep(0.02)
    return time.perf_counter()


def faults_of(outgoing_ids: Sequence[int]) -> dict[str, int]:
    """What is lost, doubled or half done of these documents, by kind."""
    found = {}
    with connection.cursor() as cursor:
        for what, sql in FAULTS.items():
            cursor.execute(sql, [list(outgoing_ids)])
            found[what] = int(cursor.fetchone()[0])
    return found


def main() -> int:
    """Measure some documents in peace, then more while workers die."""
    asked = options(__doc__ or "", recipients=RECIPIENTS, rounds=5, workers=2, documents=30)
    ensure_reference()
    sweep()
    office = prepare_office(asked.recipients)
    with workers(asked.workers) as team:
        _one(office, team)
        spent = [_one(office, team) for _round in range(asked.rounds)]
        tell(f"  in peace: {', '.join(f'{each:.2f}' for each in spent)} s")
        lasted, ids = _under_fire(office, team, asked.documents)
        killed = team.killed
    faults, longest = faults_of(ids), _longest_wait(ids)
    tell(f"  under fire: {asked.documents} documents in {lasted:.1f} s, {killed} workers killed, longest wait {longest:.1f} s; {faults}")
    size = f"{MEGABYTES} MB, {asked.recipients} agencies, {asked.workers} workers, {asked.rounds} runs"
    return finish(
        [
            measure("one document to all agencies, slowest run", max(spent), "s", TARGET_SECONDS, size=size, spread=middle_half(spent)),
            measure("the same, median", median(spent), "s", TARGET_SECONDS, size=size, spread=middle_half(spent)),
            measure(
                "lost, doubled or half done",
                sum(faults.values()),
                "faults",
                0,
                size=f"{asked.documents} documents, {killed} workers killed, {IncomingDocument.objects.count():,} documents in all",
            ),
        ],
        asked.json,
    )


def _one(office: Office, team: Workers) -> float:
    started = time.perf_counter()
    outgoing = issue(office, MEGABYTES)
    return wait_until_all_arrived([outgoing.pk], len(office.recipients), team) - started


def _under_fire(office: Office, team: Workers, documents: int) -> tuple[float, list[int]]:
    started = time.perf_counter()
    ids: list[int] = []
    dice = random.Random()
    next_death = time.perf_counter() + dice.uniform(0, 1)
    until = time.monotonic() + PATIENCE_SECONDS
    while len(ids) < documents or acknowledged(ids) < documents * len(office.recipients):
        if len(ids) < documents:
            ids.append(issue(office, MEGABYTES).pk)
        if time.perf_counter() > next_death and len(ids) < documents:
            team.kill_one()
            next_death = time.perf_counter() + dice.uniform(*LIFE_SECONDS)
        if time.monotonic() > until:
            break
        time.sleep(dice.uniform(0.05, 0.8))
    return time.perf_counter() - started, ids


def _longest_wait(outgoing_ids: Sequence[int]) -> float:
    """Seconds from the issue of a document to its last arrival, of the document that waited longest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM max(d.arrived_at - o.sent_at)), 0) FROM correspondence_delivery d "
            "JOIN correspondence_outgoingdocument o ON o.id = d.outgoing_id WHERE o.id = ANY(%s)",
            [list(outgoing_ids)],
        )
        return float(cursor.fetchone()[0])


def _agency(number: int) -> Agency:
    name = f"Ủy ban nhân dân xã Đo lường {number}"
    return Agency.objects.create(
        key=f"do-luong-{number}",
        name=name,
        name_folded=fold(name),
        name_sort=sort_key(name),
        level=AgencyLevel.COMMUNE,
        dossier_prefix=f"H20.DL{number}",
        valid_from=clock.today().replace(month=1, day=1),
    )


if __name__ == "__main__":
    sys.exit(main())
