"""States of drafts as people see them."""

from sen.capabilities.drafting.models import Verdict
from sen.capabilities.drafting.states import STATE_NAMES, DraftState
from sen.ui.format import tag_view
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
    return tag_view(state, STATE_NAMES, _LOOKS)


def verdict_tag(verdict: str) -> TagView:
    """What a person asked for an opinion said."""
    return tag_view(verdict, dict(Verdict.choices), _VERDICTS)
