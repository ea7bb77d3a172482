"""What signing on does when sessions end elsewhere."""

from sen.foundation.accounts.events import SessionEnded
from sen.foundation.jobs.services import subscribe
from sen.foundation.sso import services
from sen.foundation.sso.events import SystemLeft
from sen.kernel import clock


def follow_ended_session(event: SessionEnded) -> None:
    """A session ended: so does everything entered from it."""
    services.end_sign_ons(sids=[event.sid], now=clock.now())


def tell_left_system(event: SystemLeft) -> None:
    """Tell one system that a session ended."""
    services.tell_client(client_id=event.client_id, account_id=event.account_id, sid=event.sid, now=clock.now())


subscribe(SessionEnded, follow_ended_session)
subscribe(SystemLeft, tell_left_system)
