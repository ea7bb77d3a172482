"""Words for states, channels and actions as people read them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from sen.capabilities.dossiers.states import (
    ACTION_NAMES,
    FINISHED_STATES,
    NATIONAL_STATE_NAMES,
    NATIONAL_STATES,
    PAUSED_STATES,
    STATE_NAMES,
    DossierAction,
    DossierState,
)
from sen.foundation.agencies.selectors import list_agencies_by_ids
from sen.ui.format import due_view
from sen.ui.types import DueView, TagView, Tone

_LOOK: dict[DossierState, tuple[Tone, str]] = {
    DossierState.SUBMITTED: (Tone.PLAIN, "file-text"),
    DossierState.INTAKE_SUPPLEMENT: (Tone.WAIT, "circle-pause"),
    DossierState.REFUSED: (Tone.LATE, "circle-x"),
    DossierState.ACCEPTED: (Tone.ACT, "inbox"),
    DossierState.PROCESSING: (Tone.HERE, "user-round-check"),
    DossierState.SUPPLEMENT: (Tone.WAIT, "circle-pause"),
    DossierState.FINANCIAL_DUTY: (Tone.WAIT, "banknote"),
    DossierState.WITHDRAWAL_ASKED: (Tone.PLAIN, "undo-2"),
    DossierState.WITHDRAWN: (Tone.PLAIN, "undo-2"),
    DossierState.STOPPED: (Tone.PLAIN, "ban"),
    DossierState.SETTLED: (Tone.DONE, "circle-check"),
    DossierState.RETURNED: (Tone.DONE, "package-check"),
}

_STANDING = PAUSED_STATES | {DossierState.WITHDRAWAL_ASKED}
_CHANNELS = {"counter": "Trực tiếp", "online": "Trực tuyến", "post": "Bưu chính"}


def state_tag(state: str) -> TagView:
    """The inner state as officials read it."""
    tone, icon = _LOOK[DossierState(state)]
    return TagView(_(STATE_NAMES[DossierState(state)]), tone, icon)


def national_tag(state: str) -> TagView:
    """The national state (1 to 10) as citizens read it."""
    tone, icon = _LOOK[DossierState(state)]
    return TagView(_(NATIONAL_STATE_NAMES[NATIONAL_STATES[DossierState(state)]]), tone, icon)


def channel_word(channel: str) -> str:
    """How the dossier came in."""
    return _(_CHANNELS.get(channel, channel))


def action_word(action: str) -> str:
    """What was done."""
    return _(ACTION_NAMES[DossierAction(action)])


def agency_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of agencies by id, in one query."""
    return {id_: agency.name for id_, agency in list_agencies_by_ids(ids).items()}


def list_due(state: str, due_at: dt.datetime | None, now: dt.datetime, finished_at: dt.datetime | None = None) -> DueView:
    """The promise of a dossier in a list: nothing runs while it is paused, and nothing is promised once it ended without a result."""
    if finished_at is None and state in _STANDING:
        return DueView(Tone.WAIT, "circle-pause", _("Tạm dừng"))
    if finished_at is None and state in FINISHED_STATES:
        return DueView(Tone.PLAIN, "circle-slash", _("Đã kết thúc"))
    return due_view(due_at, now, finished_at=finished_at)
