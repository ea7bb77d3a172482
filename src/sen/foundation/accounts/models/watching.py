"""What an account's owner should know about its sign-ins."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class KnownBrowser(models.Model):
    """A browser in a network from which the account was entered before."""

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="known_browsers")
    browser = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=45, blank=True, help_text="The address without its last part.")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    at_night = models.BooleanField(default=False, help_text="Whether the owner was here between 23 and 5 o'clock before.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "browser", "network"], name="accounts_known_browser"),)

    def __str__(self) -> str:
        return self.browser


class SecurityNotice(models.Model):
    """Something about the account its owner is told, and what the owner said to it."""

    class Kind(models.TextChoices):
        """What happened."""

        NEW_PLACE = "new_place", _("Đăng nhập từ thiết bị hoặc mạng chưa từng dùng")
        REFUSALS = "refusals", _("Nhiều lần thử đăng nhập không thành công")
        NIGHT = "night", _("Đăng nhập vào giờ khuya")
        FACTOR = "factor", _("Thay đổi lớp bảo vệ thứ hai")
        RECOVERY = "recovery", _("Đã dùng một mã dự phòng")

    class Answer(models.TextChoices):
        """What the owner said."""

        MINE = "mine", _("Đúng là tôi")
        NOT_MINE = "not_mine", _("Không phải tôi")

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="security_notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    told_at = models.DateTimeField()
    browser = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    count = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["account", "-told_at"], name="accounts_notice_account"),
            models.Index(fields=["account"], condition=Q(answer=""), name="accounts_notice_open"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"
