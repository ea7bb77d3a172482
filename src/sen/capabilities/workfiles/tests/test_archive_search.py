"""The archive finds files by what lies in them, and sees which have reached the end of their term."""

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from sen.capabilities.workfiles.models import WorkFile
from sen.capabilities.workfiles.selectors.files import filtered
from sen.capabilities.workfiles.states import WorkFileState
from sen.capabilities.workfiles.tests.conftest import put, record
from sen.capabilities.workfiles.types import FileFilter
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor
from tests.factories import signed_in

ENDED, LAST, AFTER = dt.date(2026, 3, 9), dt.date(2046, 12, 31), dt.date(2047, 1, 1)


@pytest.fixture
def kept(closed_file: WorkFile) -> WorkFile:
    """A file of twenty years in the archive."""
    values = {"state": WorkFileState.ARCHIVED, "end_on": ENDED, "retention_years": 20}
    WorkFile.objects.filter(pk=closed_file.pk).update(**values)
    closed_file.refresh_from_db()
    return closed_file


def expired(actor: Actor, on: dt.date) -> list[WorkFile]:
    return list(filtered(actor, FileFilter(expired_on=on)))


def test_the_archive_finds_a_kept_file_by_a_document_in_it_and_others_only_by_its_name(
    workfile: WorkFile, specialist: Actor, archivist: Actor
) -> None:
    put(specialist, workfile, record(7))
    title = workfile.items.get().title
    wanted = FileFilter(text=title)
    assert list(filtered(archivist, wanted)) == []

    WorkFile.objects.filter(pk=workfile.pk).update(state=WorkFileState.ARCHIVED, closed_at=workfile.opened_at, end_on=ENDED)

    assert list(filtered(archivist, wanted)) == [workfile]
    assert list(filtered(specialist, wanted)) == []
    assert list(filtered(specialist, FileFilter(text=workfile.title))) == [workfile]


def test_a_term_ends_with_the_last_year_counted_from_the_year_the_work_ended(kept: WorkFile, archivist: Actor) -> None:
    assert expired(archivist, LAST) == []
    assert expired(archivist, AFTER) == [kept]


@pytest.mark.parametrize(
    "values", [{"retention_years": None}, {"state": WorkFileState.SUBMITTED}, {"frozen_at": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)}]
)
def test_what_is_kept_for_ever_handed_over_just_now_or_frozen_never_ends(
    kept: WorkFile, archivist: Actor, values: dict[str, object]
) -> None:
    WorkFile.objects.filter(pk=kept.pk).update(**values)
    assert expired(archivist, AFTER) == []


def test_the_list_of_ended_terms_is_the_archives_and_is_exported(
    client: Client, kept: WorkFile, archivist: Actor, specialist: Actor, agency: Agency
) -> None:
    WorkFile.objects.filter(pk=kept.pk).update(start_on=dt.date(2000, 1, 3), end_on=dt.date(2001, 1, 3))
    mine, theirs = signed_in(client, archivist), signed_in(Client(), specialist)

    page = mine.get(reverse("workfiles:files"), {"tt": "het-han"}).content.decode()
    sheet = b"".join(mine.get(reverse("workfiles:files-xlsx"), {"tt": "het-han"}))

    assert "Hết thời hạn bảo quản" in page
    assert kept.title in page
    assert "Hết thời hạn bảo quản" not in theirs.get(reverse("workfiles:files")).content.decode()
    assert 2021 in [cell for row in openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True) for cell in row]
