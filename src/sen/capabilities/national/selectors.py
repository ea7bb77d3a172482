"""What stands in the ledger for each national database, and whether a sandbox plays it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sen.capabilities.exchange.selectors.ledger import count_by_state
from sen.capabilities.exchange.states import LedgerState
from sen.capabilities.national.types import Source
from sen.kernel.actor import Actor

_NAMES: dict[Source, tuple[str | Promise, str]] = {
    Source.POPULATION: (_("Cơ sở dữ liệu quốc gia về dân cư"), "population"),
    Source.BUSINESS: (_("Đăng ký doanh nghiệp quốc gia"), "business"),
    Source.LEGISLATION: (_("Văn bản pháp luật quốc gia"), "legislation"),
}


@dataclass(frozen=True, slots=True)
class SourceState:
    """One national database: how many of its ledger records agree, differ and wait."""

    code: Source
    name: str
    is_sandbox: bool
    counts: dict[str, int]

    @property
    def waiting(self) -> int:
        """Questions not answered yet."""
        return self.counts.get(LedgerState.WAITING, 0)

    @property
    def total(self) -> int:
        """All records."""
        return sum(self.counts.values())


def list_sources(actor: Actor) -> list[SourceState]:
    """The national databases with what the actor may see of the ledger; one query each."""
    return [SourceState(code, str(name), plays(code), count_by_state(actor, code)) for code, (name, _sandbox) in _NAMES.items()]


def plays(source: Source) -> bool:
    """Whether a sandbox server plays the database."""
    return _NAMES[source][1] in settings.AXIS_SANDBOXES
