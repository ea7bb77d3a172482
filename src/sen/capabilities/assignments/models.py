"""Tasks, what is reported about them, and requests for more time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sen.capabilities.assignments.states import ROLE_NAMES, STATE_NAMES, TaskState

_OPEN = Q(closed_at__isnull=True)


class Task(models.Model):
    """Something one person gives to a person, a division or an agency, with a word and a term."""

    title = models.CharField(max_length=500)
    instruction = models.TextField(blank=True)
    source_kind = models.CharField(max_length=20, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    source_title = models.CharField(max_length=500, blank=True, help_text="How a line names the source; its own page tells the rest.")
    source_code = models.CharField(max_length=80, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    role = models.CharField(max_length=8, choices=[(key.value, name) for key, name in ROLE_NAMES.items()])
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="tasks_given")
    given_by_name = models.CharField(max_length=120)
    giver_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="tasks_given")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="tasks", help_text="Where it is to be done.")
    division = models.ForeignKey("agencies.Division", models.PROTECT, null=True, blank=True, related_name="tasks")
    officer = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="tasks")
    urgency = models.PositiveSmallIntegerField(default=0)
    wants_report = models.BooleanField(default=False, help_text="The giver confirms the end; otherwise finishing ends it.")
    due_at = models.DateTimeField(null=True, blank=True)
    asked_due_at = models.DateTimeField(null=True, blank=True, help_text="The term its doer asks for, while nobody has answered.")
    state = models.CharField(max_length=10, choices=[(key.value, name) for key, name in STATE_NAMES.items()], default=TaskState.GIVEN)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent, as its doer says.")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    words = models.TextField(blank=True, help_text="Folded words people search by.")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(name="assignments_task_urgency", condition=Q(urgency__lte=3)),
            models.CheckConstraint(name="assignments_task_progress", condition=Q(progress__lte=100)),
            models.CheckConstraint(name="assignments_task_source", condition=Q(source_kind="") | Q(source_id__isnull=False)),
            models.CheckConstraint(
                name="assignments_task_closed",
                condition=Q(closed_at__isnull=False, state__in=("done", "withdrawn"))
                | Q(closed_at__isnull=True, state__in=("given", "doing", "reported", "returned")),
            ),
            models.UniqueConstraint(
                name="assignments_task_one_lead",
                fields=["source_kind", "source_id", "given_by", "agency"],
                condition=Q(role="lead", parent__isnull=True, closed_at__isnull=True, source_id__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["officer", "due_at"], name="assignments_task_officer", condition=_OPEN),
            models.Index(fields=["agency", "division", "due_at"], name="assignments_task_agency", condition=_OPEN),
            models.Index(fields=["given_by", "due_at"], name="assignments_task_giver", condition=_OPEN),
            models.Index(fields=["source_kind", "source_id"], name="assignments_task_source", condition=Q(source_id__isnull=False)),
            models.Index(fields=["officer", "-closed_at"], name="assignments_task_done", condition=Q(closed_at__isnull=False)),
            # Which documents a task opens to whom is read from the index alone.
            models.Index(fields=["officer", "source_kind", "source_id"], name="assignments_task_opens_to", condition=~Q(state="withdrawn")),
            models.Index(
                fields=["division", "agency", "source_kind", "source_id"],
                name="assignments_task_opens_below",
                condition=~Q(state="withdrawn") & Q(division__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title


class TaskReport(models.Model):
    """What the doer says about a task: on the way, or at its end."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    reporter = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    reporter_name = models.CharField(max_length=120)
    text = models.TextField()
    progress = models.PositiveSmallIntegerField(default=0)
    is_final = models.BooleanField(default=False)
    reported_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["task", "reported_at"], name="assignments_report_task"),)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.text[:60]}"


class TimeRequest(models.Model):
    """A wish for more time, and its answer."""

    class Answer(models.TextChoices):
        """What the giver said."""

        WAITING = "waiting", _("Chờ trả lời")
        GRANTED = "granted", _("Đồng ý")
        REFUSED = "refused", _("Không đồng ý")

    task = models.ForeignKey(Task, models.PROTECT, related_name="time_requests")
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    wanted_due_at = models.DateTimeField()
    reason = models.TextField()
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.WAITING)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="assignments_timerequest_one", fields=["task"], condition=Q(answer="waiting")),
            models.CheckConstraint(
                name="assignments_timerequest_answered", condition=Q(answer="waiting", answered_at=None) | Q(answered_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id} → {self.wanted_due_at:%Y-%m-%d}"
