"""Systems our list of officials is pushed to, and what waits for each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TargetSystem(models.Model):
    """A system with a SCIM service that is told of every change."""

    name = models.CharField(max_length=120)
    base_url = models.URLField(max_length=300)
    sealed_token = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class PushItem(models.Model):
    """One officer at one target: what is known there, and whether a change waits."""

    class State(models.TextChoices):
        """Where the push stands."""

        WAITING = "waiting", _("Đang chờ")
        DONE = "done", _("Đã đồng bộ")
        FAILED = "failed", _("Không đồng bộ được")

    target = models.ForeignKey(TargetSystem, models.CASCADE, related_name="items")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    remote_id = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    pushed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["target", "account"], name="directory_push_item"),)
        indexes = (
            models.Index(fields=["target", "next_at"], condition=Q(state="waiting"), name="directory_push_due"),
            models.Index(fields=["target", "state"], name="directory_push_state"),
        )

    def __str__(self) -> str:
        return f"{self.target_id} {self.account_id} {self.state}"
