"""What members offer: services, their uploaded descriptions, and the operations these describe."""

from django.db import models
from django.db.models import Q

from sen.capabilities.exchange.models.members import CODE_LENGTH, IDENTIFIER_LENGTH, Subsystem
from sen.capabilities.exchange.states import DescriptionState, ServiceState


class ServiceKind(models.TextChoices):
    """How a service is described."""

    REST = "REST", "REST"
    OPENAPI = "OPENAPI3", "OpenAPI 3"


class CheckMode(models.TextChoices):
    """What a gateway does with a call that does not fit the description."""

    OFF = "off", "Không kiểm tra"
    WARN = "warn", "Ghi nhận, vẫn chuyển"
    REFUSE = "refuse", "Từ chối"


class Service(models.Model):
    """A service of a subsystem, ``INSTANCE/CLASS/MEMBER/SUBSYSTEM/CODE``, with how gateways treat calls to it."""

    identifier = models.CharField(max_length=IDENTIFIER_LENGTH, unique=True, editable=False)
    subsystem = models.ForeignKey(Subsystem, models.PROTECT, related_name="services")
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=200, editable=False)
    summary = models.CharField(max_length=600, blank=True, help_text="One or two sentences for the public directory.")
    kind = models.CharField(max_length=8, choices=ServiceKind.choices, default=ServiceKind.REST)
    state = models.CharField(max_length=8, default=ServiceState.DRAFT)
    notice = models.CharField(max_length=300, blank=True, help_text="Told to callers while the service is disabled.")
    base_url = models.CharField(max_length=500)
    sealed_credential = models.TextField(blank=True, help_text="What the gateway sends as Authorization, encrypted.")
    timeout_seconds = models.FloatField(default=30.0)
    verify_tls = models.BooleanField(default=True)
    max_request_bytes = models.BigIntegerField(default=10_485_760)
    max_answer_bytes = models.BigIntegerField(default=104_857_600)
    check_mode = models.CharField(max_length=6, choices=CheckMode.choices, default=CheckMode.OFF)
    personal = models.BooleanField(default=False, help_text="A call must name officer, purpose and dossier.")
    log_body = models.BooleanField(default=True, help_text="Without it only the digest of bodies is kept.")
    is_listed = models.BooleanField(default=True, help_text="Shown in the public directory.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("identifier",)
        constraints = (
            models.UniqueConstraint(fields=["subsystem", "code"], name="exchange_service_code"),
            models.CheckConstraint(name="exchange_service_state", condition=Q(state__in=[s.value for s in ServiceState])),
            models.CheckConstraint(name="exchange_service_timeout", condition=Q(timeout_seconds__gt=0, timeout_seconds__lte=600)),
            models.CheckConstraint(name="exchange_service_sizes", condition=Q(max_request_bytes__gt=0, max_answer_bytes__gt=0)),
        )
        indexes = (models.Index(fields=["state", "identifier"], name="exchange_service_list"),)

    def __str__(self) -> str:
        return self.identifier


class Description(models.Model):
    """One uploaded OpenAPI description; it counts only after somebody saw the difference and activated it."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="descriptions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, default=DescriptionState.UPLOADED)
    title = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=60, blank=True)
    text = models.TextField(help_text="The description as canonical JSON.")
    digest = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200, blank=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by_name = models.CharField(max_length=120, blank=True)
    uploaded_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["service", "number"], name="exchange_description_number"),
            models.UniqueConstraint(fields=["service"], condition=Q(state="current"), name="exchange_one_description"),
        )

    def __str__(self) -> str:
        return f"{self.service_id} {self.number}"


class Endpoint(models.Model):
    """One operation of a service; ``path`` is a glob, ``template`` the description's own form of it.

    A retired operation stays for its history, but no longer reaches the gateways.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="endpoints")
    method = models.CharField(max_length=7)
    path = models.CharField(max_length=500)
    template = models.CharField(max_length=500)
    operation_id = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    only_reads = models.BooleanField(default=False, db_default=False, help_text="So marked in its description; the method does not say it.")
    is_manual = models.BooleanField(default=False, help_text="Entered by hand; a description does not touch it.")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("template", "method")
        constraints = (
            models.UniqueConstraint(
                fields=["service", "method", "path"], condition=Q(retired_at__isnull=True), name="exchange_endpoint_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.template}"
