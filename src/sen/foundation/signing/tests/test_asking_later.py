"""No page waits for an authority: what is not known is asked by a job, once, and the next look shows it."""

import datetime as dt
import ipaddress
import os
import time

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sen.foundation.jobs import services as jobs
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.types import QueuedWork
from sen.foundation.printing.services import render_pdf
from sen.foundation.signing import services
from sen.foundation.signing.adapters.revocation import NetworkRevocation
from sen.foundation.signing.adapters.revocation.fetching import Limits
from sen.foundation.signing.tests.authority import Authority
from sen.foundation.signing.types import Revocation, SignerIdentity

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 2, 10, 5, tzinfo=dt.UTC)
LIMITS = Limits(1.0, 100_000, [ipaddress.ip_network("127.0.0.0/8")])


@pytest.fixture(scope="module")
def office(authority):
    """The authority behind the signer, and its server."""
    made = Authority(authority)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def folder(office, tmp_path):
    """Every test begins with a well-behaved authority and nothing kept."""
    office.ocsp = office.list = "good"
    office.asked.clear()
    services.use_signer(office)
    services.use_revocation(NetworkRevocation(tmp_path, LIMITS))
    yield tmp_path
    services.use_revocation(None)


@pytest.fixture(scope="module")
def signed(office):
    """A PDF the office's signer signed."""
    services.use_signer(office)
    signer = SignerIdentity("Trần Thị Ký", "Chủ tịch", "Xã Mỹ Hiệp", 7)
    return services.sign_pdf(render_pdf("printing/sample.typ", {}), signer=signer, reason="", location="", at=NOW, role="person")


def look(pdf):
    """What a page does."""
    reports = services.validate_pdf(pdf)
    services.ask_later(reports=reports, now=NOW)
    return reports[0].revocation


def waiting():
    return OutboxEvent.objects.filter(topic="signing.RevocationAsked").count()


def work():
    """What relay and worker do."""
    jobs.relay_outbox()
    [job] = ProcrastinateJob.objects.filter(task_name=jobs.DELIVERY)
    jobs.deliver(QueuedWork(job.args["subscription"], job.args["payload"]))


def expire(folder, ago):
    then = time.time() - ago.total_seconds()
    for path in folder.glob("*"):
        os.utime(path, (then, then))


def test_a_page_does_not_wait_for_a_silent_authority(signed, office):
    office.ocsp = office.list = "slow"
    waits = []
    for _ in range(3):
        began = time.monotonic()
        assert look(signed) is Revocation.UNKNOWN
        waits.append(time.monotonic() - began)
    assert min(waits) < 0.1, "the best of three, for a busy machine"
    assert (office.asked, waiting()) == ([], 1)


@pytest.mark.parametrize(("said", "shown"), [("good", Revocation.GOOD), ("revoked", Revocation.REVOKED)])
def test_the_job_makes_it_known_for_the_next_look(signed, office, said, shown):
    office.ocsp = said
    assert look(signed) is Revocation.UNKNOWN
    work()
    assert (look(signed), office.asked, waiting()) == (shown, ["/ocsp"], 0)


def test_one_question_waits_for_a_certificate_however_many_look(signed, office):
    for _ in range(3):
        look(signed)
    assert waiting() == 1


def test_a_silent_authority_is_not_asked_again_at_every_look(signed, office, folder):
    office.ocsp = office.list = "down"
    look(signed)
    work()
    assert (look(signed), waiting(), office.asked) == (Revocation.UNKNOWN, 0, ["/ocsp", "/list"])
    expire(folder, dt.timedelta(seconds=1))
    look(signed)
    assert waiting() == 1


def test_a_question_lost_on_its_way_is_put_again(signed, folder):
    look(signed)
    OutboxEvent.objects.all().delete()
    expire(folder, dt.timedelta(seconds=1))
    look(signed)
    assert waiting() == 1


def test_an_answer_no_longer_fresh_counts_until_the_job_brings_the_next(signed, office, folder):
    look(signed)
    work()
    expire(folder, dt.timedelta(minutes=1))
    assert (look(signed), waiting()) == (Revocation.GOOD, 1)


def test_what_was_revoked_stays_so_when_the_answer_has_run_out(signed, office, folder, monkeypatch):
    monkeypatch.setattr(office, "now", office.now - dt.timedelta(days=2))
    office.ocsp = "revoked"
    look(signed)
    work()
    expire(folder, dt.timedelta(hours=41))
    assert (look(signed), waiting()) == (Revocation.REVOKED, 1)


def test_an_installation_told_not_to_ask_queues_nothing(signed, settings, folder):
    services.use_revocation(None)
    settings.SIGNING_REVOCATION_OFFLINE, settings.DATA_DIR = True, folder
    assert (look(signed), waiting()) == (Revocation.UNKNOWN, 0)


def test_certificates_that_name_no_address_queue_nothing(authority, chairman):
    services.use_signer(authority)
    pdf = services.sign_pdf(render_pdf("printing/sample.typ", {}), signer=chairman, reason="", location="", at=NOW)
    assert (look(pdf), waiting()) == (Revocation.UNKNOWN, 0)
