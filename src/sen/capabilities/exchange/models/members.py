"""Who takes part in the exchange: members, their subsystems, the servers they speak through, groups."""

from django.db import models

CODE_LENGTH = 60
IDENTIFIER_LENGTH = 255


class Member(models.Model):
    """A legal body of the axis, ``INSTANCE/CLASS/CODE``; a disabled one is left out of every snapshot."""

    identifier = models.CharField(max_length=IDENTIFIER_LENGTH, unique=True, editable=False)
    instance = models.CharField(max_length=CODE_LENGTH)
    member_class = models.CharField(max_length=CODE_LENGTH)
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=420, editable=False)
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", help_text="Whose administrators speak for the member."
    )
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_mail = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="Part of the demonstration.")
    notice = models.CharField(max_length=300, blank=True, help_text="Why it is disabled.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name_sort", "pk")
        constraints = (models.UniqueConstraint(fields=["instance", "member_class", "code"], name="exchange_member_code"),)

    def __str__(self) -> str:
        return self.identifier


class Server(models.Model):
    """A gateway, ``INSTANCE/CLASS/MEMBER/CODE``, where other gateways find it, and what it last fetched."""

    identifier = models.CharField(max_length=IDENTIFIER_LENGTH, unique=True, editable=False)
    owner = models.ForeignKey(Member, models.PROTECT, related_name="servers")
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=260, help_text="host:port of the face towards other gateways")
    consumer_url = models.CharField(max_length=260, blank=True, help_text="Where the systems of its own network reach it.")
    is_active = models.BooleanField(default=True)
    maintenance = models.CharField(max_length=300, blank=True, help_text="Notice shown to callers while it is set.")
    fetch_key_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the key it fetches its configuration with.")
    fetched_at = models.DateTimeField(null=True, blank=True)
    fetched_serial = models.BigIntegerField(null=True, blank=True)
    fetched_from = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("identifier",)
        constraints = (models.UniqueConstraint(fields=["owner", "code"], name="exchange_server_code"),)

    def __str__(self) -> str:
        return self.identifier


class Subsystem(models.Model):
    """A system of a member, ``INSTANCE/CLASS/MEMBER/CODE``, and the servers it is registered on."""

    identifier = models.CharField(max_length=IDENTIFIER_LENGTH, unique=True, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="subsystems")
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=200)
    servers = models.ManyToManyField(Server, blank=True, related_name="subsystems")
    is_active = models.BooleanField(default=True)
    notice = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("identifier",)
        constraints = (models.UniqueConstraint(fields=["member", "code"], name="exchange_subsystem_code"),)

    def __str__(self) -> str:
        return self.identifier


class Group(models.Model):
    """A named set of subsystems that may be given rights together."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=200)
    subsystems = models.ManyToManyField(Subsystem, blank=True, related_name="groups")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class ClientAccess(models.Model):
    """How the information systems of a subsystem prove to their own gateway that they speak for it."""

    subsystem = models.OneToOneField(Subsystem, models.CASCADE, related_name="client_access")
    open = models.BooleanField(default=False, help_text="Any system of the server's own network may speak for it.")
    client_id = models.CharField(max_length=64, unique=True, null=True, blank=True)
    secret_hash = models.CharField(max_length=256, blank=True, help_text="Argon2; the secret itself is shown once and not kept.")
    secret_made_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.client_id or str(self.subsystem_id)


class ClientCertificate(models.Model):
    """The TLS certificate an information system shows to its gateway, by fingerprint."""

    subsystem = models.ForeignKey(Subsystem, models.CASCADE, related_name="client_certificates")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256, hexadecimal")
    label = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subsystem", "fingerprint"], condition=models.Q(removed_at__isnull=True), name="exchange_client_certificate"
            ),
        )

    def __str__(self) -> str:
        return self.fingerprint
