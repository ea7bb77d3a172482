"""Accounts, appointments, delegations, live sessions and failed sign-ins."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """Who owns the account."""

    OFFICER = "officer", _("Cán bộ, công chức")
    CITIZEN = "citizen", _("Công dân")
    BUSINESS = "business", _("Doanh nghiệp, tổ chức")


class AccountQuerySet(BaseUserManager["Account"]):
    """Account look-ups that Django's authentication needs."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with the log-in name, ignoring case."""
        return self.get(login=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """One person's account; officials sign in with their mail address, citizens with their identity number."""

    login = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8, choices=AccountKind.choices)
    name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=120, editable=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=15, blank=True)
    person_id = models.BigIntegerField(null=True, blank=True, help_text="Row of parties.Person, one layer up.")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    assurance = models.PositiveSmallIntegerField(default=1, help_text="Level of identity assurance, 1 or 2.")
    must_change_password = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The password was given by an administrator: nobody works with it before choosing another.",
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When the account or its positions last changed.")

    objects = AccountQuerySet()
    USERNAME_FIELD = "login"

    class Meta:
        indexes = (models.Index(fields=["name_folded", "id"], condition=Q(kind="officer"), name="accounts_officer_name"),)

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """An officer's position in an agency with one role, from a date to a date."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="appointments")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="appointments")
    division = models.ForeignKey("agencies.Division", models.PROTECT, null=True, blank=True, related_name="appointments")
    role = models.CharField(max_length=12)
    title = models.CharField(max_length=120, help_text="Position as printed on documents.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="accounts_appointment_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
        )
        indexes = (models.Index(fields=["agency", "role"], name="accounts_appointment_agency"),)

    def __str__(self) -> str:
        return f"{self.title} {self.account_id}"


class Delegation(models.Model):
    """A role handed to another officer for a time, with its basis."""

    giver = models.ForeignKey(Account, models.CASCADE, related_name="delegations_given")
    receiver = models.ForeignKey(Account, models.CASCADE, related_name="delegations_received")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="accounts_delegation_dates", condition=Q(valid_to__gte=models.F("valid_from"))),)

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}"


class LiveSession(models.Model):
    """A signed-in browser, listed to its owner and revocable."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="live_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    sid = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False, help_text="Named to systems that share the sign-in."
    )
    assurance = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="1 identity stated, 2 verified, 3 verified with two factors."
    )
    methods = ArrayField(
        models.CharField(max_length=8), default=list, db_default=[], help_text="How the owner proved it, in words of RFC 8176."
    )
    confirmed_at = models.DateTimeField(null=True, help_text="When the owner last proved to be there.")
    mandate = models.ForeignKey(
        "accounts.Mandate", models.SET_NULL, null=True, blank=True, related_name="+", help_text="In whose name the session acts now."
    )

    def __str__(self) -> str:
        return self.browser


class SignInFailure(models.Model):
    """A refused sign-in, counted for the rate limit."""

    login = models.CharField(max_length=120)
    address = models.GenericIPAddressField(null=True)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["login", "failed_at"], name="accounts_failure_login"),
            models.Index(fields=["address", "failed_at"], name="accounts_failure_address"),
        )

    def __str__(self) -> str:
        return self.login
