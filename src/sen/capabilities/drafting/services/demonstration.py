"""Drafts of the demonstration: in a few agencies one at each step of the way, with versions, remarks and opinions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from sen.capabilities.correspondence.selectors.filing import find_incoming_ids, incoming_by_ids
from sen.capabilities.correspondence.states import OPEN_INCOMING
from sen.capabilities.drafting.models import Draft, Verdict
from sen.capabilities.drafting.services.approving import approve_draft, check_form, return_draft, submit_draft
from sen.capabilities.drafting.services.gathering import ask_opinions, comment_draft, give_opinion
from sen.capabilities.drafting.services.signing import sign_draft
from sen.capabilities.drafting.services.writing import create_draft, save_draft
from sen.capabilities.drafting.states import DraftState
from sen.capabilities.drafting.types import DraftContent, DraftOrigin, OpinionAsked
from sen.foundation.accounts.selectors import demo_team
from sen.kernel import clock
from sen.kernel.actor import Actor, Role

if TYPE_CHECKING:
    from sen.capabilities.correspondence.models import IncomingDocument

_S = DraftState
_LOOKED_AT = 400
_TERM = dt.timedelta(days=3)
WAY = (_S.HEAD_REVIEW, _S.FORM_CHECK, _S.TO_SIGN, _S.SIGNED)
STEPS: Sequence[tuple[DraftState, str, str]] = (
    (_S.WRITING, "cong-van", "trả lời {subject}"),
    (_S.OPINIONS, "ke-hoach", "Triển khai {subject}"),
    (_S.HEAD_REVIEW, "bao-cao", "Kết quả thực hiện {subject}"),
    (_S.FORM_CHECK, "cong-van", "phối hợp thực hiện {subject}"),
    (_S.TO_SIGN, "thong-bao", "Phân công thực hiện {subject}"),
    (_S.RETURNED, "to-trinh", "Đề nghị phê duyệt {subject}"),
    (_S.SIGNED, "cong-van", "báo cáo tiến độ {subject}"),
)
FIRST_TEXT = "Thực hiện văn bản của {issuer} về {subject}, {agency} đã phân công đơn vị chuyên môn rà soát và tổ chức thực hiện."
WHOLE_TEXT = (
    f"{FIRST_TEXT}\nKết quả bước đầu đã được tổng hợp; các nội dung còn lại tiếp tục hoàn thành theo đúng thời hạn được giao.\n"
    "{agency} kính gửi quý cơ quan để biết, phối hợp chỉ đạo."
)
QUESTION = "Đề nghị cho ý kiến về nội dung và thời gian thực hiện."
REMARK = "Nên nêu rõ đơn vị chịu trách nhiệm và thời hạn hoàn thành."
OPINION = "Cơ bản thống nhất; đề nghị bổ sung số liệu đến cuối tháng."
REASON = "Bổ sung căn cứ pháp lý và dự toán kèm theo."


def load_demo_drafts(*, agency_ids: Sequence[int], now: dt.datetime) -> dict[str, int]:
    """Fill the agencies that have a demonstration officer at every desk and no draft yet; a second run changes nothing."""
    made = 0
    for agency_id in agency_ids:
        team = demo_team(agency_id, clock.local(now).date())
        if {Role.CLERK, Role.SPECIALIST, Role.LEADER} <= team.keys() and not Draft.objects.filter(agency=agency_id).exists():
            made += _fill(agency_id, team, now)
    return {"drafts": made}


@transaction.atomic
def _fill(agency_id: int, team: Mapping[Role, Actor], now: dt.datetime) -> int:
    rows = incoming_by_ids(find_incoming_ids(team[Role.SPECIALIST], "", _LOOKED_AT))
    inside = [row for row in rows if row.agency_id == agency_id and row.content.issuer_agency_id]
    inside.sort(key=lambda row: (row.state in OPEN_INCOMING, row.arrived_at), reverse=True)
    steps = list(zip(STEPS, inside, strict=False))
    for place, ((state, kind, subject), answered) in enumerate(steps):
        begun = now - dt.timedelta(days=len(steps) - place, hours=2)
        _bring(_draft(team, kind, subject, answered, begun, now), state, team, begun + dt.timedelta(hours=1), now)
    return len(steps)


def _draft(
    team: Mapping[Role, Actor], kind: str, subject: str, answered: "IncomingDocument", begun: dt.datetime, now: dt.datetime
) -> Draft:
    """A draft with two versions of its text, in answer to a document."""
    content = answered.content
    facts = {"issuer": content.issuer_name, "subject": content.subject.removeprefix("về việc ")[:300], "agency": answered.agency.name}
    first = DraftContent(
        kind_code=kind,
        subject=subject.format(**facts),
        body=FIRST_TEXT.format(**facts),
        addressees=content.issuer_name if kind == "cong-van" else "",
        places="Như trên" if kind == "cong-van" else content.issuer_name,
        recipients=[{"agency_id": content.issuer_agency_id, "organ_name": content.issuer_name}],
        signer_id=team[Role.LEADER].account_id,
    )
    author = team[Role.SPECIALIST]
    origin = DraftOrigin(incoming_id=answered.pk, due_at=max(answered.due_at or now, now + _TERM))
    draft = create_draft(actor=author, agency_id=answered.agency_id, content=first, now=begun, origin=origin)
    whole = replace(first, body=WHOLE_TEXT.format(**facts), recipients=None)
    return save_draft(actor=author, draft_id=draft.pk, content=whole, seen=draft.revision, now=begun + dt.timedelta(minutes=30)).draft


def _bring(draft: Draft, state: DraftState, team: Mapping[Role, Actor], at: dt.datetime, now: dt.datetime) -> None:
    """Lead the draft by its people to the state."""
    author, reader = team[Role.SPECIALIST], team.get(Role.HEAD, team[Role.LEADER])
    if state is _S.OPINIONS:
        asked = [
            OpinionAsked(each.account, each.agency_id)
            for each in {reader.account_id: reader, team[Role.CLERK].account_id: team[Role.CLERK]}.values()
        ]
        ask_opinions(actor=author, draft_id=draft.pk, asked=asked, question=QUESTION, due_at=now + dt.timedelta(days=2), now=at)
        comment_draft(actor=reader, draft_id=draft.pk, text=REMARK, quote=draft.body[:60], now=at)
        give_opinion(actor=team[Role.CLERK], draft_id=draft.pk, verdict=Verdict.AGREE_WITH, answer=OPINION, now=at)
    elif state is _S.RETURNED:
        submit_draft(actor=author, draft_id=draft.pk, seen=draft.revision, now=at)
        return_draft(actor=reader if _now_in(draft, _S.HEAD_REVIEW) else team[Role.CLERK], draft_id=draft.pk, reason=REASON, now=at)
    elif state in WAY:
        _pass_along(draft, state, team, at)


def _pass_along(draft: Draft, state: DraftState, team: Mapping[Role, Actor], at: dt.datetime) -> None:
    seen = draft.revision
    submit_draft(actor=team[Role.SPECIALIST], draft_id=draft.pk, seen=seen, now=at)
    if state is not _S.HEAD_REVIEW and _now_in(draft, _S.HEAD_REVIEW):
        approve_draft(actor=team[Role.HEAD], draft_id=draft.pk, seen=seen, now=at)
    if state in (_S.TO_SIGN, _S.SIGNED):
        check_form(actor=team[Role.CLERK], draft_id=draft.pk, seen=seen, now=at)
    if state is _S.SIGNED:
        sign_draft(actor=team[Role.LEADER], draft_id=draft.pk, seen=seen, now=at)


def _now_in(draft: Draft, state: DraftState) -> bool:
    return Draft.objects.filter(pk=draft.pk, state=state).exists()
