"""What drafting does when something happened."""

from sen.capabilities.correspondence.events import DocumentSent
from sen.capabilities.drafting.services import signing
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock


def follow_issue(event: DocumentSent) -> None:
    """Let a draft follow its document out of the agency."""
    signing.follow_issue(outgoing_id=event.outgoing_id, now=clock.now())


subscribe(DocumentSent, follow_issue)
