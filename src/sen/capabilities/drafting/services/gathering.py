"""What others bring to a draft: co-drafters, comments, opinions with a term, files.

Basis: 30/2020/NĐ-CP, Article 10 (collecting opinions), Appendix VI, Part I, 5 (drafts and opinions are kept).
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.drafting.errors import AlreadyThere, AnnexNotPdf, NoSuchOfficer, OpinionNotAsked, TermPassed
from sen.capabilities.drafting.events import OpinionsAsked
from sen.capabilities.drafting.models import Draft, DraftComment, DraftFile, DraftMember, DraftOpinion, Verdict
from sen.capabilities.drafting.policies import check_edit, check_writer
from sen.capabilities.drafting.selectors.people import is_officer_on, names_of_people
from sen.capabilities.drafting.services.loading import lock_draft, move, note
from sen.capabilities.drafting.services.versions import seal_before_reader
from sen.capabilities.drafting.states import AUTHOR_STATES, DraftAction, DraftState
from sen.capabilities.drafting.types import OpinionAsked
from sen.foundation.files.selectors import get_file
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import BadValue, IllegalTransition, NotAllowed, NotFound
from sen.kernel.text import clean


@transaction.atomic
def add_member(*, actor: Actor, draft_id: int, account_id: int, now: dt.datetime) -> DraftMember:
    """Let another officer write along, from any division or agency.

    Raises NotFound, NotAllowed, NoSuchOfficer, AlreadyThere, IllegalTransition once the draft was submitted.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    check_writer(actor, draft)
    _check_with_author(draft)
    if not is_officer_on(account_id, clock.local(now).date()):
        raise NoSuchOfficer("account")
    name = names_of_people([account_id])[account_id]
    if account_id == draft.author_id or DraftMember.objects.filter(draft=draft, account=account_id, removed_at__isnull=True).exists():
        raise AlreadyThere("account", who=name)
    member = DraftMember.objects.create(draft=draft, account_id=account_id, name=name, added_by_name=actor.name, added_at=now)
    note(draft, "add_member", actor=actor, now=now, payload={"account": account_id, "name": name})
    return member


@transaction.atomic
def remove_member(*, actor: Actor, draft_id: int, member_id: int, now: dt.datetime) -> None:
    """Take the right to write along away, at once; what the person wrote stays.  Raises NotFound, NotAllowed."""
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    member = DraftMember.objects.filter(draft=draft, pk=member_id, removed_at__isnull=True).first()
    if member is None:
        raise NotFound
    if actor.account_id not in (draft.author_id, member.account_id):
        raise NotAllowed
    member.removed_at = now
    member.save(update_fields=["removed_at"])
    note(draft, "remove_member", actor=actor, now=now, payload={"account": member.account_id, "name": member.name})


@transaction.atomic
def comment_draft(*, actor: Actor, draft_id: int, text: str, now: dt.datetime, quote: str = "") -> DraftComment:
    """Leave a remark, with the words it is about; everybody who sees the draft may.  Raises NotFound, BadValue, IllegalTransition."""
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    text = clean(text)
    if not text:
        raise BadValue("text", reason="Hãy nhập góp ý.")
    if draft.state in (DraftState.SIGNED, DraftState.ISSUED, DraftState.DROPPED):
        raise IllegalTransition
    seal_before_reader(draft, actor=actor)
    comment = DraftComment.objects.create(
        draft=draft,
        revision=draft.revision,
        author_id=actor.account,
        author_name=actor.name,
        quote=clean(quote)[:300],
        text=text,
        made_at=now,
    )
    note(draft, "comment", actor=actor, now=now, payload={"comment": comment.pk})
    return comment


@transaction.atomic
def settle_comment(*, actor: Actor, draft_id: int, comment_id: int, now: dt.datetime) -> DraftComment:
    """Mark a remark as dealt with; its author or a writer of the draft does.  Raises NotFound, NotAllowed."""
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    comment = DraftComment.objects.filter(draft=draft, pk=comment_id).first()
    if comment is None:
        raise NotFound
    if comment.author_id != actor.account_id:
        check_writer(actor, draft)
    if comment.settled_at is None:
        comment.settled_at, comment.settled_by_name = now, actor.name
        comment.save(update_fields=["settled_at", "settled_by_name"])
    return comment


