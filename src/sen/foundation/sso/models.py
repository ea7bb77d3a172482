"""Systems that share the sign-in, who signed on where, tokens, consents, and identities other providers vouch for."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Audience(models.TextChoices):
    """Whose accounts a system accepts."""

    OFFICERS = "officers", "Cán bộ, công chức"
    CITIZENS = "citizens", "Công dân, doanh nghiệp"
    EVERYONE = "everyone", "Cán bộ và công dân"


class TokenForm(models.TextChoices):
    """What an access token looks like."""

    OPAQUE = "opaque", "Chuỗi ngẫu nhiên, hỏi lại máy chủ"
    JWT = "jwt", "JWT có chữ ký"


class TokenKind(models.TextChoices):
    """What a token is for."""

    ACCESS = "access", "Truy cập"
    REFRESH = "refresh", "Làm mới"


class Client(models.Model):
    """A system that lets people in by an account of the province (relying party)."""

    client_id = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    about = models.CharField(max_length=300, help_text="What the system is for, as people read it on the consent page.")
    owner = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    redirect_uris = ArrayField(models.CharField(max_length=500))
    leaving_uris = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    backchannel_uri = models.CharField(max_length=500, blank=True)
    secret_digest = models.BinaryField(null=True, help_text="SHA-256 of a secret of 256 random bits; empty for a public client.")
    former_digest = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True, help_text="Until when the secret before the last change still works.")
    scopes = ArrayField(models.CharField(max_length=20))
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.OFFICERS)
    asks_consent = models.BooleanField(default=True)
    token_form = models.CharField(max_length=6, choices=TokenForm.choices, default=TokenForm.OPAQUE)
    refreshes = models.BooleanField(default=False)
    acts_alone = models.BooleanField(default=False, help_text="May ask for tokens in its own name (client credentials).")
    introspects = models.BooleanField(default=False, help_text="A resource server: may ask about tokens given to other systems.")
    min_assurance = models.PositiveSmallIntegerField(default=1)
    registered_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """The name other systems know an account by.  It outlives the account, so that it is never given twice."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField("accounts.Account", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.key)


class Consent(models.Model):
    """What a person allowed a system to learn; remembered until taken back."""

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="consents")
    scopes = ArrayField(models.CharField(max_length=20))
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "client"], condition=Q(revoked_at__isnull=True), name="sso_consent_standing"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} → {self.client_id}"


class SignOn(models.Model):
    """One person entered one system from one session: the authorization code, and the family of the tokens that follow it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="sign_ons")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    sid = models.UUIDField(help_text="The session (accounts.LiveSession) it was entered from.")
    scopes = ArrayField(models.CharField(max_length=20))
    nonce = models.CharField(max_length=255, blank=True)
    redirect_uri = models.CharField(max_length=500)
    challenge = models.CharField(max_length=43)
    code_digest = models.BinaryField()
    code_until = models.DateTimeField()
    code_used_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(help_text="When the person last proved to be there.")
    assurance = models.PositiveSmallIntegerField()
    methods = ArrayField(models.CharField(max_length=8), default=list)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code_digest"], name="sso_signon_code"),)
        indexes = (
            models.Index(fields=["sid"], condition=Q(ended_at__isnull=True), name="sso_signon_open"),
            models.Index(fields=["account", "-started_at"], name="sso_signon_account"),
            models.Index(fields=["client", "-started_at"], name="sso_signon_client"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Token(models.Model):
    """An access or refresh token, known by its digest only."""

    digest = models.BinaryField()
    kind = models.CharField(max_length=7, choices=TokenKind.choices)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    sign_on = models.ForeignKey(SignOn, models.CASCADE, null=True, related_name="tokens")
    scopes = ArrayField(models.CharField(max_length=20))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, help_text="When a refresh token was exchanged for the next one.")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["digest"], name="sso_token_digest"),)
        indexes = (models.Index(fields=["expires_at"], name="sso_token_expiry"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class OutsideIdentity(models.Model):
    """An identity another provider vouches for, tied to an account of ours."""

    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="sso_outside_subject"),
            models.UniqueConstraint(fields=["issuer", "account"], name="sso_outside_account"),
        )

    def __str__(self) -> str:
        return f"{self.issuer} {self.subject}"
