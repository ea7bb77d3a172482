"""Numbers under fifty hands, and one dossier for one request."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.models import Dossier, OfficialForm
from sen.foundation.agencies.models import Agency
from sen.foundation.numbering.models import NumberSeries
from sen.kernel.actor import Actor
from tests.dossier_factories import make_application, make_rules, make_version
from tests.factories import MONDAY


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_receptions_get_fifty_codes_without_a_hole(clerk: Actor, agency: Agency) -> None:
    make_rules()
    version = make_version()

    def receive(_: int) -> str:
        try:
            application = make_application(version, agency, channel="counter")
            return services.receive_at_counter(actor=clerk, application=application, now=MONDAY).code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(receive, range(50)))
    numbers = sorted(int(re.sub(r".*-", "", code)) for code in codes)
    assert numbers == list(range(1, 51))
    slips = sorted(int(number.split("/")[0]) for number in OfficialForm.objects.filter(kind="receipt").values_list("number", flat=True))
    assert slips == list(range(1, 51))
    assert NumberSeries.objects.get(series=f"dossier:{agency.dossier_prefix}").value == 50


@pytest.mark.django_db(transaction=True)
def test_a_double_click_opens_one_dossier_and_wastes_no_number(citizen: Actor, agency: Agency) -> None:
    make_rules()
    application = make_application(make_version(), agency, actor=citizen)

    def submit(_: int) -> int:
        try:
            return services.submit_application(actor=citizen, application=application, now=MONDAY).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        opened = set(pool.map(submit, range(4)))
    assert len(opened) == 1
    assert Dossier.objects.count() == 1
    assert NumberSeries.objects.get(series=f"dossier:{agency.dossier_prefix}").value == 1
