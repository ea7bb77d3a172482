"""States of drafts as people see them."""

from sen.capabilities.drafting.models import Verdict
from sen.capabilities.drafting.states import STATE_NAMES, DraftState
from sen.ui.types import TagView, Tone

_S = DraftState
_LOOKS = {
    _S.WRITING: (Tone.PLAIN, "pen-line"),
    _S.OPINIONS: (Tone.WAIT, "message-circle"),
    _S.HEAD_REVIEW: (Tone.ACT, "eye"),
    _S.FORM_CHECK: (Tone.ACT, "scan-text"),
    _S.TO_SIGN: (Tone.SOON, "signature"),
    _S.SIGNED: (Tone.SOON, "stamp"),
    _S.ISSUED: (Tone.DONE, "send"),
    _S.RETURNED: (Tone.LATE, "corner-up-left"),
    _S.DROPPED: (Tone.LINE, "ban"),
}
_VERDICTS = {
    Verdict.AGREE: (Tone.DONE, "circle-check"),
    Verdict.AGREE_WITH: (Tone.SOON, "message-circle"),
    Verdict.DISAGREE: (Tone.LATE, "triangle-alert"),
}


def state_tag(state: str) -> TagView:
    """The state of a draft."""
    tone, icon = _LOOKS[DraftState(state)]
    return TagView(str(STATE_NAMES[DraftState(state)]), tone, icon)


def verdict_tag(verdict: str) -> TagView:
    """What a person asked for an opinion said."""
    tone, icon = _VERDICTS[Verdict(verdict)]
    return TagView(str(Verdict(verdict).label), tone, icon)
