"""Everything between a running platform and its gateways: addresses, databases, folders, descriptions."""

import json
from pathlib import Path
from typing import Any

import psycopg
import requests
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from psycopg import conninfo, sql

from sen.capabilities.exchange.models import Server
from sen.capabilities.exchange.selectors.services import undescribed_services
from sen.capabilities.exchange.services.demonstration import Ports, load_demonstration
from sen.capabilities.exchange.services.descriptions import activate_description, upload_description
from sen.capabilities.exchange.services.homes import HomePlan, monitor_digest, prepare_home
from sen.kernel import clock
from sen.kernel.actor import SYSTEM
from sen.kernel.errors import DomainError
from sen.registries.parties.services.sampling import write_sample

_SECONDS = 5


class Command(BaseCommand):
    """Run by ``./sen run`` in a process of its own, once the first page is served."""

    help = "Bring the demonstration's gateways to the ports of this start: addresses, databases, folders, descriptions."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and print one JSON object."""
        if not settings.AXIS_FIRST_PORT:
            raise CommandError("this start has no axis (SEN_AXIS_FIRST_PORT is not set)")
        ports = Ports(settings.AXIS_FIRST_PORT - 1)
        report: dict[str, Any] = dict(load_demonstration(ports=ports, credential=settings.SERVICE_CREDENTIAL, now=clock.now()))
        report["homes"] = [str(_home(server, journal, ports)) for server, journal in settings.AXIS_JOURNALS.items()]
        report |= write_sample(folder=Path(settings.DATA_DIR) / "sandbox")
        report["described"] = _describe(f"http://{ports.after(0)}")
        call_command("load_demo_sign_on", stdout=self.stderr)
        self.stdout.write(json.dumps(report))


def _home(identifier: str, journal: str, ports: Ports) -> Path:
    server = Server.objects.get(identifier=identifier)
    _ensure_database(journal)
    consumer = server.consumer_url.partition("://")[2]
    evidence = {"monitor_credential": monitor_digest(settings.AXIS_MONITOR_CREDENTIAL)} if settings.AXIS_MONITOR_CREDENTIAL else {}
    plan = HomePlan(consumer=consumer, provider=server.address, database=journal, site=f"http://{ports.after(0)}", evidence=evidence)
    folder = Path(settings.DATA_DIR) / "gateways" / server.code.lower()
    return prepare_home(actor=SYSTEM, server=server, folder=folder, plan=plan, now=clock.now())


def _ensure_database(journal: str) -> None:
    """Make the gateway's own database when the server has none of the name."""
    facts = conninfo.conninfo_to_dict(journal)
    name = str(facts["dbname"])
    with psycopg.connect(conninfo.make_conninfo(journal, dbname="postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _describe(site: str) -> list[str]:
    """Take in what the platform's own interfaces say of themselves, for services that have no description yet."""
    described = []
    for service in undescribed_services(site):
        try:
            answer = requests.get(f"{service.base_url}/openapi.json", timeout=_SECONDS, allow_redirects=False)
        except requests.RequestException:
            continue
        if answer.status_code != requests.codes.ok:
            continue
        now = clock.now()
        try:
            uploaded = upload_description(actor=SYSTEM, service_id=service.pk, content=answer.content, file_name="openapi.json", now=now)
            activate_description(actor=SYSTEM, description_id=uploaded.pk, now=now)
        except DomainError as error:
            described.append(f"{service.code}: {error.message}")
        else:
            described.append(service.code)
    return described
