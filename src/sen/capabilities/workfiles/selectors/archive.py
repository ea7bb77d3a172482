"""What the archive of an agency sees: files due, hand-overs to answer, files it keeps."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from sen.capabilities.workfiles import policies
from sen.capabilities.workfiles.models import HandOver, HandOverCall, WorkFile
from sen.capabilities.workfiles.states import HandOverState, WorkFileState
from sen.kernel.actor import Actor, Role


def hand_overs_of(actor: Actor, state: str = "") -> QuerySet[HandOver]:
    """Hand-overs the actor may see, the newest first, with how many files each has."""
    rows = policies.visible_hand_overs(actor).select_related("agency").annotate(file_count=Count("files"))
    return (rows.filter(state=state) if state else rows).order_by("-submitted_at", "-pk")


def waiting_for(actor: Actor) -> int:
    """How many hand-overs wait for the archive the actor keeps."""
    return HandOver.objects.filter(agency__in=actor.agencies(Role.ARCHIVE), state=HandOverState.SUBMITTED).count()


def due_files(actor: Actor, today: dt.date, days: int) -> QuerySet[WorkFile]:
    """Closed files the actor may see whose hand-over is due within so many days or late, the latest first."""
    until = today + dt.timedelta(days=days)
    due = Q(keep_consented_at__isnull=True, hand_over_due_on__lte=until) | Q(keep_consented_at__isnull=False, keep_until__lte=until)
    return (
        policies.visible_workfiles(actor)
        .filter(due, state=WorkFileState.CLOSED)
        .select_related("division")
        .order_by("hand_over_due_on", "pk")
    )


def calls_for(actor: Actor, today: dt.date) -> QuerySet[HandOverCall]:
    """Notices of the archives of the actor's agencies whose day has not passed, the nearest first."""
    return HandOverCall.objects.filter(agency__in=actor.agencies(), due_on__gte=today).select_related("agency").order_by("due_on")


def called_for(agency_id: int, today: dt.date) -> HandOverCall | None:
    """The archive's notice that counts for the agency now."""
    return HandOverCall.objects.filter(agency=agency_id, due_on__gte=today).order_by("due_on").first()
