"""What the page of a procedure and a dossier read of a version."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sen.capabilities.procedures.errors import ProcedureNotFound
from sen.capabilities.procedures.models import FeeRule, ProcedureVersion
from sen.capabilities.procedures.selectors import fees_of, get_published, list_cases, list_components, term_of, version_facts, version_page
from sen.kernel.worktime import Term, TermUnit

from .conftest import BIRTH, TODAY

RESIDENCE = "1.004222"


def test_the_page_is_read_in_eight_queries(birth: ProcedureVersion) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = version_page(birth.pk)
    assert len(queries) <= 8
    assert page.limit_text == "1 ngày làm việc"
    assert page.results == ("Giấy khai sinh",)
    assert page.levels == ("Cấp xã",)
    assert len(page.papers(None, "submit", conditional=False)) == 1


def test_the_version_in_force_is_found_by_code_in_one_query(birth: ProcedureVersion) -> None:
    with CaptureQueriesContext(connection) as queries:
        facts = get_published(BIRTH, TODAY)
        assert facts.is_open
        assert facts.term("online") == Term(Decimal(1), TermUnit.WORKING_DAYS)
        assert facts.code == BIRTH
    assert len(queries) == 1
    assert facts.version_id == birth.pk


def test_an_unknown_code_is_not_found(birth: ProcedureVersion) -> None:
    with pytest.raises(ProcedureNotFound):
        get_published("9.999999", TODAY)


def test_a_case_lists_its_own_papers_and_the_common_ones(load: Callable[..., Any]) -> None:
    load(codes=(RESIDENCE,))
    version_id = get_published(RESIDENCE, TODAY).version_id
    cases = list_cases(version_id)
    own = {row.id for row in list_components(version_id, cases[1].id)}
    other = {row.id for row in list_components(version_id, cases[2].id)}
    common = {row.id for row in list_components(version_id, None)}
    assert common
    assert common < own
    assert own & other == common


def test_a_procedure_without_a_limit_has_no_term(birth: ProcedureVersion) -> None:
    birth.methods.update(limit_amount=None)
    ProcedureVersion.objects.update(limit_amount=None)
    assert term_of(birth.pk, "online") is None
    assert version_facts(birth.pk).term("online") is None


def test_a_doubtful_fee_is_shown_but_never_charged(birth: ProcedureVersion) -> None:
    FeeRule.objects.create(version=birth, channel="counter", amount=150_000, is_doubtful=True)
    FeeRule.objects.create(version=birth, channel="online", amount=8_000)
    assert [fee.chargeable for fee in fees_of(birth.pk, "counter", TODAY)] == [0]
    assert [fee.chargeable for fee in fees_of(birth.pk, "online", TODAY)] == [8_000]
