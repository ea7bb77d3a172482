"""Who writes to whom in tests of documents."""

import pytest

from sen.capabilities.correspondence.models import IncomingDocument, NumberBook, OutgoingDocument
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from tests.document_factories import arrive, issue, make_book
from tests.factories import make_officer


@pytest.fixture
def sender(department: Agency) -> Actor:
    """The clerk of documents of the department that writes."""
    return make_officer(Role.CLERK, department, name="Trần Thị Hoa", title="Văn thư")


@pytest.fixture
def director(department: Agency) -> Actor:
    """The leader of the department that writes."""
    return make_officer(Role.LEADER, department, name="Lê Quốc Phong", title="Giám đốc")


@pytest.fixture
def book(department: Agency) -> NumberBook:
    return make_book(department, sign="STP")


@pytest.fixture
def outgoing(sender: Actor, department: Agency, agency: Agency, other_agency: Agency) -> OutgoingDocument:
    """A directive issued to two communes, not yet arrived."""
    return issue(sender, department, [agency, other_agency])


@pytest.fixture
def incoming(outgoing: OutgoingDocument, agency: Agency) -> IncomingDocument:
    """The same directive, arrived at the commune of ``registrar``."""
    return next(each for each in arrive(outgoing) if each.agency_id == agency.pk)
