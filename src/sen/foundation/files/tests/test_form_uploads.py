"""Files that travel with a form, without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import load_handler
from django.test import RequestFactory

from sen.foundation.files import errors, services
from sen.foundation.files.models import StoredFile
from sen.foundation.files.tests.conftest import PDF
from tests.factories import MONDAY


def received(content, settings):
    request = RequestFactory().post("/", {"giay": SimpleUploadedFile("a.pdf", content)})
    request.upload_handlers = [load_handler(path, request) for path in settings.FILE_UPLOAD_HANDLERS]
    return request.FILES["giay"]


@pytest.fixture
def small(settings):
    """Everything over ten bytes goes to disk, everything over a thousand is too large."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    settings.FILES_MAX_OFFICER_BYTES = settings.FILES_MAX_CITIZEN_BYTES = 1000
    return settings


@pytest.mark.django_db
def test_a_file_of_a_form_is_kept_piece_by_piece(small, sender):
    sent = received(PDF, small)
    file = services.store_stream(name=sent.name, pieces=sent.chunks(), actor=sender, now=MONDAY)
    assert (file.name, file.size) == ("a.pdf", len(PDF))
    sent.close()


def test_of_a_file_past_the_limit_no_more_than_one_byte_too_many_reaches_the_disk(small):
    sent = received(PDF + b"x" * 500_000, small)
    assert sum(len(piece) for piece in sent.chunks()) == 1001
    sent.close()


@pytest.mark.django_db
def test_what_was_cut_is_refused_as_too_large_and_never_kept(small, sender):
    sent = received(PDF + b"x" * 500_000, small)
    with pytest.raises(errors.FileTooLarge):
        services.store_stream(name=sent.name, pieces=sent.chunks(), actor=sender, now=MONDAY)
    assert not StoredFile.objects.exists()
    sent.close()
