"""A department that writes to other provinces, a commune that is written to, and the axis between them in memory."""

from collections.abc import Callable, Iterator

import pytest

from sen.capabilities.correspondence.models import OutgoingDocument
from sen.capabilities.correspondence.types import NewFile, Recipient
from sen.capabilities.edocs.adapters.axis.double import MemoryDocumentAxis
from sen.capabilities.edocs.services.carriage import carried_by
from sen.capabilities.edocs.tests.packets import PDF
from sen.foundation.agencies.models import Agency
from sen.foundation.files.services.storing import store_bytes
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.services import deliver, subscriptions_of
from sen.foundation.jobs.types import QueuedWork
from sen.kernel.actor import SYSTEM, Actor, Role
from tests.document_factories import issue, make_kinds, new_content
from tests.factories import MONDAY, make_officer

OURS = ("sen.capabilities.edocs", "sen.capabilities.correspondence")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def axis() -> Iterator[MemoryDocumentAxis]:
    with carried_by(MemoryDocumentAxis()) as double:
        yield double


@pytest.fixture
def run_events(db) -> Callable[[], int]:
    """Bring every waiting event to its subscribers, and those that follow from it."""

    def run() -> int:
        count = 0
        while event := OutboxEvent.objects.order_by("pk").first():
            event.delete()
            for each in subscriptions_of(event.topic):
                if each.name.startswith(OURS):
                    deliver(QueuedWork(each.name, event.payload))
            count += 1
            assert count < 500
        return count

    return run


@pytest.fixture
def sender(department: Agency) -> Actor:
    """The clerk of documents of the department that writes."""
    return make_officer(Role.CLERK, department, name="Trần Thị Hoa", title="Văn thư")


@pytest.fixture
def receiver(agency: Agency) -> Actor:
    """The clerk of documents of the commune that is written to."""
    return make_officer(Role.CLERK, agency, name="Lê Thị Thu", title="Văn thư")


@pytest.fixture
def operator(province_office: Agency) -> Actor:
    """Who operates the axis."""
    return make_officer(Role.AXIS, province_office, name="Ngô Văn Trục", title="Quản trị trục")


@pytest.fixture
def kinds(db: None) -> None:
    make_kinds()


@pytest.fixture
def letter(sender: Actor, department: Agency, axis: MemoryDocumentAxis) -> OutgoingDocument:
    """A directive issued to two bodies outside the platform; nothing has gone out yet."""
    file = store_bytes(name="chi-thi.pdf", content=PDF, actor=SYSTEM, now=MONDAY, media_type="application/pdf", produced=True)
    to = [Recipient(organ_code="G22", organ_name="Văn phòng Chính phủ"), Recipient(organ_code="H61", organ_name="UBND tỉnh Vĩnh Long")]
    return issue(sender, department, to, content=new_content(files=[NewFile(file.pk)]))
