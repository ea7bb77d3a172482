"""What accounts do when something happened to one."""

from sen.foundation.accounts.events import ImportContinued, NoticeMade
from sen.foundation.accounts.services import continue_import
from sen.foundation.accounts.services.letters import mail_notice
from sen.foundation.jobs.services import subscribe
from sen.foundation.jobs.types import Pace
from sen.kernel import clock


def write_to_owner(event: NoticeMade) -> None:
    """Send the letter about a notice."""
    mail_notice(notice_id=event.notice_id, now=clock.now())


def carry_out_import(event: ImportContinued) -> None:
    """Carry out the next rows of an import."""
    continue_import(batch_id=event.batch_id, now=clock.now())


subscribe(ImportContinued, carry_out_import, pace=Pace.LONG)
subscribe(NoticeMade, write_to_owner)
