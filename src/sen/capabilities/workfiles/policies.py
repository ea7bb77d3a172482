"""Who may do what with work files, the yearly list and the archive.

A file is seen by its keeper, by colleagues with a right, by the head of its division, by the agency's leaders and by its archive.
The documents in it keep the rights of their own apps; only the archive opens all of them, once the file was given to it.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from sen.capabilities.workfiles.models import AccessGrant, AccessLevel, FileList, HandOver, WorkFile
from sen.capabilities.workfiles.states import WITH_THE_ARCHIVE, FileListState, WorkFileState
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound

LIST_KEEPERS = (Role.CLERK, Role.ARCHIVE)
OVERSEERS = (Role.LEADER, Role.ARCHIVE)


def visible_workfiles(actor: Actor) -> QuerySet[WorkFile]:
    """Files the actor may see; resolved once, filtered in SQL."""
    if actor.account_id is None or not actor.is_officer:
        return WorkFile.objects.none()
    granted = AccessGrant.objects.filter(workfile=OuterRef("pk"), account=actor.account_id, withdrawn_at__isnull=True)
    seen = Q(keeper=actor.account_id) | Exists(granted) | Q(agency__in=actor.agencies(*OVERSEERS))
    headed = actor.agencies(Role.HEAD)
    if headed and actor.division:
        seen |= Q(agency__in=headed & {actor.agency_id}, division__name=actor.division)
    return WorkFile.objects.filter(seen).exclude(state=WorkFileState.DROPPED)


def access_workfile(actor: Actor, workfile_id: int, *, lock: bool = False) -> WorkFile:
    """The file, if the actor may see it; NotFound otherwise."""
    rows = visible_workfiles(actor)
    found = rows.filter(pk=workfile_id)
    if lock:
        # A lock cannot be taken through the EXISTS of the rights, so the row is locked first and the rights are asked after it.
        WorkFile.objects.select_for_update().filter(pk=workfile_id).values_list("pk", flat=True).first()
    workfile = found.select_related("agency", "division", "retention", "entry").first()
    if workfile is None:
        raise NotFound
    return workfile


def can_edit(actor: Actor, workfile: WorkFile) -> bool:
    """Whether the actor may put things in, take them out and close: the keeper, and colleagues who make the file with him."""
    if actor.account_id is None:
        return False
    if workfile.keeper_id == actor.account_id:
        return workfile.agency_id in actor.agencies()
    granted = workfile.grants.filter(account=actor.account_id, withdrawn_at__isnull=True, level=AccessLevel.EDIT)
    return workfile.agency_id in actor.agencies() and granted.exists()


def can_oversee(actor: Actor, workfile: WorkFile) -> bool:
    """Whether the actor decides over the file beside its keeper: leaders of the agency, the head of its division, the archive."""
    if actor.agencies(*OVERSEERS) & {workfile.agency_id}:
        return True
    division = workfile.division.name if workfile.division else None
    return actor.has(Role.HEAD, workfile.agency_id) and division is not None and actor.division == division


def can_manage_rights(actor: Actor, workfile: WorkFile) -> bool:
    """Whether the actor gives and withdraws rights: the keeper, and whoever oversees the file."""
    return workfile.keeper_id == actor.account_id or can_oversee(actor, workfile)


def sees_everything_in(actor: Actor, workfile: WorkFile) -> bool:
    """Whether the actor opens every document of the file whatever its own rights: the archive, once the file was given to it."""
    return actor.has(Role.ARCHIVE, workfile.agency_id) and workfile.state in WITH_THE_ARCHIVE


def check(allowed: bool) -> None:
    """Pass, or raise NotAllowed."""
    if not allowed:
        raise NotAllowed


def can_open_in(actor: Actor, agency_id: int) -> bool:
    """Whether the actor may open files in the agency: everybody who works there."""
    return actor.is_officer and agency_id in actor.agencies()


def visible_lists(actor: Actor) -> QuerySet[FileList]:
    """Yearly lists of the actor's agencies; drafts only for those who write or approve them."""
    writers = actor.agencies(*LIST_KEEPERS, Role.LEADER)
    shown = Q(agency__in=writers) | Q(agency__in=actor.agencies(), state=FileListState.APPROVED)
    return FileList.objects.filter(shown)


def access_list(actor: Actor, list_id: int, *, lock: bool = False) -> FileList:
    """The yearly list, if the actor may see it; NotFound otherwise."""
    rows = visible_lists(actor).filter(pk=list_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows.select_related("agency")).first()
    if found is None:
        raise NotFound
    return found


def can_write_list(actor: Actor, agency_id: int) -> bool:
    """Whether the actor writes the yearly list of the agency: its clerk and its archive."""
    return bool(actor.agencies(*LIST_KEEPERS) & {agency_id})


def can_approve_list(actor: Actor, agency_id: int) -> bool:
    """Whether the actor approves the yearly list: leaders of the agency.  Basis: 30/2020/NĐ-CP, Article 28."""
    return actor.has(Role.LEADER, agency_id)


def visible_hand_overs(actor: Actor) -> QuerySet[HandOver]:
    """Hand-overs the actor gave or receives, and those of the agencies it leads."""
    return HandOver.objects.filter(Q(giver=actor.account_id) | Q(agency__in=actor.agencies(*OVERSEERS)))


def access_hand_over(actor: Actor, hand_over_id: int, *, lock: bool = False) -> HandOver:
    """The hand-over, if the actor may see it; NotFound otherwise."""
    rows = visible_hand_overs(actor).filter(pk=hand_over_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows.select_related("agency", "index_file", "record_file")).first()
    if found is None:
        raise NotFound
    return found


def can_receive(actor: Actor, agency_id: int) -> bool:
    """Whether the actor keeps the archive of the agency."""
    return actor.has(Role.ARCHIVE, agency_id)


def can_set_terms(actor: Actor) -> bool:
    """Whether the actor checks and changes terms of keeping, which all agencies share: the province's archive and administrators."""
    return actor.administers_province or any(grant.provincial and grant.role is Role.ARCHIVE for grant in actor.grants)


def figure_agencies(actor: Actor) -> frozenset[int] | None:
    """Agencies whose figures the actor reads; None for the whole province."""
    if actor.is_control or actor.administers_province or any(g.provincial and g.role is Role.LEADER for g in actor.grants):
        return None
    return actor.agencies(Role.LEADER, Role.ARCHIVE, Role.CLERK, Role.HEAD)