@transaction.atomic
def ask_opinions(
    *, actor: Actor, draft_id: int, asked: Sequence[OpinionAsked], question: str, due_at: dt.datetime, now: dt.datetime
) -> list[DraftOpinion]:
    """Ask officers for their opinion on the present text by a term; they may read the draft from now on.

    Those already asked and still awaited are left as they are.
    Raises NotFound, NotAllowed, NoSuchOfficer, TermPassed, IllegalTransition.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    check_writer(actor, draft)
    if due_at <= now:
        raise TermPassed("due_at")
    on = clock.local(now).date()
    if not asked or not all(is_officer_on(one.account_id, on) for one in asked):
        raise NoSuchOfficer("asked")
    waiting = set(DraftOpinion.objects.filter(draft=draft, closed_at__isnull=True).values_list("asked_id", flat=True))
    names = names_of_people([one.account_id for one in asked])
    made = [
        DraftOpinion(
            draft=draft,
            asked_id=one.account_id,
            asked_name=names[one.account_id],
            asked_agency_id=one.agency_id,
            asked_by_name=actor.name,
            asked_at=now,
            question=clean(question),
            due_at=due_at,
            revision=draft.revision,
        )
        for one in asked
        if one.account_id not in waiting
    ]
    DraftOpinion.objects.bulk_create(made)
    people = [opinion.asked_id for opinion in made]
    move(draft, DraftAction.ASK_OPINIONS, actor=actor, now=now, reason=clean(question), payload={"asked": people})
    publish(OpinionsAsked(draft.pk, people), now=now)
    return made


@transaction.atomic
def give_opinion(*, actor: Actor, draft_id: int, verdict: str, answer: str, now: dt.datetime) -> DraftOpinion:
    """Answer; the last awaited answer brings the draft back to its writers.

    An opinion that does not fully agree needs words.  Raises NotFound, OpinionNotAsked, BadValue.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    opinion = DraftOpinion.objects.filter(draft=draft, asked=actor.account_id, closed_at__isnull=True).first()
    if opinion is None:
        raise OpinionNotAsked
    answer = clean(answer)
    if verdict not in Verdict.values:
        raise BadValue("verdict", reason="Hãy chọn một ý kiến.")
    if verdict != Verdict.AGREE and not answer:
        raise BadValue("answer", reason="Hãy ghi nội dung góp ý để người soạn tiếp thu.")
    opinion.verdict, opinion.answer = verdict, answer
    opinion.answered_at = opinion.closed_at = now
    opinion.answered_revision = draft.revision
    opinion.save()
    seal_before_reader(draft, actor=actor)
    move(draft, DraftAction.GIVE_OPINION, actor=actor, now=now, reason=answer, payload={"verdict": verdict, "opinion": opinion.pk})
    waits = DraftOpinion.objects.filter(draft=draft, closed_at__isnull=True).exists()
    if not waits and draft.state == DraftState.OPINIONS:
        move(draft, DraftAction.CLOSE_OPINIONS, actor=actor, now=now)
    return opinion


@transaction.atomic
def close_opinions(*, actor: Actor, draft_id: int, now: dt.datetime) -> Draft:
    """Stop waiting for the opinions that have not come; those given stay.  Raises NotFound, NotAllowed, IllegalTransition."""
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    check_writer(actor, draft)
    left = DraftOpinion.objects.filter(draft=draft, closed_at__isnull=True).update(closed_at=now)
    move(draft, DraftAction.CLOSE_OPINIONS, actor=actor, now=now, payload={"unanswered": left})
    return draft


@transaction.atomic
def attach_file(*, actor: Actor, draft_id: int, file_id: int, role: str, now: dt.datetime, name: str = "") -> DraftFile:
    """Put a stored file of the actor beside the draft: an annex that is sent along (PDF), or a paper of reference.

    Raises NotFound, NotAllowed, AnnexNotPdf, BadValue.
    """
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    check_edit(actor, draft, clock.local(now).date())
    file = get_file(file_id)
    if file.uploaded_by_id != actor.account_id:
        raise NotFound
    if role not in DraftFile.Role.values:
        raise BadValue("role", reason="Hãy chọn loại tệp kèm theo.")
    if role == DraftFile.Role.ANNEX and file.media_type != "application/pdf":
        raise AnnexNotPdf("file")
    kept = DraftFile.objects.create(
        draft=draft, file=file, role=role, name=clean(name)[:200] or file.name, added_by_name=actor.name, added_at=now
    )
    note(draft, "attach_file", actor=actor, now=now, payload={"file": kept.pk, "sha256": file.sha256, "role": role})
    return kept


@transaction.atomic
def detach_file(*, actor: Actor, draft_id: int, file_id: int, now: dt.datetime) -> None:
    """Take a file away from the draft; it stays in the history.  Raises NotFound, NotAllowed."""
    draft = lock_draft(actor=actor, draft_id=draft_id, now=now)
    check_edit(actor, draft, clock.local(now).date())
    kept = DraftFile.objects.filter(draft=draft, pk=file_id, removed_at__isnull=True).first()
    if kept is None:
        raise NotFound
    kept.removed_at = now
    kept.save(update_fields=["removed_at"])
    note(draft, "detach_file", actor=actor, now=now, payload={"file": kept.pk})


def _check_with_author(draft: Draft) -> None:
    if draft.state not in AUTHOR_STATES:
        raise IllegalTransition
