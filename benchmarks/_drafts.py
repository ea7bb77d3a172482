"""Applications filled in by citizens, with their files, ready for the last press."""

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.intake import open_versions
from sen.capabilities.dossiers.models import Draft, DraftFile
from sen.capabilities.procedures.selectors import list_cases, list_components
from sen.capabilities.procedures.types import ComponentRow
from sen.foundation.accounts.selectors import get_account
from sen.foundation.files.services import store_bytes
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor
from sen.registries.parties.selectors import list_persons_by_ids
from sen.surfaces.portal.selectors.sheet import ABOUT, AGENCY, DETAILS, EXTRAS, HOME, RECEIPT, WHO

PAPERS = (2, 3, 4)


def procedure_with_papers() -> tuple[int, list[ComponentRow]]:
    """A procedure of communes without cases that asks everybody for two to four papers, and those papers."""
    for version in open_versions():
        rows = [row for row in list_components(version, None) if row.duty == "submit"]
        if not list_cases(version) and sum(not row.is_conditional for row in rows) in PAPERS:
            return version, rows
    raise RuntimeError("no procedure has two to four papers and no cases")


def ready_drafts(people: Sequence[Actor], each: int) -> dict[int, list[Draft]]:
    """So many finished drafts for each person, by account."""
    return finished_drafts(people, each, *procedure_with_papers())


def finished_drafts(people: Sequence[Actor], each: int, version: int, rows: Sequence[ComponentRow]) -> dict[int, list[Draft]]:
    """So many finished drafts of the version for each person, by account; every paper that everybody needs has a file."""
    asked = [row for row in rows if not row.is_conditional]
    now = clock.now()
    stored = [
        store_bytes(name=f"Giấy tờ {row.id}.pdf", content=f"%PDF-1.4\n%{row.id}\n%%EOF\n".encode(), actor=SYSTEM, now=now) for row in asked
    ]
    drafts: dict[int, list[Draft]] = defaultdict(list)
    for person in people:
        answers = _answers(person, len(rows) > len(asked))
        account = person.account_id or 0
        drafts[account] = [
            Draft(account_id=account, version_id=version, answers=answers, started_at=now, saved_at=now) for _ in range(each)
        ]
    every = Draft.objects.bulk_create([draft for own in drafts.values() for draft in own])
    pairs = list(zip(asked, stored, strict=True))
    DraftFile.objects.bulk_create([DraftFile(draft=d, required_id=row.id, file=file, added_at=now) for d in every for row, file in pairs])
    return drafts


def address_of(draft: Draft) -> str:
    """The page of the last press."""
    return f"/nop/ho-so/{draft.public_id}/kiem-tra/"


def _answers(person: Actor, has_extras: bool) -> dict[str, dict[str, str]]:
    account = get_account(person.account_id or 0)
    facts = list_persons_by_ids([person.person_id])[person.person_id or 0]
    born = facts.born_on
    own = {"name": facts.name, "number": account.login, "phone": account.phone or "0900000001", "email": ""}
    if born is not None:
        own |= {"born_on_day": str(born.day), "born_on_month": str(born.month), "born_on_year": str(born.year)}
    return {
        WHO: {"who": "self"},
        ABOUT: own,
        HOME: {"place": str(facts.unit_id), "address": "Số 12, Khóm 3"},
        AGENCY: {"choice": "goi-y"},
        DETAILS: {"note": ""},
        RECEIPT: {"way": "online", "desk": "", "address": ""},
        **({EXTRAS: {}} if has_extras else {}),
    }
