"""Report II.06a: its identities on random data, each number with its dossiers, and its cases one by one."""

import datetime as dt
import random
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sen.capabilities.dossiers.models import Dossier, Suspension
from sen.capabilities.dossiers.selectors import add_up, list_behind_report, report_06a
from sen.capabilities.dossiers.selectors.report import CONDITIONS
from sen.capabilities.procedures.models import Field, ProcedureVersion
from sen.foundation.agencies.models import Agency
from sen.kernel.hashing import GENESIS
from tests.dossier_factories import make_rules, make_version
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
START, END = MONDAY, MONDAY + dt.timedelta(days=30)
NOW = END + dt.timedelta(days=2)


def put(version: ProcedureVersion, agency: Agency, accepted: float, **values: Any) -> Dossier:
    """A dossier accepted so many days after the period begins; instants are given in days from there."""
    instants = {name: START + dt.timedelta(days=values.pop(name)) for name in ("due_at", "settled_at", "closed_at") if name in values}
    pauses = values.pop("pauses", ())
    defaults: dict[str, Any] = {
        "public_id": uuid.uuid4(), "code": f"T-{uuid.uuid4().hex[:12]}", "rule_set": make_rules(), "state": "processing", "channel": "online",
        "applicant_name": "Nguyễn Văn A", "applicant_folded": "nguyen van a", "receiving_agency": agency, "competent_agency": agency,
        "return_agency": agency, "agency_ids": [agency.pk], "submitted_at": START, "accepted_at": START + dt.timedelta(days=accepted),
        "head_hash": GENESIS,
    }  # fmt: skip
    dossier = Dossier.objects.create(version=version, **(defaults | instants | values))
    for since, until in pauses:
        ended = None if until is None else START + dt.timedelta(days=until)
        Suspension.objects.create(dossier=dossier, cause="supplement", started_at=START + dt.timedelta(days=since), ended_at=ended)
    return dossier


def only(agency: Agency) -> Any:
    rows = report_06a([agency.pk], START, END, NOW)
    return rows[0] if rows else None


days = st.integers(-40, 45).map(float)
maybe = st.none() | st.floats(0.1, 60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            days, st.sampled_from(["online", "counter", "post"]), maybe, maybe, st.sampled_from(["settled", "returned", "stopped"]), maybe
        ),
        max_size=25,
    )
)
def test_the_identities_hold_and_every_number_has_its_dossiers(agency: Agency, rows: list[Any]) -> None:
    Suspension.objects.all().delete()
    Dossier.objects.all().delete()
    versions = list(ProcedureVersion.objects.all()[:2]) or [make_version(), make_version("Đăng ký khai sinh")]
    for place, (accepted, channel, term, took, ending, paused) in enumerate(rows):
        values: dict[str, Any] = {"channel": channel}
        if term is not None:
            values["due_at"] = accepted + term
        if took is not None:
            values |= {"state": ending, "settled_at" if ending != "stopped" else "closed_at": accepted + took}
        if paused is not None and took is None:
            values["pauses"] = [(accepted + paused / 2, accepted + paused if place % 2 else None)]
        put(versions[place % len(versions)], agency, accepted, **values)

    report = report_06a([agency.pk], START, END, NOW)
    total = add_up(report)
    for row in [*report, total]:
        assert row.holds
        assert (row.c3, row.c7, row.c11) == (row.c4 + row.c5 + row.c6, row.c8 + row.c9 + row.c10, row.c12 + row.c13)
    for column in CONDITIONS:
        behind = list_behind_report(column, [agency.pk], START, END, NOW, size=100)
        assert len(behind) == getattr(total, column)


@pytest.mark.parametrize(
    ("accepted", "values", "column"),
    [
        (-5, {}, "c6"),
        (3, {}, "c4"),
        (3, {"channel": "post"}, "c5"),
        (1, {"due_at": 9, "state": "settled", "settled_at": 7}, "c8"),
        (1, {"due_at": 9.2, "state": "settled", "settled_at": 9.1}, "c9"),
        (1, {"due_at": 9.1, "state": "settled", "settled_at": 9.2}, "c10"),
        (1, {"due_at": 9, "state": "stopped", "closed_at": 20}, "c9"),
        (1, {"state": "settled", "settled_at": 20}, "c9"),
        (1, {"due_at": 40}, "c12"),
        (1, {"due_at": 5}, "c13"),
        (1, {"due_at": 5, "pauses": [(4, None)]}, "c12"),
        (1, {"due_at": 5, "pauses": [(2, 3)]}, "c13"),
        (1, {"due_at": 5, "state": "settled", "settled_at": 31}, "c13"),
    ],
)
def test_where_a_dossier_is_counted(agency: Agency, accepted: float, values: dict[str, Any], column: str) -> None:
    put(make_version(), agency, accepted, **values)
    row = only(agency)
    assert getattr(row, column) == 1
    assert row.holds


@pytest.mark.parametrize(
    ("accepted", "values"),
    [(-5, {"state": "settled", "settled_at": -1, "due_at": 3}), (31, {}), (-5, {"state": "stopped", "closed_at": -2})],
)
def test_what_ended_before_or_began_after_is_not_counted(agency: Agency, accepted: float, values: dict[str, Any]) -> None:
    put(make_version(), agency, accepted, **values)
    assert only(agency) is None


def test_another_agency_and_dossiers_not_accepted_are_not_counted(agency: Agency, other_agency: Agency) -> None:
    version = make_version()
    put(version, other_agency, 1)
    put(version, agency, 1, state="submitted", accepted_at=None)
    assert only(agency) is None


def test_an_open_period_counts_lateness_as_of_now(agency: Agency) -> None:
    put(make_version(), agency, 1, due_at=10)
    before = report_06a([agency.pk], START, END, START + dt.timedelta(days=9))[0]
    after = report_06a([agency.pk], START, END, START + dt.timedelta(days=11))[0]
    assert (before.c12, before.c13, after.c12, after.c13) == (1, 0, 0, 1)


def test_fields_have_their_own_lines_and_drill_down_keeps_to_one(agency: Agency, django_assert_num_queries) -> None:
    first, second = make_version(), make_version("Đăng ký khai sinh")
    second.field = Field.objects.create(name="Hộ tịch", ministry="Bộ Tư pháp", name_folded="ho tich", name_sort="ho tich")
    second.save(update_fields=["field"])
    put(first, agency, 1)
    codes = [put(second, agency, random.Random(place).random()).code for place in range(3)]
    with django_assert_num_queries(1):
        rows = report_06a([agency.pk], START, END, NOW)
    assert sorted(row.c3 for row in rows) == [1, 3]
    with django_assert_num_queries(2):
        behind = list_behind_report("c3", [agency.pk], START, END, NOW, field_id=second.field_id)
    assert sorted(row.code for row in behind) == sorted(codes)


def test_an_unknown_column_is_refused(agency: Agency) -> None:
    with pytest.raises(KeyError):
        list_behind_report("c99; DROP TABLE x", [agency.pk], START, END, NOW)
