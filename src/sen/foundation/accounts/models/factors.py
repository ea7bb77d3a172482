"""Second factors: one-time codes, security keys, recovery codes, trusted devices, and who must have one."""

from django.db import models
from django.db.models import Q


class TotpFactor(models.Model):
    """A generator of one-time codes (RFC 6238) on a person's phone; counts once its first code was entered."""

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="totp_factors")
    label = models.CharField(max_length=60)
    sealed_secret = models.CharField(max_length=300, help_text="Encrypted with a key drawn from the instance's secret.")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0, help_text="The newest time step accepted; a code is good once.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account"], condition=Q(confirmed_at__isnull=True), name="accounts_totp_one_unconfirmed"),
        )

    def __str__(self) -> str:
        return self.label


class SecurityKey(models.Model):
    """A security key or passkey (WebAuthn) registered by its owner."""

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="security_keys")
    label = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class RecoveryCode(models.Model):
    """One of the codes a person printed for the day the phone is lost; good once, kept as a digest."""

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "digest"], name="accounts_recovery_code"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%d/%m/%Y}"


class TrustedDevice(models.Model):
    """A browser whose owner asked not to be asked for the second factor again, for some days."""

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="trusted_devices")
    digest = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=200, blank=True)
    trusted_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.browser


class FactorRule(models.Model):
    """From a date, holders of a role sign in with two factors."""

    role = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=14, help_text="Days a new holder has to set one up.")
    spares_demo = models.BooleanField(default=True, help_text="Accounts of the demonstration are offered one, not made to.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["role", "valid_from"], name="accounts_factor_rule"),
            models.CheckConstraint(
                name="accounts_factor_rule_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.valid_from}"
