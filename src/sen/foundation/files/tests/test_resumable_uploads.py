"""Uploads that survive a lost connection."""

import datetime as dt
import os

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sen.foundation.files import errors, selectors, services
from sen.foundation.files.models import StoredFile, Upload
from sen.foundation.files.tests.conftest import PDF
from sen.kernel.errors import NotFound

NOW = dt.datetime(2026, 11, 23, 2, 10, tzinfo=dt.UTC)
OWNER = "account:11"

SIZE = len(PDF)

pytestmark = pytest.mark.django_db


def begin(size=SIZE, name="tờ khai.pdf", **values):
    return services.start_upload(**{"owner_key": OWNER, "name": name, "size": size, "now": NOW, **values}).public_id


def send(upload, offset, data, **values):
    return services.append_chunk(**{"public_id": upload, "owner_key": OWNER, "offset": offset, "data": data, "now": NOW, **values})


def finish(upload, actor, **values):
    return services.finish_upload(**{"public_id": upload, "owner_key": OWNER, "actor": actor, "now": NOW, **values})


def test_pieces_become_one_file(sender):
    upload = begin()
    assert send(upload, 0, PDF[:10]).received == 10
    assert send(upload, 10, PDF[10:]).received == len(PDF)
    file = finish(upload, sender)
    assert selectors.read_bytes(file) == PDF
    assert not selectors.incoming_path(upload).exists()


def test_a_repeated_piece_is_answered_with_the_right_offset_and_changes_nothing():
    upload = begin()
    send(upload, 0, PDF[:10])
    with pytest.raises(errors.WrongOffset) as refused:
        send(upload, 0, PDF[:10])
    assert refused.value.values == {"received": 10}
    assert selectors.upload_status(upload, OWNER).received == 10


def test_bytes_a_crash_left_behind_the_offset_are_overwritten(sender):
    upload = begin()
    send(upload, 0, PDF[:10])
    with selectors.incoming_path(upload).open("ab") as stream:
        stream.write(b"rubbish of a killed process" * 9)
    send(upload, 10, PDF[10:])
    assert selectors.read_bytes(finish(upload, sender)) == PDF


def test_bytes_a_crash_lost_are_asked_for_again(sender):
    upload = begin()
    send(upload, 0, PDF[:20])
    os.truncate(selectors.incoming_path(upload), 5)
    assert selectors.upload_status(upload, OWNER).received == 5
    with pytest.raises(errors.WrongOffset):
        send(upload, 20, PDF[20:])
    send(upload, 5, PDF[5:])
    assert selectors.read_bytes(finish(upload, sender)) == PDF


@given(cuts=st.lists(st.integers(1, len(PDF) - 1), max_size=6), repeats=st.booleans())
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_it_is_cut_the_file_arrives_whole(sender, cuts, repeats):
    upload = begin()
    edges = [0, *sorted(set(cuts)), len(PDF)]
    for start, end in zip(edges, edges[1:], strict=False):
        send(upload, start, PDF[start:end])
        if repeats:
            with pytest.raises(errors.WrongOffset):
                send(upload, start, PDF[start:end])
    assert selectors.read_bytes(finish(upload, sender)) == PDF


def test_finishing_twice_gives_one_file(sender):
    upload = begin()
    send(upload, 0, PDF)
    assert finish(upload, sender) == finish(upload, sender)
    assert StoredFile.objects.count() == 1


def test_an_unfinished_upload_cannot_be_closed(sender):
    upload = begin()
    send(upload, 0, PDF[:10])
    with pytest.raises(errors.UploadIncomplete):
        finish(upload, sender)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("data", [b"", PDF + b"x", b"x" * (8 * 1024 * 1024 + 1)])
def test_an_empty_or_oversized_piece_is_refused(data):
    upload = begin()
    with pytest.raises(errors.BadPiece):
        send(upload, 0, data)
    assert selectors.upload_status(upload, OWNER).received == 0


@pytest.mark.parametrize(("size", "error"), [(0, errors.EmptyFile), (-1, errors.EmptyFile), (300 * 1024 * 1024, errors.FileTooLarge)])
def test_a_wrong_size_is_refused_when_it_is_announced(size, error):
    with pytest.raises(error):
        begin(size=size)
    assert not Upload.objects.exists()


def test_an_officer_may_announce_more_than_a_citizen():
    assert begin(size=30 * 1024 * 1024, max_bytes=90 * 1024 * 1024)


def test_too_many_open_uploads_are_refused():
    for _ in range(60):
        begin()
    with pytest.raises(errors.TooManyUploads):
        begin()


@pytest.mark.parametrize("values", [{"owner_key": "account:12"}, {"public_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}, {"public_id": "x"}])
def test_nobody_reaches_anothers_upload(sender, values):
    upload = begin()
    with pytest.raises(NotFound):
        send(upload, 0, PDF, **values)
    with pytest.raises(NotFound):
        finish(upload, sender, **values)
    with pytest.raises(NotFound):
        selectors.upload_status(values.get("public_id", upload), values.get("owner_key", OWNER))
    assert selectors.upload_status(upload, OWNER).received == 0


def test_uploads_of_yesterday_are_forgotten_with_their_bytes_and_todays_stay(sender):
    old, fresh, done = begin(), begin(now=NOW + dt.timedelta(hours=30)), begin()
    send(old, 0, PDF[:10])
    send(done, 0, PDF)
    file = finish(done, sender)
    assert services.discard_stale_uploads(now=NOW + dt.timedelta(hours=31)) == 2
    assert not selectors.incoming_path(old).exists()
    assert selectors.upload_status(fresh, OWNER).received == 0
    assert selectors.read_bytes(file) == PDF


def test_a_wrong_kind_is_refused_at_the_end_and_nothing_is_kept(sender):
    upload = begin(size=4, name="a.pdf")
    send(upload, 0, b"MZ\x90\x00")
    with pytest.raises(errors.KindNotAccepted):
        finish(upload, sender)
    assert not StoredFile.objects.exists()
