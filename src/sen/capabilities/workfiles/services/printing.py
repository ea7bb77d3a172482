"""Printing the forms of Appendix V.  Those of a hand-over are kept with it; the others are made when they are asked for."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sen.capabilities.workfiles.models import FileList, HandOver, WorkFile
from sen.capabilities.workfiles.selectors.form_facts import hand_over_facts, index_facts, list_facts
from sen.capabilities.workfiles.services.recording import record_deed
from sen.capabilities.workfiles.states import HandOverState
from sen.foundation.audit.services import record_change
from sen.foundation.files.services import store_bytes
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor

Row = Sequence[Any]


def print_list(*, actor: Actor, owner: FileList, now: dt.datetime) -> bytes:
    """The yearly list as PDF (danh mục hồ sơ)."""
    record_change(actor=actor, action="filelist.print", subject_type="filelist", subject_id=owner.pk, now=now, agency_id=owner.agency_id)
    return render_pdf("workfiles/forms/list.typ", list_facts(owner, clock.local(now).date()))


def print_index(*, actor: Actor, workfile: WorkFile, hidden: frozenset[int], now: dt.datetime) -> bytes:
    """The index of one file as PDF (mục lục văn bản trong hồ sơ); the print is part of the file's history."""
    record_deed(workfile, "print_index", actor=actor, now=now)
    return render_pdf("workfiles/forms/index.typ", index_facts(workfile, clock.local(now).date(), hidden))


def keep_hand_over_forms(*, hand_over: HandOver, now: dt.datetime) -> None:
    """Print the list of files of a hand-over and, once the archive accepted it, its record; keep both."""
    facts = hand_over_facts(hand_over, clock.local(now).date())
    name = f"{hand_over.number:02d}-{hand_over.year}"
    index = render_pdf("workfiles/forms/hand_over_index.typ", facts)
    hand_over.index_file = store_bytes(
        name=f"muc-luc-ho-so-nop-luu-{name}.pdf", content=index, actor=SYSTEM, now=now, media_type="application/pdf", produced=True
    )
    if hand_over.state == HandOverState.ACCEPTED:
        told = {**facts, "form": {**facts["form"], "title": "Biên bản giao nhận hồ sơ, tài liệu"}}
        record = render_pdf("workfiles/forms/hand_over_record.typ", told)
        hand_over.record_file = store_bytes(
            name=f"bien-ban-giao-nhan-{name}.pdf", content=record, actor=SYSTEM, now=now, media_type="application/pdf", produced=True
        )
    hand_over.save(update_fields=["index_file", "record_file"])
