"""What the catalogue does when something happened below."""

from sen.capabilities.procedures.services import review_bases
from sen.foundation.jobs.services import subscribe
from sen.kernel import clock
from sen.registries.legislation.events import EffectChanged


def look_again(event: EffectChanged) -> None:
    """See whether procedures still stand on the document."""
    review_bases(now=clock.now(), document_id=event.document_id)


subscribe(EffectChanged, look_again)
